"""The gamma distribution, without a library: how sure a forecast is."""

import math

TINY = 1e-300
PRECISE = 1e-14
MOST_TERMS = 10_000


def gamma_share(shape: float, x: float) -> float:
    """P(X <= x) for a gamma variable of this shape and unit rate.

    By its series below shape + 1, by Lentz's continued fraction above.
    Source: DLMF 8.7.1 and 8.9.2.
    """
    if x <= 0:
        return 0.0
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    return front * _series(shape, x) if x < shape + 1 else 1 - front * _fraction(shape, x)


def _series(shape: float, x: float) -> float:
    term = total = 1 / shape
    for n in range(1, MOST_TERMS):
        term *= x / (shape + n)
        total += term
        if term < total * PRECISE:
            break
    return total


def _fraction(shape: float, x: float) -> float:
    b = x + 1 - shape
    c, d = 1 / TINY, 1 / b
    result = d
    for n in range(1, MOST_TERMS):
        a = n * (shape - n)
        b += 2
        d = 1 / _not_nought(a * d + b)
        c = _not_nought(b + a / c)
        result *= c * d
        if abs(c * d - 1) < PRECISE:
            break
    return result


def _not_nought(value: float) -> float:
    return value if abs(value) > TINY else TINY


def gamma_quantile(share: float, *, shape: float, mean: float) -> float:
    """The value not exceeded with this chance: Newton's steps, kept between two halves."""
    low, high = 0.0, shape + 1
    while gamma_share(shape, high) < share:
        low, high = high, high * 2
    x = (low + high) / 2
    for _ in range(200):
        off = gamma_share(shape, x) - share
        low, high = (low, x) if off > 0 else (x, high)
        density = math.exp((shape - 1) * math.log(x) - x - math.lgamma(shape)) if x > TINY else 0.0
        step = off / density if density else math.inf
        following = x - step if low < x - step < high else (low + high) / 2
        if abs(following - x) <= 1e-10 * x or high <= TINY:
            break
        x = following
    return x * mean / shape
