"""Checks, reports, and what to check next."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from beside.directory.finder import reading, standing
from beside.directory.finder.listing import key_of
from beside.directory.models import Report, Touch, Verification
from beside.directory.truth import freshness, pages, queries
from beside.directory.truth import retention as keeping
from beside.directory.truth.freshness import Checked, Kind, Method
from beside.directory.truth.services import checks, reports
from beside.kernel import clock
from beside.kernel.models import Act
from tests import people
from tests.directory import town
from tests.directory.town import FRIDAY_NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _friday_noon(monkeypatch):
    standing.forget()
    monkeypatch.setattr(clock, "now", lambda: FRIDAY_NOON)


@pytest.fixture
def dee():
    return people.person("directory_editor")


@pytest.fixture
def place():
    return town.place("River House", "naloxone")


def check(place, by, finding="right", **more):
    return checks.record_check(
        location=place, finding=finding, method="phone", by=by, at=FRIDAY_NOON, **more
    )


def test_a_check_of_everything_covers_every_field_and_names_who_and_how(place, dee):
    check(place, dee)

    rows = Verification.objects.filter(location=place)
    assert {row.field for row in rows} == set(Verification.Field.values)
    assert {(row.by, row.method, row.finding) for row in rows} == {(dee, "phone", "right")}
    assert queries.last_checked() == {place.pk: Checked(FRIDAY_NOON.date(), Method.PHONE)}


def test_a_check_of_one_field_leaves_the_others_as_they_were(place, dee):
    check(place, dee, fields=["phone"])

    assert [row.field for row in queries.field_checks(place.pk)] == ["phone"]


def test_no_answer_does_not_make_a_place_fresh(place, dee):
    check(place, dee, "no_answer")

    assert queries.last_checked() == {}


def test_a_check_taken_back_counts_no_more_but_stays_in_the_history(place, dee):
    made = check(place, dee)

    checks.withdraw_check(check_id=made, by=dee, at=FRIDAY_NOON)

    assert queries.last_checked() == {}
    assert queries.history(place.pk).count() == len(Verification.Field.values)
    with pytest.raises(checks.NothingToWithdraw):
        checks.withdraw_check(check_id=made, by=dee, at=FRIDAY_NOON)


def test_an_edit_is_not_a_check(place):
    place.name = "River House North"
    place.save()

    assert queries.last_checked() == {}


def test_a_place_found_closed_opens_again_when_somebody_finds_it_right(place, dee):
    town.checked(place, days_ago=10, finding="closed")
    assert queries.closed_places() == {place.pk}

    check(place, dee)

    assert queries.closed_places() == set()


def test_every_verb_leaves_a_record_without_words_of_the_public(place, dee):
    check(place, dee)
    report = reports.report_wrong(
        location=place, about="hours", words="Ask for Mary, 859 555 0199", language="en",
        at=FRIDAY_NOON,
    )  # fmt: skip
    reports.believe_report(report_id=report.pk, by=dee, at=FRIDAY_NOON)

    acts = list(Act.objects.order_by("pk"))
    assert [act.verb for act in acts] == ["place_checked", "report_received", "report_believed"]
    assert not any("Mary" in str(act.detail) for act in acts)


def test_a_report_is_seen_by_nobody_until_it_is_believed_and_then_in_our_words(client, place, dee):
    report = reports.report_wrong(
        location=place, about="hours", words="Mary is gone", language="en", at=FRIDAY_NOON
    )
    address = f"/en/find/at/{key_of(place.pk)}/"
    assert "Somebody told us" not in client.get(address).content.decode()

    reports.believe_report(report_id=report.pk, by=dee, at=FRIDAY_NOON)

    body = client.get(address).content.decode()
    assert "Somebody told us on Nov. 20, 2026: The hours are wrong." in body
    assert "Mary" not in body


def test_a_believed_report_goes_when_somebody_has_checked(place, dee):
    report = reports.report_wrong(
        location=place, about="hours", words="", language="en", at=FRIDAY_NOON
    )
    reports.believe_report(report_id=report.pk, by=dee, at=FRIDAY_NOON)
    assert queries.believed_reports(place.pk) == [report]

    checks.record_check(
        location=place, finding="right", method="phone", by=dee,
        at=FRIDAY_NOON + timedelta(hours=1),
    )  # fmt: skip

    assert queries.believed_reports(place.pk) == []


def test_a_judgement_can_be_undone_and_two_people_cannot_judge_at_once(place, dee):
    report = reports.report_wrong(
        location=place, about="moved", words="", language="es", at=FRIDAY_NOON
    )
    reports.refuse_report(report_id=report.pk, by=dee, at=FRIDAY_NOON)
    with pytest.raises(reports.Overtaken):
        reports.believe_report(report_id=report.pk, by=dee, at=FRIDAY_NOON)

    reports.undo_decision(report_id=report.pk, by=dee, at=FRIDAY_NOON)

    assert list(queries.waiting_reports()) == [report]
    with pytest.raises(reports.Overtaken):
        reports.undo_decision(report_id=report.pk, by=dee, at=FRIDAY_NOON)


def test_the_database_refuses_a_judged_report_without_a_moment(place):
    with pytest.raises(IntegrityError):
        Report.objects.create(
            location=place, about="hours", language="en", received_on=FRIDAY_NOON, state="accepted"
        )


def test_reports_and_touches_are_destroyed_when_their_time_is_over(place):
    reports.report_wrong(location=place, about="hours", words="", language="en", at=FRIDAY_NOON)
    Touch.objects.create(transaction=1, at=FRIDAY_NOON)

    assert keeping.destroy_reports(FRIDAY_NOON - timedelta(days=1), FRIDAY_NOON) == 0
    assert keeping.destroy_reports(FRIDAY_NOON + timedelta(days=1), FRIDAY_NOON) == 1
    assert keeping.destroy_touches(FRIDAY_NOON + timedelta(days=9999), FRIDAY_NOON) >= 1


def test_the_work_list_puts_reports_and_old_lists_before_what_was_just_checked(place, dee):
    town.checked(place, days_ago=1)
    old = town.place("Old", "naloxone")
    town.from_list(old, 2012)
    told = town.place("Told", "naloxone")
    town.checked(told, days_ago=30)
    report = reports.report_wrong(
        location=told, about="closed", words="", language="en", at=FRIDAY_NOON
    )
    reports.believe_report(report_id=report.pk, by=dee, at=FRIDAY_NOON)

    assert [due.listing.name for due in pages.all_due(FRIDAY_NOON)] == [
        "Told",
        "Old",
        "River House",
    ]


def test_a_place_where_nobody_answered_rests_two_days(place):
    town.place("Other", "naloxone")
    town.checked(place, days_ago=0, finding="no_answer")

    assert [due.listing.name for due in pages.all_due(FRIDAY_NOON)] == ["Other", "River House"]
    later = FRIDAY_NOON + timedelta(days=3)
    assert len({round(due.worth, 6) for due in pages.all_due(later)}) == 1


def test_the_score_falls_with_time_and_faster_for_what_moves():
    on = FRIDAY_NOON.date()
    scores = [
        freshness.reachable(Checked(on, Method.PHONE), kind, FRIDAY_NOON + timedelta(days=365))
        for kind in (Kind.FIXED, Kind.COMMUNITY, Kind.MOVING)
    ]
    assert 0.99 > scores[0] > scores[1] > scores[2]


def test_a_list_is_trusted_less_than_a_call_and_nothing_least():
    today = FRIDAY_NOON.date()
    by = [
        freshness.reachable(Checked(today, method), Kind.FIXED, FRIDAY_NOON)
        for method in (Method.VISIT, Method.PHONE, Method.SELF, Method.PARTNER, Method.WEB)
    ]
    assert by == sorted(by, reverse=True)
    assert by[-1] > freshness.reachable(Checked(today, Method.LIST), Kind.FIXED, FRIDAY_NOON)
    assert freshness.reachable(None, Kind.FIXED, FRIDAY_NOON) < 0.7


def test_a_check_dated_tomorrow_counts_as_today():
    tomorrow = Checked(FRIDAY_NOON.date() + timedelta(days=1), Method.PHONE)
    assert freshness.reachable(tomorrow, Kind.FIXED, FRIDAY_NOON) == 0.99


def test_anyone_can_say_that_something_is_wrong(client, place, monkeypatch):
    address = f"/en/find/at/{key_of(place.pk)}/wrong/"
    drawn = client.get(address).content.decode().partition('name="drawn" value="')[2].split('"')[0]
    monkeypatch.setattr(clock, "now", lambda: FRIDAY_NOON + timedelta(seconds=20))

    answer = client.post(address, {"about": "closed", "words": "Empty house", "drawn": drawn})

    assert answer.status_code == 302
    report = Report.objects.get()
    assert (report.about, report.words, report.received_on) == (
        "closed", "Empty house", FRIDAY_NOON.date(),
    )  # fmt: skip
    thanks = client.get(answer.url)
    assert "Thank you" in thanks.content.decode()
    assert not answer.cookies
    assert not thanks.cookies


def test_a_machine_or_another_site_cannot_send_the_form(client, place):
    address = f"/en/find/at/{key_of(place.pk)}/wrong/"
    assert client.post(address, {"about": "closed"}).status_code == 200
    elsewhere = client.post(address, {"about": "closed"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 403
    assert not Report.objects.exists()


def test_two_taps_write_a_check_down_and_one_takes_it_back(client, place, dee):
    people.sign_in(client, dee)
    assert "River House" in client.get("/en/staff/directory/check/").content.decode()

    client.post(f"/en/staff/directory/check/{place.pk}/", {"method": "phone", "finding": "right"})
    body = client.get(f"/en/staff/directory/check/{place.pk}/").content.decode()
    assert "Still right" in body
    assert dee.name in body

    made = Verification.objects.values_list("check_id", flat=True).first()
    client.post(f"/en/staff/directory/checks/{made}/withdraw/")
    assert queries.last_checked() == {}


def test_staff_believe_refuse_and_undo_a_report_on_one_page(client, place, dee):
    people.sign_in(client, dee)
    report = reports.report_wrong(
        location=place, about="phone", words="Rings out", language="en", at=FRIDAY_NOON
    )
    assert "Rings out" in client.get("/en/staff/directory/reports/").content.decode()

    for verdict, state in (("believe", "accepted"), ("undo", "waiting"), ("refuse", "refused")):
        client.post(f"/en/staff/directory/reports/{report.pk}/", {"verdict": verdict})
        report.refresh_from_db()
        assert report.state == state


def test_only_those_who_may_verify_come_in(client, place):
    people.sign_in(client, people.person("packer"))
    for path in ("check/", f"check/{place.pk}/", "reports/"):
        assert client.get(f"/en/staff/directory/{path}").status_code == 403


def test_a_listing_knows_its_last_check(place, dee):
    town.from_list(place, 2020)
    [before] = reading.listings()
    check(place, dee)
    [after] = reading.listings()

    assert before.unreliable
    assert before.checked == Checked(queries.from_list(2020).on, Method.LIST)
    assert not after.unreliable
    assert after.checked == Checked(FRIDAY_NOON.date(), Method.PHONE)
