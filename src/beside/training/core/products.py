"""The kinds of naloxone a lesson teaches and a rule may name."""

from enum import StrEnum


class Product(StrEnum):
    """By strength and way of giving; brands come and go."""

    NASAL_3MG = "nasal_3mg"
    NASAL_4MG = "nasal_4mg"
    IM_VIAL = "im_vial"
    PREFILLED = "prefilled"


def _(text: str) -> str:
    """Mark a text for the catalogue; pages translate it when they show it."""
    return text


WORDS: dict[Product, str] = {
    Product.NASAL_3MG: _("Nose spray, 3 mg"),
    Product.NASAL_4MG: _("Nose spray, 4 mg"),
    Product.IM_VIAL: _("Vial for the muscle, 0.4 mg/mL"),
    Product.PREFILLED: _("Prefilled syringe or auto-injector"),
}
