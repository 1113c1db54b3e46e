"""How a child tells the supervisor that it is ready and still alive: bytes on a pipe."""

import os

PIPE = "BESIDE_PULSE_FD"
READY = b"R"
BEAT = b"."


def _write(byte: bytes) -> None:
    if (number := os.environ.get(PIPE)) is None:
        return
    try:
        os.write(int(number), byte)
    except OSError:
        return  # a full pipe or a supervisor that is gone: neither is ours to mend


def ready() -> None:
    """Say that we can take over. Without a supervisor, does nothing."""
    _write(READY)


def beat() -> None:
    """Say that work goes on. Without a supervisor, does nothing.

    The first beat is a promise: who has beaten once and then falls silent is killed.
    """
    _write(BEAT)
