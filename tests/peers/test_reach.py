"""Reach: of groups of at least five, with its uncertainty, and never to be worked out."""

import random

import pytest

from beside.peers import figures
from beside.peers.core import reach
from beside.peers.core.reach import Sums, student, wilson
from beside.peers.core.telling import Told, TooMuch
from beside.peers.figures import OTHERS, OWN
from beside.peers.models import Town
from beside.peers.services import telling
from beside.peers.services.telling import Where
from beside.privacy.disclosure import Suppressed
from beside.supply.core.places import PlaceKind
from beside.supply.models import Balance
from tests import people
from tests.peers.shared import AT, desk, given, restock
from tests.peers.test_desk import STAFF, signed_in
from tests.peers.test_money import earn, fund
from tests.supply.shared import product, program

pytestmark = pytest.mark.django_db


def sums(*answers: tuple[int, int]) -> Sums:
    return Sums(
        len(answers), sum(x for x, _ in answers), sum(y for _, y in answers),
        sum(x * x for x, _ in answers), sum(x * y for x, y in answers),
        sum(y * y for _, y in answers),
    )  # fmt: skip


def test_the_interval_of_a_ratio_is_that_of_its_residuals():
    """By hand: r = 40/60, residuals 0, 2, -4/3, 4/3, -2; s2 = 80/36; t(4) = 2.776."""
    found = reach.ratio(sums((12, 8), (12, 10), (14, 8), (10, 8), (12, 6)), most=1.0)

    assert found.value == pytest.approx(2 / 3)
    error = (5 * (4 + 16 / 9 + 16 / 9 + 4) / 4) ** 0.5 / 60
    assert found.high - found.value == pytest.approx(student(4) * error)


@pytest.mark.parametrize(
    ("degrees", "table"), [(4, 2.776), (5, 2.571), (9, 2.262), (29, 2.045), (120, 1.980)]
)
def test_students_quantile_is_that_of_the_tables(degrees, table):
    assert student(degrees) == pytest.approx(table, abs=0.01)


