"""Who watches the watch-keeper."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from beside.kernel import clock
from beside.kernel.models import Heartbeat
from beside.kernel.transports import configured
from beside.kernel.transports.messages import Way
from beside.line.console import watch
from beside.line.models import Outage
from tests import people

S = timedelta(seconds=1)


class Post:
    """A mail carrier that keeps what it is given, and fails when told to."""

    name = "post"
    fails = False

    def __init__(self) -> None:
        self.to: list[str] = []

    def send(self, message, *, key):
        if self.fails:
            raise ConnectionError
        self.to.append(message.to)


@pytest.fixture
def post():
    carrier = Post()
    configured.stand_in(Way.MAIL, [carrier])
    yield carrier
    configured.stand_in(Way.MAIL, None)


@pytest.fixture
def mo(db):
    return people.person("line_supervisor", email="mo@example.org")


def started(at):
    return watch.Watch(at - watch.AFTER_START)


@pytest.mark.django_db(transaction=True)
def test_an_old_heartbeat_is_told_once_however_many_processes_see_it(mo, post):
    at = clock.now()
    Heartbeat.objects.create(name="deadlines", at=at - 6 * S)
    for each in (started(at), started(at)):
        each.look(at)
        each.look(at + S)
    assert post.to == ["mo@example.org"]
    outage = Outage.objects.get()
    assert outage.began_at == at - 6 * S
    assert outage.paged_at - outage.began_at <= 10 * S
    Heartbeat.objects.update(at=at + 2 * S)
    started(at).look(at + 2 * S)
    assert Outage.objects.get().ended_at
    Heartbeat.objects.update(at=at)
    started(at).look(at + 20 * S)
    assert len(post.to) == 2


@pytest.mark.django_db(transaction=True)
def test_a_young_heartbeat_and_a_house_that_just_starts_are_no_outage(mo, post):
    at = clock.now()
    watch.Watch(at).look(at + S)
    Heartbeat.objects.create(name="deadlines", at=at)
    started(at).look(at + 4 * S)
    assert not Outage.objects.exists()
    assert post.to == []


@pytest.mark.django_db(transaction=True)
def test_a_carrier_that_fails_is_asked_again(mo, post):
    at = clock.now()
    seen = started(at)
    post.fails = True
    seen.look(at)
    assert Outage.objects.get().paged_at is None
    post.fails = False
    seen.look(at + S)
    assert Outage.objects.get().paged == 1


@pytest.mark.django_db(transaction=True)
def test_without_its_database_a_process_tells_once_from_memory(mo, post, monkeypatch):
    at = clock.now()
    seen = started(at)
    Heartbeat.objects.create(name="deadlines", at=at)
    seen.look(at)

    def away(at):
        raise OperationalError

    monkeypatch.setattr(watch, "lateness", away)
    for second in range(1, 12):
        seen.look(at + second * S)
    assert post.to == ["mo@example.org"]
