"""What the children print: every line to one rotated file, the grave ones to the console."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from beside.kernel import clock
from beside.kernel.logs import mask, rotation

Line = dict[str, object]
LONGEST_LINE = 65_536


class Scribe:
    """The only writer of the log file, so that it can be turned over without losing a line."""

    def __init__(self, folder: Path, console: Callable[[str], None] | None = None) -> None:
        self._file = rotation.open_log(folder / "beside.jsonl")
        self._console = console or _to_stderr
        self._halves: dict[int, bytes] = {}

    def read(self, descriptor: int, source: str) -> bool:
        """Take in what a child's pipe holds. False when the child has closed it."""
        try:
            return self._take(os.read(descriptor, 65_536), descriptor, source)
        except BlockingIOError:
            return True

    def drain(self, descriptor: int, source: str) -> None:
        """Take in everything a dead child's pipe still holds."""
        try:
            while self._take(os.read(descriptor, 65_536), descriptor, source):
                continue
        except BlockingIOError:
            self._take(b"", descriptor, source)

    def _take(self, heard: bytes, descriptor: int, source: str) -> bool:
        *lines, rest = (self._halves.pop(descriptor, b"") + heard).split(b"\n")
        if not heard or len(rest) > LONGEST_LINE:
            lines, rest = [*lines, rest], b""
        if rest:
            self._halves[descriptor] = rest
        self._write(
            *(_understood(line.decode(errors="replace"), source) for line in lines if line.strip())
        )
        return bool(heard)

    def say(self, level: str, message: str, **facts: object) -> None:
        """A line of the supervisor's own."""
        at = clock.now().isoformat(timespec="milliseconds")
        self._write({"at": at, "level": level, "source": "supervisor", "message": message, **facts})
        if level == "info":
            self._console(message)

    def _write(self, *lines: Line) -> None:
        if lines:
            self._file.write("\n".join(json.dumps(line, default=str) for line in lines))
        for line in lines:
            if line.get("level") in {"warning", "error", "critical"}:
                self._console(f"{line['source']}: {line.get('message', '')}")

    def close(self) -> None:
        self._file.close()


def _understood(text: str, source: str) -> Line:
    """A structured line as it came; anything else is a stray print or a crash, and is masked."""
    try:
        line = json.loads(text)
    except ValueError:
        line = None
    if not isinstance(line, dict) or "message" not in line:
        return {"level": "error", "source": source, "message": mask.masked(text.rstrip())}
    return {**line, "source": source}


def _to_stderr(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
