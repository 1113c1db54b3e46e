"""Ask what the system holds about a person. The question is answered and forgotten."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from beside.accounts.models import User
from beside.kernel import record
from beside.privacy import subjects
from beside.privacy.core.envelope import fold
from beside.privacy.subjects import Held


class NothingAsked(ValueError):
    """There is no name, number or address in what was typed."""


@dataclass(frozen=True)
class Answer:
    """Exactly what is held. `unanswered` names the places that could not be searched."""

    asked_at: datetime
    held: tuple[Held, ...]
    searched: tuple[str, ...]
    unanswered: tuple[str, ...]


@sensitive_variables()
def ask_about(*, identifier: str, by: User, at: datetime) -> Answer:
    """Search every place that knows people. Records that somebody asked, never about whom.

    Raises NothingAsked.
    """
    if not fold(identifier):
        raise NothingAsked
    held: list[Held] = []
    searched, unanswered = [], []
    for name, find in subjects.finders().items():
        try:
            with transaction.atomic():
                held += find(identifier)
        except Exception:  # any room's; the answer says that this place was not searched
            unanswered.append(name)
        else:
            searched.append(name)
    detail = {"found": len(held), "searched": len(searched), "unanswered": unanswered}
    record.act("asked_what_is_held", on=("privacy", "subjects"), by=by, at=at, detail=detail)
    return Answer(at, tuple(held), tuple(searched), tuple(unanswered))
