"""The quick judgement of one record is jsonschema's judgement."""

import copy
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from beside.directory.hsds import check
from beside.directory.hsds.tables import ORDER, schema

STRANGE = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.floats(allow_nan=False), st.text(max_size=8),
    st.just([]), st.just({}), st.uuids().map(str), st.uuids().map(lambda one: one.hex),
    st.sampled_from(
        [
            "https://a.example", "a.example", "http://[", "ann@a.example", "ann",
            "2026-01-31T09:30:00Z", "2026-01-31t09:30:00z", "2026-02-31T09:30:00Z", "2026-01-31",
            "active", "physical", "postal", "virtual", "WEEKLY", "MO", "fax", "1",
        ]
    ),
)  # fmt: skip


def alone(table):
    """The schema of one record: records nested in it are asked on their own."""
    spec = copy.deepcopy(schema(table))
    for rule in spec["properties"].values():
        rule.pop("items", None)
        if rule.pop("$ref", None):
            rule["type"] = "object"
    return spec


@cache
def strict(table):
    from jsonschema import Draft202012Validator, FormatChecker  # grammars: seconds of work

    return Draft202012Validator(alone(table), format_checker=FormatChecker())


@st.composite
def records(draw):
    table = draw(st.sampled_from(ORDER))
    names = st.sampled_from([*schema(table)["properties"], "something_else"])
    return table, draw(st.dictionaries(names, STRANGE, max_size=6))


@given(records())
@settings(max_examples=300, deadline=None)
def test_the_quick_judgement_finds_what_jsonschema_finds(made):
    table, item = made

    quick = {(one.column, one.keyword, one.reason) for one in check.breaches(table, item)}

    slow = {
        (str(error.absolute_path[0]) if error.absolute_path else "", error.validator)
        for error in strict(table).iter_errors(item)
    }
    wrong_type = {column for column, keyword in slow if keyword == "type"}
    wanted = {
        (column, keyword)
        for column, keyword in slow
        if keyword == "type" or column not in wrong_type
    }
    assert {(column, keyword) for column, keyword, _reason in quick} == wanted
