"""Parsers read documents: bytes in, values out; no network, no database."""
