"""How long reports of use, and the numbers of those who want a call, are kept."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from beside.kernel import house
from beside.privacy import retention, vault
from beside.supply.models import Reversal
from beside.supply.models.reversals import PERSON
from beside.supply.services import reporting

DESCRIBED = timedelta(days=3 * 365)
LISTS = ("race", "drugs", "police_did")


def register() -> None:
    """What is sealed, and what ends when."""
    vault.register_kind(
        reporting.CALLBACK,
        what=_("The number of somebody who asked to be called after an overdose"),
        why=_("So that one person can call them once; it is destroyed then, or after three days"),
        longest=reporting.CALLED_WITHIN,
    )
    vault.register_purpose(
        reporting.CALL_BACK, says=_("To call somebody who asked for it"), kinds={reporting.CALLBACK}
    )
    retention.register(
        retention.Rule(
            name="supply.reversals",
            what=_("Age, gender, race, drugs and place of an overdose that was reversed"),
            why=_("Funders may ask about the last three years; afterwards counts are enough"),
            keep=DESCRIBED,
            destroy=destroy_descriptions,
        )
    )


def destroy_descriptions(before: datetime, at: datetime) -> int:
    """What described a person, of reports before that day; how many reports."""
    empty: dict[str, object] = {name: [] if name in LISTS else "" for name in PERSON}
    old = Reversal.objects.filter(last_date__lt=house.today(before)).exclude(**empty)
    return old.update(**empty)
