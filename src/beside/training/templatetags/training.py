"""How a lesson is drawn: `{% load training %}{% picture block.name block.alt %}`."""

from django import template
from django.utils.safestring import SafeString

from beside.training import pictures, words

register = template.Library()


@register.simple_tag
def picture(name: str, alt: str) -> SafeString | str:
    """A drawing with its words; a name we do not know draws nothing."""
    try:
        return pictures.draw(name, alt)
    except pictures.NoSuchPicture:
        return ""


@register.filter
def audience(slug: str) -> str:
    """An audience in the words of the page."""
    return words.audience(slug)


@register.filter
def own_name(code: str) -> str:
    """A language in its own words."""
    return words.LANGUAGES.get(code, code)
