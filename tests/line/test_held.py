"""What is sealed anew between reading a session and opening it is found all the same."""

from datetime import timedelta

import pytest

from beside.kernel import clock
from beside.line import held
from beside.line.models import Session
from beside.line.particulars import REACH, RELEASE, Contact, Particulars, seal
from beside.line.phone import numbers
from beside.line.services import calling, releasing
from beside.privacy import vault
from tests.line.shared import armed

pytestmark = pytest.mark.django_db
ROSA = "+16065550143"
WORKER = vault.Worker("line")


@pytest.fixture
def read_earlier() -> Session:
    """Somebody's session, released, as a caller of ladders had read it."""
    at = clock.now()
    session = armed(at)
    told = Particulars(place="14 Elm St, Berea", contacts=(Contact(1, "Rosa", ROSA),))
    sealed = seal(told, at=at)
    Session.objects.filter(pk=session.pk).update(particulars_id=sealed, released_at=at, rung=1)
    return Session.objects.get(pk=session.pk)


def test_a_neighbor_is_reached_though_it_is_kept_for_an_emergency_meanwhile(read_earlier):
    at = clock.now()
    attempt = calling.ring(session=read_earlier, target="person", whom="rung:1", at=at)
    attempt.session = read_earlier
    before = read_earlier.particulars_id

    assert releasing.keep_for_emergency(session_ids=[read_earlier.pk], at=at)

    assert numbers.of_all([attempt], at) == {attempt.pk: ROSA}
    assert read_earlier.particulars_id != before


def test_where_somebody_is_is_found_though_it_was_sealed_anew(read_earlier):
    at = clock.now()
    releasing.keep_for_emergency(session_ids=[read_earlier.pk], at=at)

    found = held.opened(read_earlier, by=WORKER, purpose=RELEASE, at=at)

    assert found.place == "14 Elm St, Berea"


def test_what_is_destroyed_for_good_is_said_to_be(read_earlier):
    at = clock.now() + timedelta(seconds=1)
    vault.destroy(read_earlier.particulars_id, at=at)

    with pytest.raises(vault.Destroyed):
        held.opened(read_earlier, by=WORKER, purpose=REACH, at=at)
    assert numbers.opened(read_earlier, REACH, at) == Particulars()


def test_who_said_nothing_holds_nothing():
    session = Session.objects.get(pk=armed(clock.now()).pk)
    session.particulars_id = None

    assert held.opened(session, by=WORKER, purpose=REACH, at=clock.now()) == Particulars()
