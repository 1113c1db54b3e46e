"""One report, written as Illinois, New York, Ontario's NEO and California ask for it.

Each style is a table: what a column is called there, and what of ours fills it. What was not
said is blank, or "Unknown" where a form insists ("best guess rather than blank"). A column we
never have (a ZIP, a case number, notes) stays empty on purpose. The words are English, as
the forms are. See docs/methods/reversal-exports.md, which is drawn from these tables.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Style(StrEnum):
    NEO = "neo"
    ILLINOIS = "il"
    NEW_YORK = "ny"
    CALIFORNIA = "ca"


@dataclass(frozen=True)
class Report:
    """One reversal as it is exported. Words are those of `core/used.py`; "" was not said."""

    number: int  # in this export; it is kept nowhere
    reported: date
    first: date | None
    last: date
    program: str
    county: str
    state: str
    setting: str = ""
    product: str = ""
    doses: int | None = None
    giver: str = ""
    survived: str = ""
    called_911: str = ""
    ems_came: str = ""
    police_came: str = ""
    police_did: Sequence[str] = ()
    conscious: str = ""
    stayed: str = ""
    breathing: str = ""
    drugs: Sequence[str] = ()
    age: str = ""
    gender: str = ""
    race: Sequence[str] = ()
    kit_from: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether the day is known, and not only a span."""
        return self.first == self.last


@dataclass(frozen=True)
class Span:
    """What a summary covers, and what was given out in it."""

    program: str
    first: date
    last: date
    doses_given: int


Make = Callable[[Report], str]


@dataclass(frozen=True)
class Column:
    """A column: its name there, which of our fields fill it, and how."""

    name: str
    source: str
    make: Make


SAID = {"yes": "Yes", "no": "No", "unknown": "Unknown"}
SETTINGS = {
    "home": "Private residence", "street": "Street or public space", "vehicle": "Vehicle",
    "business": "Business or restroom", "hotel": "Hotel or motel", "shelter": "Shelter",
    "treatment": "Treatment or health facility", "jail": "Jail or prison", "school": "School",
    "other": "Other",
}  # fmt: skip
PRODUCTS = {
    "nasal_4mg": "Nasal spray 4 mg", "nasal_3mg": "Nasal spray 3 mg",
    "nasal_8mg": "Nasal spray 8 mg", "nasal": "Nasal spray, strength unknown",
    "injection": "Intramuscular injection", "unknown": "Unknown",
}  # fmt: skip
GIVERS = {
    "friend": "Friend", "family": "Family member", "stranger": "Bystander", "staff": "Staff",
    "ems": "EMS", "police": "Police", "other": "Other",
}  # fmt: skip
POLICE = {
    "helped": "Helped", "nothing": "Took no action", "questioned": "Questioned people",
    "searched": "Searched", "arrested": "Arrested somebody", "took_kit": "Took naloxone",
    "other": "Other",
}  # fmt: skip
CONSCIOUS = {"no": "Unconscious", "hardly": "Semi-conscious", "yes": "Conscious",
             "unknown": "Unknown"}  # fmt: skip
DRUGS = {
    "fentanyl": "Fentanyl", "heroin": "Heroin", "pills": "Opioid pills", "meth": "Methamphetamine",
    "cocaine": "Cocaine", "crack": "Crack cocaine", "benzos": "Benzodiazepines",
    "xylazine": "Xylazine", "alcohol": "Alcohol", "cannabis": "Cannabis", "other": "Other",
    "unknown": "Unknown",
}  # fmt: skip
GENDERS = {
    "woman": "Female", "man": "Male", "trans_woman": "Transgender female",
    "trans_man": "Transgender male", "nonbinary": "Nonbinary", "other": "Other",
}  # fmt: skip
NEO_GENDERS = {**GENDERS, "trans_woman": "Trans female", "trans_man": "Trans male",
               "nonbinary": "Other"}  # fmt: skip
RACES = {
    "white": "White", "black": "Black or African American", "hispanic": "Hispanic or Latino",
    "native": "American Indian or Alaska Native", "asian": "Asian",
    "pacific": "Native Hawaiian or Pacific Islander",
    "middle_eastern": "Middle Eastern or North African", "other": "Other",
}  # fmt: skip
SOURCES = {
    "program": "Harm reduction program", "mail": "Mail", "pharmacy": "Pharmacy",
    "machine": "Vending machine or box", "peer": "Friend or peer", "hospital": "Hospital",
    "jail": "Jail or prison", "other": "Other", "unknown": "Unknown",
}  # fmt: skip
MORE_DOSES = 5


def _word(field: str, words: Mapping[str, str], otherwise: str = "") -> Make:
    return lambda one: words.get(getattr(one, field), otherwise)


def _words(field: str, words: Mapping[str, str], otherwise: str = "") -> Make:
    return lambda one: "; ".join(words[each] for each in getattr(one, field)) or otherwise


def _doses(one: Report) -> str:
    if one.doses is None:
        return ""
    return f"{MORE_DOSES} or more" if one.doses >= MORE_DOSES else str(one.doses)


def _or_unknown(make: Make) -> Make:
    return lambda one: make(one) or "Unknown"


def _day(one: Report) -> str:
    return f"{one.last:%m/%d/%Y}" if one.is_exact else ""


def _about(one: Report) -> str:
    """A date that is a guess says so: the last day it can have been, marked."""
    if one.is_exact:
        return f"{one.last:%m/%d/%Y}"
    last = f"{one.last:%m/%d/%Y}"
    return f"{one.first:%m/%d/%Y} - {last}" if one.first else f"on or before {last}"


