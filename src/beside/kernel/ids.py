"""Identifiers for machines. Those that people read and say are in codes.py and word_codes.py."""

import os
import threading
import time
import uuid

_COUNTER_BITS = 74  # all that version and variant leave free below the milliseconds
_ROOM_BITS = 8  # the counter begins below the top, so that it can rise within a millisecond

_lock = threading.Lock()
_last = (0, 0)  # milliseconds, counter


def uuid7() -> uuid.UUID:
    """A time-ordered UUID, version 7; each one this process makes is larger than the last.

    Within a millisecond, and when the clock is stepped back, the random part is
    raised by a random step instead. Source: RFC 9562, sections 5.7 and 6.2 (method 2).
    """
    global _last
    with _lock:
        milliseconds, counter = _next(*_last, time.time_ns() // 1_000_000)
        _last = milliseconds, counter
    value = (milliseconds & 0xFFFFFFFFFFFF) << 80
    value |= 0x7 << 76 | (counter >> 62 & 0xFFF) << 64
    value |= 0b10 << 62 | counter & 0x3FFFFFFFFFFFFFFF
    return uuid.UUID(int=value)


def _next(last_ms: int, counter: int, now_ms: int) -> tuple[int, int]:
    """The pair that follows: fresh noise in a new millisecond, else a step up."""
    if now_ms > last_ms:
        return now_ms, _noise(_COUNTER_BITS - _ROOM_BITS)
    counter += 1 + _noise(32)
    if counter >> _COUNTER_BITS:
        return last_ms + 1, _noise(_COUNTER_BITS - _ROOM_BITS)
    return last_ms, counter


def _noise(bits: int) -> int:
    return int.from_bytes(os.urandom(16), "big") >> (128 - bits)


def _forget_after_fork() -> None:
    """A child must not go on counting where its parent does."""
    global _lock, _last
    _lock, _last = threading.Lock(), (_last[0], _noise(_COUNTER_BITS - _ROOM_BITS))


os.register_at_fork(after_in_child=_forget_after_fork)
