"""Real arguments for the doors of the rota and the settings."""

from datetime import timedelta

from beside.kernel import clock, house
from beside.line.models import Elsewhere, Pattern, Responder, Shift, Swap
from beside.line.rota.services import calendars, elsewhere, patterns, people, shifts, swaps
from beside.line.rota.services.elsewhere import Line
from tests import people as folk
from tests.rules import samples

DAY = timedelta(days=1)


def shift(user=None, *, days: int = 2, hours: int = 4, **words: object) -> Shift:
    """Somebody has promised."""
    at = clock.now()
    starts = at.replace(minute=0, second=0, microsecond=0) + days * DAY
    return shifts.add_shift(
        user=user or folk.person("line_operator"), starts_at=starts,
        ends_at=starts + timedelta(hours=hours), by=None, at=at, **words,
    )  # fmt: skip


def pattern(user=None) -> Pattern:
    from datetime import time

    at = clock.now()
    return patterns.add_pattern(
        user=user or folk.person("line_operator"), weekday=1, starts=time(22), ends=time(6),
        from_date=house.today(at), by=None, at=at,
    )  # fmt: skip


def swap() -> Swap:
    mine, theirs = shift(), shift(days=3)
    return swaps.ask_swap(mine_id=mine.pk, theirs_id=theirs.pk, by=mine.user, at=clock.now())


def responder() -> Responder:
    return people.add_responder(
        label="Rosa, east side", number="+16065550149", counties=["21151"], order=10,
        by=folk.person("line_supervisor"), at=clock.now(),
    )  # fmt: skip


def partner_line() -> Elsewhere:
    return elsewhere.add_elsewhere(
        line=Line("partner", "Example partner line", "+18595550150", "en,es"),
        by=folk.person("line_supervisor"), at=clock.now(),
    )  # fmt: skip


@samples.of("line:shift_act")
def _shift():
    return {"shift_id": shift().pk, "act": "offer"}


@samples.of("line:ask_swap")
def _ask():
    return {"shift_id": shift().pk}


@samples.of("line:pattern_act")
def _pattern():
    return {"pattern_id": pattern().pk, "act": "end"}


@samples.of("line:swap_act")
def _swap():
    return {"swap_id": swap().pk, "act": "decline"}


@samples.of("line:responder_act")
def _responder_act():
    return {"responder_id": responder().pk, "act": "rest"}


@samples.of("line:responder")
def _responder():
    return {"responder_id": responder().pk}


@samples.of("line:operator")
def _operator():
    return {"user_id": folk.person("line_operator").pk}


@samples.of("line:elsewhere_act")
def _elsewhere():
    return {"elsewhere_id": partner_line().pk, "act": "test"}


@samples.of("line:rota_file")
@samples.of("line:figures_file")
def _file():
    return {"kind": "csv"}


@samples.of("line:calendar")
def _calendar():
    somebody = folk.person("line_operator")
    return {"token": calendars.make_calendar_link(by=somebody, at=clock.now())}


@samples.of("line:undo_setting")
def _undo():
    from django.core import signing

    from beside.line.core.rhythm import DEFAULT

    kept = signing.dumps(list(DEFAULT.as_words().values()), salt="line.settings.rhythm")
    return {"what": "rhythm", "kept": kept}
