"""The few coarse words by which a person may be described, if they like. All may be left out."""

from enum import StrEnum

OLDEST = 120


class AgeBand(StrEnum):
    """An age, as funders count it. A year of birth is made into one of these at the door."""

    UNDER_18 = "0-17"
    TO_24 = "18-24"
    TO_34 = "25-34"
    TO_44 = "35-44"
    TO_54 = "45-54"
    TO_64 = "55-64"
    OLDER = "65+"


class Gender(StrEnum):
    WOMAN = "woman"
    MAN = "man"
    TRANS_WOMAN = "trans_woman"
    TRANS_MAN = "trans_man"
    NONBINARY = "nonbinary"
    OTHER = "other"


class Race(StrEnum):
    """Race and ethnicity in one question; several may be said."""

    WHITE = "white"
    BLACK = "black"
    HISPANIC = "hispanic"
    NATIVE = "native"
    ASIAN = "asian"
    PACIFIC = "pacific"
    MIDDLE_EASTERN = "middle_eastern"
    OTHER = "other"


class Drug(StrEnum):
    """What somebody uses, or what was suspected."""

    FENTANYL = "fentanyl"
    HEROIN = "heroin"
    PILLS = "pills"  # opioid pills
    METH = "meth"
    COCAINE = "cocaine"
    CRACK = "crack"
    BENZOS = "benzos"
    XYLAZINE = "xylazine"
    ALCOHOL = "alcohol"
    CANNABIS = "cannabis"
    OTHER = "other"
    UNKNOWN = "unknown"


class NotABirthYear(ValueError):
    """Nobody alive was born in it, or it is yet to come."""


_LIMITS = (
    (18, AgeBand.UNDER_18), (25, AgeBand.TO_24), (35, AgeBand.TO_34), (45, AgeBand.TO_44),
    (55, AgeBand.TO_54), (65, AgeBand.TO_64),
)  # fmt: skip


def band_of_age(age: int) -> AgeBand:
    """The band an age lies in. Raises NotABirthYear below 0 and above 120."""
    if not 0 <= age <= OLDEST:
        raise NotABirthYear(age)
    return next((band for limit, band in _LIMITS if age < limit), AgeBand.OLDER)


def band_of_birth(year: int, on_year: int) -> AgeBand:
    """The band of somebody born in `year`, by the age they reach in `on_year`."""
    return band_of_age(on_year - year)
