from datetime import timedelta

import pytest
from django.db import connection

from beside.kernel import house, ids
from beside.kernel.models import Act
from beside.privacy import vault
from beside.privacy.models import Destroyed, Opening, Sealed, SearchMark, Span
from beside.privacy.services.destroying import destroy_due_record
from beside.privacy.services.spans import destroy_orphan_keys, destroy_span, prepare_spans
from tests.privacy.conftest import ADDRESS, AT, sealed_address

pytestmark = pytest.mark.django_db

SOON = AT + timedelta(hours=1)
HOUR = timedelta(hours=1)


def test_what_was_sealed_is_opened_for_its_purpose(priya):
    sealed = sealed_address()

    assert vault.open(sealed, by=priya, purpose="pack", at=SOON) == ADDRESS


def test_an_opening_says_who_what_for_and_which(priya):
    sealed = sealed_address()

    vault.open(sealed, by=priya, purpose="pack", at=SOON)

    opening = Opening.objects.get()
    assert (opening.record_id, opening.kind, opening.purpose) == (sealed, "address", "pack")
    assert (opening.by, opening.at) == (priya, SOON)
    act = Act.objects.get(verb="opened")
    assert act.detail["ids"] == [str(sealed)]
    assert act.by == str(priya.pk)


def test_a_worker_that_opens_is_named(priya):
    sealed = sealed_address()

    vault.open(sealed, by=vault.Worker("supply.labels"), purpose="pack", at=SOON)

    assert Opening.objects.get().by_worker == "supply.labels"


@pytest.mark.parametrize("purpose", ["dispatch", "curiosity"])
def test_no_other_purpose_opens_it(priya, purpose):
    sealed = sealed_address()

    with pytest.raises(vault.NotAPurpose):
        vault.open(sealed, by=priya, purpose=purpose, at=SOON)

    assert not Opening.objects.exists()


def test_a_destroyed_record_cannot_be_opened_and_only_a_count_remains(priya):
    sealed = sealed_address()

    assert vault.destroy(sealed, at=SOON) is True

    with pytest.raises(vault.Destroyed):
        vault.open(sealed, by=priya, purpose="pack", at=SOON)
    assert not Sealed.objects.exists()
    assert list(Destroyed.objects.values_list("kind", "date", "count")) == [
        ("address", house.today(SOON), 1)
    ]


def test_destroying_twice_counts_once():
    sealed = sealed_address()
    vault.destroy(sealed, at=SOON)

    assert vault.destroy(sealed, at=SOON) is False
    assert Destroyed.objects.get().count == 1


def test_a_record_past_its_time_is_refused_before_any_sweep(priya):
    sealed = sealed_address(until=HOUR)

    with pytest.raises(vault.Destroyed):
        vault.open(sealed, by=priya, purpose="pack", at=AT + HOUR)


def test_records_past_their_time_are_destroyed_though_their_span_lives_on(priya):
    due, not_due = sealed_address(until=HOUR), sealed_address(until=HOUR * 2)

    destroy_due_record(sealed_id=due, missed=AT + HOUR, at=AT + HOUR)

    assert vault.open(not_due, by=priya, purpose="pack", at=AT + HOUR) == ADDRESS
    assert not Sealed.objects.filter(id=due).exists()


def test_destroying_a_span_destroys_its_key_and_all_that_was_sealed_in_it(priya, key_store):
    inside, outside = sealed_address(), sealed_address(until=timedelta(days=40))
    span = Sealed.objects.get(id=inside).span

    assert destroy_span(name=span.name, at=span.ends_at) == 1

    assert span.name not in key_store.spans()
    with pytest.raises(vault.Destroyed):
        vault.open(inside, by=priya, purpose="pack", at=SOON)
    assert vault.open(outside, by=priya, purpose="pack", at=SOON) == ADDRESS
    span.refresh_from_db()
    assert (span.state, span.destroyed) == (Span.State.GONE, 1)


def test_nothing_is_sealed_in_a_span_that_is_closing():
    sealed = sealed_address()
    Span.objects.filter(sealed__id=sealed).update(state=Span.State.CLOSING)

    with pytest.raises(vault.SpanClosed):
        sealed_address()


def test_a_destroyed_key_alone_makes_its_records_unopenable(priya, key_store):
    sealed = sealed_address()
    key_store.destroy(Sealed.objects.get().span_id)

    with pytest.raises(vault.Destroyed):
        vault.open(sealed, by=priya, purpose="pack", at=SOON)


def test_sealing_goes_on_when_a_key_was_lost(priya, key_store):
    sealed_address()
    key_store.destroy(Sealed.objects.get().span_id)

    fresh = sealed_address()

    assert vault.open(fresh, by=priya, purpose="pack", at=SOON) == ADDRESS


