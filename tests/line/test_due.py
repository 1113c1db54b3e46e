"""Where staff arrive, what is due next in the line stands before the list of pages."""

from datetime import timedelta

import pytest

from beside.accounts.models import User
from beside.kernel import clock, ids
from beside.line.models import FollowUp, Psap, Relay, Shift
from tests.line.console.shared import browser_of, center, operator
from tests.line.shared import waiting

pytestmark = pytest.mark.django_db
START = "/en/staff/"


def start_of(role: str) -> str:
    return browser_of(operator("Dee", role)).get(START).content.decode()


def test_who_waits_stands_first_then_what_was_missed_then_ones_own_shift():
    at = clock.now()
    waiting(at)
    dee = operator("Dee", "line_operator")
    FollowUp.objects.create(session_id=ids.uuid7(), kind="person", due_at=at - timedelta(hours=1))
    Shift.objects.create(
        user=dee, starts_at=at + timedelta(hours=2), ends_at=at + timedelta(hours=6)
    )
    page = browser_of(dee).get(START).content.decode()

    places = [page.index(words) for words in (
        "1 person waits for somebody", "After an emergency: call", "Your shift.", 'class="cards"',
    )]  # fmt: skip
    assert places == sorted(places)


def test_who_runs_the_line_is_told_whom_nobody_could_call():
    page = start_of("line_supervisor")
    assert "No relay is set" in page
    assert "No emergency center is in the table" in page

    Relay.objects.create(name="Relay", number="+18005550111", changed_at=clock.now())
    center()
    Psap.objects.update(last_tested_at=None)
    User.objects.all().delete()
    page = start_of("line_supervisor")
    assert "No relay is set" not in page
    assert "1 emergency center’s number must be tested" in page


def test_with_nothing_due_the_page_is_the_list_alone():
    assert 'id="next"' not in start_of("line_operator")