def test_wilsons_interval_is_the_published_one():
    """Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662; 15 of 148 0.0624 to 0.1605."""
    assert wilson(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(15 / 148, 148) == pytest.approx((0.0624, 0.1605), abs=1e-4)


def test_nothing_is_said_of_fewer_than_five_answers():
    four = sums(*[(12, 8)] * 4)
    assert reach.ratio(four, most=1.0) is None
    assert reach.people(100, None, None, shared_by=2.0) is None


def test_answers_that_all_say_everything_still_leave_a_doubt():
    found = reach.ratio(sums(*[(12, 12)] * 8), most=1.0)
    assert (found.value, found.high) == (1.0, 1.0)
    assert 0.6 < found.low < 0.7


def test_the_interval_holds_the_truth_as_often_as_it_says():
    """500 seeded samples of 30 answers from 20,000 peers: 93 to 97 of 100 hold the truth."""
    chance = random.Random(20261122)
    everybody = []
    for _ in range(20_000):
        kits, share = chance.randint(2, 12), chance.betavariate(4, 2)
        everybody.append((kits, sum(chance.random() < share for _ in range(kits))))
    truth = sum(y for _, y in everybody) / sum(x for x, _ in everybody)
    held = 0
    for _ in range(500):
        found = reach.ratio(sums(*chance.sample(everybody, 30)), most=1.0)
        held += found.low <= truth <= found.high
    assert 0.93 <= held / 500 <= 0.97


def test_people_reached_lie_between_once_and_several_times():
    share = reach.ratio(sums((12, 8), (12, 10), (14, 8), (10, 8), (12, 6)), most=1.0)
    each = reach.ratio(sums((8, 6), (10, 7), (8, 6), (8, 5), (6, 6)), most=None)
    found = reach.people(300, share, each, shared_by=2.0)

    assert found.likely == pytest.approx(300 * (40 / 60) * (30 / 40))
    assert found.low < found.likely / 2 < found.likely < found.high
    assert found.low * 2 / found.likely == pytest.approx(found.likely / found.high)


def test_the_cost_of_a_kit_is_stipends_by_kits():
    """The trial's own: $10,510 for 1,104 kits is $9.52."""
    assert round(reach.cost(1_051_000, 1_104, None).stipends, 2) == 9.52
    assert reach.cost(1_051_000, 1_104, 4_150).whole == pytest.approx(51.02, abs=0.01)
    assert reach.cost(100, 0, None) is None


def test_what_is_left_of_a_total_is_never_that_of_a_few():
    peers = {"jan": 9, "feb": 2, "mar": 6, "apr": 1, "may": 30}
    gone = reach.to_hide(peers, ["feb", "apr"], least=5)
    assert gone == {"feb", "apr", "mar"}
    assert reach.to_hide(peers, [], least=5) == frozenset()


def test_too_many_at_once_is_a_slip():
    with pytest.raises(TooMuch):
        Told(handed_on=201)
    assert Told(handed_on=9, still=3).sums()["told_xy"] == 108


def tell(n: int, town: str = "Berea, KY", **told) -> None:
    told = {"handed_on": 8, "people": 6, "still": 4} | told
    for nth in range(n):
        telling.tell(
            program=program(), told=Told(**told), town=Where(town, "21151"), is_first=True,
            nonce=f"{town}{nth}{told}", at=AT,
        )  # fmt: skip


def test_of_four_peers_nothing_is_shown_and_of_five_their_sums():
    desk()
    for _ in range(4):
        restock(given(), kits=6)
    assert not figures.year_of(program(), 2026, OWN).is_shown
    restock(given(), kits=6)
    tell(6)
    found = figures.year_of(program(), 2026, OWN)

    assert (int(found.peers), found.kits, found.kits_per_peer) == (5, 30, 6.0)
    assert found.share.value == pytest.approx(8 / 12)
    assert found.people.likely == pytest.approx(30 * 8 / 12 * 6 / 8)


def test_others_see_less_than_those_who_work_there():
    desk()
    for _ in range(7):
        restock(given(), kits=6)
    assert figures.year_of(program(), 2026, OWN).is_shown
    assert isinstance(figures.year_of(program(), 2026, OTHERS).peers, Suppressed)


def test_a_town_of_a_few_is_not_shown_and_cannot_be_worked_out():
    desk()
    tell(9, "Berea, KY")
    tell(2, "Irvine, KY")
    tell(8, "Richmond, KY")
    groups = {one.name: one for one in figures.towns_of([program()], 2026, OWN)}

    assert isinstance(groups["Irvine, KY"].peers, Suppressed)
    hidden = [one for one in groups.values() if isinstance(one.peers, Suppressed)]
    assert len(hidden) >= 2
    assert all(one.kits is None for one in hidden)
    assert figures.year_of(program(), 2026, OWN).towns is None


def test_the_month_that_still_runs_is_not_shown():
    desk()
    for _ in range(6):
        restock(given(), kits=6)
    day = AT.date()
    assert figures.months_of([program()], 2026, day, OWN) == []
    after = figures.months_of([program()], 2026, day.replace(month=12), OWN)
    assert [one.name for one in after] == ["2026-11"]


def test_a_peer_names_a_town_once_a_quarter():
    desk()
    telling.tell(program=program(), told=Told(handed_on=3), town=Where("Berea, KY", "21151"),
                 is_first=True, nonce="a", at=AT)  # fmt: skip
    telling.tell(program=program(), told=Told(handed_on=4), town=Where("Berea, KY", "21151"),
                 is_first=False, nonce="b", at=AT)  # fmt: skip
    assert (Town.objects.get().peers, Town.objects.get().kits) == (1, 7)


def test_what_peers_told_leaves_their_place_in_one_movement_once_five_have_told():
    desk()
    for _ in range(5):
        restock(given())
    tell(4, handed_on=6, used=2, lost=1, still=0)
    assert telling.settle(program=program(), at=AT) == 0
    tell(1, "Irvine, KY", handed_on=6, used=2, lost=1, still=0)
    assert telling.settle(program=program(), at=AT) == 45
    assert telling.settle(program=program(), at=AT) == 0

    def kits(kind: PlaceKind) -> int:
        rows = Balance.objects.filter(place__kind=kind, place__program=program())
        return sum(one.units for one in rows) // product().per_kit

    assert [kits(one) for one in (PlaceKind.PEERS, PlaceKind.GIVEN, PlaceKind.LOST)] == [15, 40, 5]


def test_the_page_and_the_file_say_the_same_and_name_nobody(at_once):
    desk()
    county = fund()
    for nth in range(6):
        one = given()
        restock(one, kits=6)
        earn(one, county, 500, f"e{nth}")
    tell(6)
    hers = signed_in()
    page = hers.get(f"{STAFF}/reach/")
    assert "Kits a peer" in page.content.decode()
    assert "$0.83" in page.content.decode()
    file = hers.get(f"{STAFF}/reach/reach.csv").content.decode()
    assert "36" in file
    assert hers.get(f"{STAFF}/reach/reach.xlsx").status_code == 200
    assert hers.get(f"{STAFF}/reach/reach.pdf").status_code == 404
    assert hers.get(f"{STAFF}/reach/?year=2025").status_code == 200


def test_an_epidemiologist_sees_only_what_may_be_published(at_once):
    from django.test import Client

    desk()
    for _ in range(6):
        restock(given(), kits=6)
    theirs = people.sign_in(Client(), people.person("epidemiologist"), fresh=True)
    page = theirs.get(f"{STAFF}/reach/")
    assert page.context["page"].is_public
    assert "Too few peers" in page.content.decode()


def test_answers_that_are_all_alike_are_no_certainty():
    share = reach.ratio(sums(*[(6, 4)] * 7), most=1.0)
    each = reach.ratio(sums(*[(4, 3)] * 7), most=None)
    found = reach.people(42, share, each, shared_by=2.0)

    assert share.low < 0.4 < share.value < 0.85 < share.high
    assert each.low < 0.75 < each.high
    assert found.high > 1.5 * found.likely
