"""Completing a course: a code, a day, and nothing about who it was."""

from datetime import datetime, time

from django.conf import settings
from django.db import transaction

from beside.kernel import facts, house, record
from beside.training import queries
from beside.training.core import quiz
from beside.training.core.completion_codes import from_seed
from beside.training.core.quiz import NotYet, Standing
from beside.training.facts import TrainingCompleted
from beside.training.models import Completion, GroupSession, Version

TRIES = 8


class NoCodeLeft(RuntimeError):
    """Every code tried was taken: there is something wrong with the key or the codes."""


@transaction.atomic
def complete(*, standing: Standing, language: str, at: datetime) -> Completion:
    """Give the code of a quiz that was passed. Sent twice, it is the same code.

    The hour stays outside: the record and the fact are told the day's beginning, and the
    record names the version, never the completion. Raises NotYet.
    """
    version = Version.objects.select_related("course").get(pk=standing.version)
    if not quiz.is_done(queries.content_of(version), standing):
        raise NotYet(standing.passed)
    made, new = _kept(version, standing, language, at)
    if new:
        day = datetime.combine(house.today(at), time(), house.zone())
        told = TrainingCompleted(
            version.course_id, version.number, made.audience, made.language, made.on_date
        )
        facts.publish(told, about=version, at=day)
        record.act("course_completed", on=version, at=day, detail={"audience": made.audience})
    return made


def _kept(
    version: Version, standing: Standing, language: str, at: datetime
) -> tuple[Completion, bool]:
    """The row of this seed, and whether it is new. A code that another seed has is passed by."""
    wanted = {"version": version, "audience": standing.audience}
    for attempt in range(TRIES):
        code = from_seed(standing.seed, _key(), attempt)
        if GroupSession.objects.filter(code=code).exists():
            continue
        made, new = Completion.objects.get_or_create(
            code=code, defaults={**wanted, "language": language, "on_date": house.today(at)}
        )
        if new or (made.version_id, made.audience) == (version.pk, standing.audience):
            return made, new
    raise NoCodeLeft


def _key() -> bytes:
    return f"beside.training.code:{settings.SECRET_KEY}".encode()
