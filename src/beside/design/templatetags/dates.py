"""Days in tables as each language writes them. In every template, instead of Django's own."""

from datetime import date as Day
from typing import Any

from django import template
from django.template import defaultfilters
from django.utils.translation import get_language

register = template.Library()
SMALL_MONTHS = {"es"}  # 3 nov 2026; Django's "M" would say Nov


@register.filter("date", expects_localtime=True, is_safe=False)
def written_day(value: Day | None, form: str | None = None) -> Any:
    """As Django's `date`, with short months in small letters where a language wants them so."""
    if form and "_" not in form and get_language() in SMALL_MONTHS:  # DATE_FORMAT is a name
        form = form.replace("M", "b")
    return defaultfilters.date(value, form)
