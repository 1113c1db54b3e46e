"""The room's slugs in words, in the language of the page."""

from django.utils.translation import get_language, gettext

from beside.training.core import audiences, products
from beside.training.core.audiences import Audience
from beside.training.core.products import Product


def language() -> str:
    """The language of the page being drawn."""
    return get_language() or "en"


def audience(slug: str) -> str:
    """An audience in words; a slug we no longer know stays as it is."""
    return gettext(audiences.WORDS[Audience(slug)]) if slug in set(Audience) else slug


def product(slug: str) -> str:
    """A product in words; none is all of them."""
    return gettext(products.WORDS[Product(slug)]) if slug else gettext("All products")


LANGUAGES = {"en": "English", "es": "Español"}
"""Languages in their own words."""
