"""Sealing and destroying at the same moment, on two connections."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from beside.privacy import vault
from beside.privacy.models import Sealed, Span
from beside.privacy.services.spans import destroy_orphan_keys, destroy_span
from tests.privacy.conftest import ADDRESS, AT, sealed_address

pytestmark = pytest.mark.django_db(transaction=True)


def meanwhile(work):
    """Start `work` on a connection of its own."""
    done = []

    def run():
        try:
            done.append(work())
        except Exception as error:
            done.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, done


def test_a_span_is_not_destroyed_under_a_record_that_is_being_sealed(key_store):
    first = sealed_address()
    span = Sealed.objects.get(id=first).span_id
    with transaction.atomic():
        sealed_address()
        thread, done = meanwhile(lambda: destroy_span(name=span, at=AT + timedelta(days=21)))
        thread.join(0.3)
        assert thread.is_alive()
        assert span in key_store.spans()
    thread.join(10)

    assert done == [2]
    assert not Sealed.objects.exists()
    assert list(key_store.spans()) == []


def test_a_key_that_is_being_used_for_the_first_time_is_not_taken_for_an_orphan(key_store, priya):
    with transaction.atomic():
        sealed = sealed_address()
        thread, done = meanwhile(lambda: destroy_orphan_keys(at=AT))
        thread.join(0.3)
        assert thread.is_alive()
    thread.join(10)

    assert done == [0]
    assert vault.open(sealed, by=priya, purpose="pack", at=AT) == ADDRESS


def test_a_key_whose_seal_was_rolled_back_is_an_orphan(key_store):
    with transaction.atomic():
        sealed_address()
        transaction.set_rollback(True)

    assert not Span.objects.exists()
    assert destroy_orphan_keys(at=AT) == 1
    assert list(key_store.spans()) == []


def test_two_who_seal_in_a_new_span_at_once_share_one_key(key_store, priya):
    with transaction.atomic():
        mine = sealed_address()
        thread, done = meanwhile(sealed_address)
        thread.join(0.3)
    thread.join(10)

    assert len(list(key_store.spans())) == 1
    for sealed in (mine, *done):
        assert vault.open(sealed, by=priya, purpose="pack", at=AT) == ADDRESS
