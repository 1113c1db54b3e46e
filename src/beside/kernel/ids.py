"""Identifiers for machines."""

import os
import time
import uuid


def uuid7() -> uuid.UUID:
    """A time-ordered UUID, version 7. Source: RFC 9562, section 5.7."""
    milliseconds = time.time_ns() // 1_000_000
    noise = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & 0xFFFFFFFFFFFF) << 80
    value |= 0x7 << 76 | (noise >> 68 & 0xFFF) << 64
    value |= 0b10 << 62 | noise & 0x3FFFFFFFFFFFFFFF
    return uuid.UUID(int=value)
