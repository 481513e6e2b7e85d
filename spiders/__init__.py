"""Spiders say where reports are."""
