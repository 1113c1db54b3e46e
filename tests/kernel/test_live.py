"""News reaches the browsers in order, without gaps, and those who were away hear it after."""

import asyncio
import json
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.db import connection, transaction

from beside.kernel import keeping, live, live_feed, wake
from beside.kernel.live_socket import LiveSocket
from beside.kernel.models import LiveEvent, LiveNumbers

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def topics(monkeypatch: pytest.MonkeyPatch) -> int:
    """Rules for the tests; gives the number where they begin."""
    monkeypatch.setattr(live, "_rules", {})
    live.topic("test.open", words="anyone", may=lambda scope, topic: True)
    live.topic("test.one:", words="whoever holds 7", may=lambda scope, topic: topic[-1] == "7")
    return live.newest()


class Browser:
    """A WebSocket as a server would hand it to us."""

    def __init__(self, topic: str, after: int | None = None) -> None:
        tail = "" if after is None else f"&after={after}"
        scope = {"type": "websocket", "query_string": f"topic={topic}{tail}".encode()}
        self._line = ApplicationCommunicator(LiveSocket.as_asgi(), scope)

    async def connect(self) -> None:
        await self._line.send_input({"type": "websocket.connect"})
        assert (await self._line.receive_output(5))["type"] == "websocket.accept"

    async def hear(self, count: int) -> list[dict[str, Any]]:
        return [json.loads((await self.output())["text"]) for _ in range(count)]

    async def output(self) -> dict[str, Any]:
        said: dict[str, Any] = await self._line.receive_output(10)
        return said

    async def disconnect(self) -> None:
        await self._line.send_input({"type": "websocket.disconnect", "code": 1000})
        await self._line.wait(5)


@sync_to_async
def publish(number: int, topic: str = "test.open") -> None:
    try:
        with transaction.atomic():
            live.publish(topic, {"n": number}, AT)
    finally:
        connection.close()


def test_news_reaches_a_browser_that_listens(topics):
    async def story() -> list[dict[str, Any]]:
        browser = Browser("test.open", topics)
        await browser.connect()
        await publish(1)
        heard = await browser.hear(1)
        await browser.disconnect()
        return heard

    (event,) = async_to_sync(story)()
    assert (event["payload"], event["topic"]) == ({"n": 1}, "test.open")


def test_a_browser_that_was_away_hears_what_it_missed_and_nothing_twice(topics):
    async def story() -> list[int]:
        browser = Browser("test.open", topics)
        await browser.connect()
        for number in range(3):
            await publish(number)
        seen = await browser.hear(3)
        await browser.disconnect()
        await publish(3)
        back = Browser("test.open", seen[1]["seq"])
        await back.connect()
        await publish(4)
        missed = await back.hear(3)
        await back.disconnect()
        return [event["payload"]["n"] for event in missed]

    assert async_to_sync(story)() == [2, 3, 4]


def test_an_event_that_commits_late_is_not_skipped_by_one_that_began_later(topics):
    begun, may_commit = threading.Event(), threading.Event()

    def publish_slowly() -> None:
        with transaction.atomic():
            live.publish("test.open", {"n": "slow"}, AT)
            begun.set()
            may_commit.wait(5)
        connection.close()

    async def story() -> list[dict[str, Any]]:
        browser = Browser("test.open", topics)
        await browser.connect()
        slow = threading.Thread(target=publish_slowly)
        slow.start()
        await asyncio.to_thread(begun.wait, 5)
        await publish(1)
        first = await browser.hear(1)
        may_commit.set()
        second = await browser.hear(1)
        await browser.disconnect()
        await asyncio.to_thread(slow.join)
        return first + second

    answer = async_to_sync(story)()
    first, second = answer
    assert (first["payload"]["n"], second["payload"]["n"]) == (1, "slow")
    assert first["seq"] < second["seq"]


