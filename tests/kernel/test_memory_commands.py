"""The commands say what the tables say, and end with 1 when the chain is broken."""

import pytest
from click.testing import CliRunner
from django.db import connection

from beside.kernel import clock, memory_commands, outbox, record, sealing
from beside.kernel.models import Effect

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stands(monkeypatch):
    """Django is set up and the database runs."""
    monkeypatch.setattr(memory_commands, "ready", lambda: None)


def said(command, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, words)
    return result.exit_code, result.output


def test_verify_tells_the_head_and_holds_it_against_one_noted_down():
    record.act("kits_sent", on=("supply.parcel", 7), at=clock.now())
    sealing.seal()
    code, words = said(memory_commands.record, "verify")
    head = words.split()[-1]
    assert (code, head.partition(":")[0]) == (0, "1")
    assert "1 acts sealed, 0 waiting" in words

    assert said(memory_commands.record, "verify", "--expect", head)[0] == 0
    assert said(memory_commands.record, "verify", "--expect", "1:" + "0" * 64)[0] == 1
    assert said(memory_commands.record, "verify", "--expect", "2:" + "0" * 64)[0] == 1


def test_verify_refuses_a_head_it_cannot_read():
    code, words = said(memory_commands.record, "verify", "--expect", "soon")

    assert code == 2
    assert "POSITION:HASH" in words


def test_verify_names_the_first_broken_link():
    record.act("kits_sent", on=("supply.parcel", 7), at=clock.now())
    sealing.seal()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kernel_act DISABLE TRIGGER USER")
        cursor.execute("UPDATE kernel_act SET verb = 'kits_lost'")

    code, words = said(memory_commands.record, "verify")

    assert code == 1
    assert "Broken at link 1" in words


def test_show_tells_what_was_done_to_one_row():
    record.act("kits_sent", on=("supply.parcel", 7), at=clock.now())
    record.act("kits_lost", on=("supply.parcel", 8), at=clock.now())

    _, words = said(memory_commands.record, "show", "supply.parcel", "7")

    assert "kits_sent" in words
    assert "kits_lost" not in words


def give_up(key: str) -> int:
    outbox.put("test.send", {}, about="test:1", due_at=clock.now(), key=key)
    effect = Effect.objects.filter(key=key)
    effect.update(state=Effect.State.GIVEN_UP, ended_at=clock.now(), last_error="TimeoutError")
    return effect.get().pk


def test_given_up_effects_are_listed_and_tried_again():
    first, second = give_up("a"), give_up("b")
    _, words = said(memory_commands.outbox, "list")
    assert "TimeoutError" in words
    assert "2 given up" in words

    assert said(memory_commands.outbox, "retry", str(first))[1] == "1 will be tried again\n"
    assert said(memory_commands.outbox, "retry", "--all")[1] == "1 will be tried again\n"
    assert Effect.objects.get(pk=second).state == Effect.State.WAITING
    assert "0 given up" in said(memory_commands.outbox, "list")[1]


def test_only_one_kind_is_listed_when_asked():
    give_up("a")

    assert "0 given up" in said(memory_commands.outbox, "list", "--kind", "test.other")[1]
