"""The database server stops and starts again below a running worker."""

import pytest

from tests.anomalies import server_of_its_own


@pytest.mark.slow
def test_a_worker_outlives_a_restart_of_the_database_server(tmp_path_factory):
    done = server_of_its_own.run()

    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == ["before", "after"]
