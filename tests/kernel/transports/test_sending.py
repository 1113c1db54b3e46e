"""Sending once, by whichever carrier works, and never to who asked to be left alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from beside.kernel.transports import configured, failover, optouts, reports, sending
from beside.kernel.transports.adapters.memory import Memory
from beside.kernel.transports.messages import (
    BadAddress,
    Mail,
    NotConfigured,
    OptedOut,
    Refused,
    Sms,
    Unavailable,
    Way,
    e164,
)  # fmt: skip
from beside.kernel.transports.models import Message, OptOut

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
SMS = Sms("+16065550147", "Ready.")


@pytest.fixture
def carriers():
    first, second = Memory("first"), Memory("second")
    configured.stand_in(Way.SMS, [first, second])
    sending._standings.clear()
    yield first, second
    configured.stand_in(Way.SMS, None)
    sending._standings.clear()


def test_the_preferred_carrier_takes_it(carriers):
    first, second = carriers

    sent = sending.sms(SMS, key="a", at=AT)

    assert (sent.carrier, len(first.sent), len(second.sent)) == ("first", 1, 0)


def test_when_one_fails_the_other_takes_it(carriers):
    first, _ = carriers
    first.trouble = Unavailable("status 503")

    assert sending.sms(SMS, key="a", at=AT).carrier == "second"


def test_when_all_fail_the_outbox_hears_of_it_and_may_try_again(carriers):
    first, second = carriers
    first.trouble = second.trouble = Unavailable("down")
    with pytest.raises(Unavailable):
        sending.sms(SMS, key="a", at=AT)

    second.trouble = None

    assert sending.sms(SMS, key="a", at=AT).carrier == "second"


def test_asked_twice_it_is_sent_once(carriers):
    first, _ = carriers

    assert sending.sms(SMS, key="a", at=AT) == sending.sms(SMS, key="a", at=AT)
    assert len(first.sent) == 1


def test_a_refused_message_is_not_offered_elsewhere(carriers):
    first, second = carriers
    first.trouble = Refused("status 400")

    with pytest.raises(Refused):
        sending.sms(SMS, key="a", at=AT)

    assert second.sent == []
    assert Message.objects.get(key="a").state == Message.State.FAILED


def test_who_asked_to_be_left_alone_is(carriers):
    first, _ = carriers
    optouts.hear(SMS.to, " STOP. ", AT)

    with pytest.raises(OptedOut):
        sending.sms(SMS, key="a", at=AT)
    assert first.sent == []

    optouts.hear(SMS.to, "start", AT)
    sending.sms(SMS, key="b", at=AT)
    assert len(first.sent) == 1


def test_an_opt_out_does_not_name_the_number():
    optouts.stop(SMS.to, AT)

    digest = bytes(OptOut.objects.get().digest)
    assert b"6065550147" not in digest
    assert len(digest) == 32


def test_no_row_holds_the_number_or_the_words(carriers):
    sending.sms(SMS, key="a", at=AT)

    kept = " ".join(map(str, Message.objects.values_list().get()))
    assert "5550147" not in kept
    assert "Ready" not in kept


def test_with_nothing_configured_nothing_is_sent_and_it_is_said():
    configured.stand_in(Way.MAIL, [])
    try:
        with pytest.raises(NotConfigured):
            sending.mail(Mail("a@example.org", "Hello", "Words"), key="a", at=AT)
    finally:
        configured.stand_in(Way.MAIL, None)


def test_nothing_is_sent_inside_a_transaction(carriers):
    with transaction.atomic(), pytest.raises(sending.TransactionOpen):
        sending.sms(SMS, key="a", at=AT)

    assert carriers[0].sent == []


def test_a_fate_is_final_and_reports_may_repeat(carriers):
    sending.sms(SMS, key="a", at=AT)
    row = Message.objects.get(key="a")

    assert reports.take("twilio", row.pk, "sent", why="", at=AT) is False
    assert reports.take("twilio", row.pk, "delivered", why="", at=AT) is True
    assert reports.take("twilio", row.pk, "delivered", why="", at=AT) is False
    assert reports.take("twilio", row.pk, "failed", why="30003", at=AT) is False

    row.refresh_from_db()
    assert (row.state, row.why) == (Message.State.DELIVERED, "")


def test_a_report_that_overtakes_the_answer_is_not_undone(carriers):
    class Overtaken(Memory):
        def send(self, message, *, key):
            reports.take("twilio", key, "delivered", why="", at=AT)
            return super().send(message, key=key)

    configured.stand_in(Way.SMS, [Overtaken("twilio")])
    sending.sms(SMS, key="a", at=AT)

    assert Message.objects.get(key="a").state == Message.State.DELIVERED


def test_a_carrier_that_keeps_failing_rests_and_comes_back():
    standing = failover.Standing()
    for second in range(3):
        standing.note(False, AT + timedelta(seconds=second))
    order = lambda at: failover.order(["first", "second"], {"first": standing}, at)  # noqa: E731

    assert order(AT + timedelta(seconds=5)) == ["second", "first"]
    assert order(AT + timedelta(minutes=2)) == ["first", "second"]


def test_two_failures_among_many_are_no_reason_to_rest():
    standing = failover.Standing()
    for second in range(20):
        standing.note(second % 5 != 0, AT + timedelta(seconds=second))

    assert standing.rests(AT + timedelta(seconds=21)) is False


@pytest.mark.parametrize(
    "written", ["606-555-0147", "(606) 555-0147", "+1 606 555 0147", "1.606.555.0147", "6065550147"]
)
def test_numbers_are_understood_as_people_write_them(written):
    assert e164(written) == "+16065550147"


@pytest.mark.parametrize("written", ["", "911", "555-0147", "call me", "+0 606 555 0147"])
def test_what_is_no_number_is_said_to_be_none(written):
    with pytest.raises(BadAddress):
        e164(written)


@pytest.mark.parametrize(
    ("to", "subject"),
    [("a@b.org\nBcc: x@y.org", "Hi"), ("nobody", "Hi"), ("a@b.org", "Hi\r\nBcc: x@y.org")],
)
def test_a_letter_cannot_be_bent_to_other_readers(to, subject):
    with pytest.raises(BadAddress):
        Mail(to, subject, "Words")


def test_a_message_shown_in_a_log_shows_nobody():
    assert "606" not in repr(SMS)
    assert "Ready" not in repr(SMS)
