"""How stock is said on a page: `{% load supply_stock %}{{ row.units|counted:row.product }}`."""

from django import template
from django.conf import settings

from beside.supply.models import Place, Product
from beside.supply.stock import words

register = template.Library()


@register.filter
def counted(units: int, product: Product) -> str:
    """Cases, kits and doses, exactly."""
    return words.counted(units, product)


@register.filter
def phone(number: str) -> str:
    """As people write it here: 859-555-0123. Whatever is no such number stands as it is."""
    digits = "".join(letter for letter in number if letter.isdigit())
    if len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    if len(digits) != 10:
        return number
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"


@register.filter
def dialled(number: str) -> str:
    """For a `tel:` link: with the country, and nothing between the digits."""
    bare = "".join(letter for letter in number if letter.isdigit())
    if number.strip().startswith("+") or len(bare) == 11:
        return f"+{bare}"
    return f"+1{bare}" if len(bare) == 10 else bare


@register.filter
def own_name(language: str) -> str:
    """A language in its own words."""
    return dict(settings.LANGUAGES).get(language, language)


@register.filter
def product_name(product: Product) -> str:
    return words.product_name(product)


@register.filter
def place_name(place: Place) -> str:
    return words.place_name(place)


@register.filter
def place_kind(kind: str) -> str:
    return str(words.PLACES.get(kind, kind))


@register.filter
def why(slug: str) -> str:
    return str(words.WHYS.get(slug, slug))


@register.filter
def reason(slug: str) -> str:
    return str(words.REASONS.get(slug) or words.HOLDS.get(slug) or slug)


@register.filter
def alarm(kind: str) -> str:
    return str(words.ALARMS.get(kind, kind))


@register.filter
def aid_state(state: str) -> str:
    return str(words.AID.get(state, state))
