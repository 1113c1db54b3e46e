import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from beside.kernel import clock
from beside.kernel.models import Act
from beside.privacy import subjects, vault
from beside.privacy.models import Keeping
from beside.privacy.services.keeping import enroll_rules, sweep
from tests import people
from tests.privacy.conftest import ADDRESS

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    officer = people.person("privacy_officer", name="Olive")
    people.sign_in(client, officer, fresh=True)
    return officer


def page(client, name, language="en", data=None, **more):
    with translation.override(language):
        address = reverse(f"privacy:{name}")
    answer = client.get(address, more) if data is None else client.post(address, data)
    assert answer.status_code == 200
    return answer.content.decode()


def seal_one(**more):
    now = clock.now()
    until = now + timedelta(days=20)
    return vault.seal(ADDRESS, kind="address", retain_until=until, at=now, **more)


@pytest.mark.parametrize("language", ["en", "es"])
def test_anyone_may_read_what_we_keep(client, language):
    seal_one()

    answer = page(client, "what_we_keep", language)

    assert ("fewer than 11" if language == "en" else "menos de 11") in answer
    assert not client.cookies


def test_the_public_sees_numbers_in_tens_only(client):
    now = clock.now()
    secrets = [vault.Secret(b"x")] * 23
    vault.seal_many(secrets, kind="address", retain_until=now + timedelta(days=9), at=now)

    answer = page(client, "what_we_keep")

    assert "<dd>30</dd>" in answer
    assert ">23<" not in answer


def test_staff_see_what_is_kept_and_what_was_destroyed(client, officer):
    seal_one()
    vault.destroy(seal_one(), at=clock.now())
    sweep(at=clock.now())

    answer = page(client, "kept")

    assert "Where" in answer
    assert "Who on staff opened a sealed record" in answer
    assert "not carried out in time" not in answer


def test_staff_are_told_when_a_rule_is_late(client, officer):
    enroll_rules(at=clock.now())
    Keeping.objects.filter(rule="accounts.sittings").update(due_at=clock.now() - timedelta(hours=3))

    assert "1 rule was not carried out in time" in page(client, "kept")


def test_openings_say_who_what_for_and_when(client, officer):
    priya = people.person(name="Priya")
    sealed = seal_one()
    vault.open(sealed, by=priya, purpose="pack", at=clock.now())

    answer = page(client, "openings")

    assert "Priya" in answer
    assert "Print a label" in answer
    assert str(sealed) in answer
    assert "Priya" in page(client, "openings", who="pri", purpose="pack")
    assert "No record was opened that fits this" in page(client, "openings", who="someone else")
    assert "Priya" in page(client, "openings", since="not a date")


def test_openings_leave_as_a_table(client, officer):
    vault.open(seal_one(), by=vault.Worker("supply.labels"), purpose="pack", at=clock.now())

    answer = client.get(reverse("privacy:export_openings", args=["csv"]))

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["who"], row["purpose"]) for row in rows] == [("supply.labels", "Print a label")]


def test_the_lawyer_is_told_nothing_where_nothing_is_held(client, officer):
    answer = page(client, "ask", data={"identifier": "Jane Doe"})

    assert "Nothing." in answer
    assert "Jane" not in answer


def test_the_lawyer_is_told_exactly_what_why_until_when_and_who_opened_it(client, officer):
    sealed = seal_one(findable_by=["Jane Doe", "(859) 555-0142"])
    vault.open(sealed, by=people.person(name="Priya"), purpose="pack", at=clock.now())

    answer = page(client, "ask", data={"identifier": "doe, JANE"})

    assert "One thing is held" in answer
    for said in ("Where", "Post", "Priya", "Print a label"):
        assert said in answer
    assert "Elm" not in answer
    assert "One thing is held" in page(client, "ask", data={"identifier": "+1 859 555 0142"})


def test_asking_is_recorded_but_never_about_whom(client, officer):
    seal_one(findable_by=["Jane Doe"])
    page(client, "ask", data={"identifier": "Jane Doe"})

    act = Act.objects.get(verb="asked_what_is_held")

    assert act.by == str(officer.pk)
    assert act.detail["found"] == 1
    assert "jane" not in repr(list(Act.objects.values())).lower()


def test_an_answer_is_stored_nowhere_on_the_way(client, officer):
    answer = client.post(reverse("privacy:ask"), {"identifier": "Jane Doe"})

    assert "no-store" in answer["Cache-Control"]


def test_an_answer_that_is_not_complete_says_so(client, officer, monkeypatch):
    def broken(identifier):
        raise RuntimeError(identifier)

    monkeypatch.setitem(subjects._finders, "line.sessions", broken)

    answer = page(client, "ask", data={"identifier": "Jane Doe"})

    assert "This answer is not complete" in answer
    assert "line.sessions" in answer
    assert "Nothing." not in answer


def test_a_question_without_letters_or_digits_is_not_asked(client, officer):
    assert "Type letters or digits" in page(client, "ask", data={"identifier": " -- "})
    assert not Act.objects.filter(verb="asked_what_is_held").exists()


def test_staff_themselves_are_found(client, officer):
    people.person(name="María Peña", email="maria@example.org")

    assert "An account on staff" in page(client, "ask", data={"identifier": "maria pena"})
    assert "An account on staff" in page(client, "ask", data={"identifier": "Maria@example.org"})


def test_asking_needs_a_fresh_sign_in_and_the_right_role(client):
    people.sign_in(client, people.person("privacy_officer"))
    assert client.get(reverse("privacy:ask")).status_code == 302

    people.sign_in(client, people.person("coordinator"), fresh=True)
    assert client.get(reverse("privacy:ask")).status_code == 403
