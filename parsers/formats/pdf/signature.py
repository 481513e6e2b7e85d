"""How a PDF is told."""

_HEAD = 1024  # bytes within which the signature may stand


def recognises(body: bytes) -> bool:
    """Whether the bytes are a PDF.

    >>> recognises(b"%PDF-1.7 ..."), recognises(b"PK")
    (True, False)
    """
    return b"%PDF-" in body[:_HEAD]
