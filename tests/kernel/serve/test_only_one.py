"""A home has one supervisor."""

import os

import pytest

from beside.kernel.serve import only_one


def test_a_second_supervisor_is_refused_and_told_who_holds_the_home(tmp_path):
    ours = only_one.take(tmp_path)

    with pytest.raises(only_one.AlreadyRunning, match=f"process {os.getpid()}"):
        only_one.take(tmp_path)

    ours.close()


def test_the_lock_ends_with_its_holder(tmp_path):
    only_one.take(tmp_path).close()

    only_one.take(tmp_path).close()


def test_a_new_home_is_closed_to_other_accounts(tmp_path):
    only_one.take(tmp_path / "home").close()

    assert (tmp_path / "home").stat().st_mode & 0o077 == 0
