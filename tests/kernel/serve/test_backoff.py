"""How long the supervisor waits before it starts again what died."""

from beside.kernel.serve.backoff import LONGEST, STEADY, Backoff


def test_the_first_death_is_mended_at_once():
    assert Backoff().after_a_death(lived=1).wait == 0


def test_waits_double_up_to_half_a_minute():
    backoff, waits = Backoff(), []
    for _ in range(12):
        backoff = backoff.after_a_death(lived=0.1)
        waits.append(backoff.wait)

    assert waits[:5] == [0, 0.5, 1, 2, 4]
    assert waits[-1] == LONGEST


def test_who_lived_long_is_forgiven():
    backoff = Backoff(deaths=9).after_a_death(lived=STEADY)

    assert backoff.wait == 0
