"""Of more faults than a list can show, those that lose something are shown, and how many more."""

from beside.directory.imports import batches
from beside.directory.imports.package import Fault, Place


def fault(row, kind, *, hard=False):
    return Fault(Place("phones.csv", row), "number", kind, "Why.", "How.", hard=hard)


def test_every_fault_is_kept_in_the_order_of_the_file():
    found = [fault(row, "reference_kept") for row in range(5)]
    assert batches.kept(found) == found


def test_what_loses_something_is_shown_first_and_the_rest_is_counted(monkeypatch):
    monkeypatch.setattr(batches, "MOST_FAULTS_KEPT", 4)
    found = [fault(row, "reference_kept") for row in range(5)]
    found += [fault(8, "unreadable"), fault(9, "orphan", hard=True)]

    kept = batches.kept(found)

    assert [one.place.row for one in kept] == [9, 8, 0, 0]
    assert kept[-1].reason == "4 further faults are not shown."
