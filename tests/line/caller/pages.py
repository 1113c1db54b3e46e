"""The caller's pages for the matrix: those that stand alone, and sessions in every state."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from beside.line import digests
from beside.line.core.ladder import Kind
from beside.line.models import Rung, Session
from beside.line.services import ending, ladders, opening, watching
from tests.line.shared import HERE, let_deadline_pass
from tests.pages.registry import Page

START = Page("the line", "/en/line/", keeps_offline=True, requests=6, budget=50_000)
PASSED = {"armed": 0, "asked": 1, "asked again": 2, "last call": 3, "released": 4}
GOING = "the-link-somebody-has"


def pages() -> list[Page]:
    """Those that need nothing."""
    return [
        START,
        Page(
            "voice without a relay",
            "/en/line/voice/",
            keeps_offline=True,
            requests=6,
            budget=50_000,
        ),  # leads to the start page
        Page("nothing kept", "/en/line/s/nothing-here/", status=404),
        Page("before use", "/en/line/timer/", requests=5, budget=50_000),
        Page("before a chat", "/en/line/chat/", requests=5, budget=50_000),
    ]


def furnished(at: datetime) -> Iterator[Page]:
    """A session in each state, from long enough ago that it stands there now."""
    for name, passed in PASSED.items():
        yield _page(name, _fallen_silent(at, passed))
    chat = opening.open_session(way="chat", language="en", at=at, particulars=HERE)
    yield _page("in line", chat.token)
    over = opening.arm_timer(language="en", at=at, particulars=HERE)
    ending.say_safe(session_id=over.session.pk, at=at)
    yield _page("over", over.token)
    safe = opening.arm_timer(language="en", at=at, particulars=HERE).token
    yield _page("ending", safe, "?end")
    yield _page("telling", safe, "tell/")
    yield from _on_the_way(at)


def _page(name: str, token: str, tail: str = "") -> Page:
    return Page(name, f"/en/line/s/{token}/{tail}", requests=5, budget=50_000, lives=True)


def _fallen_silent(at: datetime, passed: int) -> str:
    """Somebody whose deadlines passed; the last one a moment ago, so that time stands still."""
    opened = opening.arm_timer(
        language="en", at=at - timedelta(minutes=5), particulars=HERE, chosen=[Kind.PERSON]
    )
    session = opened.session
    for _ in range(passed):
        session = let_deadline_pass(session)
    Session.objects.filter(pk=session.pk).update(deadline_at=at + timedelta(minutes=9))
    return opened.token


def _on_the_way(at: datetime) -> Iterator[Page]:
    token = _fallen_silent(at, 4)
    session = Session.objects.get(token_digest=digests.digest_of_token(token))
    first = session.rungs.get(position=1)
    ladders.accept_rung(rung_id=first.pk, at=at)
    watching.check_in(session_id=session.pk, at=at)
    Rung.objects.filter(pk=first.pk).update(token_digest=digests.digest_of_token(GOING))
    yield _page("on the way", token)
    yield Page("going", f"/en/line/r/{GOING}/", lives=True)
