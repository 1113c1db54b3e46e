"""Reads for the pages of hand-overs."""

from django.utils.translation import gettext

from beside.accounts.models import User
from beside.supply.hand import words
from beside.supply.hand.pages import Recent
from beside.supply.models import CountMe, Encounter, Handed, Place

SHOWN = 8


def recent(place: Place, user: User, language: str) -> list[Recent]:
    """The last ones this person kept at this site, newest first."""
    found = Encounter.objects.filter(place=place, by=user, undone_at=None)
    found = found.prefetch_related("handed__product").order_by("-kept_at")[:SHOWN]
    return [Recent(one, said_of(one, language)) for one in found]


def said_of(encounter: Encounter, language: str) -> str:
    """What went out and came back, in few words."""
    parts = [_handed(one, language) for one in encounter.handed.all()]
    if encounter.kits_asked is not None:
        parts.append(gettext("asked %(n)d") % {"n": encounter.kits_asked})
    if encounter.syringes_back:
        parts.append(f"← {encounter.syringes_back}")
    done = (*encounter.services, *encounter.referrals, *encounter.education)
    labels = {**words.SERVICES, **words.REFERRALS, **words.EDUCATION}
    return " · ".join(parts or [str(labels.get(one, one)) for one in done])


def _handed(one: Handed, language: str) -> str:
    """ "2 Naloxone 4 mg", "1 + 1/2 …": kits, and single doses as parts of one."""
    per_kit = one.product.per_kit
    kits, single = divmod(one.units, per_kit)
    parts = [str(kits)] if kits or not single else []
    parts += [f"{single}/{per_kit}"] if single else []
    return f"{' + '.join(parts)} × {one.product.name(language)}"


def to_count(place: Place, language: str) -> list[tuple[str, int]]:
    """Which products this shelf asks to have counted, and how many units more left it."""
    asked = CountMe.objects.filter(place=place, settled_at=None).select_related("product")
    return [(one.product.name(language), one.short_units) for one in asked.order_by("since_at")]
