"""Walk 11: a first shift. Sound test, a practice call, a real one, and a crash in its middle."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from beside.kernel import clock, deadlines
from beside.line.models import Moment, Practice, Presence, Session
from beside.line.services import chatting
from tests import people
from tests.line.console.shared import browser_of, operator
from tests.line.shared import waiting

pytestmark = pytest.mark.django_db
LINE = "/en/staff/line/"


class Shift:
    """Dee at her console, and a clock that is let run."""

    def __init__(self, monkeypatch, name: str = "Dee") -> None:
        self.at = clock.now()
        monkeypatch.setattr(clock, "now", lambda: self.at)
        self.user = people.person("line_operator", name=name)
        self.client: Client = browser_of(self.user)

    def presses(self, key: str) -> str:
        """What a key does: the form of the button that carries it; the page after it."""
        page = self.client.get(LINE).content.decode()
        forms = re.findall(r'<form[^>]*action="([^"]+)"[^>]*>(.*?)</form>', page, re.S)
        for action, inside in forms:
            if re.search(rf'data-press="[^"]*\b{key}\b', inside):
                return said(self.client.post(action, follow=True))
        raise AssertionError(f"no button is pressed by {key}")

    def let_pass(self, seconds: float, step: float = 1) -> None:
        """Time runs, and the workers keep whatever falls due."""
        until = self.at + timedelta(seconds=seconds)
        while self.at < until:
            self.at = min(until, self.at + timedelta(seconds=step))
            for kind in deadlines.kinds():
                if kind.name.startswith("line."):
                    for row, missed in kind.due(self.at, 10):
                        kind.act(row, missed, self.at)

    def works(self, seconds: int) -> None:
        """The console is open: it beats."""
        for _ in range(0, seconds, 2):
            self.client.post(f"{LINE}beat/")
            self.let_pass(2)


def said(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def dee(monkeypatch) -> Shift:
    return Shift(monkeypatch)


def goes_through_practice(dee: Shift) -> None:
    dee.client.post(f"{LINE}sound/")
    dee.client.post(f"{LINE}practice/", {"story": "quiet"})
    assert "Practice. Nobody is rung." in said(dee.client.get(LINE))
    dee.presses("enter")
    practice = Practice.objects.get()
    dee.works(30)
    dee.presses("u")
    dee.works(20)
    dee.presses("space")
    end = f"{LINE}calls/{practice.pk}/do/end/"
    dee.client.post(end, {"outcome": "safe", "reason": "using_alone"})
    checklist = f"{LINE}practice/{practice.pk}/"
    assert "Answered within 20 seconds" in said(dee.client.get(checklist))
    dee.client.post(f"{checklist}done/")


def test_sound_practice_and_a_first_real_call_by_keys_alone(dee):
    assert "Before your first call" in said(dee.client.get(LINE))
    goes_through_practice(dee)
    assert "Before your first call" not in said(dee.client.get(LINE))

    session = waiting(dee.at)
    dee.let_pass(3)
    dee.presses("enter")
    chatting.say(session_id=session.pk, side="caller", text="hello", at=dee.at)
    assert "hello" in said(dee.client.get(f"{LINE}calls/{session.pk}/words/"))
    dee.presses("u")
    dee.works(20)
    dee.presses("space")
    end = f"{LINE}calls/{session.pk}/do/end/"
    dee.client.post(end, {"outcome": "safe", "reason": "using_alone"})
    dee.let_pass(16 * 60, step=120)
    assert not Session.objects.filter(pk=session.pk).exists()


def test_her_browser_crashes_and_a_colleague_is_offered_the_call_at_once(dee):
    goes_through_practice(dee)
    kai = browser_of(operator("Kai"))
    kai.post(f"{LINE}shift/")
    session = waiting(dee.at)
    dee.presses("enter")
    dee.presses("u")
    dee.works(2)
    due = Session.objects.get(pk=session.pk).deadline_at

    for _ in range(5):  # her browser is gone; Kai's beats
        kai.post(f"{LINE}beat/")
        dee.let_pass(2)

    page = kai.get(LINE).content.decode()
    assert "Lost their operator" in page
    now = Session.objects.get(pk=session.pk)
    assert (now.operator, now.deadline_at) == (None, due)  # the person heard no gap

    assert dee.client.post(f"{LINE}beat/").json()["on"]  # she is back
    assert Presence.objects.filter(user=dee.user, until_at=None).exists()
    dee.presses("enter")
    assert Session.objects.get(pk=session.pk).operator == dee.user
    answer = kai.post(f"{LINE}calls/{session.pk}/answer/", headers={"X-Line": "stay"})
    assert answer.json()["said"] == "Dee was quicker and stays with them."


def test_silence_becomes_help_with_two_keys(dee):
    goes_through_practice(dee)
    session = waiting(dee.at)
    dee.presses("enter")
    dee.presses("u")
    dee.works(64)
    assert "asked, no answer yet" in said(dee.client.get(LINE)).lower()
    sheet = dee.presses("n")
    assert "This is a medical emergency" in sheet
    assert "12 Elm St, Berea" in sheet
    what = set(Moment.objects.filter(session=session).values_list("what", flat=True))
    assert {"answered", "use_began", "declared", "sheet_opened"} <= what
