"""One sentence for each place of a plan: why it gets what it gets, in words and with figures."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from beside.supply.core.need.allocation import Reason


def sentence(
    *, reason: str, kits: int, least: int, most: int | None, saturation: float,
    next_1000_avert: float,
) -> str:  # fmt: skip
    """In the language of the page. Said of a year."""
    words = {
        "kits": whole(kits), "met": percent(saturation), "next": about(next_1000_avert),
        "least": whole(least), "most": whole(most or 0),
    }  # fmt: skip
    return _of(reason) % words


def _of(reason: str) -> str:
    texts = {
        Reason.LEVEL: _(
            "With %(kits)s kits, %(met)s of witnessed overdoses meet one; here the next kit averts "
            "as much as anywhere (%(next)s deaths per 1,000 more)."
        ),
        Reason.FLOOR: _(
            "Kept at its least of %(least)s: elsewhere a kit averts more, and here %(met)s of "
            "witnessed overdoses meet one."
        ),
        Reason.CAPACITY: _(
            "Could use more than the %(most)s it can take: 1,000 more would avert %(next)s deaths."
        ),
        Reason.GROUP: _(
            "Raised with its group to what the group is to get at least; %(met)s of witnessed "
            "overdoses meet a kit."
        ),
        Reason.ENOUGH: _(
            "None of ours: deaths are few, or kits of others are there (%(met)s of witnessed "
            "overdoses meet one); a kit averts more elsewhere."
        ),
        Reason.NO_DEATHS: _("No death is expected, so no kit beyond its least."),
    }
    return texts.get(Reason(reason), "%(kits)s")


def whole(number: float) -> str:
    """A whole number with its thousands apart."""
    return number_format(round(number), force_grouping=True, use_l10n=True)


def about(number: float) -> str:
    """Below ten with one decimal, above without."""
    if 0 < abs(number) < 9.95:
        return number_format(round(number, 1), 1)
    return whole(number)


def percent(share: float) -> str:
    """A share as a percentage that claims no more than is known."""
    if 0 < share < 0.01:
        return _("less than 1%")
    if 0.99 < share < 1:
        return _("more than 99%")
    return f"{share:.0%}"
