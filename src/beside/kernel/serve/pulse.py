"""How a child tells the supervisor that it is ready and still alive: bytes on a pipe.

A spare is a child that has made everything ready but does not begin: it waits for a word.
"""

import os
import select

PIPE = "BESIDE_PULSE_FD"
WORD = "BESIDE_WORD_FD"
READY = b"R"
WARM = b"W"
BEAT = b"."
BEAT_SECONDS = 5.0


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


def is_spare() -> bool:
    """Whether to make everything ready and then `wait_for_the_word`."""
    return WORD in os.environ


def wait_for_the_word() -> None:
    """Say that everything is ready, and return when the supervisor needs us. Beats meanwhile."""
    word = int(os.environ.pop(WORD))
    _write(WARM)
    while not select.select([word], [], [], BEAT_SECONDS)[0]:
        beat()
    heard = os.read(word, 1)
    os.close(word)
    if not heard:
        raise SystemExit(0)  # the supervisor closed the pipe: nobody will need us
