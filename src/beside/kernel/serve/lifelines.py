"""What the kernel of the machine does for a family of processes. Linux; elsewhere nothing."""

import ctypes
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_SET_DEATH_SIGNAL, _SET_NAME, _SET_SUBREAPER = 1, 15, 36  # prctl(2)
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def can_adopt() -> bool:
    """Whether a grandchild can become ours."""
    return _libc is not None


@contextmanager
def adopting() -> Iterator[None]:
    """Who loses its parent meanwhile, below us, becomes a child of ours."""
    _prctl(_SET_SUBREAPER, 1)
    try:
        yield
    finally:
        _prctl(_SET_SUBREAPER, 0)


def die_with(parent: int) -> None:
    """In a child: die when its parent dies, even by kill -9."""
    if _libc is not None:
        _prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def be_called(name: str) -> None:
    """The name that `ps` and `top` show, its first 15 letters."""
    if _libc is not None:
        _libc.prctl(_SET_NAME, ctypes.c_char_p(name.encode()), 0, 0, 0)


def _prctl(option: int, value: int) -> None:
    if _libc is not None:
        _libc.prctl(option, value, 0, 0, 0)
