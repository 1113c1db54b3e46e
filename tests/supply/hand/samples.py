"""Real arguments for the doors of hand-overs."""

from tests.rules import samples
from tests.supply.hand.shared import keep, site
from tests.supply.shared import program


@samples.of("supply:hand_undo")
def _undo():
    return {"encounter_id": keep().pk}


@samples.of("supply:hand_forget")
def _forget():
    keep()
    return {"program_id": program().pk}


@samples.of("supply:hand_sheet_empty")
def _empty():
    site()
    return {"kind": "csv"}


@samples.of("supply:hand_figures_file")
def _figures():
    keep()
    return {"kind": "xlsx"}


@samples.of("supply:hand_asked_file")
def _asked():
    keep()
    return {"kind": "csv"}
