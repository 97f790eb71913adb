"""How long the list at the end of a zip is, before a library reads all of it at once: one of 100 MB holds two million
names. What the end claims bounds what is read: a library reads no more of the list than it says."""

from __future__ import annotations

import os
import struct
from typing import IO

END, END_64, END_BYTES_MAX = b"PK\x05\x06", b"PK\x06\x07", 22 + 0xFFFF  # APPNOTE.TXT 4.3.16, 4.3.15
LISTED_BYTES_MAX = 400  # of one part in the list: its name and what some programs add


class NotZip(ValueError):
    """It has no list at its end."""


def lists_more_than(file: IO[bytes], parts_max: int) -> bool:
    """Whether its list is longer than that of so many parts, or of a zip beyond 4 GB. At the file's beginning after.

    Raises NotZip.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - END_BYTES_MAX))
    tail = file.read()
    at = tail.rfind(END)
    file.seek(0)
    if at < 0 or len(tail) < at + 22:
        raise NotZip()
    list_bytes = struct.unpack_from("<I", tail, at + 12)[0]
    return list_bytes > parts_max * LISTED_BYTES_MAX or tail[max(0, at - 20) : at].startswith(END_64)
