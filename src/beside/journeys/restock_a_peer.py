"""A peer gets more kits; or finds none where there should be some. Whoever orders sees it at once.

The restock itself is one room's work (`peers.services.restocking`, `bags`): kits go from a shelf to
the peers' place. Here its consequence: a case less may be what makes a shelf run low.
"""

from datetime import datetime

from beside.kernel import facts
from beside.peers.core.noticed import What
from beside.peers.facts import PeerNoticed, PeerRestocked
from beside.peers.models import Notice
from beside.supply.models import Machine, Program
from beside.supply.services import alarming, tending


@facts.receives(PeerRestocked)
def look_whether_stock_runs_low(fact: PeerRestocked, *, at: datetime) -> None:
    """A case went: alarms of stock are opened now, not with the next round."""
    program = Program.objects.filter(pk=fact.program_id).first()
    if program is not None:
        alarming.look_at(program=program, at=at)


@facts.receives(PeerNoticed, urgent=True)
def a_peer_found_none(fact: PeerNoticed, *, at: datetime) -> None:
    """An empty box is an alarm, whoever says so; of any other place the notice itself is enough."""
    if fact.what != What.NO_KITS:
        return
    notice = Notice.objects.filter(pk=fact.notice_id).exclude(place=None).first()
    if notice is None:
        return
    boxes = Machine.objects.select_related("place__program").filter(place__closed_at=None)
    if box := boxes.filter(pk=notice.place_id).first():
        tending.report_empty(machine=box, at=at)
