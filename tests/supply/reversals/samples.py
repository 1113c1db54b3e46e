"""Real arguments for the doors of reports of use."""

from django.core import signing

from beside.kernel import clock
from beside.supply.reversals.refills import Wish
from beside.supply.reversals.views.public import SALT
from beside.supply.services import reporting
from tests.rules import samples
from tests.supply.reversals.shared import pick_up, report
from tests.supply.shared import program


def wants_call():
    kept = report().reversal
    reporting.want_call(reversal=kept, number="606 555 0149", at=clock.now())
    return kept


def thanks() -> str:
    """The page after a report with a new kit."""
    kept = report(wish=Wish("s" * 22, "en", site=pick_up()))
    return signing.dumps([str(kept.reversal.pk), kept.refill.token, False, False], salt=SALT)


@samples.of("supply:used_of")
def _used_of():
    return {"token": report(wish=Wish("s" * 22, "en", site=pick_up())).refill.token}


@samples.of("supply:used_thanks")
def _thanks():
    return {"signed": thanks()}


@samples.of("supply:reversal_undo")
def _undo():
    return {"reversal_id": report().reversal.pk}


@samples.of("supply:call_number")
def _number():
    return {"reversal_id": wants_call().pk}


@samples.of("supply:call_done")
def _done():
    return {"reversal_id": wants_call().pk}


@samples.of("supply:used_export")
def _export():
    report()
    return {"program_id": program().pk, "style": "ny", "kind": "csv"}


@samples.of("supply:used_figures_file")
def _figures():
    report()
    return {"kind": "csv"}
