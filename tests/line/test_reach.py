"""Whom silence reaches, and what doctor and the caller's pages say when it reaches nobody."""

from datetime import timedelta

import pytest

from beside.kernel import clock
from beside.kernel.doctor import Grade
from beside.line import doctor, reach
from beside.line.models import Operator, Presence, Session
from beside.line.rota.services import shifts
from tests import people
from tests.line.caller.shared import arm, said, session_at
from tests.line.console.shared import center
from tests.line.effects.shared import operator, relay
from tests.line.phone.fixtures import provider, surroundings  # noqa: F401
from tests.line.shared import armed, let_deadline_pass

pytestmark = pytest.mark.django_db

NOBODY = "Nobody of ours can come"
ABSENT = "Nobody is there to answer now."


@pytest.fixture
def no_telephony(monkeypatch):
    monkeypatch.delenv("BESIDE_TWILIO_SID")


def found(grade: Grade | None = None) -> str:
    """What doctor says of the line, at this grade or at all."""
    return " ".join(
        each.what for each in doctor.the_line(clock.now()) if grade in (None, each.grade)
    )


def test_a_console_reaches_somebody_without_any_telephony(no_telephony):
    assert not reach.somebody(clock.now())
    operator("", on_call=False)
    assert reach.somebody(clock.now())


def test_a_phone_or_a_relay_reaches_nobody_without_a_carrier(no_telephony, monkeypatch):
    operator()
    relay()
    assert not reach.somebody(clock.now())
    monkeypatch.setenv("BESIDE_TWILIO_SID", "AC1")
    assert reach.somebody(clock.now())


def test_on_call_without_a_number_is_nobody(provider):  # noqa: F811
    operator("")
    assert not reach.somebody(clock.now())


def test_a_promise_to_be_on_call_counts_while_it_lasts(provider):  # noqa: F811
    dee, at = operator(), clock.now()
    Presence.objects.all().delete()
    shifts.add_shift(
        user=dee, starts_at=at, ends_at=at + timedelta(hours=2), on_call_only=True, by=dee, at=at
    )
    assert reach.somebody(at + timedelta(hours=1))
    assert not reach.somebody(at + timedelta(hours=3))


@pytest.mark.parametrize("page", ["", "timer/", "chat/"])
def test_nobody_is_promised_help_while_nobody_would_be_reached(client, page):
    words = said(client.get(f"/en/line/{page}"))
    assert NOBODY in words
    assert "help comes" not in words
    assert "This end cannot be taken away" not in words
    operator("", on_call=False)
    assert NOBODY not in said(client.get(f"/en/line/{page}"))


@pytest.mark.parametrize("page", ["", "chat/"])
def test_a_relay_comes_but_nobody_writes_with_whoever_chats(client, provider, page):  # noqa: F811
    relay()
    assert reach.somebody(clock.now())
    assert ABSENT in said(client.get(f"/en/line/{page}"))
    assert NOBODY not in said(client.get(f"/en/line/{page}"))
    operator()  # whose phone rings
    assert ABSENT not in said(client.get(f"/en/line/{page}"))


def test_the_timer_needs_nobody_who_answers_and_says_nothing_of_it(client):
    assert ABSENT not in said(client.get("/en/line/timer/"))


def test_a_running_clock_says_so_too_and_names_the_line_that_answers(client, monkeypatch):
    monkeypatch.setenv("BESIDE_LINE_PARTNER", "Example line, 888-555-0123")
    words = said(client.get(arm(client)))
    assert NOBODY in words
    assert "Then help is called" not in words
    assert "Example line 888-555-0123" in words


def test_who_chose_nobody_is_not_told_that_whoever_they_chose_is_tried(client):
    alone = said(client.get(arm(client)))
    chosen = {"first_kind": "person", "first_name": "Rosa", "first_number": "606-555-0148"}
    cared_for = said(client.get(arm(client, **chosen)))
    assert "You chose nobody: if you do not answer, nobody can be called" in alone
    assert "whoever you chose" not in alone
    assert "we can only try whoever you chose" in cared_for


def test_the_second_prompt_too_says_that_nobody_can_be_called(client):
    address = arm(client)
    session = let_deadline_pass(let_deadline_pass(session_at(address)))
    Session.objects.filter(pk=session.pk).update(deadline_at=clock.now() + timedelta(minutes=1))
    words = said(client.get(address))
    assert "a last loud call follows. Nobody can be called after it" in words
    assert "whoever you chose" not in words


def test_before_the_line_has_begun_doctor_warns_and_afterwards_it_is_wrong():
    assert "nobody would be reached" in found(Grade.WARN)
    Operator.objects.create(user=people.person("line_operator"))
    assert "nobody would be reached" in found(Grade.BAD)


def test_doctor_names_what_is_missing_and_what_is_in_order(provider, monkeypatch):  # noqa: F811
    assert "No relay is set. No emergency center is in the table." in found(Grade.WARN)
    monkeypatch.setenv("BESIDE_LINE_NUMBER", "606-555-0100")
    monkeypatch.setenv("BESIDE_LINE_PARTNER", "Example line, 888-555-0123")
    relay().save()
    center(last_tested_at=None)
    operator()
    assert "Of 1 emergency centers in the table, 1 were never tested" in found(Grade.WARN)
    assert "relay's number was never tested" in found(Grade.WARN)
    assert "0 at a console, 1 whose phone rings, and a relay is set" in found(Grade.FINE)
    assert not found(Grade.BAD)


def test_doctor_says_who_cannot_be_rung_and_which_clock_is_overdue():
    operator("")
    assert "1 of 1 who should be rung now left no number." in found(Grade.WARN)
    armed(clock.now() - timedelta(minutes=5))
    assert "1 of 1 clocks that run now are overdue." in found(Grade.BAD)
