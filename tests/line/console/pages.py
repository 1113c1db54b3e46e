"""Pages of the console and of whom to call, for the matrix."""

from dataclasses import replace

from beside.kernel import clock
from beside.line.models import Session
from beside.line.services import chatting
from tests.line.console import samples, shared
from tests.pages.registry import Page


def pages() -> list[Page]:
    """A call in its middle, its sheet, what came of a practice, and a center."""
    from tests.pages.signing_in import walker

    user = walker()
    session = Session.objects.filter(operator=user, ended_at=None, is_practice=False).first()
    if session is None:
        psap = shared.center("Example County 911", notes="Ask for medical.")
        session = samples.session_of(user)
        chatting.say(session_id=session.pk, side="caller", text="hi", at=clock.now())
        samples.follow_up(user)
        practice = samples.practice(user)
        chosen = [
            _staff("a center", f"centers/{psap.pk}/"),
            _staff("a checklist", f"practice/{practice.pk}/"),
        ]
    else:
        chosen = []
    call = f"calls/{session.pk}/"
    return [
        *chosen,
        replace(_staff("console", ""), lives=True),  # without script it asks again by itself
        _staff("a timeline", call), _staff("a sheet", f"{call}sheet/"),
        _staff("where they are", f"{call}where/"), _staff("words of a call", f"{call}words/"),
        _staff("handing on", f"{call}hand-on/"),
        _staff("a place looked up", "centers/?where=40403"),
    ]  # fmt: skip


def _staff(name: str, tail: str) -> Page:
    return Page(name, f"/en/staff/line/{tail}", True, budget=120_000, requests=14)
