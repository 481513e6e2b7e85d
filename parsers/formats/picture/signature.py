"""What the first bytes of a picture look like; apart from the reader, which takes a while to load."""

import struct

_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*")


def recognises(body: bytes) -> bool:
    """Is this png, jpeg, gif, bmp, webp or tiff, by its first bytes?

    >>> recognises(b"GIF89a..."), recognises(b"%PDF-1.7")
    (True, False)
    """
    if body.startswith(b"BM"):  # two letters prove little: a bitmap also states where its pixels begin
        return len(body) > 26 and 26 <= int(struct.unpack_from("<I", body, 10)[0]) < 4096
    return body.startswith(_MAGIC) or (body[:4] == b"RIFF" and body[8:12] == b"WEBP")
