"""Alive, ready, and in numbers."""

from datetime import timedelta

import pytest

from beside.kernel import clock, heartbeats, measures
from beside.kernel.health import readiness

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, settings):
    settings.SITE_ADDRESS = "http://127.0.0.1:8000"
    return client


def test_alive_needs_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.content, answer.cookies) == (200, b"ok\n", {})


def test_ready_when_the_tables_fit_and_a_worker_beats(client):
    heartbeats.beat("deadlines", clock.now())

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"ready": True, "failing": []})


def test_not_ready_when_a_heart_is_silent(client):
    heartbeats.beat("deadlines", clock.now() - timedelta(minutes=5))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["failing"] == ["silent: deadlines"]


def test_not_ready_when_no_worker_ever_ran(client):
    assert client.get("/readyz").json()["failing"] == ["no worker has run"]


def test_not_ready_when_tables_wait(client, monkeypatch):
    heartbeats.beat("deadlines", clock.now())
    monkeypatch.setattr(readiness, "_fits", False)
    monkeypatch.setattr(readiness, "pending_migrations", lambda: ["kernel.0009_more"])

    assert client.get("/readyz").json()["failing"] == ["migrations"]


def test_numbers_name_routes_and_never_paths(client):
    client.get("/healthz?q=Berea")
    measures.gauge("waiting_things", "Things that wait.", lambda: {("a",): 2.0}, labels=("kind",))

    text = client.get("/metrics").content.decode()

    assert 'route="kernel_machine:healthz"' in text
    assert "Berea" not in text
    assert 'beside_waiting_things{kind="a"} 2.0' in text
    measures._gauges.pop("waiting_things")


def test_numbers_are_for_this_machine_or_the_token(client, monkeypatch, settings):
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 403

    settings.SITE_ADDRESS = "https://help.example"
    assert client.get("/metrics").status_code == 403

    monkeypatch.setenv("BESIDE_METRICS_TOKEN", "long and random")
    with_token = {"Authorization": "Bearer long and random"}
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers=with_token).status_code == 200
