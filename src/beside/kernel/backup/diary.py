"""When what was last backed up, and where doctor asks about it."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from beside import env
from beside.kernel.doctor import Finding, check
from beside.kernel.doctor.findings import fine, warn

NAME = "backups.json"
TOO_OLD = {"data": timedelta(days=2), "keys": timedelta(days=35)}


def note(home: Path, what: str, at: datetime) -> None:
    told = {name: moment.isoformat() for name, moment in read(home).items()}
    (home / NAME).write_text(json.dumps(told | {what: at.isoformat()}))


def read(home: Path) -> dict[str, datetime]:
    """When data and keys were last backed up."""
    try:
        told = json.loads((home / NAME).read_text())
    except (OSError, ValueError):
        return {}
    return {what: datetime.fromisoformat(moment) for what, moment in told.items()}


@check("backups")
def backups(at: datetime) -> Iterator[Finding]:
    done = read(env.home())
    for what, limit in TOO_OLD.items():
        last = done.get(what)
        if last is None or at - last > limit:
            words = "never" if last is None else f"last on {last:%Y-%m-%d}"
            yield warn(
                f"The {what} were {words} backed up by `beside backup`.",
                "A disk that dies takes everything with it."
                if what == "data"
                else "Without the keys nothing sealed in a backup can be opened.",
                f"`beside backup {what} …`, on another machine's disk; docs/backup.md.",
            )
        else:
            yield fine(f"The {what} were backed up on {last:%Y-%m-%d}.")
