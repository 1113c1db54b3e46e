"""`{% load peers %}`: money as people write it."""

from django import template

register = template.Library()


@register.filter
def money(cents: int) -> str:
    """Dollars, with cents only when there are any."""
    whole, rest = divmod(cents, 100)
    return f"${whole:,}.{rest:02}" if rest else f"${whole:,}"
