"""What the law table answers, and to whom something may be offered."""

from datetime import date

import pytest

from beside.supply.core.law import Topic, Value
from beside.supply.law import queries as law

TODAY = date(2026, 11, 22)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("topic", Topic)
def test_an_empty_table_answers_unknown_and_allows_nothing(topic):
    said = law.answer("KY", topic, TODAY)

    assert said.value is Value.UNKNOWN
    assert not law.allows("KY", topic, TODAY)
    assert said.is_to_check(TODAY)
