"""Our own launcher of the database: closed to others, and not fooled by leftovers."""

import os

import pytest

from beside.kernel import postgres

CLUSTER = postgres.Cluster


def with_pid(home, pid):
    cluster = CLUSTER.at(home)
    cluster.data.mkdir(parents=True)
    (cluster.data / "postmaster.pid").write_text(f"{pid}\n")
    return cluster


def test_a_number_that_now_belongs_to_another_program_is_not_our_server(tmp_path):
    assert not with_pid(tmp_path, os.getpid()).is_running


def test_a_dead_server_that_nobody_has_buried_does_not_run(tmp_path):
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # dead, and still in the table

    assert not with_pid(tmp_path, pid).is_running
    os.waitpid(pid, 0)


def test_a_link_laid_where_our_folder_should_be_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(postgres.ServerFailed, match="belongs to another"):
        postgres._make_private_folder(tmp_path / "run", None)


def test_a_long_home_gets_a_short_socket(tmp_path):
    home = tmp_path / ("long" * 30)

    assert len(str(CLUSTER.at(home).socket_folder)) <= postgres.SOCKET_PATH_LIMIT


def test_the_servers_log_is_turned_over(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, "LOG_BYTES", 10)
    log = tmp_path / "postgres.log"
    log.write_text("a long line of words")

    postgres._turn_over(log)

    assert not log.exists()
    assert (tmp_path / "postgres.log.1").exists()


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgresql://host-only", "postgresql:///"])
def test_an_address_that_cannot_be_understood_stops_the_start_in_plain_words(url, tmp_path):
    with pytest.raises(postgres.BadDatabaseUrl, match="must look like"):
        postgres.connection_settings(url, tmp_path)


def test_the_server_listens_on_no_network_and_logs_no_values(tmp_path):
    words = postgres.server_command(CLUSTER.at(tmp_path), tmp_path)

    assert "listen_addresses=" in words
    assert "log_statement=none" in words
    assert "log_parameter_max_length_on_error=0" in words