def test_other_topics_are_not_heard(topics):
    async def story() -> dict[str, Any]:
        browser = Browser("test.one:7", topics)
        await browser.connect()
        await publish(1, "test.open")
        await publish(2, "test.one:7")
        (event,) = await browser.hear(1)
        await browser.disconnect()
        return event

    assert async_to_sync(story)()["payload"] == {"n": 2}


@pytest.mark.parametrize(("topic", "code"), [("test.one:8", 4403), ("test.unheard_of", 4404)])
def test_who_may_not_hear_is_turned_away(topic, code):
    async def story() -> dict[str, Any]:
        browser = Browser(topic)
        await browser.connect()
        return await browser.output()

    assert async_to_sync(story)() == {"type": "websocket.close", "code": code}


def let_go_of_old_news() -> int:
    (rule,) = [rule for rule in keeping.RULES if rule.name == "live events"]
    return rule.destroy(AT + timedelta(seconds=1), AT)


def test_a_browser_that_was_away_too_long_is_told_to_begin_anew(topics):
    async def story() -> dict[str, Any]:
        browser = Browser("test.open", topics)
        await browser.connect()
        await publish(1)
        (old,) = await browser.hear(1)
        await publish(2)
        await browser.hear(1)
        await browser.disconnect()
        await sync_to_async(let_go_of_old_news)()
        back = Browser("test.open", old["seq"])
        await back.connect()
        return (await back.hear(1))[0]

    assert async_to_sync(story)() == {"reset": True}


def test_a_browser_that_counts_beyond_us_is_told_to_begin_anew(topics):
    """As after a restored backup: our numbers are behind those it saw."""

    async def story() -> dict[str, Any]:
        browser = Browser("test.open", topics + 7)
        await browser.connect()
        return (await browser.hear(1))[0]

    assert async_to_sync(story)() == {"reset": True}


def test_news_that_is_being_numbered_at_this_moment_is_no_gap(topics, monkeypatch):
    """Between our reading and our asking what was let go, another process numbers, uncommitted."""
    read = live_feed.read

    async def story() -> bool:
        await publish(1)
        await live_feed.replay("test.open", topics)
        await sync_to_async(let_go_of_old_news)()
        here = await sync_to_async(live.newest)()
        words = wake.connection_words()
        async with await psycopg.AsyncConnection.connect(**words) as another:

            async def read_while_another_numbers(*words: Any, **more: Any) -> list[Any]:
                events = await read(*words, **more)
                await publish(2)
                await live_feed.number(another)  # and does not commit yet
                return events

            monkeypatch.setattr(live_feed, "read", read_while_another_numbers)
            _, is_whole = await live_feed.replay("test.open", here)
        return is_whole

    assert async_to_sync(story)()


def test_a_numbering_cut_short_burns_no_numbers(topics):
    async def story() -> list[int]:
        words = wake.connection_words()
        async with await psycopg.AsyncConnection.connect(**words) as another:
            await publish(1)
            await live_feed.number(another)
            await another.rollback()
        events, is_whole = await live_feed.replay("test.open", topics)
        assert is_whole
        return [event.seq for event in events]

    assert async_to_sync(story)() == [topics + 1]


def test_a_burst_is_numbered_without_gaps(topics, monkeypatch):
    monkeypatch.setattr(live_feed, "NUMBERED_AT_ONCE", 3)

    async def story() -> list[int]:
        for n in range(7):
            await publish(n)
        events, _ = await live_feed.replay("test.open", topics)
        return [event.seq for event in events]

    assert async_to_sync(story)() == [topics + n for n in range(1, 8)]


def test_old_news_is_let_go():
    live.publish("test.open", {}, AT)
    LiveEvent.objects.update(seq=1)
    LiveNumbers.objects.update_or_create(id=1, defaults={"last": 1})
    (rule,) = [rule for rule in keeping.RULES if rule.name == "live events"]

    assert rule.destroy(AT, AT) == 0
    assert rule.destroy(AT + rule.keep, AT) == 1
