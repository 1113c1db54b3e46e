"""How long encounters and what was said in them are kept."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from beside.kernel import house
from beside.privacy import retention, vault
from beside.supply.models import Encounter
from beside.supply.models.hand import PERSON
from beside.supply.services import coding

CODES = timedelta(days=456)  # a year and its reports
PERSONS = timedelta(days=3 * 365)  # as long as funders may ask again
LISTS = ("race", "substances")


def register() -> None:
    """What is sealed, and what ends when."""
    vault.register_kind(
        coding.KIND,
        what=_("The key under which participants’ codes of one year are hashed"),
        why=_("So that several visits of one person can be counted as one, for that year’s report"),
        longest=timedelta(days=460),
    )
    vault.register_purpose(
        coding.PURPOSE, says=_("To count visits with one code as one person"), kinds={coding.KIND}
    )
    retention.register(
        retention.Rule(
            name="supply.codes",
            what=_("Hashes of participants’ codes"),
            why=_("So that people, and not only visits, can be counted for one year"),
            keep=CODES,
            destroy=destroy_codes,
        )
    )
    retention.register(
        retention.Rule(
            name="supply.encounters",
            what=_("Age, gender, race, county and the like of somebody who was given a kit"),
            why=_("Funders may ask about the last three years; afterwards counts are enough"),
            keep=PERSONS,
            destroy=destroy_descriptions,
        )
    )


def destroy_codes(before: datetime, at: datetime) -> int:
    """Hashes of encounters before that day; how many."""
    old = Encounter.objects.filter(on_date__lt=house.today(before), code_hash__isnull=False)
    return old.update(code_hash=None, code_style="")


def destroy_descriptions(before: datetime, at: datetime) -> int:
    """What described a person, of encounters before that day; how many encounters."""
    empty: dict[str, object] = {name: [] if name in LISTS else "" for name in PERSON}
    old = Encounter.objects.filter(on_date__lt=house.today(before)).exclude(**empty)
    return old.update(**empty)
