"""`{% load peers %}`: money and months as people write them."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language

from beside.peers.models import Point
from beside.supply.models import Product

register = template.Library()


@register.filter
def money(cents: int) -> str:
    """Dollars, with cents only when there are any."""
    whole, rest = divmod(cents, 100)
    return f"${whole:,}.{rest:02}" if rest else f"${whole:,}"


@register.filter
def month(name: str) -> str:
    """2026-08, as people say it."""
    return date_format(date.fromisoformat(f"{name}-01"), "YEAR_MONTH_FORMAT")


@register.filter
def when(point: Point) -> str:
    """When and how one comes there, in the reader's language."""
    return point.when(get_language() or "en")


@register.filter
def named(product: Product) -> str:
    """A product as people name it."""
    return product.name(get_language() or "en")
