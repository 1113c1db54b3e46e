"""The phone's places in the house: effects, the ear for SMS, what the vault keeps for it."""

from importlib import import_module

from django.utils.translation import gettext_lazy as _

EFFECTS = ("calling_back", "climbing", "letters", "overflowing", "paging", "prompting",
           "reaching", "rooms", "standing_down", "testing", "words")  # fmt: skip


def register() -> None:
    """Called once, when the house starts."""
    from beside.kernel.transports import incoming
    from beside.line.phone import numbers, texting

    numbers.register()
    for name in EFFECTS:
        import_module(f"beside.line.effects.{name}")
    incoming.listen_along(texting.hear)
    incoming.listen_to_stops(texting.hear_stop)
    incoming.offer("line", _("LINE: do not be alone."), order=30)
    incoming.knows_language(texting.language_of)
