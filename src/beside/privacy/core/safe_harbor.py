"""How much of a ZIP code may be shown of a person. See docs/methods/zip3-safe-harbor.md."""

from collections.abc import Mapping

FEWEST_PEOPLE = 20_000
TOO_FEW = "000"


def shown_zip3(zip_code: str, population: Mapping[str, int]) -> str:
    """The first three digits, or "000" where 20,000 people or fewer live in them all.

    Source: 45 CFR 164.514(b)(2)(i)(B): the area must hold *more than* 20,000 people.
    An area without a known population is taken to be too small, and so is what is no ZIP code.
    """
    digits = zip_code.strip()[:3]
    known = digits.isascii() and digits.isdigit() and len(digits) == 3
    return digits if known and population.get(digits, 0) > FEWEST_PEOPLE else TOO_FEW
