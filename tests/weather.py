"""What happens to bytes on a disk and on a line: cut off, flipped, reset."""

import socket
import struct

from small_portal import Answer


def cut(content, random):
    return content[: random.randrange(len(content))]


def flipped(content, random):
    place = random.randrange(len(content) - 4)
    return content[:place] + bytes(byte ^ 0xFF for byte in content[place : place + 4]) + content[place + 4 :]


def reset(handler):
    """Hang up at once, without a word."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


class Shaky(dict):
    """The pages of a portal whose requests are reset where `broken` says so of their number."""

    def __init__(self, portal, pages, broken):
        super().__init__(pages)
        self.portal, self.broken, self.first = portal, broken, len(portal.log)

    def get(self, path, default=None):
        number = len(self.portal.log) - self.first
        return Answer(write=reset) if self.broken(number) else super().get(path, default)
