"""Stating, verifying, withdrawing, taking back: every act is a version with a record."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from beside.kernel.models import Act
from beside.supply.core.law import Topic, Value
from beside.supply.core.law_statement import Statement
from beside.supply.law import queries as law
from beside.supply.models import LawFact
from beside.supply.services import stating_law
from tests import people
from tests.supply.law.shared import AT, SF_74, TODAY, seen, shipped, state

pytestmark = pytest.mark.django_db
WY = {"state": "WY", "topic": Topic.GOOD_SAMARITAN}
LATER = AT + timedelta(days=200)


@pytest.fixture
def gloria():
    return people.person("coordinator")


def test_a_stated_fact_answers_at_once_and_leaves_a_record(gloria):
    fact = state(SF_74, by=gloria)

    assert law.answer("WY", SF_74.topic, TODAY).allows
    assert fact.verified_by == gloria
    act = Act.objects.get(verb="law_stated")
    assert (act.on_id, act.by) == (str(fact.pk), str(gloria.pk))


def test_each_version_supersedes_the_last_and_none_is_lost(gloria):
    first = state(SF_74, by=gloria)
    second = state(replace(SF_74, value=Value.PARTIAL), by=gloria)

    assert (second.number, second.supersedes_id) == (2, first.pk)
    assert LawFact.objects.get(pk=first.pk).superseded_by == second


def test_two_people_who_write_the_same_fact_do_not_overwrite_each_other(gloria):
    stating_law.state_fact(said=SF_74, seen=0, by=gloria, at=AT)

    with pytest.raises(stating_law.Overtaken):
        stating_law.state_fact(said=SF_74, seen=0, by=people.person("coordinator"), at=AT)
    assert LawFact.objects.count() == 1


def test_what_rests_on_nothing_is_refused_and_nothing_is_kept(gloria):
    with pytest.raises(stating_law.NotAStatement) as refused:
        state(replace(SF_74, citation=""), by=gloria)

    assert [fault.field for fault in refused.value.faults] == ["citation"]
    assert not LawFact.objects.exists()


def test_the_database_too_refuses_an_answer_that_rests_on_nothing():
    with pytest.raises(IntegrityError), transaction.atomic():
        LawFact.objects.create(state="WY", topic="good_samaritan", number=1, value="yes", at=AT)


@pytest.mark.parametrize("statement", ["UPDATE supply_lawfact SET value = 'no'",
                                       "DELETE FROM supply_lawfact"])  # fmt: skip
def test_the_table_only_appends(gloria, statement):
    state(SF_74, by=gloria)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_looking_again_makes_it_young(gloria):
    state(SF_74, by=gloria)
    on = LATER.date()
    assert law.answer(**WY, on=on).is_to_check(on)

    stating_law.verify_fact(**WY, seen=1, next_review=on + timedelta(days=90), by=gloria, at=LATER)

    said = law.answer(**WY, on=on)
    assert not said.is_to_check(on)
    assert (said.citation, said.as_of_date) == (SF_74.citation, on)
    assert Act.objects.filter(verb="law_verified").exists()


def test_an_unknown_cannot_be_looked_at_again_only_stated(gloria):
    shipped()

    with pytest.raises(stating_law.NothingStands):
        stating_law.verify_fact(
            **WY, seen=1, next_review=TODAY + timedelta(days=90), by=gloria, at=AT
        )


def test_a_withdrawn_fact_is_unknown_and_allows_nothing_from_then_on(gloria):
    state(SF_74, by=gloria)

    stating_law.withdraw_fact(**WY, seen=1, by=gloria, at=AT)

    assert law.answer(**WY, on=TODAY).value is Value.UNKNOWN
    assert not law.allows(**WY, on=TODAY)
    assert Act.objects.filter(verb="law_withdrawn").exists()


def test_taking_back_restores_what_stood_with_who_looked_and_when(gloria):
    shipped()
    kansas = {"state": "KS", "topic": Topic.GOOD_SAMARITAN}
    before = law.answer(**kansas, on=TODAY)
    stating_law.withdraw_fact(**kansas, seen=1, by=gloria, at=AT)

    stating_law.undo_fact(**kansas, seen=2, by=gloria, at=AT)

    assert law.answer(**kansas, on=TODAY) == before
    assert before.verified_by == "shipped"
    assert Act.objects.filter(verb="law_restored").exists()


def test_taking_back_the_first_version_leaves_unknown(gloria):
    state(SF_74, by=gloria)

    stating_law.undo_fact(**WY, seen=1, by=gloria, at=AT)

    assert law.answer(**WY, on=TODAY).value is Value.UNKNOWN


def test_taking_back_twice_brings_it_again(gloria):
    state(SF_74, by=gloria)
    stating_law.undo_fact(**WY, seen=1, by=gloria, at=AT)

    stating_law.undo_fact(**WY, seen=2, by=gloria, at=AT)

    assert law.allows(**WY, on=TODAY)


def test_a_list_is_kept_whole_or_not_at_all(gloria):
    wrong = replace(SF_74, topic=Topic.LAY_IMMUNITY, citation="")

    with pytest.raises(stating_law.NotAStatement):
        stating_law.bring_in_facts(rows=[(SF_74, 0), (wrong, 0)], by=gloria, at=AT)
    assert not LawFact.objects.exists()


def test_a_list_is_taken_back_as_a_whole_while_nothing_was_written_since(gloria):
    shipped()
    other = replace(SF_74, topic=Topic.LAY_IMMUNITY)
    rows = [(SF_74, 1), (other, 0)]
    batch, kept = stating_law.bring_in_facts(rows=rows, by=gloria, at=AT)
    assert kept == 2

    assert stating_law.undo_batch(batch=batch, by=gloria, at=AT) == 2

    assert {law.answer("WY", t, TODAY).value for t in (SF_74.topic, other.topic)} == {Value.UNKNOWN}
    with pytest.raises(stating_law.Overtaken):
        stating_law.undo_batch(batch=batch, by=gloria, at=AT)


def test_what_stands_so_already_is_left_as_it_is(gloria):
    state(SF_74, by=gloria)

    _batch, kept = stating_law.bring_in_facts(rows=[(SF_74, 1)], by=gloria, at=AT)

    assert kept == 0
    assert seen("WY", SF_74.topic) == 1


def test_unknown_can_be_stated_too(gloria):
    state(Statement("PR", Topic.SYRINGE_MAIL, Value.UNKNOWN), by=gloria)

    assert law.answer("PR", Topic.SYRINGE_MAIL, TODAY).value is Value.UNKNOWN


def test_promised_reviews_are_counted_once_their_day_has_come(gloria):
    shipped()
    state(SF_74, by=gloria)

    assert law.promised_reviews(TODAY) == 0
    assert law.promised_reviews(SF_74.next_review_date) == 1
