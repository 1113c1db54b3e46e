"""Real arguments for the doors of the planners' pages."""

from tests.rules import samples
from tests.supply.need.shared import a_plan, a_search, a_table, program


@samples.of("supply:need_file")
@samples.of("supply:need_gaps_file")
@samples.of("supply:need_table_empty")
def _file():
    program()
    return {"kind": "csv"}


@samples.of("supply:need_number")
@samples.of("supply:need_number_back")
def _number():
    program()
    return {"name": "target"}


@samples.of("supply:need_table_drop")
def _table():
    return {"table_id": a_table().pk}


@samples.of("supply:need_plan")
@samples.of("supply:need_plan_paper")
def _plan():
    return {"plan_id": a_plan().pk}


@samples.of("supply:need_plan_file")
def _plan_file():
    return {"plan_id": a_plan().pk, "kind": "xlsx"}


@samples.of("supply:need_plan_act")
def _plan_act():
    return {"plan_id": a_plan().pk, "act": "adopt"}


@samples.of("supply:need_placement")
def _search():
    return {"placement_id": a_search().pk}


@samples.of("supply:need_placement_file")
def _search_file():
    return {"placement_id": a_search().pk, "kind": "csv"}


@samples.of("supply:need_placement_act")
def _search_act():
    return {"placement_id": a_search().pk, "act": "stop"}


@samples.of("supply:need_spots_empty")
def _spots_empty():
    program()
    return {"what": "candidates", "kind": "csv"}
