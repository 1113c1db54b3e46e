"""What the law table answers, and to whom something may be offered."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beside.supply.core.law import CHECK_AFTER, Answer, Precision, Topic, Value, in_force
from beside.supply.core.law_statement import NotADate, Statement, began, faults, written
from beside.supply.law import queries as law
from tests.supply.law.shared import AT, SF_74, TODAY, shipped, state


@pytest.mark.django_db
@pytest.mark.parametrize("topic", Topic)
def test_an_empty_table_answers_unknown_and_allows_nothing(topic):
    said = law.answer("KY", topic, TODAY)

    assert said.value is Value.UNKNOWN
    assert not law.allows("KY", topic, TODAY)
    assert said.is_to_check(TODAY)


@pytest.mark.parametrize("value", Value)
def test_only_a_plain_yes_allows(value):
    assert Answer("KY", Topic.FENTANYL_STRIPS, value).allows is (value is Value.YES)


def test_an_answer_is_to_check_from_the_day_after_180_days():
    said = Answer("KY", Topic.FENTANYL_STRIPS, Value.YES, as_of_date=TODAY - CHECK_AFTER)

    assert not said.is_to_check(TODAY)
    assert said.is_to_check(TODAY + timedelta(days=1))


def test_an_answer_is_due_when_the_promised_day_has_come_though_it_is_not_old():
    said = Answer("KY", Topic.FENTANYL_STRIPS, Value.YES, as_of_date=TODAY, next_review_date=TODAY)

    assert said.is_due(TODAY)
    assert not said.is_to_check(TODAY)
    assert not said.is_due(TODAY - timedelta(days=1))


def test_spanish_is_said_in_english_where_nobody_wrote_it():
    said = Answer("KY", Topic.GOOD_SAMARITAN, Value.YES, scope="For all.", scope_es="")

    assert said.scope_in("es") == "For all."
    assert replace(said, scope_es="Para todos.").scope_in("es") == "Para todos."


@pytest.mark.django_db
def test_a_law_that_begins_later_leaves_what_stood_until_then():
    later = replace(SF_74, effective_date=TODAY + timedelta(days=30))
    state(replace(SF_74, value=Value.PARTIAL, effective_date=None))
    state(later)

    assert law.answer("WY", SF_74.topic, TODAY).value is Value.PARTIAL
    assert law.answer("WY", SF_74.topic, TODAY + timedelta(days=30)).value is Value.YES


@pytest.mark.django_db
def test_a_corrected_beginning_never_comes_back():
    state(replace(SF_74, effective_date=TODAY + timedelta(days=30)))
    state(replace(SF_74, effective_date=TODAY + timedelta(days=90)), at=AT + timedelta(days=1))

    assert not law.allows("WY", SF_74.topic, TODAY + timedelta(days=60))
    assert law.allows("WY", SF_74.topic, TODAY + timedelta(days=90))


class Written:
    """A version as time sees it."""

    def __init__(self, effective, stated):
        self.effective_date = None if effective is None else TODAY + timedelta(days=effective)
        self.stated_on = TODAY + timedelta(days=stated)


@given(
    st.lists(
        st.tuples(st.none() | st.integers(-400, 400), st.integers(0, 300)), min_size=1, max_size=6
    ),
    st.integers(-300, 500),
)
def test_what_is_in_force_began_by_that_day_and_nothing_newer_had(told, day):
    told = sorted(told, key=lambda each: each[1], reverse=True)
    versions = [Written(*each) for each in told]
    on = TODAY + timedelta(days=day)
    found = in_force(versions, on)

    newer = versions[: versions.index(found)] if found else versions
    assert all(each.effective_date and each.effective_date > min(
        [on, *(v.stated_on for v in newer[:at])]) for at, each in enumerate(newer))  # fmt: skip
    assert found is None or not found.effective_date or found.effective_date <= on


@pytest.mark.parametrize(
    ("said", "day", "precision"),
    [
        ("2017-07-01", date(2017, 7, 1), Precision.DAY),
        ("2016-02", date(2016, 2, 29), Precision.MONTH),
        ("2024", date(2024, 12, 31), Precision.YEAR),
        ("", None, Precision.DAY),
    ],
)
def test_a_beginning_is_the_last_day_it_can_have_been_and_reads_back(said, day, precision):
    assert began(said) == (day, precision)
    assert written(day, precision) == said


@pytest.mark.parametrize("said", ["2017-13", "2017-02-30", "July", "17", "2017-7-1", "0000"])
def test_what_is_no_day_month_or_year_is_refused(said):
    with pytest.raises(NotADate):
        began(said)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"citation": ""}, "citation"),
        ({"as_of_date": None}, "as_of_date"),
        ({"as_of_date": TODAY + timedelta(days=1)}, "as_of_date"),
        ({"next_review_date": TODAY}, "next_review_date"),
        ({"next_review_date": TODAY + timedelta(days=400)}, "next_review_date"),
        ({"source_url": "wyoleg.gov"}, "source_url"),
        ({"state": "ZZ"}, "state"),
        ({"scope_es": ""}, "scope_es"),
        ({"exclusions_es": "Nadie."}, "exclusions"),
        ({"scope": "x" * 601}, "scope"),
        ({"effective_date": date(2099, 1, 1)}, "effective_date"),
    ],
)
def test_what_rests_on_nothing_is_not_kept(change, field):
    assert faults(SF_74, TODAY) == []
    assert [fault.field for fault in faults(replace(SF_74, **change), TODAY)] == [field]


def test_unknown_needs_no_source():
    assert faults(Statement("PR", Topic.SYRINGE_MAIL, Value.UNKNOWN), TODAY) == []


@pytest.mark.django_db
def test_every_topic_of_a_state_is_answered_in_two_questions_or_fewer(
    django_assert_max_num_queries,
):
    shipped()
    with django_assert_max_num_queries(1):
        said = law.answers("KY", TODAY)

    assert list(said) == list(Topic)
    assert said[Topic.GOOD_SAMARITAN].allows
