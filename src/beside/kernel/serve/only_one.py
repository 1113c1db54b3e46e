"""A home has one supervisor. The lock is the kernel's own, so a crash cannot leave it behind."""

import fcntl
import os
from pathlib import Path
from typing import IO

from beside import env


class AlreadyRunning(RuntimeError):
    """Another supervisor holds this home; the message names its process."""


def take(home: Path) -> IO[str]:
    """The lock of `home`, held until the answer is closed or we die. Raises AlreadyRunning."""
    env.make_home(home)
    held = (home / "serve.lock").open("a+")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.seek(0)
        pid = held.read().strip()
        held.close()
        raise AlreadyRunning(
            f"Beside is already running from {home} (process {pid}). "
            f"Stop it first, or set BESIDE_HOME to another folder."
        ) from None
    held.truncate(0)
    held.write(str(os.getpid()))
    held.flush()
    return held
