"""The worker's side of a placement: found, stopped, forgotten."""

from datetime import timedelta

import pytest

from beside.kernel import clock, progress
from beside.kernel.models import Progress
from beside.supply.core.need import placement as core
from beside.supply.models import Placement
from beside.supply.need import candidates, face, finding
from beside.supply.need.views.placing import lines_of
from tests.supply.need.shared import a_search

pytestmark = pytest.mark.django_db


def test_the_place_that_reaches_what_is_left_is_found_and_proven():
    made = a_search()

    finding.find(made.pk, clock.now())

    made.refresh_from_db()
    assert made.state == "found"
    assert [line.name for line in lines_of(made)] == ["Library"]
    answer = made.answer
    assert (answer["before"], answer["after"], answer["all"]) == (5.0, 9.0, 9.0)
    assert answer["proven"]
    assert answer["reached"] == [0, 1, 2]
    assert Progress.objects.get(pk=made.progress_id).state == "finished"


def test_points_that_were_brought_are_forgotten_when_the_search_ends():
    made = a_search(own=True)

    finding.find(made.pk, clock.now())

    made.refresh_from_db()
    assert (made.state, made.demand, made.answer["reached"]) == ("found", None, None)


def test_a_search_that_was_stopped_keeps_nothing():
    made = a_search(own=True)
    progress.cancel(made.progress_id)

    finding.find(made.pk, clock.now())

    made.refresh_from_db()
    assert (made.state, made.demand, made.answer) == ("stopped", None, None)


def test_a_search_that_was_stopped_while_it_was_solved_stays_stopped(monkeypatch):
    made = a_search()
    solve = core.cover

    def stopped_meanwhile(*words):
        Placement.objects.filter(pk=made.pk).update(state="stopped")
        return solve(*words)

    monkeypatch.setattr(core, "cover", stopped_meanwhile)
    finding.find(made.pk, clock.now())

    made.refresh_from_db()
    assert (made.state, made.answer) == ("stopped", None)


def test_a_search_that_breaks_says_so_and_forgets(monkeypatch):
    made = a_search(own=True)

    def broken(*words):
        raise RuntimeError

    monkeypatch.setattr(core, "cover", broken)
    with pytest.raises(RuntimeError):
        finding.find(made.pk, clock.now())

    made.refresh_from_db()
    assert (made.state, made.demand) == ("failed", None)
    assert Progress.objects.get(pk=made.progress_id).state == "failed"


def test_run_again_it_finds_nothing_to_do():
    made = a_search()
    for _ in range(2):
        finding.find(made.pk, clock.now())

    made.refresh_from_db()
    assert made.state == "found"


def test_points_of_a_search_that_no_worker_took_are_forgotten_after_two_days():
    made, kept = a_search(own=True), a_search()
    at = clock.now() + timedelta(days=3)

    assert face.forget_points(at - face.KEPT_WAITING, at) == 1

    made.refresh_from_db()
    kept.refresh_from_db()
    assert (made.demand, made.state) == (None, "failed")
    assert kept.demand is not None


@pytest.mark.parametrize(("way", "minutes", "miles"), [("walk", 10, 0.385), ("drive", 15, 5.357)])
def test_minutes_are_miles_as_the_crow_flies(way, minutes, miles):
    assert candidates.reach_miles(way, minutes) == miles
