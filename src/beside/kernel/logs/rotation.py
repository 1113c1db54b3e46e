"""A log file that is turned over by size: ten pieces at most, read by nobody else."""

import io
import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

PIECE_BYTES = 10_000_000
PIECES = 9


class LogFile(RotatingFileHandler):
    """Whole lines in, one file out, older pieces beside it as .1 to .9."""

    def _open(self) -> io.TextIOWrapper:
        file = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(file, "a", encoding="utf-8")

    def write(self, line: str) -> None:
        """A line, or some of them."""
        self.emit(logging.LogRecord("log", logging.INFO, "", 0, line, None, None))


def open_log(path: Path) -> LogFile:
    """The log at `path`, in a folder of its own that only we can list."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.chmod(0o700)
    return LogFile(path, maxBytes=PIECE_BYTES, backupCount=PIECES, encoding="utf-8")
