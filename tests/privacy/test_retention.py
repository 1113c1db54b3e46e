from datetime import timedelta

import pytest

from beside.kernel import deadlines, heartbeats, house
from beside.kernel import keeping as kernel_keeping
from beside.kernel.models import Act
from beside.privacy import queries, retention, rules
from beside.privacy.models import Destroyed, Keeping, Opening, Span
from beside.privacy.services.keeping import HEARTBEAT, carry_out, enroll_rules, sweep
from tests.privacy.conftest import AT

DAY = timedelta(days=1)


class Shelf:
    """Things with an age, which a rule destroys."""

    def __init__(self, *ages):
        self.things = [AT - age for age in ages]

    def destroy(self, before, at):
        kept = [thing for thing in self.things if thing >= before]
        gone, self.things = len(self.things) - len(kept), kept
        return gone

    def rule(self, name="test.shelf", **more):
        return retention.Rule(name=name, what="Things", why="To test", keep=30 * DAY,
                              destroy=self.destroy, **more)  # fmt: skip


@pytest.fixture(autouse=True)
def only_these_rules(monkeypatch):
    monkeypatch.setattr(retention, "_rules", {})


@pytest.mark.django_db
def test_what_is_older_than_its_rule_is_destroyed_and_counted():
    shelf = Shelf(10 * DAY, 31 * DAY, 40 * DAY)
    retention.register(shelf.rule())

    assert sweep(at=AT) == {"test.shelf": 2}

    assert len(shelf.things) == 1
    turn = Keeping.objects.get()
    assert (turn.last_at, turn.last_destroyed, turn.ever_destroyed) == (AT, 2, 2)
    assert Act.objects.get(verb="retention_carried_out").detail == {"count": 2, "failed": False}


@pytest.mark.django_db
def test_a_rule_has_its_next_turn_after_its_time():
    retention.register(Shelf().rule(every=6 * timedelta(hours=1)))
    sweep(at=AT)

    assert sweep(at=AT + timedelta(hours=5)) == {}
    assert sweep(at=AT + timedelta(hours=6)) == {"test.shelf": 0}


@pytest.mark.django_db
def test_a_rule_that_fails_stops_no_other_and_is_told():
    def broken(before, at):
        Destroyed.objects.create(kind="half", date=house.today(at), count=1)
        raise RuntimeError("the name of somebody")

    bad = retention.Rule(name="a.broken", what="", why="", keep=DAY, destroy=broken)
    retention.register(bad)
    retention.register(Shelf(31 * DAY).rule())

    assert sweep(at=AT) == {"a.broken": 0, "test.shelf": 1}

    turn = Keeping.objects.get(rule="a.broken")
    assert (turn.failure, turn.last_at) == ("RuntimeError", None)
    assert queries.late_rules(AT) == ["a.broken"]
    assert not Destroyed.objects.exists()


@pytest.mark.django_db
def test_a_rule_whose_turn_did_not_come_is_late():
    retention.register(Shelf().rule())
    enroll_rules(at=AT)

    assert queries.late_rules(AT + timedelta(hours=2)) == []
    assert queries.late_rules(AT + timedelta(hours=2, seconds=1)) == ["test.shelf"]


@pytest.mark.django_db
def test_a_rule_nobody_enrolled_is_late():
    retention.register(Shelf().rule())

    assert queries.late_rules(AT) == ["test.shelf"]


@pytest.mark.django_db
def test_two_workers_do_not_take_one_turn():
    retention.register(Shelf().rule())
    enroll_rules(at=AT)
    carry_out(name="test.shelf", missed=AT, at=AT)

    with pytest.raises(deadlines.Overtaken):
        carry_out(name="test.shelf", missed=AT, at=AT)


@pytest.mark.django_db
def test_carrying_out_a_rule_beats_the_heart():
    retention.register(Shelf().rule())
    sweep(at=AT)

    assert heartbeats.ages(AT + DAY)[HEARTBEAT] == DAY


@pytest.mark.django_db
def test_a_rule_that_no_room_registers_any_more_is_dropped():
    Keeping.objects.create(rule="gone.rule", due_at=AT)

    enroll_rules(at=AT)

    assert not Keeping.objects.exists()


def test_one_name_is_one_rule():
    retention.register(Shelf().rule())

    with pytest.raises(retention.TwoRules):
        retention.register(Shelf().rule())


@pytest.mark.django_db
def test_the_rules_of_the_house_can_be_carried_out_on_an_empty_and_a_used_database(priya):
    rules.register_rules()
    old = AT - timedelta(days=366 * 7)
    Opening.objects.create(
        record_id="00000000-0000-7000-8000-000000000000", kind="address", purpose="pack",
        by=priya, at=old,
    )  # fmt: skip
    Span.objects.create(name="d20191101", ends_at=old, state="gone", gone_at=old)
    Destroyed.objects.create(kind="address", date=old.date(), count=4)

    done = sweep(at=AT)

    assert {name: done[name] for name in ("privacy.openings", "privacy.spans", "privacy.counts")} \
        == {"privacy.openings": 1, "privacy.spans": 1, "privacy.counts": 1}  # fmt: skip
    assert queries.late_rules(AT) == []
    assert Span.objects.count() == 37 + 95


def test_every_rule_of_the_kernel_has_words_in_both_languages():
    assert {kept.name for kept in kernel_keeping.RULES} == set(rules.KERNEL_WORDS)
