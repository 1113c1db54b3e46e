"""Whether the line can keep what it promises tonight: for `beside doctor`."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from beside.kernel.doctor import Finding, Needs, check
from beside.kernel.doctor.findings import bad, fine, warn
from beside.line import reach
from beside.line.caller import where
from beside.line.core.session import State
from beside.line.dispatch import lookup
from beside.line.models import Operator, Psap, Relay, Session, Shift
from beside.line.reach import Reach
from beside.line.rota import queries as rota

LATE = timedelta(seconds=10)


@check("the line", needs=Needs.DATABASE)
def the_line(at: datetime) -> Iterator[Finding]:
    """The clocks, whom silence reaches, whom the sheet names, and the numbers of the line."""
    yield from _clocks(at)
    yield from _silence(reach.now(at), reaches=reach.somebody(at))
    yield from _phones(at)
    yield from _relay(at)
    yield from _centers(at)
    yield from _ways_in()


def _clocks(at: datetime) -> Iterator[Finding]:
    running = Session.objects.exclude(state=State.ENDED).filter(is_practice=False)
    if late := running.filter(deadline_at__lt=at - LATE).count():
        yield bad(
            f"{late} of {running.count()} clocks that run now are overdue.",
            "Somebody may have fallen silent, and nobody was told.",
            "Look at the console at once; docs/runbooks/worker-dead.md.",
        )
    else:
        yield fine(f"No clock is overdue; {running.count()} people are on the line now.")


def _silence(found: Reach, *, reaches: bool) -> Iterator[Finding]:
    """Before the line has begun this is no fault: its pages say that nobody would come."""
    if reaches:
        relay = "a relay is set" if found.has_relay else "no relay is set"
        yield fine(
            f"Silence reaches somebody: {found.at_console} at a console, "
            f"{found.on_call} whose phone rings, and {relay}."
        )
        return
    grade = bad if _has_begun() else warn
    yield grade(
        "If somebody fell silent on the line now, nobody would be reached: nobody is at a "
        f"console, {_why_no_phone(found)}.",
        "The line's pages say so and offer a partner line, if one is set. A timer would wake "
        "its person, and call nobody of yours.",
        "Come on shift at the console (The line). For the hours without a console: a carrier "
        "for voice (docs/deploy.md), a shift on call with a number under “My phone”, and a relay "
        "under “Whom to call”.",
    )


def _why_no_phone(found: Reach) -> str:
    if not found.has_telephony:
        return "and no carrier is configured to ring a phone"
    return "nobody on call has left a number, and no relay is set"


def _has_begun() -> bool:
    return Shift.objects.exists() or Relay.objects.exists() or Operator.objects.exists()


def _phones(at: datetime) -> Iterator[Finding]:
    """People who count on being rung, and cannot be."""
    asked = {user.pk for user in rota.on_call_at(at)}
    known = Operator.objects.filter(pk__in=asked).exclude(number_id=None).count()
    if without := len(asked) - known:
        yield warn(
            f"{without} of {len(asked)} who should be rung now left no number.",
            "They believe that the line rings them. It cannot.",
            "Ask them to open The line, Rota, “My shifts”, “My phone”.",
        )


def _relay(at: datetime) -> Iterator[Finding]:
    found = Relay.objects.first()
    if found is None:
        yield warn(
            "No relay is set.",
            "When nobody on call answers, the last rung of every ladder leads nowhere.",
            "The line, “Whom to call”, “Set the relay”: the center under contract.",
        )
    elif lookup.is_stale(found.last_tested_at, at):
        yield warn(
            "The relay's number was never tested, or more than 180 days ago.",
            "A number that no longer rings is found out by somebody who does not breathe.",
            "Call it, ask whether it is the right desk, and press “Tested today”.",
        )


def _centers(at: datetime) -> Iterator[Finding]:
    tested = list(Psap.objects.filter(is_test_mode=False).values_list("last_tested_at", flat=True))
    stale = sum(lookup.is_stale(each, at) for each in tested)
    if not tested:
        yield warn(
            "No emergency center is in the table.",
            "The dispatch sheet can name no number for a place; 911 would ring far from there.",
            "The line, “Whom to call”: add your counties' ten-digit numbers, or bring in a list.",
        )
    elif stale:
        yield warn(
            f"Of {len(tested)} emergency centers in the table, {stale} were never tested, or "
            "more than 180 days ago.",
            "The sheet warns of it in the middle of an emergency, when it is too late to test.",
            "The line, “Whom to call”: call each, then press “Tested today”.",
        )
    else:
        yield fine(f"{len(tested)} emergency centers are in the table, all tested.")


def _ways_in() -> Iterator[Finding]:
    if where.line() is None:
        yield warn(
            "The line has no telephone number.",
            "Whoever has no internet cannot reach it; a page that lost its network offers no call.",
            "Set BESIDE_LINE_NUMBER; docs/deploy.md says how calls and texts come in.",
        )
    if where.partner() is None:
        yield warn(
            "No partner line is set.",
            "Whoever finds nobody free, or nobody there, is offered the timer and nothing else.",
            "The line, Settings, “Other lines”; or BESIDE_LINE_PARTNER.",
        )
