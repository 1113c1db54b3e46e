"""Circulation and the tree from an overdose against PROFOUND's tables."""

import pytest

from beside.supply.core.need import profound
from tests.published.shared import SUPPLY, needs

TABLE = "profound_master_table.xlsx"
ROWS = {  # ours: sheet and row of theirs
    profound.KIT_LIFE_MONTHS: ("NxKit", "LossExp"),
    profound.ADJUSTMENT: ("NxKit", "nlx.adj"),
    profound.CAP: ("NxKit", "cap"),
    profound.IN_PUBLIC: ("DecisionTree", "OD_loc_pub"),
    profound.WITNESSED_PUBLIC: ("DecisionTree", "OD_wit_pub"),
    profound.WITNESSED_PRIVATE: ("DecisionTree", "rr_OD_wit_priv"),
    profound.CALLED_PUBLIC: ("DecisionTree", "OD_911_pub"),
    profound.CALLED_PRIVATE: ("DecisionTree", "rr_OD_911_priv"),
    profound.DEATH_WITHOUT_HELP: ("Mortality", "mor_bl"),
    profound.DEATH_WITH_NALOXONE: ("Mortality", "mor_nx"),
    profound.DEATH_WITH_EMS: ("Mortality", "rr_mor_EMS"),
}


def test_a_steady_supply_settles_at_1_2917_kits_in_circulation_for_each_a_year():
    assert round(profound.steady_state(), 4) == 1.2917
    assert profound.circulating(600, yearly_kits=1000) == pytest.approx(1291.6667, abs=1e-3)


def test_the_closed_form_is_the_recursion_month_by_month():
    kits = 300.0
    for month in range(1, 121):
        kits = kits * (1 - 1 / 15.5) + 5000 / 12
        found = profound.circulating(month, yearly_kits=5000, begin_with=300)
        assert found == pytest.approx(kits, rel=1e-12)


def test_the_ceiling_is_39_57_percent():
    assert round(100 * profound.BASE.ceiling, 2) == 39.57
    assert round(profound.BASE.ceiling, 4) == 0.3957
    assert round(profound.BASE.witnessed, 3) == 0.531
    assert round(profound.BASE.death(0), 4) == 0.0531
    assert round(profound.BASE.death(1), 4) == 0.0321


def test_the_tree_is_what_going_through_every_branch_gives():
    """Each path of the published tree with its chance, written out."""

    def walked(saturation):
        deaths = 0.0
        for place, chance, seen, called in (
            ("public", 0.12, 0.82, 0.662), ("private", 0.88, 0.82 * 0.6, 0.662 * 0.59),
        ):  # fmt: skip
            assert place
            for here, there in ((seen, True), (1 - seen, False)):
                for kit, has in ((saturation, True), (1 - saturation, False)):
                    for call, comes in ((called, True), (1 - called, False)):
                        dies = 9 / 153
                        if there and has:
                            dies = 0.00856
                        elif there and comes:
                            dies = 9 / 153 * 0.588
                        deaths += chance * here * kit * call * dies
        return deaths

    for saturation in (0, 0.25, 0.8, 1):
        assert profound.BASE.death(saturation) == pytest.approx(walked(saturation), rel=1e-12)


@needs(TABLE)
def test_every_parameter_and_its_range_is_that_of_the_table():
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(SUPPLY / TABLE)
    sheets = {
        name: {row[0]: row[1:4] for row in book.get_sheet_by_name(name).to_python()}
        for name in ("NxKit", "DecisionTree", "Mortality")
    }
    for ours, (sheet, row) in ROWS.items():
        value, low, high = sheets[sheet][row]
        assert ours.value == pytest.approx(value, rel=1e-9), ours.name
        if low != "":
            assert (ours.low, ours.high) == pytest.approx((low, high), rel=1e-6), ours.name
        else:
            assert (ours.low, ours.high) == (None, None), ours.name
