"""Many are asked at once: each is asked once, and those who were heard meanwhile are not."""

from datetime import timedelta

import pytest

from beside.kernel import clock, delivery
from beside.kernel.delivery import Claimed, Room
from beside.kernel.models import Effect
from beside.line.models import Attempt, Session
from beside.line.services import calling, watching
from tests.line.shared import armed, let_deadline_pass

pytestmark = pytest.mark.django_db


@pytest.fixture
def sessions(provider, carrier) -> list[Session]:
    return [let_deadline_pass(armed(clock.now())) for _ in range(4)]


def claimed_prompts() -> list[Claimed]:
    found = delivery.claim_several(clock.now() + timedelta(minutes=2), Room(outside=0, own=25))
    return [claimed for claimed in found if claimed.delivery.kind == "line.prompt"]


def who_was_asked() -> list[object]:
    return sorted(Attempt.objects.filter(why="prompt").values_list("session_id", flat=True))


def test_each_who_is_still_silent_is_asked_once(sessions):
    watching.check_in(session_id=sessions[1].pk, at=clock.now())
    prompts = claimed_prompts()

    delivery.deliver_own(prompts)
    delivery.deliver_own(prompts)  # a worker that believes that it still holds them

    assert who_was_asked() == sorted(each.pk for each in sessions if each is not sessions[1])
    notes = Effect.objects.filter(kind="line.prompt")
    assert set(notes.values_list("state", flat=True)) == {"done"}


def test_when_one_cannot_be_asked_the_others_are(sessions, monkeypatch):
    whole, broken = calling.ring_all, sessions[2].pk

    def ring_all(*, tries, at):
        if any(each.session.pk == broken for each in tries):
            raise ValueError("a fault in one session")
        return whole(tries=tries, at=at)

    monkeypatch.setattr(calling, "ring_all", ring_all)
    delivery.deliver_own(claimed_prompts())

    assert who_was_asked() == sorted(each.pk for each in sessions if each.pk != broken)
    assert Effect.objects.get(kind="line.prompt", state="waiting").last_error == "ValueError"


def test_effects_are_delivered_in_the_order_of_what_they_are_about(sessions, monkeypatch):
    """Whoever delivers beside us locks the same sessions in the same order."""
    seen: list[str] = []
    whole = calling.ring_all

    def ring_all(*, tries, at):
        seen.extend(str(each.session.pk) for each in tries)
        return whole(tries=tries, at=at)

    monkeypatch.setattr(calling, "ring_all", ring_all)
    delivery.deliver_own(list(reversed(claimed_prompts())))

    assert seen == sorted(str(each.pk) for each in sessions)
