"""Many organizations at once, from a spreadsheet: all of them or none, their links afterwards."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.privacy import vault
from beside.supply.agency.bringing import Brought
from beside.supply.models import Agency, AgencyImport, Entry, Program
from beside.supply.services import letting_in
from beside.supply.services.letting_in import Twin


class CameMeanwhile(Exception):
    """Row `number` has a name that the program has by now."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number


class InUse(Exception):
    """Some of them ordered, used their link or hold kits: `names`. Nothing was undone."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(str(len(names)))
        self.names = list(names)


@transaction.atomic
def bring_in_agencies(
    *, program: Program, rows: Sequence[tuple[int, Brought]], by: User, at: datetime
) -> AgencyImport:
    """Keep all of them, let in and without a link. Raises CameMeanwhile; then none is kept."""
    made = AgencyImport.objects.create(program=program, at=at, by=by)
    for number, one in rows:
        try:
            agency = letting_in.add_agency(
                program=program, asked=one.asked, by=by, at=at, sends_link=False
            )
        except Twin as error:
            raise CameMeanwhile(number) from error
        letting_in.keep_door(agency=agency, door=one.door, by=by, at=at)
        letting_in.keep_papers(agency=agency, facts=one.papers, by=by, at=at)
        Agency.objects.filter(pk=agency.pk).update(brought_in=made)
    record.act("agencies_brought_in", on=made, by=by, at=at, detail={"count": len(rows)})
    return made


@transaction.atomic
def undo_bringing_in(*, import_id: UUID, by: User, at: datetime) -> int:
    """As if the list had never come; how many are gone. Raises InUse, AgencyImport.DoesNotExist."""
    made = AgencyImport.objects.select_for_update().get(pk=import_id, undone_at=None)
    found = list(made.agencies.select_for_update(of=("self",)).select_related("place"))
    if used := [one.name for one in found if _is_used(one)]:
        raise InUse(used)
    for one in found:
        for sealed_id in (one.contact_id, one.ship_to_id):
            if sealed_id:
                vault.destroy(sealed_id, at=at, by=by)
        place = one.place
        one.delete()
        if place:
            place.delete()
    AgencyImport.objects.filter(pk=made.pk).update(undone_at=at)
    record.act("agencies_taken_back", on=made, by=by, at=at, detail={"count": len(found)})
    return len(found)


def _is_used(agency: Agency) -> bool:
    return (
        agency.orders.exists()
        or agency.links.exclude(used_at=None).exists()
        or agency.reversals.exists()
        or hasattr(agency, "listing")
        or Entry.objects.filter(place=agency.place).exists()
    )


@transaction.atomic
def send_links(*, program: Program, by: User, at: datetime) -> int:
    """A link to every organization that is let in and never had one; how many."""
    without = Agency.objects.filter(program=program, state=Agency.State.OPEN, links=None)
    found = list(without)
    for one in found:
        letting_in.send_link(agency=one, by=by, at=at)
    record.act("agency_links_sent", on=program, by=by, at=at, detail={"count": len(found)})
    return len(found)
