"""One entry feeds four funders' forms, each as its fixture has it."""

import re
from pathlib import Path

import pytest

from beside.supply.core import people, report_styles, used
from beside.supply.core.report_styles import CALIFORNIA, COLUMNS, Report, Style
from tests.supply.reversals import fixtures, given

METHODS = Path(__file__).parents[3] / "docs/methods/reversal-exports.md"


@pytest.fixture
def program(db):
    found = given.program_with_doses()
    fixtures.keep_all(found)
    return found


@pytest.mark.parametrize("style", list(Style))
def test_a_style_is_as_its_fixture(program, style):
    assert fixtures.exported(program, style) == fixtures.expected(style)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (report_styles.SETTINGS, used.Setting), (report_styles.PRODUCTS, used.Naloxone),
        (report_styles.GIVERS, used.Giver), (report_styles.SAID, used.Said),
        (report_styles.POLICE, used.PoliceDid), (report_styles.CONSCIOUS, used.Conscious),
        (report_styles.DRUGS, people.Drug), (report_styles.GENDERS, people.Gender),
        (report_styles.NEO_GENDERS, people.Gender), (report_styles.RACES, people.Race),
        (report_styles.SOURCES, used.KitFrom),
    ],
)  # fmt: skip
def test_every_word_of_ours_has_a_word_there(words, kind):
    assert set(words) == {word.value for word in kind}


@pytest.mark.parametrize("style", list(COLUMNS))
def test_what_a_form_insists_on_is_never_blank(style):
    from datetime import date

    day = date(2026, 11, 3)
    empty = Report(1, day, None, day, "P", "", "")
    for column in COLUMNS[style]:
        if column.name.endswith("*"):
            assert column.make(empty) == "Unknown"


@pytest.mark.parametrize("style", list(COLUMNS))
def test_every_column_names_fields_that_we_have(style):
    ours = set(Report.__dataclass_fields__)
    for column in COLUMNS[style]:
        assert set(filter(None, column.source.split(", "))) <= ours


def test_the_field_maps_in_the_documents_are_those_of_the_code():
    text = METHODS.read_text(encoding="utf-8")
    for style, columns in COLUMNS.items():
        part = text.split(f"<!-- {style.value} -->")[1].split("<!-- end -->")[0]
        rows = re.findall(r"^\| (.+?) \| (.*?) \|$", part, flags=re.M)[1:]
        assert rows == [(column.name, column.source or "left empty") for column in columns]
    part = text.split("<!-- ca -->")[1].split("<!-- end -->")[0]
    assert re.findall(r"^\| (.+?) \| (.*?) \|$", part, flags=re.M)[1:] == list(CALIFORNIA.items())
