"""Keep the table of whom to call: emergency centers and the relay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.db import IntegrityError, transaction

from beside.accounts.models import User
from beside.kernel import house, record
from beside.line.core.psap_rows import Center, ten_digits
from beside.line.models import Psap, Relay


class NameTaken(ValueError):
    """Another center has this name."""


@dataclass(frozen=True)
class Kept:
    """What an import did."""

    added: int
    changed: int
    same: int


@transaction.atomic
def add_center(*, center: Center, by: User | None, at: datetime) -> Psap:
    """Add an emergency center. Raises NameTaken."""
    psap = Psap(changed_at=at, **_columns(center))
    _set_tested(psap, center)
    _save(psap)
    record.act("line_center_added", on=("line.psap", str(psap.pk)), by=by, at=at)
    return psap


@transaction.atomic
def change_center(*, psap: Psap, center: Center, by: User | None, at: datetime) -> list[str]:
    """Correct a center; the columns that changed. A new number is untested. Raises NameTaken."""
    columns = _columns(center)
    changed = sorted(name for name, value in columns.items() if getattr(psap, name) != value)
    for name, value in columns.items():
        setattr(psap, name, value)
    if "number" in changed:
        psap.last_tested_at, psap.tested_by = None, None
    changed += ["tested"] if _set_tested(psap, center) else []
    if changed:
        psap.changed_at = at
        _save(psap)
        detail = {"columns": changed}
        record.act("line_center_changed", on=("line.psap", str(psap.pk)), by=by, at=at,
                   detail=detail)  # fmt: skip
    return changed


@transaction.atomic
def remove_center(*, psap: Psap, by: User, at: datetime) -> None:
    """Take a center off the table."""
    record.act("line_center_removed", on=("line.psap", str(psap.pk)), by=by, at=at)
    psap.delete()


@transaction.atomic
def note_tested(*, psap: Psap, by: User, at: datetime) -> None:
    """Somebody called the center today and it was the right desk."""
    Psap.objects.filter(pk=psap.pk).update(last_tested_at=at, tested_by=by)
    record.act("line_center_tested", on=("line.psap", str(psap.pk)), by=by, at=at)


@transaction.atomic
def import_centers(*, centers: Sequence[Center], by: User | None, at: datetime) -> Kept:
    """Keep a list that was judged without faults. None is ever removed."""
    added = changed = same = 0
    for center in centers:
        psap = Psap.objects.select_for_update().filter(name__iexact=center.name).first()
        if psap is None:
            add_center(center=center, by=by, at=at)
            added += 1
        elif change_center(psap=psap, center=center, by=by, at=at):
            changed += 1
        else:
            same += 1
    detail = {"added": added, "changed": changed, "same": same}
    record.act("line_centers_imported", on=("line.psap", "list"), by=by, at=at, detail=detail)
    return Kept(added, changed, same)


@transaction.atomic
def set_relay(*, name: str, number: str, source: str, by: User, at: datetime) -> Relay:
    """Say which relay is under contract. Raises psap_rows.NotATenDigitLine."""
    line = ten_digits(number)
    before = Relay.objects.filter(pk=1).first()
    tested = before.last_tested_at if before and before.number == line else None
    relay = Relay(name=name, number=line, source=source, last_tested_at=tested, changed_at=at)
    relay.tested_by = before.tested_by if before and tested else None
    relay.save()
    record.act("line_relay_set", on=("line.relay", "1"), by=by, at=at)
    return relay


@transaction.atomic
def note_relay_tested(*, by: User, at: datetime) -> None:
    """Somebody called the relay today."""
    Relay.objects.update(last_tested_at=at, tested_by=by)
    record.act("line_relay_tested", on=("line.relay", "1"), by=by, at=at)


@transaction.atomic
def note_export(*, count: int, by: User, at: datetime) -> None:
    """The table was taken away."""
    detail = {"count": count}
    record.act("line_centers_exported", on=("line.psap", "list"), by=by, at=at, detail=detail)


def _columns(center: Center) -> dict[str, Any]:
    return {
        "name": center.name, "counties": list(center.counties), "area": center.area,
        "number": center.number, "fallback": center.fallback, "source": center.source,
        "is_test_mode": center.is_test_mode, "notes": center.notes,
    }  # fmt: skip


def _set_tested(psap: Psap, center: Center) -> bool:
    """A list may say a later day of testing than we know; never an earlier one."""
    if center.tested is None:
        return False
    tested = datetime.combine(center.tested, time(12), UTC)
    if psap.last_tested_at and house.today(psap.last_tested_at) >= center.tested:
        return False
    psap.last_tested_at = tested
    return True


def _save(psap: Psap) -> None:
    try:
        with transaction.atomic():
            psap.save()
    except IntegrityError as why:
        raise NameTaken(psap.name) from why
