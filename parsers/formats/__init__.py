"""Formats turn bytes into a Document; one module per format, each with recognises() and read()."""
