"""Filters for the finder's pages."""

import re

from django import template

register = template.Library()


@register.filter
def dialled(number: str) -> str:
    """A number as a phone dials it: "(859) 555-0100 ext. 2" is "8595550100,2"."""
    main, _, extension = re.sub(r"(?i)\s*(ext\.?|x)\s*", ",", number).partition(",")
    digits = re.sub(r"[^\d+]", "", main)
    return f"{digits},{re.sub(r'[^0-9]', '', extension)}" if extension else digits
