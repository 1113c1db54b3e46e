"""How connections are shared out between the processes of one port."""

import asyncio
import socket
import time

import pytest

from beside.kernel.serve.door import WAIT, Door


class Guest(asyncio.Protocol):
    """Says hello to whoever comes."""

    def __init__(self, came):
        self.came = came

    def connection_made(self, transport):
        self.came.append(time.monotonic())
        transport.write(b"hello")


@pytest.fixture
def listening():
    with socket.create_server(("127.0.0.1", 0)) as one:
        yield one


def visit(listening, doors, *, guests):
    """Open the doors, let guests knock all at once, and wait until each was greeted."""
    ears = [listening.dup() for _ in doors]

    async def evening():
        standing = [
            Door(ear, lambda came=came: Guest(came), busy)
            for ear, (came, busy) in zip(ears, doors, strict=True)
        ]
        for door in standing:
            door.open()
        greeted = await asyncio.gather(*[knock(listening.getsockname()) for _ in range(guests)])
        for door in standing:
            door.close()
        return greeted

    try:
        return asyncio.run(asyncio.wait_for(evening(), 10))
    finally:
        for ear in ears:
            ear.close()


async def knock(address):
    reader, writer = await asyncio.open_connection(*address)
    said = await reader.readexactly(5)
    writer.close()
    return said


def test_everybody_is_let_in(listening):
    assert visit(listening, [([], lambda: 0)], guests=5) == [b"hello"] * 5


def test_who_is_busy_waits_before_letting_the_next_in(listening):
    came = []
    began = time.monotonic()

    visit(listening, [(came, lambda: 4)], guests=1)

    assert came[0] - began >= 4 * WAIT


def test_guests_who_come_at_once_are_shared_out(listening):
    one, other = [], []

    visit(listening, [(one, lambda: len(one)), (other, lambda: len(other))], guests=12)

    assert abs(len(one) - len(other)) <= 2


def test_a_closed_door_lets_nobody_in(listening):
    came = []

    async def knock_after_closing():
        door = Door(listening, lambda: Guest(came), lambda: 0)
        door.open()
        door.close()
        _, writer = await asyncio.open_connection(*listening.getsockname())
        await asyncio.sleep(0.05)
        writer.close()

    asyncio.run(knock_after_closing())

    assert came == []
