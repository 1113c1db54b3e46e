"""What a coalition sets for its line: the rhythm, and every other number."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.line import rhythms
from beside.line.core import numbers as core
from beside.line.core.numbers import Numbers
from beside.line.core.rhythm import DEFAULT, Rhythm
from beside.line.models import NumberSetting, RhythmSetting
from beside.line.rota import settings
from beside.line.rota.services.shifts import AlreadySo


@transaction.atomic
def set_rhythm(*, rhythm: Rhythm, by: User, at: datetime) -> Mapping[str, int]:
    """Sessions opened from now on keep to it; those that run keep their own. What it was before.

    Raises AlreadySo when nothing changes. A Rhythm cannot hold a clock that is too slow.
    """
    before, wanted = rhythms.current().as_words(), rhythm.as_words()
    changed = {name: wanted[name] for name in wanted if wanted[name] != before[name]}
    if not changed:
        raise AlreadySo
    RhythmSetting.objects.all().delete()
    RhythmSetting.objects.bulk_create(
        RhythmSetting(name=name, seconds=seconds)
        for name, seconds in wanted.items()
        if seconds != getattr(DEFAULT, name)
    )
    record.act("line_rhythm_set", on=("line.rhythm", "rhythm"), by=by, at=at, detail=changed)
    return before


@transaction.atomic
def set_numbers(*, numbers: Numbers, by: User, at: datetime) -> Mapping[str, int]:
    """Kept from now on; what ended before keeps the time it was given. What it was before.

    Raises AlreadySo when nothing changes.
    """
    before, wanted = settings.current().as_words(), numbers.as_words()
    changed = {name: wanted[name] for name in wanted if wanted[name] != before[name]}
    if not changed:
        raise AlreadySo
    NumberSetting.objects.all().delete()
    NumberSetting.objects.bulk_create(
        NumberSetting(name=name, value=value)
        for name, value in asdict(numbers).items()
        if value != getattr(core.DEFAULT, name)
    )
    record.act("line_numbers_set", on=("line.numbers", "numbers"), by=by, at=at, detail=changed)
    return before
