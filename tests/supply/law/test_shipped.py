"""The facts that come with the software: what they must say, and against their sources."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from beside.supply.core.law import CHECK_AFTER, STATES, TERRITORIES, Precision, Topic, Value
from beside.supply.core.law_statement import faults
from beside.supply.law import queries as law
from beside.supply.law.starting import derive, loading
from beside.supply.models import LawFact
from tests.supply.law.shared import AT, SF_74, TODAY, seen, shipped, state

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "supply"
the_sources = pytest.mark.skipif(not SHARED.exists(), reason="the source tables are not here")
SAMARITAN = Topic.GOOD_SAMARITAN
NOT_NAMED = {
    "AL", "AK", "AZ", "AR", "IA", "KS", "MI", "MS", "MO", "NE", "OK", "OR", "PA", "SC", "SD", "TX",
    "WV", "WI", "WY",
}  # fmt: skip


@pytest.fixture
def table(db):
    shipped()


def test_kansas_has_a_good_samaritan_law_since_2024_but_not_for_probation_and_parole(table):
    said = law.answer("KS", SAMARITAN, TODAY)

    assert said.value is Value.YES
    assert (said.effective_date, said.effective_precision) == (date(2024, 12, 31), Precision.YEAR)
    assert "Senate Bill 419" in said.citation
    for word in ("probation", "parole", "work release"):
        assert word in said.exclusions
    assert "libertad condicional" in said.exclusions_in("es")


def test_kansas_had_none_that_we_know_of_in_2023(table):
    assert law.answer("KS", SAMARITAN, date(2023, 12, 31)).value is Value.UNKNOWN


def test_south_dakota_has_a_good_samaritan_law_since_july_2017(table):
    said = law.answer("SD", SAMARITAN, TODAY)

    assert (said.value, said.effective_date) == (Value.YES, date(2017, 7, 1))
    assert law.answer("SD", SAMARITAN, date(2017, 6, 30)).value is Value.UNKNOWN


def test_wyoming_is_unknown_until_somebody_cites_a_source(table):
    assert law.answer("WY", SAMARITAN, TODAY).value is Value.UNKNOWN

    state(SF_74)

    said = law.answer("WY", SAMARITAN, TODAY)
    assert (said.value, said.verified_by) == (Value.YES, "staff")


def test_syringe_programs_are_authorized_in_32_of_51(table):
    allowed = [code for code in STATES if law.allows(code, Topic.SYRINGE_SERVICES, TODAY)]

    assert len(allowed) == 32
    assert not NOT_NAMED.intersection(allowed)
    assert law.answer("NY", Topic.SYRINGE_SERVICES, TODAY).as_of_date == date(2019, 8, 1)


def test_alaska_has_no_law_against_drug_equipment(table):
    assert law.allows("AK", Topic.NO_PARAPHERNALIA_LAW, TODAY)
    others = [code for code in STATES if code != "AK"]
    assert not any(law.allows(code, Topic.NO_PARAPHERNALIA_LAW, TODAY) for code in others)


@pytest.mark.parametrize(
    ("topic", "yes"),
    [(Topic.NALOXONE_ACCESS, 51), (Topic.STANDING_ORDER, 47), (Topic.PHARMACIST_PRESCRIBES, 8)],
)
def test_naloxone_laws_are_counted_as_the_field_counts_them(table, topic, yes):
    assert sum(law.allows(code, topic, TODAY) for code in STATES) == yes


@pytest.mark.parametrize("state", TERRITORIES)
def test_nobody_looked_at_the_territories_so_they_are_unknown(table, state):
    assert {said.value for said in law.answers(state, TODAY).values()} == {Value.UNKNOWN}


@pytest.mark.parametrize("topic", [Topic.SYRINGE_MAIL, Topic.SAFER_SMOKING])
def test_what_no_source_of_ours_covers_is_unknown_everywhere(table, topic):
    assert {law.answer(code, topic, TODAY).value for code in STATES} == {Value.UNKNOWN}


def test_no_shipped_answer_is_a_no(table):
    """That an old table found no law does not say that there is none today."""
    assert not LawFact.objects.filter(value=Value.NO).exists()


def test_every_shipped_fact_could_be_stated_by_a_person_and_shows_check(table):
    for said in loading.shipped():
        assert faults(said, TODAY) == [], said
        assert said.citation
        assert said.source_url
        assert TODAY - said.as_of_date > CHECK_AFTER, said


def test_filling_twice_writes_nothing_twice(table):
    assert loading.fill(AT + timedelta(days=1)) == 0


def test_a_new_release_mends_what_came_with_the_last_one_and_leaves_what_people_stated(table):
    state(SF_74)
    fixed = [
        said if said.state != "KS" else type(said)(**{**vars(said), "citation": "mended"})
        for said in loading.shipped()
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "shipped", lambda: tuple(fixed))
        written = loading.fill(AT + timedelta(days=30))

    assert written == sum(said.state == "KS" for said in fixed)
    assert seen("KS", SAMARITAN) == 2
    assert law.answer("KS", SAMARITAN, TODAY).citation == "mended"
    assert law.answer("WY", SAMARITAN, TODAY).citation == SF_74.citation


def test_the_file_is_what_its_parts_give():
    with (derive.HERE / "facts.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    assert [row for row in rows if (row["state"], row["topic"]) in _cited()] == sorted(
        derive.cited(), key=lambda r: (STATES.index(r["state"]), list(Topic).index(r["topic"]))
    )


def _cited():
    return {(row["state"], row["topic"]) for row in derive.cited()}


@the_sources
def test_the_file_is_derived_from_its_sources_to_the_letter():
    with (derive.HERE / "facts.csv").open(encoding="utf-8") as file:
        assert list(csv.DictReader(file)) == derive.put_together(
            derive.derived(SHARED), derive.cited()
        )


@the_sources
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "column", "topic"),
    [
        (derive.TABLES[1][0], "date_anygsl", Topic.GOOD_SAMARITAN),
        (derive.TABLES[1][0], "date_gsl_arrest", Topic.ARREST_PROTECTION),
        (derive.TABLES[0][0], "date_anynal", Topic.NALOXONE_ACCESS),
        (derive.TABLES[0][0], "date_nal_protocol_standing", Topic.STANDING_ORDER),
        (derive.TABLES[0][0], "date_nal_Rx_prescriptive_auth", Topic.PHARMACIST_PRESCRIBES),
    ],
)
def test_every_date_of_the_optic_tables_is_answered_with_that_date(file, column, topic):
    shipped()
    with (SHARED / file).open(encoding="utf-8") as lines:
        rows = {row["state"]: row for row in csv.DictReader(lines)}  # the last year of each
    dated = {derive.NAMES[name]: row[column] for name, row in rows.items() if row[column]}

    assert len(rows) == 51
    for code, day in dated.items():
        said = law.answer(code, topic, TODAY)
        assert (said.value, said.effective_date.isoformat()) == (Value.YES, day), code


CONFLICTS = {  # what a community file of 2026 says of Good Samaritan laws, against our sources
    "KS": "the file says none; Senate Bill 419 was signed in May 2024",
    "SD": "the file says none; OPTIC dates the law 2017-07-01",
}


@the_sources
@pytest.mark.django_db
@pytest.mark.parametrize("file", ["state_access_narcan_delivery_2026-04.json"])
def test_where_a_community_file_and_our_sources_conflict_is_known_by_name(file):
    shipped()
    told = json.loads((SHARED / file).read_text(encoding="utf-8"))["states"]
    states = told if isinstance(told, list) else list(told.values())
    denied = {
        each["abbreviation"]
        for each in states
        if each["legal_framework"]["good_samaritan_overdose_immunity"]["exists"] is False
    }

    assert {code for code in denied if law.allows(code, SAMARITAN, TODAY)} == set(CONFLICTS)
    assert not denied - set(CONFLICTS)


@the_sources
@pytest.mark.django_db
def test_oklahoma_and_maine_made_their_laws_after_the_table_looked_and_so_are_cited():
    shipped()
    rows = csv.DictReader((SHARED / derive.TABLES[1][0]).read_text(encoding="utf-8").splitlines())
    missing = {
        derive.NAMES[r["state"]] for r in rows if r["year"] == "2018" and not r["date_anygsl"]
    }

    assert missing == {"KS", "ME", "OK", "TX", "WY"}
    assert {code for code in missing if law.allows(code, SAMARITAN, TODAY)} == {"KS", "ME", "OK"}
