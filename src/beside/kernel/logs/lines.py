"""A log record as one line of JSON."""

import json
import logging
import traceback
from datetime import UTC, datetime

from beside.kernel.logs.mask import masked

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """Level, time, logger, masked message, the caller's extras, and a traceback without values."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": masked(record.getMessage()),
        }
        line |= {name: _plain(value) for name, value in vars(record).items() if _is_ours(name)}
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _where(record.exc_info[1])
        return json.dumps(line, default=str)


def _is_ours(name: str) -> bool:
    return name not in _STANDARD and not name.startswith("_") and name != "request"


def _plain(value: object) -> object:
    """Numbers as they are; everything else as masked words."""
    if value is None or isinstance(value, bool | int | float):
        return value
    return masked(str(value))


def _where(error: BaseException) -> dict[str, object]:
    """What was raised and where. Not its words: a database quotes the row it refused."""
    frames = traceback.extract_tb(error.__traceback__)
    told: dict[str, object] = {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if (cause := error.__cause__ or error.__context__) is not None:
        told["because"] = _where(cause)
    return told
