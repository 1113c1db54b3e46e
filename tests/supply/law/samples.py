"""Real arguments for the doors of the law."""

from dataclasses import replace

from beside.kernel import clock, house
from beside.supply.core.law import Topic
from beside.supply.services import stating_law
from tests import people
from tests.rules import samples
from tests.supply.law.shared import SF_74, seen

ONE = {"state": "WY", "topic": "good_samaritan"}


def stated() -> int:
    """One fact that somebody stated today; its number."""
    at = clock.now()
    said = replace(SF_74, as_of_date=house.today(at), next_review_date=None)
    by = people.person("coordinator")
    fact = stating_law.state_fact(
        said=said, seen=seen("WY", Topic.GOOD_SAMARITAN), by=by, at=at
    )  # fmt: skip
    return fact.number


@samples.of("supply:law_state")
def _state():
    return {"state": "ky"}


@samples.of("supply:law_file")
def _file():
    return {"kind": "csv"}


@samples.of("supply:law_fact")
@samples.of("supply:law_edit")
@samples.of("supply:law_verify")
@samples.of("supply:law_withdraw")
def _one():
    stated()
    return ONE


@samples.of("supply:law_undo")
def _undo():
    return ONE | {"number": stated()}


@samples.of("supply:law_undo_list")
def _list():
    at = clock.now()
    today = house.today(at)
    said = replace(SF_74, as_of_date=today, next_review_date=None, citation=at.isoformat())
    rows = [(said, seen("WY", Topic.GOOD_SAMARITAN))]
    by = people.person("coordinator")
    batch, _kept = stating_law.bring_in_facts(rows=rows, by=by, at=at)
    return {"batch": batch}
