"""Nothing is thrown away while a directory is read; afterwards everything is as it was."""

import gc

import pytest

from beside.directory.hsds.memory import all_stays


def test_within_nobody_looks_for_rubbish_and_afterwards_somebody_does():
    with all_stays():
        with all_stays():
            assert not gc.isenabled()
        assert not gc.isenabled()

    assert gc.isenabled()


def test_a_fault_does_not_leave_it_off():
    with pytest.raises(KeyError), all_stays():
        raise KeyError

    assert gc.isenabled()


def test_who_had_turned_it_off_finds_it_off():
    gc.disable()
    try:
        with all_stays():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
