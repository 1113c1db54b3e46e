"""Classes of the Postal Service, as data: what a parcel may weigh, and how it goes.

Source: Domestic Mail Manual, 101.1 (letters to 3.5 oz), 101.2 (large envelopes to 13 oz and
3/4 inch thick), 201.7 (parcels to 70 lb); USPS Ground Advantage since 2023-07-09. Prices
change twice a year and are not kept here. A padded mailer that does not bend, or is not of
one thickness, is a parcel whatever it weighs.
"""

from dataclasses import dataclass
from enum import StrEnum

GRAMS_IN_OUNCE = 28.349523125


class Postage(StrEnum):
    """A class. Labels are in templates."""

    LARGE_ENVELOPE = "large_envelope"
    GROUND_ADVANTAGE = "ground_advantage"
    PRIORITY = "priority"


@dataclass(frozen=True)
class Rule:
    """What a class takes. `as_of` is when the source was read."""

    postage: Postage
    most_oz: float
    thickest_in: float | None
    source: str
    as_of: str


RULES = (
    Rule(Postage.LARGE_ENVELOPE, 13, 0.75, "DMM 101.2.0", "2026-11"),
    Rule(Postage.GROUND_ADVANTAGE, 70 * 16, None, "DMM 283", "2026-11"),
    Rule(Postage.PRIORITY, 70 * 16, None, "DMM 223", "2026-11"),
)
MAILER_G = 20  # an empty padded 6 x 9 inch mailer with its papers, weighed


class TooHeavy(ValueError):
    """No class takes it: it goes in two parcels."""


def ounces(grams: int) -> float:
    """To a tenth, upwards: the post office rounds up too."""
    return -(-grams * 10 // GRAMS_IN_OUNCE) / 10


def lightest(grams: int) -> Postage:
    """The class that a kit in a padded mailer goes by. Raises TooHeavy.

    Kits are thicker than three quarters of an inch, so never a large envelope by itself.
    """
    if ounces(grams) > RULES[1].most_oz:
        raise TooHeavy
    return Postage.GROUND_ADVANTAGE