@pytest.mark.parametrize("field", ["ciphertext", "wrapped_key"])
def test_a_changed_row_is_not_opened(priya, field):
    sealed = sealed_address()
    row = Sealed.objects.get()
    held = bytes(getattr(row, field))
    setattr(row, field, held[:-1] + bytes([held[-1] ^ 1]))
    row.save()

    with pytest.raises(vault.Forged):
        vault.open(sealed, by=priya, purpose="pack", at=SOON)


def test_a_row_copied_over_another_is_not_opened(priya):
    mine, theirs = sealed_address(), sealed_address(plaintext=b"elsewhere")
    stolen = Sealed.objects.get(id=theirs)
    Sealed.objects.filter(id=mine).update(
        ciphertext=stolen.ciphertext, wrapped_key=stolen.wrapped_key
    )

    with pytest.raises(vault.Forged):
        vault.open(mine, by=priya, purpose="pack", at=SOON)


def test_a_row_renamed_to_a_kind_that_more_people_may_open_is_not_opened(priya):
    sealed = vault.seal(b"here", kind="place", retain_until=SOON, at=AT)
    Sealed.objects.update(kind="address")

    with pytest.raises(vault.Forged):
        vault.open(sealed, by=priya, purpose="pack", at=AT)


def test_a_days_labels_are_opened_together_or_not_at_all(priya):
    sealed = vault.seal_many(
        [vault.Secret(b"one"), vault.Secret(b"two")],
        kind="address", retain_until=AT + HOUR, at=AT,
    )  # fmt: skip

    opened = vault.open_many(sealed, by=priya, purpose="pack", at=AT)

    assert [opened[each] for each in sealed] == [b"one", b"two"]
    vault.destroy(sealed[0], at=AT)
    with pytest.raises(vault.Destroyed):
        vault.open_many(sealed, by=priya, purpose="pack", at=AT)
    assert Opening.objects.count() == 2


def test_nothing_is_kept_longer_than_its_kind_allows():
    with pytest.raises(vault.TooLong):
        sealed_address(until=timedelta(days=61))


def test_only_registered_kinds_are_sealed():
    with pytest.raises(vault.UnknownKind):
        vault.seal(b"x", kind="diary", retain_until=SOON, at=AT)


def test_a_record_that_is_due_already_is_not_sealed():
    with pytest.raises(vault.AlreadyDue):
        sealed_address(until=timedelta())


def test_a_record_kept_longer_moves_to_a_later_span_with_its_reason(priya):
    sealed = sealed_address(findable_by=["+1 859 555 0142"])
    before = Sealed.objects.get()
    marks = set(SearchMark.objects.values_list("mark", flat=True))

    vault.keep_longer(
        sealed, retain_until=AT + timedelta(days=30), reason=vault.Reason.LEGAL_HOLD,
        by=priya, at=SOON,
    )  # fmt: skip
    destroy_span(name=before.span_id, at=before.span.ends_at)

    late = AT + timedelta(days=29)
    assert vault.open(sealed, by=priya, purpose="pack", at=late) == ADDRESS
    assert Act.objects.get(verb="kept_longer").detail["reason"] == "legal_hold"
    assert SearchMark.objects.count() == 1
    assert marks.isdisjoint(SearchMark.objects.values_list("mark", flat=True))


def test_a_destroyed_record_cannot_be_kept_longer(priya):
    with pytest.raises(vault.Destroyed):
        vault.keep_longer(
            ids.uuid7(), retain_until=SOON, reason=vault.Reason.STILL_NEEDED, by=priya, at=AT
        )


def test_the_database_never_sees_the_plaintext():
    said = []

    def listen(execute, sql, params, many, context):
        said.append(repr(params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        sealed_address(findable_by=["Jane Doe"])

    spoken = "".join(said).lower()
    assert len(said) > 4
    for secret in ("elm", "berea", "jane", "doe"):
        assert secret not in spoken


def test_the_record_says_how_many_were_sealed_and_nothing_more():
    sealed_address(findable_by=["Jane Doe"])

    assert Act.objects.get(verb="sealed").detail == {"kind": "address", "count": 1}


def test_keys_are_made_before_they_are_needed(key_store):
    assert prepare_spans(at=AT) == 37 + 95
    assert prepare_spans(at=AT) == 0

    sealed_address()
    vault.seal(b"here", kind="place", retain_until=SOON, at=AT)

    assert len(list(key_store.spans())) == 37 + 95


def test_a_key_that_no_span_refers_to_is_swept_away(key_store, priya):
    sealed = sealed_address()
    key_store.make("d20270101")

    assert destroy_orphan_keys(at=SOON) == 1

    assert "d20270101" not in key_store.spans()
    assert vault.open(sealed, by=priya, purpose="pack", at=SOON) == ADDRESS
