"""Stories that cross rooms: a peer is restocked, a kit was used, a call ends with a yes."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from beside.journeys import kit_was_used, restock_a_peer
from beside.kernel import clock, facts
from beside.line.caller import throttle
from beside.line.models import Session
from beside.peers.core.cards import Span
from beside.peers.core.noticed import What
from beside.peers.facts import PeerNoticed, PeerRestocked
from beside.peers.models import Notice, Tally
from beside.supply.facts import KitWasUsed, ReportTakenBack
from beside.supply.mail import throttle as kits_throttle
from beside.supply.models import Alarm, Request
from beside.supply.services import tending
from beside.supply.services.tending import Box
from tests.line.caller.shared import Clock, arm
from tests.line.phone.shared import deliver
from tests.line.shared import AT as NIGHT
from tests.supply import shared
from tests.supply.agency import shared as agencies
from tests.supply.mail.shared import mailing, site

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def reversals(span: Span) -> int:
    return sum(Tally.objects.filter(span=span).values_list("reversals", flat=True))


def used(program, kit_from: str = "peer") -> KitWasUsed:
    return KitWasUsed(uuid4(), "21151", "nasal_4mg", "2026-10", program and program.pk, kit_from)


def test_a_used_kit_that_was_passed_on_counts_for_the_peers_of_its_program():
    program = shared.program()
    for fact in (used(program), used(program), used(program, "pharmacy"), used(None)):
        kit_was_used.count_a_reversal(fact, at=AT)
    assert [reversals(span) for span in Span] == [2, 2, 2]
    assert Tally.objects.get(span=Span.MONTH).first_date == date(2026, 10, 1)
    kit_was_used.count_one_less(ReportTakenBack(uuid4(), "2026-10", program.pk, "peer"), at=AT)
    assert reversals(Span.YEAR) == 1


def test_the_house_hears_both():
    heard = facts.heard_by()
    assert any("journeys.kit_was_used" in kind for kind in heard[KitWasUsed])
    assert any("journeys.kit_was_used" in kind for kind in heard[ReportTakenBack])
    assert any("journeys.restock_a_peer" in kind for kind in heard[PeerRestocked])
    assert any("journeys.restock_a_peer" in kind for kind in heard[PeerNoticed])


def test_a_report_and_its_taking_back_reach_the_peers():
    from beside.supply.core.used import KitFrom, Used, Way
    from beside.supply.services import reporting
    from tests.supply.hand.shared import worker

    program = shared.program()
    kept = reporting.report_reversal(
        told=Used(kit_from=KitFrom.PEER), way=Way.WEB, nonce=uuid4(), program=program, at=AT
    )
    deliver(AT + timedelta(hours=2))
    assert reversals(Span.YEAR) == 1
    reporting.undo_reversal(reversal=kept.reversal, by=worker(), at=AT + timedelta(hours=1))
    deliver(AT + timedelta(hours=2))
    assert reversals(Span.YEAR) == 0


@pytest.fixture
def box():
    agencies.offered()
    return tending.put_up_machine(
        program=shared.program(), box=Box("Library", "by the east door", 20, 2, 14),
        by=agencies.staff(), at=AT,
    )  # fmt: skip


def noticed(what: What, place) -> PeerNoticed:
    program = place.program
    kept = Notice.objects.create(program=program, what=what, place=place, noticed_hour=AT)
    return PeerNoticed(kept.pk, program.pk, what.value, "", "2026-11-23T15")


def test_a_box_that_a_peer_found_empty_is_an_alarm(box):
    restock_a_peer.a_peer_found_none(noticed(What.NO_KITS, box.place), at=AT)
    box.refresh_from_db()
    assert box.reported_empty_at == AT
    assert Alarm.objects.filter(kind="machine_empty", place=box.place, closed_at=None).exists()


def test_police_at_a_box_says_nothing_of_its_kits(box):
    restock_a_peer.a_peer_found_none(noticed(What.POLICE, box.place), at=AT)
    restock_a_peer.a_peer_found_none(noticed(What.NO_KITS, shared.shelf()), at=AT)
    box.refresh_from_db()
    assert box.reported_empty_at is None


def test_a_case_that_leaves_is_seen_by_whoever_orders(monkeypatch):
    program, looked = shared.program(), []
    monkeypatch.setattr(
        restock_a_peer.alarming, "look_at", lambda *, program, at: looked.append((program, at))
    )
    for known in (program.pk, uuid4()):
        restock_a_peer.look_whether_stock_runs_low(PeerRestocked(known, "21151", 12, "desk"), at=AT)
    assert looked == [(program, AT)]


@pytest.fixture
def night(monkeypatch) -> Clock:
    told = Clock(NIGHT)
    monkeypatch.setattr(clock, "now", told)
    for gate in (throttle.OPENING, kits_throttle.ASKING):
        gate.fill()
    return told


def ended(client, language: str, **wish: str) -> str:
    """The last page of a call, and what was said yes to on it."""
    url = arm(client, language=language)
    client.post(url, {"do": "safe"})
    client.post(url, {"do": "wish", **wish})
    return client.get(url).content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Choose where your kits go"), ("es", "Elija a dónde van")]
)
def test_who_says_yes_after_a_call_is_led_to_kits_and_the_request_knows_no_call(
    client, night, language, words
):
    program, *_ = mailing()
    there = site(program)
    page = ended(client, language, kits="on")
    assert words in page
    link = re.search(rf'href="(/{language}/kits/\?used=call)"', page)
    assert link
    first = client.get(link.group(1))
    assert 'name="used" value="call"' in first.content.decode()
    form = hidden(client.post(f"/{language}/kits/", {"zip": "40403", "used": "call"}))
    assert form["used"] == "call"
    night.at += timedelta(minutes=1)
    answer = client.post(
        f"/{language}/kits/order/",
        form | {"where": f"site:{there.pk}", "others": "no", f"p{shared.product().pk}": "2",
                "safe": "on"},
    )  # fmt: skip
    assert answer.status_code == 302
    request = Request.objects.get()
    assert (request.came_by, request.about_kind, request.kits_agreed) == ("elsewhere", "", 2)
    session = str(Session.objects.get().pk)
    assert session not in str(Request.objects.values().get())


def test_who_did_not_say_yes_to_kits_is_led_nowhere(client, night):
    page = ended(client, "en", referral="on")
    assert "Thank you. We remember" in page
    assert "used=call" not in page


def hidden(page) -> dict[str, str]:
    found = re.findall(
        r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', page.content.decode()
    )
    return dict(found)


def test_the_last_text_of_a_call_names_the_keyword():
    from beside.line.models import Attempt
    from beside.line.phone import texts

    for language, words in (("en", "KITS: free naloxone."), ("es", "KITS: naloxona gratis.")):
        said = texts.of(Attempt(session=Session(language=language), why="safe", whom="caller"))
        assert said.endswith(words)
        assert len(said) <= 160
