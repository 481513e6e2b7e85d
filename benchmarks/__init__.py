"""Benchmarks: what is measured, on documents made for it."""
