"""Pages of the rota, the staffing and the settings, over HTTP."""

import io
import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from beside.kernel import clock, house
from beside.line import rhythms
from beside.line.core.figures import Quarter
from beside.line.models import (
    Count,
    NumberSetting,
    Operator,
    Pattern,
    Presence,
    Responder,
    Shift,
)
from beside.line.rota import figures, settings
from beside.line.services import ending
from tests import people as folk
from tests.line.rota import samples
from tests.line.shared import AT, armed, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def dee(client):
    user = folk.person("line_operator", name="Dee")
    client.user = user
    return folk.sign_in(client, user)


@pytest.fixture
def sue(client):
    client.user = folk.person("line_supervisor", name="Sue")
    return folk.sign_in(client, client.user)


def page_of(client, name, *args, **asked):
    answer = client.get(reverse(f"line:{name}", args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def undo_in(page):
    return page.split('<form method="post" action="')[1].split('"')[0]


def tomorrow():
    return (clock.now().astimezone(house.zone()) + timedelta(days=1)).date()


def test_a_shift_is_added_seen_by_all_and_taken_back_by_one_press(dee):
    said = {"day": tomorrow().isoformat(), "starts": "18:00", "ends": "02:00"}
    page = dee.post(reverse("line:my_shifts"), said, follow=True).content.decode()
    shift = Shift.objects.get()

    assert shift.ends_at - shift.starts_at == timedelta(hours=8)
    assert shift.starts_at.astimezone(house.zone()).hour == 18
    assert "18:00" in page
    assert "Dee" in page_of(dee, "rota", week=tomorrow().isoformat())

    undo = reverse("line:shift_act", args=[shift.pk, "cancel"])
    assert undo in page
    dee.post(undo)
    shift.refresh_from_db()
    assert shift.cancelled_at


def test_a_shift_every_week(dee):
    said = {"day": tomorrow().isoformat(), "starts": "18:00", "ends": "20:00", "weekly": "on"}
    dee.post(reverse("line:my_shifts"), said)

    assert Pattern.objects.get().weekday == tomorrow().weekday()
    assert Shift.objects.count() == 6


def test_what_cannot_be_a_shift_is_said_at_its_field(dee):
    said = {"day": "2020-01-01", "starts": "18:00", "ends": "20:00"}
    page = dee.post(reverse("line:my_shifts"), said).content.decode()

    assert "is over already" in page
    assert not Shift.objects.exists()


def test_an_operator_cannot_touch_a_colleagues_shift_and_a_supervisor_can(dee):
    theirs = samples.shift()
    act = reverse("line:shift_act", args=[theirs.pk, "cancel"])
    assert dee.post(act).status_code == 404

    folk.sign_in(dee, folk.person("line_supervisor"))
    assert dee.post(act).status_code == 302
    theirs.refresh_from_db()
    assert theirs.cancelled_at


def test_an_offered_shift_is_claimed_from_the_week(dee):
    given = samples.shift()
    dee.post(reverse("line:shift_act", args=[given.pk, "claim"]))
    given.refresh_from_db()
    assert given.user != dee.user  # it was not offered

    Shift.objects.update(offered_at=clock.now())
    assert "I take it" in page_of(dee, "rota")
    dee.post(reverse("line:shift_act", args=[given.pk, "claim"]), {"back": reverse("line:rota")})
    given.refresh_from_db()
    assert given.user == dee.user


def test_a_way_back_never_leads_out_of_the_house(dee):
    mine = samples.shift(dee.user)
    act = reverse("line:shift_act", args=[mine.pk, "offer"])
    answer = dee.post(act, {"back": "//elsewhere.example"})

    assert answer.url == reverse("line:my_shifts")


def test_a_swap_is_asked_and_agreed(dee):
    mine, theirs = samples.shift(dee.user), samples.shift(days=3)
    dee.post(reverse("line:ask_swap", args=[mine.pk]), {"theirs": theirs.pk})
    assert "Waiting for a yes" in page_of(dee, "my_shifts")

    folk.sign_in(dee, theirs.user)
    page = page_of(dee, "my_shifts")
    assert "Yes, change" in page
    act = page.split("swaps/")[1].split("/")[0]
    dee.post(reverse("line:swap_act", args=[act, "agree"]))
    mine.refresh_from_db()
    assert mine.user == theirs.user


def test_the_rota_leaves_as_a_spreadsheet_and_comes_in_again(sue):
    shift = samples.shift(days=1)
    answer = sue.get(reverse("line:rota_file", args=["xlsx"]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    assert rows.to_python()[1][0] == shift.user.email

    Shift.objects.all().delete()
    kept = SimpleUploadedFile("rota.xlsx", answer.content)
    page = sue.post(reverse("line:rota_import"), {"file": kept}).content.decode()
    packed = page.split('name="packed" value="')[1].split('"')[0]
    sue.post(reverse("line:rota_import"), {"packed": packed})
    assert Shift.objects.get().starts_at == shift.starts_at
    sue.post(reverse("line:rota_import"), {"packed": packed})
    assert Shift.objects.count() == 1  # it stood already


def test_a_list_with_a_fault_keeps_nothing_and_says_where(sue):
    content = b"email;starts;ends\nnobody@example.org;2026-13-01 18:00;later\n"
    kept = SimpleUploadedFile("rota.csv", content)
    page = sue.post(reverse("line:rota_import"), {"file": kept}).content.decode()

    assert "nobody@example.org" in page
    assert "later" in page
    assert 'name="packed"' not in page


def test_the_calendar_tells_when_and_not_what_for(dee, client):
    samples.shift(dee.user)
    page = dee.post(reverse("line:calendar_link"), follow=True).content.decode()
    token = re.search(r"calendar/([\w-]+)\.ics", page)[1]
    address = reverse("line:calendar", args=[token])
    client.logout()
    read = client.get(address).content.decode()

    assert "SUMMARY:Shift" in read
    assert read.count("BEGIN:VEVENT") == 1
    assert all(len(line.encode()) <= 75 for line in read.split("\r\n"))
    assert "Dee" not in read
    assert client.get(reverse("line:calendar", args=["guess"])).status_code == 404


def test_the_rhythm_is_changed_for_sessions_to_come_and_undone_by_one_press(sue):
    before = armed()
    said = rhythms.current().as_words() | {"veto": 30}
    page = sue.post(reverse("line:rhythm"), said, follow=True).content.decode()

    assert rhythms.current().veto == 30
    before.refresh_from_db()
    assert before.rhythm["veto"] == 20
    assert waiting().rhythm["veto"] == 30

    undo = page.split('action="/en/staff/line/settings/undo/')[1].split('"')[0]
    sue.post(f"/en/staff/line/settings/undo/{undo}")
    assert rhythms.current().veto == 20


def test_a_clock_too_slow_is_refused_at_its_field_with_its_limits(sue):
    said = rhythms.current().as_words() | {"inject": 600, "veto": 1}
    page = sue.post(reverse("line:rhythm"), said).content.decode()

    assert 'id="id_inject_error"' in page
    assert 'id="id_veto_error"' in page
    assert "From 30 to 120" in page
    assert rhythms.current().inject == 60


def test_an_undo_that_was_tampered_with_changes_nothing(sue):
    address = reverse("line:undo_setting", args=["rhythm", "forged:stuff"])

    assert sue.post(address).status_code == 404


def test_how_long_things_are_kept_is_read_when_a_session_ends(sue):
    said = settings.current().as_words() | {"quiet_minutes": 5, "emergency_days": 2}
    sue.post(reverse("line:keeping"), said)
    assert NumberSetting.objects.count() == 2
    session = armed()
    ending.say_safe(session_id=session.pk, at=AT)
    session.refresh_from_db()

    assert session.purge_at - session.ended_at == timedelta(minutes=5)


@pytest.mark.parametrize(("name", "value"), [("quiet_minutes", 61), ("emergency_days", 8)])
def test_nothing_can_be_kept_longer_than_was_promised(sue, name, value):
    said = settings.current().as_words() | {name: value}
    page = sue.post(reverse("line:keeping"), said).content.decode()

    assert f'id="id_{name}_error"' in page
    assert not NumberSetting.objects.exists()


def test_a_responder_is_added_rests_and_is_removed_with_the_number(sue):
    said = {"label": "Rosa", "number": "606 555 0149", "counties": "Madison, KY", "order": 5}
    sue.post(reverse("line:responders"), said)
    rosa = Responder.objects.get()
    assert rosa.counties == ["21151"]
    assert "0149" not in page_of(sue, "responders")

    act = lambda what: sue.post(reverse("line:responder_act", args=[rosa.pk, what]))  # noqa: E731
    act("remove")
    assert Responder.objects.exists()  # only one who rests can be removed
    act("rest")
    act("remove")
    assert not Responder.objects.exists()


def test_an_emergency_number_is_refused_for_anybody(sue):
    said = {"label": "Rosa", "number": "911", "order": 5}
    page = sue.post(reverse("line:responders"), said).content.decode()

    assert 'id="id_number_error"' in page
    assert not Responder.objects.exists()


def test_a_test_without_a_carrier_says_so(sue):
    rosa = samples.responder()
    page = sue.post(
        reverse("line:responder_act", args=[rosa.pk, "test"]), follow=True
    ).content.decode()

    assert "No carrier for SMS" in page


def test_dee_says_her_number_and_has_it_forgotten(dee):
    page = dee.post(reverse("line:my_phone"), {"number": "606-555-0147"}, follow=True)
    assert "Kept, sealed." in page.content.decode()
    assert Operator.objects.get(pk=dee.user.pk).number_id

    dee.post(reverse("line:my_phone"), {"act": "forget"})
    assert Operator.objects.get(pk=dee.user.pk).number_id is None


def test_the_staffing_page_reckons_five_lines_of_thirty(sue):
    page = page_of(sue, "staffing", lines=5, weekly=30, held=25)

    assert "Each for itself, at the peak</dt><dd><strong>10</strong>" in page
    assert "Together, at the peak</dt><dd><strong>3</strong>" in page


def test_nonsense_asked_of_the_staffing_page_takes_what_is_known(sue):
    page_of(sue, "staffing", calls="nan", minutes="-5", lines="1e99", weekly="abc")


def counts(n, **words):
    facts = {
        "day": date(2026, 11, 2), "hour": 20, "county_fips": "21151", "way": "chat",
        "minutes": 15, "wait_s": 15, "outcome": "safe", "was_emergency": False,
        "wanted_operator": True, "sessions": n, **words,
    }  # fmt: skip
    Count.objects.create(**facts)


def test_figures_show_shares_of_counts_large_enough_and_hide_the_rest(sue):
    counts(80)
    counts(12, wait_s=20, hour=21)
    counts(6, wait_s=None, outcome="left")
    counts(7, wait_s=60)
    counts(2, wait_s=60, outcome="false_dispatch", was_emergency=True)
    page = page_of(sue, "figures", quarter="2026-4")

    assert "<dt>Sessions</dt><dd>107</dd>" in page
    assert "<dt>Answered within 15 s</dt><dd>74.8 %</dd>" in page
    assert "<dt>Answered within 20 s</dt><dd>86.0 %</dd>" in page
    assert "<dt>Left before anybody answered</dt><dd>not shown</dd>" in page
    assert "<dt>Emergencies</dt><dd>not shown</dd>" in page
    assert "<dt>Help sent and not needed, per 1,000 sessions</dt><dd>not shown</dd>" in page


def test_the_file_holds_no_more_than_the_page(sue):
    counts(40)
    counts(3, county_fips="21203", outcome="false_dispatch", was_emergency=True)
    text = sue.get(
        reverse("line:figures_file", args=["csv"]), {"quarter": "2026-4"}
    ).content.decode("utf-8-sig")

    assert "Estill" not in text
    assert "Rockcastle" not in text
    assert "not shown" in text


def test_hours_before_there_was_a_line_are_not_uncovered(sue):
    first = AT - timedelta(hours=5)
    Presence.objects.create(
        user=folk.person("line_operator"), since_at=first, seen_at=first,
        until_at=first + timedelta(hours=2), deadline_at=first,
    )  # fmt: skip
    today = AT.astimezone(house.zone()).date()
    found = figures.figures(Quarter.of(today), AT)

    assert 2.9 < found.uncovered_hours < 3.1
    assert 4.9 < found.promised_hours < 5.1
    before = figures.figures(Quarter(today.year - 1, 1), AT)
    assert before.promised_hours == before.uncovered_hours == 0


def test_a_quarter_without_a_session_is_a_page_of_noughts(sue):
    assert "<dt>Sessions</dt><dd>0</dd>" in page_of(sue, "figures", quarter="2024-1")
    page_of(sue, "figures", quarter="9999-9")
