from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction

from beside.accounts.models import RoleHeld, User
from beside.directory.access import public_services_at_locations
from beside.directory.models import Location, Verification
from beside.kernel import clock, house
from beside.supply.models import Agency, Balance, Encounter, Entry, Lot, Request, Reversal
from beside.training import starting
from beside.training.figures import figures
from beside.web.demo import examples, fill

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def told(django_db_setup, django_db_blocker):
    """A demonstration, filled once for all of these: what it said of who may sign in."""
    at = clock.now()
    with django_db_blocker.unblock(), transaction.atomic():
        starting.fill(at)
        yield fill.fill(at)
        transaction.set_rollback(True)


def test_a_demonstration_is_filled_once(told):
    assert len(told) == len(examples.STAFF) + 2  # the key of the packer, the card of a peer
    assert "packing key" in told[-1]
    assert fill.fill(clock.now()) == []
    assert Location.objects.count() == len(examples.EXAMPLES)


def test_every_invented_place_says_that_it_does_not_exist():
    for pair in public_services_at_locations().select_related("service", "location"):
        assert pair.location.name.startswith("Example: ")
        assert "does not exist" in pair.service.description
        assert all("555-01" in phone.number for phone in pair.service.phones.all())


def test_the_place_that_is_not_told_stays_untold():
    names = [pair.location.name for pair in public_services_at_locations()]

    assert len(names) == len(examples.EXAMPLES) - 1
    assert "Example: Safe House" not in names


def test_some_were_checked_lately_and_some_never():
    checked = Verification.objects.values("location").distinct().count()

    assert checked == sum(one.checked_days is not None for one in examples.EXAMPLES)


def test_everybody_can_sign_in_and_holds_a_role():
    assert RoleHeld.objects.current(clock.now()).count() == len(examples.STAFF)
    assert all(user.has_usable_password() for user in User.objects.all())


def test_courses_are_in_use_where_they_were_brought_in():
    at = clock.now()

    counted = figures(house.today(at) - timedelta(days=200), house.today(at)).total()
    assert (counted.sessions, counted.in_groups, counted.completions) == (5, 93, 60)


def test_a_naloxone_program_is_at_work_in_every_state_of_a_request():
    states = Counter(Request.objects.values_list("state", flat=True))
    assert states == {"delivered": 1, "posted": 2, "collected": 1, "ready": 1, "set_aside": 1,
                      "asked": 3}  # fmt: skip
    assert set(Agency.objects.values_list("state", flat=True)) == {"open", "asked"}
    assert Reversal.objects.count() == 6
    assert Encounter.objects.count() == 48


def test_its_shelves_hold_what_the_ledger_says_and_nothing_is_below_nought():
    for balance in Balance.objects.filter(is_boundless=False):
        entries = Entry.objects.filter(place=balance.place, lot=balance.lot)
        assert balance.units == sum(entries.values_list("units", flat=True)) >= 0
    assert Lot.objects.filter(recalled_at__isnull=False).count() == 1
