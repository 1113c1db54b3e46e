"""Days are written as each language writes them."""

from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation


@pytest.mark.parametrize(
    ("language", "form", "said"),
    [
        ("en", "j M Y", "3 Nov 2026"),
        ("es", "j M Y", "3 nov 2026"),
        ("es", "D j M", "mar 3 nov"),
        ("en", "SHORT_DATE_FORMAT", "3 Nov 2026"),
        ("es", "SHORT_DATE_FORMAT", "3 nov 2026"),
        ("es", "DATE_FORMAT", "3 de noviembre de 2026"),
        ("es", "MONTH_DAY_FORMAT", "3 de noviembre"),
    ],
)
def test_short_months_are_small_in_spanish(language, form, said):
    page = Template(f'{{{{ day|date:"{form}" }}}}')
    with translation.override(language):
        assert page.render(Context({"day": date(2026, 11, 3)})) == said


def test_no_day_is_nothing():
    assert Template('{{ day|date:"j M Y"|default:"–" }}').render(Context({"day": None})) == "–"
