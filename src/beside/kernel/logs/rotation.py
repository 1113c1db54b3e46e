"""A log file that is turned over by size: ten pieces at most, read by nobody else."""

import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

PIECE_BYTES = 10_000_000
PIECES = 9


class LogFile:
    """Whole lines in, one file out, older pieces beside it as .1 to .9."""

    def __init__(self, path: Path) -> None:
        self._handler = RotatingFileHandler(
            path, maxBytes=PIECE_BYTES, backupCount=PIECES, encoding="utf-8", delay=False
        )
        self._handler.setFormatter(logging.Formatter("%(message)s"))
        self._handler.namer = _private
        os.chmod(path, 0o600)

    def write(self, line: str) -> None:
        self._handler.emit(logging.LogRecord("log", logging.INFO, "", 0, line, None, None))

    def close(self) -> None:
        self._handler.close()


def _private(name: str) -> str:
    return name


def open_log(path: Path) -> LogFile:
    """The log at `path`, in a folder of its own that only we can list."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.chmod(0o700)
    return LogFile(path)
