"""What came of a try, and what follows: one list, which every part of the line asks."""

from beside.line.console.words import RESULTS
from beside.line.core import results
from beside.line.phone.ports import Leg


def test_the_console_has_words_for_every_result_that_something_follows_from():
    assert set(RESULTS) >= results.CAME_TO_NOTHING | results.NEVER_REACHED


def test_a_leg_that_ended_unanswered_came_to_nothing():
    assert {leg.value for leg in Leg if leg.is_final and leg is not Leg.OVER} == results.UNHEARD


def test_whoever_may_have_heard_us_is_not_among_those_who_cannot():
    heard = {"", "ringing", "up", "over", "accepted", "declined", "sent", "delivered", "taken"}

    assert not heard & (results.CAME_TO_NOTHING | results.NEVER_REACHED)