def _quarter(one: Report) -> str:
    return f"{one.last.year}-Q{(one.last.month + 2) // 3}"


def _nothing(one: Report) -> str:
    return ""


NEO = (
    Column("Record", "number", lambda one: str(one.number)),
    Column("Quarter", "last", _quarter),
    Column("Site", "program", lambda one: one.program),
    Column("Date of event", "first, last", _about),
    Column("Location", "setting", _word("setting", SETTINGS)),
    Column("Naloxone type", "product", _word("product", PRODUCTS)),
    Column("Doses given", "doses", _doses),
    Column("Given by", "giver", _word("giver", GIVERS)),
    Column("Outcome", "survived", _word("survived", {"yes": "Survived", "no": "Died",
                                                      "unknown": "Do not know"})),
    Column("911 called", "called_911", _word("called_911", SAID)),
    Column("Paramedics came", "ems_came", _word("ems_came", SAID)),
    Column("Police came", "police_came", _word("police_came", SAID)),
    Column("Rescue breathing", "breathing", _word("breathing", SAID)),
    Column("Stayed with person", "stayed", _word("stayed", SAID)),
    Column("Substances", "drugs", _words("drugs", DRUGS)),
    Column("Age group", "age", lambda one: one.age),
    Column("Gender", "gender", _word("gender", NEO_GENDERS)),
    Column("Kit obtained from", "kit_from", _word("kit_from", SOURCES)),
)  # fmt: skip

ILLINOIS = (
    Column("Date of overdose", "first, last", _about),
    Column("County", "county", lambda one: one.county),
    Column("ZIP code", "", _nothing),
    Column("Site type*", "setting", _or_unknown(_word("setting", SETTINGS))),
    Column("Survived*", "survived", _or_unknown(_word("survived", SAID))),
    Column("Naloxone product*", "product", _or_unknown(_word("product", PRODUCTS))),
    Column("Number of doses*", "doses", _or_unknown(_doses)),
    Column("911 called*", "called_911", _or_unknown(_word("called_911", SAID))),
    Column("Conscious before naloxone", "conscious", _word("conscious", CONSCIOUS)),
    Column("Race/ethnicity*", "race", _or_unknown(_words("race", RACES))),
    Column("Age", "age", lambda one: one.age),
    Column("Gender", "gender", _word("gender", GENDERS)),
    Column("Notes", "", _nothing),
)

NEW_YORK = (
    Column("Agency", "program", lambda one: one.program),
    Column("Date of overdose", "first, last", _day),
    Column("Date is approximate", "first, last", lambda one: "" if one.is_exact else _about(one)),
    Column("Time 911 called", "", _nothing),
    Column("Arrival time", "", _nothing),
    Column("EMS arrival time", "", _nothing),
    Column("Case number", "", _nothing),
    Column("County", "county", lambda one: one.county),
    Column("ZIP code", "", _nothing),
    Column("Gender", "gender", _or_unknown(_word("gender", GENDERS))),
    Column("Age", "age", lambda one: one.age),
    Column("Aided status before", "conscious", _word("conscious", CONSCIOUS)),
    Column("Suspected drugs", "drugs", _words("drugs", DRUGS)),
    Column("Naloxone given by", "giver", _word("giver", GIVERS)),
    Column("Formulation", "product", _or_unknown(_word("product", PRODUCTS))),
    Column("Doses", "doses", _doses),
    Column("Rescue breathing", "breathing", _word("breathing", SAID)),
    Column("911 called", "called_911", _word("called_911", SAID)),
    Column("EMS on scene", "ems_came", _word("ems_came", SAID)),
    Column("Police on scene", "police_came", _word("police_came", SAID)),
    Column("Police action", "police_did", _words("police_did", POLICE)),
    Column("Outcome", "survived", _or_unknown(_word("survived", {
        "yes": "Survived", "no": "Did not survive", "unknown": "Unknown"}))),
)  # fmt: skip

COLUMNS: Mapping[Style, tuple[Column, ...]] = {
    Style.NEO: NEO, Style.ILLINOIS: ILLINOIS, Style.NEW_YORK: NEW_YORK,
}  # fmt: skip

CALIFORNIA: Mapping[str, str] = {
    "Organization": "program",
    "From": "span",
    "To": "span",
    "Naloxone doses distributed": "encounters, parcels, orders: doses that reached somebody",
    "Reversals since last order": "count of reports",
    "Survived": "survived",
    "Did not survive": "survived",
    "Outcome unknown": "survived",
    "911 called": "called_911",
    "Reversals per 100 doses": "count of reports, doses",
}


def header(style: Style) -> list[str]:
    """The first row."""
    if style is Style.CALIFORNIA:
        return list(CALIFORNIA)
    return [column.name for column in COLUMNS[style]]


def rows(style: Style, reports: Sequence[Report], span: Span) -> list[list[str]]:
    """The rows below it: one a report, or the one sum that California asks for at each reorder."""
    if style is Style.CALIFORNIA:
        return [_summed(reports, span)]
    return [[column.make(one) for column in COLUMNS[style]] for one in reports]


def _summed(reports: Sequence[Report], span: Span) -> list[str]:
    survived = [one.survived for one in reports]
    known = {word: survived.count(word) for word in ("yes", "no")}
    called = sum(one.called_911 == "yes" for one in reports)
    rate = f"{100 * len(reports) / span.doses_given:.1f}" if span.doses_given else ""
    counts = (span.doses_given, len(reports), known["yes"], known["no"],
              len(reports) - known["yes"] - known["no"], called)  # fmt: skip
    days = [f"{day:%m/%d/%Y}" for day in (span.first, span.last)]
    return [span.program, *days, *(str(count) for count in counts), rate]
