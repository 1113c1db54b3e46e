"""Labels of the coarse words about people: what is asked at a hand-over and in a report."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beside.supply.core.people import AgeBand, Drug, Gender, Race

Labels = Mapping[str, Promise | str]

AGES: Labels = {
    AgeBand.UNDER_18: _("under 18"), AgeBand.TO_24: "18–24", AgeBand.TO_34: "25–34",
    AgeBand.TO_44: "35–44", AgeBand.TO_54: "45–54", AgeBand.TO_64: "55–64",
    AgeBand.OLDER: _("65 or older"),
}  # fmt: skip
GENDERS: Labels = {
    Gender.WOMAN: _("Woman"), Gender.MAN: _("Man"), Gender.TRANS_WOMAN: _("Trans woman"),
    Gender.TRANS_MAN: _("Trans man"), Gender.NONBINARY: _("Nonbinary"),
    Gender.OTHER: _("In another way"),
}  # fmt: skip
RACES: Labels = {
    Race.WHITE: _("White"), Race.BLACK: _("Black or African American"),
    Race.HISPANIC: _("Hispanic or Latino"),
    Race.NATIVE: _("American Indian or Alaska Native"), Race.ASIAN: _("Asian"),
    Race.PACIFIC: _("Native Hawaiian or Pacific Islander"),
    Race.MIDDLE_EASTERN: _("Middle Eastern or North African"), Race.OTHER: _("Another"),
}  # fmt: skip
DRUGS: Labels = {
    Drug.FENTANYL: _("Fentanyl"), Drug.HEROIN: _("Heroin"), Drug.PILLS: _("Opioid pills"),
    Drug.METH: _("Meth"), Drug.COCAINE: _("Cocaine"), Drug.CRACK: _("Crack"),
    Drug.BENZOS: _("Benzos"), Drug.XYLAZINE: _("Xylazine"), Drug.ALCOHOL: _("Alcohol"),
    Drug.CANNABIS: _("Cannabis"), Drug.OTHER: _("Something else"), Drug.UNKNOWN: _("Not sure"),
}  # fmt: skip


class Unworded(LookupError):
    """A word of the domain has no label."""


def choices(kind: type[StrEnum], labels: Labels) -> list[tuple[str, Promise | str]]:
    """The choices of a question, in the order of the domain. Raises Unworded."""
    try:
        return [(word.value, labels[word]) for word in kind]
    except KeyError as missing:
        raise Unworded(str(missing)) from missing


def labelled(labels: Labels, words: Iterable[str]) -> str:
    """Several words as a list to read."""
    return ", ".join(str(labels.get(word, word)) for word in words)
