"""A vault of its own for every test, and the kinds and purposes the tests speak of."""

from datetime import UTC, datetime, timedelta

import pytest

from beside.accounts.models import User
from beside.privacy import keys, kinds, vault
from beside.privacy.adapters.files import FileKeyStore

AT = datetime(2026, 11, 21, 3, 40, tzinfo=UTC)
ADDRESS = b"12 Elm Street, Berea"


@pytest.fixture(autouse=True)
def key_store(tmp_path, monkeypatch):
    store = FileKeyStore(tmp_path / "keys")
    monkeypatch.setattr(keys, "store", lambda: store)
    return store


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr(kinds, "_purposes", {})
    vault.register_kind("address", what="Where", why="Post", longest=timedelta(days=60))
    vault.register_kind("place", what="Where", why="Help", longest=timedelta(days=7))
    vault.register_purpose("pack", says="Print a label", kinds={"address"})
    vault.register_purpose("dispatch", says="Send help", kinds={"place"})


@pytest.fixture
def priya(db):
    return User.objects.create_user(email="priya@example.org", password=None, name="Priya")


def sealed_address(at=AT, until=timedelta(days=20), plaintext=ADDRESS, **more):
    return vault.seal(plaintext, kind="address", retain_until=at + until, at=at, **more)
