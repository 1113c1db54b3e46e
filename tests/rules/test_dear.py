"""What keeps guessing dear in the product, whatever tests do without (tests/light.py)."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password

from beside.line.caller import locks
from beside.peers.core import cards
from beside.peers.core.cards import Use
from tests.light import DEAR, LIGHT, in_earnest

LEAST = {  # docs/decisions 0140 (cards), OWASP's Password Storage (argon2id: 19 MiB, two passes)
    (cards, "COST"): 2**13,
    (locks, "MEMORY_KIB"): 19_456,
    (locks, "PASSES"): 2,
    (Argon2PasswordHasher, "memory_cost"): 19_456,
    (Argon2PasswordHasher, "time_cost"): 2,
    (Argon2PasswordHasher, "parallelism"): 1,
}


def _a_card() -> bytes:
    return cards.keyed(7, Use.CARD, b"k" * 32)


def _a_plan() -> bytes:
    return locks.lock_of(7).lookup


@pytest.mark.parametrize("what", LEAST, ids=lambda what: f"{what[0].__name__}.{what[1]}")
def test_the_product_asks_for_enough(what):
    assert DEAR[what] >= LEAST[what]
    assert LIGHT[what] <= DEAR[what]


@pytest.mark.parametrize("made", [_a_card, _a_plan])
def test_in_earnest_the_same_words_come_to_the_same(made):
    light = made()
    with in_earnest():
        assert made() == made() != light


def test_in_earnest_a_password_opens():
    with in_earnest():
        kept = make_password("four plain words here")
        assert check_password("four plain words here", kept)
        assert not check_password("four plain words there", kept)
