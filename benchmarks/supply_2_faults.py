"""2. Requests that are dropped, cut in the middle, sent twice, or meet a web process that dies.

    python -m benchmarks.supply_2_faults [--quick]

A thousand people (quick: 60) each draw the form from the real house over HTTP, seal their
address as the browser does (every third has no script: it is sealed at the door), and send it
through a network that fails in one of eight ways at the first and the second try. Meanwhile web
processes are killed. Each tries up to five times, as `order.js` does; every tenth gives up after
the first. Then everything is counted: receipts against rows, rows against receipts that can
still be had, people against rows, and what the packer reads against what each of them wrote.
"""

import hashlib
import socket
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from benchmarks import mail_people, voice_house
from benchmarks.mail_people import Asker
from benchmarks.show import Result, alone

BAR = (
    "0 receipts without a stored request, 0 stored without a possible receipt, 0 doubles, "
    "0 stored in part"
)
WAYS = ("whole", "refused", "head only", "half a body", "no answer", "half an answer", "twice",
        "reset")  # fmt: skip
TRIES = 5
LANES = 8


def run(quick: bool) -> Result:
    people = mail_people.crowd(60 if quick else 1000, "Faultline")
    with voice_house.house("benchmarks.mail_inside", BESIDE_KITS_PER_MINUTE="1000000") as inside:
        made = inside.ask("program")
        address = inside.address
        with ThreadPoolExecutor(LANES) as lanes:
            keys = list(
                lanes.map(lambda one: mail_people.draw(address, one, made["field"]), people)
            )
            time.sleep(3.2)
            began = time.monotonic()
            work = [
                lanes.submit(_ask, address, one, key) for one, key in zip(people, keys, strict=True)
            ]
            kills = _kill_meanwhile(inside, work, 1 if quick else 6)
            for each in work:
                each.result()
            took = time.monotonic() - began
        _until_quiet(address)
        stored = Counter(inside.ask("stored")["digests"])
        partly = _partly(people, inside.ask("addresses"))
        return _judged(people, stored, partly, address, kills, took)


def _kill_meanwhile(inside: voice_house.Inside, work: list, most: int) -> int:
    """kill -9 of every web process that answers, now and then, while people send."""
    killed = 0
    while killed < most:
        done = sum(one.done() for one in work)
        if done >= len(work) * (killed + 1) // (most + 2):
            inside.kill_web()
            killed += 1
        if done == len(work):
            break
        time.sleep(0.05)
    return killed


def _until_quiet(address: str) -> None:
    for _ in range(200):
        with suppress(OSError):
            if mail_people.get(address, "/healthz") == 200:
                return
        time.sleep(0.2)


def _ask(address: str, one: Asker, key: tuple[str, dict[str, str]]) -> None:
    """Try until there is a receipt, as the page does; the first two tries meet a fault."""
    scripted = one.number % 3 != 0
    body = one.body(key=key if scripted else None)
    whole = mail_people.request_bytes(address, body, scripted=scripted)
    gives_up = one.number % 10 == 0
    for nth in range(1 if gives_up else TRIES + 3):
        one.tries += 1
        way = WAYS[(one.number + one.number // 10 + nth * 3) % len(WAYS)] if nth < 2 else "whole"
        with suppress(OSError):
            if receipt := _send(address, whole, way, patience=one.number % 7 * 0.3):
                one.receipts.append(receipt)
                return
        time.sleep(0.3 * (nth + 1))


def _send(address: str, whole: bytes, way: str, patience: float = 0) -> str:
    """One try over a socket of our own. The receipt, when the answer came whole.

    `patience`: seconds until somebody who will see no answer is gone.
    """
    if way == "refused":
        return ""
    if way == "twice":
        with ThreadPoolExecutor(2) as both:
            told = [both.submit(_send, address, whole, "whole") for _ in range(2)]
            found = [one.result() for one in told]
        return found[0] or found[1]
    host, port = address.split(":")
    with socket.create_connection((host, int(port)), timeout=40) as wire:
        cut = {"head only": 120, "half a body": len(whole) // 2}.get(way, len(whole))
        wire.sendall(whole[:cut])
        if way == "reset":
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            return ""
        if cut < len(whole) or way == "no answer":
            time.sleep(patience)
            return ""
        if way == "half an answer":
            wire.recv(40)
            return ""
        return mail_people.receipt_in(_all(wire))


def _all(wire: socket.socket) -> bytes:
    parts = []
    while part := wire.recv(65536):
        parts.append(part)
    return b"".join(parts)


def _digest(nonce: str) -> str:
    return hashlib.sha256(b"beside.supply.requests:" + nonce.encode()).hexdigest()


def _partly(people: list[Asker], read: dict[str, str]) -> int:
    """Addresses that a packer reads otherwise than the person wrote them."""
    wrote = {_digest(one.nonce): one.lines[:2] for one in people}
    return sum("; ".join(wrote.get(digest, ("?",))) not in read[digest] for digest in read)


def _judged(
    people: list[Asker], rows: Counter[str], partly: int, address: str, kills: int, took: float
) -> Result:
    mine = {_digest(one.nonce): one for one in people}
    false = sum(bool(one.receipts) and _digest(one.nonce) not in rows for one in people)
    strange = sum(digest not in mine for digest in rows)
    stored = [mine[digest] for digest in rows if digest in mine]
    lost = strange + sum(
        mail_people.get(address, f"/en/kits/r/{one.nonce}/") != 200 for one in stored
    )
    doubles = sum(count - 1 for count in rows.values())
    doubles += sum(len(set(one.receipts)) > 1 for one in people)
    unheard = sum(not one.receipts for one in stored)
    with_receipt = sum(bool(one.receipts) for one in people)
    waiting = sum(not one.receipts and one.number % 10 != 0 for one in people)
    figure = (
        f"{len(people)} people, {sum(one.tries for one in people)} tries, {kills} kills of all web "
        f"processes, {took:.0f} s: {false} receipts without a row, {lost} rows without a possible "
        f"receipt, {doubles} doubles, {partly} stored in part ({with_receipt} receipts, "
        f"{len(stored)} stored, {unheard} of them never heard back and still had theirs, "
        f"{waiting} tried on in vain)"
    )
    holds = not (false or lost or doubles or partly or waiting) and len(stored) > len(people) * 0.9
    return Result("2", figure, BAR, holds)


if __name__ == "__main__":
    alone(run)
