"""What every key store promises, asked of each of them."""

import os
import stat
from datetime import UTC, datetime, timedelta

import pytest

from beside.privacy.adapters.files import LENGTH, FileKeyStore
from beside.privacy.adapters.transit import TransitKeyStore
from beside.privacy.core.envelope import Forged, new_key
from beside.privacy.ports import KeyMissing, KeyStoreDown
from tests.privacy import transit_service

SPAN, OTHER = "d20261204", "h20261121T04"
AT = datetime(2026, 11, 21, 3, 40, tzinfo=UTC)
BOUND = b"this record, of this kind"


@pytest.fixture(params=["files", "transit"])
def store(request, tmp_path):
    if request.param == "files":
        yield FileKeyStore(tmp_path / "keys")
        return
    with transit_service.running() as service:
        yield TransitKeyStore(service.address, transit_service.TOKEN)


@pytest.fixture
def files(tmp_path):
    return FileKeyStore(tmp_path / "keys")


def test_what_was_wrapped_is_unwrapped(store):
    key = new_key()
    store.make(SPAN)

    assert store.unwrap(SPAN, store.wrap(SPAN, key, BOUND), BOUND) == key


def test_making_a_key_twice_keeps_the_first(store):
    store.make(SPAN)
    wrapped = store.wrap(SPAN, b"k" * 32, BOUND)

    store.make(SPAN)

    assert store.unwrap(SPAN, wrapped, BOUND) == b"k" * 32


def test_a_key_wrapped_for_one_record_does_not_serve_another(store):
    store.make(SPAN)
    wrapped = store.wrap(SPAN, new_key(), BOUND)

    with pytest.raises(Forged):
        store.unwrap(SPAN, wrapped, b"another record")


def test_one_spans_key_does_not_open_anothers(store):
    store.make(SPAN)
    store.make(OTHER)
    wrapped = store.wrap(SPAN, new_key(), BOUND)

    with pytest.raises(Forged):
        store.unwrap(OTHER, wrapped, BOUND)


@pytest.mark.parametrize("garbage", [b"", b"x", b"vault:v1:AAAA", b"\xff" * 60])
def test_garbage_is_refused(store, garbage):
    store.make(SPAN)

    with pytest.raises(Forged):
        store.unwrap(SPAN, garbage, BOUND)


def test_a_destroyed_key_serves_nothing_any_more(store):
    store.make(SPAN)
    wrapped = store.wrap(SPAN, new_key(), BOUND)

    store.destroy(SPAN)

    with pytest.raises(KeyMissing):
        store.unwrap(SPAN, wrapped, BOUND)
    with pytest.raises(KeyMissing):
        store.wrap(SPAN, new_key(), BOUND)
    with pytest.raises(KeyMissing):
        store.search_key(SPAN)
    assert list(store.spans()) == []


def test_a_key_made_again_opens_nothing_of_the_old_one(store):
    store.make(SPAN)
    wrapped = store.wrap(SPAN, new_key(), BOUND)
    store.destroy(SPAN)
    store.make(SPAN)

    with pytest.raises(Forged):
        store.unwrap(SPAN, wrapped, BOUND)


def test_destroying_may_be_repeated(store):
    store.make(SPAN)
    store.make(OTHER)

    store.destroy(SPAN)
    store.destroy(SPAN)

    assert list(store.spans()) == [OTHER]


def test_search_keys_are_steady_and_differ_between_spans(store):
    store.make(SPAN)
    store.make(OTHER)

    assert store.search_key(SPAN) == store.search_key(SPAN)
    assert len(store.search_key(SPAN)) == 32
    assert store.search_key(SPAN) != store.search_key(OTHER)


def test_a_store_without_keys_has_no_spans(store):
    assert list(store.spans()) == []


def test_key_files_are_for_the_service_alone(files):
    old = os.umask(0)
    try:
        files.make(SPAN)
    finally:
        os.umask(old)

    assert stat.S_IMODE(files.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((files.folder / f"{SPAN}.key").stat().st_mode) == 0o600


def test_a_key_is_overwritten_before_its_file_is_removed(files):
    files.make(SPAN)
    path = files.folder / f"{SPAN}.key"
    other_name = files.folder / "seen-by-the-test"
    os.link(path, other_name)

    files.destroy(SPAN)

    assert not path.exists()
    assert other_name.read_bytes() == bytes(LENGTH)


def test_a_file_that_was_overwritten_but_not_removed_is_no_key(files):
    files.make(SPAN)
    (files.folder / f"{SPAN}.key").write_bytes(bytes(LENGTH))

    with pytest.raises(KeyMissing):
        files.wrap(SPAN, new_key(), BOUND)
    files.make(SPAN)
    assert files.unwrap(SPAN, files.wrap(SPAN, b"k" * 32, BOUND), BOUND) == b"k" * 32


def test_what_an_interrupted_make_left_is_cleaned_up_once_nobody_can_be_writing_it(files):
    files.make(SPAN)
    left = files.folder / ".d20261204-00ff.part"
    left.write_bytes(b"half a key")
    os.utime(left, (AT.timestamp(), AT.timestamp()))

    assert files.clean(AT + timedelta(minutes=5)) == 0
    assert files.clean(AT + timedelta(hours=2)) == 1
    assert not left.exists()
    assert list(files.spans()) == [SPAN]


@pytest.mark.parametrize("name", ["../secret", "", "d2026", "d20261204/..", "d20261204\n"])
def test_only_spans_name_files(files, name):
    with pytest.raises(ValueError, match="not a span"):
        files.make(name)


def test_a_key_service_that_is_down_says_so():
    with transit_service.running() as service:
        address = service.address

    with pytest.raises(KeyStoreDown):
        TransitKeyStore(address, transit_service.TOKEN).make(SPAN)


def test_a_wrong_token_is_not_a_missing_key():
    with transit_service.running() as service:
        store = TransitKeyStore(service.address, "wrong")
        with pytest.raises(KeyStoreDown):
            store.unwrap(SPAN, b"vault:v1:AAAA", BOUND)


def test_wrapping_never_makes_the_service_invent_a_key():
    with transit_service.running() as service:
        store = TransitKeyStore(service.address, transit_service.TOKEN)
        with pytest.raises(KeyMissing):
            store.wrap(SPAN, new_key(), BOUND)

        assert service.keys == {}


@pytest.mark.parametrize("address", ["", "keys.example.org", "file:///etc/passwd"])
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(ValueError, match="address is like"):
        TransitKeyStore(address, "")
