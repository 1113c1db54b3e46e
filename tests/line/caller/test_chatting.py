"""Words between a person and the line."""

from datetime import timedelta

import pytest
from django.db import connection

from beside.kernel.steps import NotAllowed
from beside.line.core.session import State
from beside.line.models import Message
from beside.line.services import chatting
from beside.privacy.models import Opening
from tests import people
from tests.line.caller.shared import arm, said, session_at
from tests.line.shared import AT, armed, let_deadline_pass, waiting

pytestmark = pytest.mark.django_db


def test_what_is_written_is_read_by_both_and_nowhere_in_the_database(client, night):
    url, dee = arm(client, "chat"), people.person("line_operator")
    client.post(url, {"do": "say", "words": "hello from Elm Street"})
    session = session_at(url)
    chatting.say(session_id=session.pk, side="operator", text="I am here", at=AT, by=dee)
    assert "hello from Elm Street" in said(client.get(url))
    assert "I am here" in said(client.get(url))
    lines = chatting.read(session_id=session.pk, at=AT, by=dee, after=1)
    assert [line.words for line in lines] == ["I am here"]
    assert Opening.objects.filter(by=dee).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM line_message t")
        assert "Elm" not in cursor.fetchone()[0]


def test_what_the_person_writes_is_a_check_in_while_the_clock_runs():
    session = let_deadline_pass(armed())
    assert session.state == State.PROMPTING
    at = session.deadline_at - timedelta(seconds=1)
    chatting.say(session_id=session.pk, side="caller", text="still here", at=at)
    session.refresh_from_db()
    assert (session.state, session.heard_at) == (State.WATCHING, at)


def test_what_an_operator_writes_is_no_sign_of_the_person():
    session = let_deadline_pass(armed())
    chatting.say(session_id=session.pk, side="operator", text="are you there?", at=AT)
    session.refresh_from_db()
    assert session.state == State.PROMPTING


def test_whoever_waits_may_write_already_and_it_starts_no_clock():
    session = waiting()
    chatting.say(session_id=session.pk, side="caller", text="hi", at=AT)
    session.refresh_from_db()
    assert session.state == State.WAITING


def test_nothing_is_said_after_the_end_and_nothing_empty_at_all(client, night):
    url = arm(client)
    session = session_at(url)
    with pytest.raises(chatting.NothingSaid):
        chatting.say(session_id=session.pk, side="caller", text="  ", at=AT)
    client.post(url, {"do": "safe"})
    with pytest.raises(NotAllowed):
        chatting.say(session_id=session.pk, side="caller", text="x", at=AT)
    assert client.post(url, {"do": "say", "words": "x"}).status_code == 409
    assert not Message.objects.exists()


def test_without_script_there_is_a_page_to_write_on_that_does_not_refresh(client, night):
    url = arm(client, "chat")
    page = client.get(f"{url}?write").text
    assert 'id="written"' in page
    assert "http-equiv" not in page
    assert '<a class="button" href="?write">' in client.get(url).text


def test_markup_in_words_stays_words(client, night):
    url = arm(client, "chat")
    client.post(url, {"do": "say", "words": "<script>x</script>"})
    assert "&lt;script&gt;x" in client.get(url).text
