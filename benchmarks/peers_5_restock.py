"""5. More kits by a card: taps on a phone without JavaScript, in English and Spanish; and by text.

    python -m benchmarks.peers_5_restock [--quick]

The real pages in Chromium, 360 pixels wide, script switched off. From the QR code (the scan is
a tap) and from typed words; as many as the last time, and with another number and place. A tap
is every touch of the screen; keys are counted apart. Time is the machine's, and a person's by the
keystroke-level model (Card, Moran and Newell 1980) who reads every word of the answer.

By text: the carrier's signed call-back brings three words to the house's own door, the outbox
hands our answer to the carrier (a local one that speaks as Twilio does), a desk hands the bag
over for the words in it.
"""

import base64
import hashlib
import hmac
import os
import statistics
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

from benchmarks.fake_carrier import FakeCarrier
from benchmarks.house_8_pages import site
from benchmarks.show import Result, alone

WORDS_A_SECOND, MIND, POINT, PRESS, KEY = 200 / 60, 1.35, 1.1, 0.2, 0.28
MOST_TAPS, MOST_SECONDS = 4, 60.0
PHONE, HOUSE = "+16065550147", "+15005550006"


@dataclass
class Way:
    """One way through, as it was tapped."""

    name: str
    taps: int = 0
    keys: int = 0
    machine: float = 0.0
    read: int = 0

    @property
    def person(self) -> float:
        return (
            self.machine + self.taps * (MIND + POINT + PRESS) + self.keys * KEY
            + self.read / WORDS_A_SECOND
        )  # fmt: skip


def run(quick: bool) -> list[Result]:
    from tests.pages import seeing

    if seeing.CHROMIUM is None:
        return [Result("5", "no Chromium found", "a browser to restock with", False)]
    with FakeCarrier() as carrier:
        os.environ |= carrier.environment()
        with site() as (server, _cookies):
            _furnish()
            with seeing.chromium() as browser:
                ways = [
                    _way(browser, server, language, typed=typed, changes=changes)
                    for _ in range(1 if quick else 5)
                    for language in ("en", "es")
                    for typed in (False, True)
                    for changes in (False, True)
                ]
            results = [_taps(ways), _text(server, carrier)]
            _let_go()
            return results


def _taps(ways: list[Way]) -> Result:
    most = max(ways, key=lambda one: one.taps)
    slowest = max(ways, key=lambda one: one.person)
    usual = statistics.median(one.person for one in ways)
    figure = (
        f"{len(ways)} restocks without JavaScript in two languages: at most {most.taps} taps "
        f"({most.name}); {usual:.0f} s with reading (longest {slowest.person:.0f} s, "
        f"{slowest.name}; machine {statistics.median(one.machine for one in ways):.1f} s)"
    )
    holds = most.taps <= MOST_TAPS and slowest.person < MOST_SECONDS
    return Result("5a", figure, f"≤ {MOST_TAPS} taps, < {MOST_SECONDS:.0f} s", holds)


def _furnish() -> None:
    """A program with a site, a meeting place and a locker."""
    from tests.peers import shared

    from beside.kernel import clock
    from beside.peers.core.points import PointKind

    shared.desk(4_000, at=clock.now())
    for kind, name in zip(PointKind, ("Front desk", "By the river", "The wash"), strict=True):
        shared.point(kind, name)


def _card() -> int:
    from tests.peers.shared import given

    from beside.kernel import clock

    return given(at=clock.now()).number


def _way(browser: Any, server: str, language: str, *, typed: bool, changes: bool) -> Way:
    from beside.kernel import word_codes

    words = word_codes.say(_card(), language)
    name = f"{language}, {'typed' if typed else 'scanned'}, {'changed' if changes else 'usual'}"
    way = Way(name)
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False, has_touch=True
    )
    tab = context.new_page()
    if typed:
        _went(way, lambda: tab.goto(f"{server}/{language}/more/"), tab)
        tab.fill("[name=words]", words)
        way.taps, way.keys = 1, len(words)  # into the field
        time.sleep(3.1)  # nobody types three words faster; a machine is refused
        way.taps += 1
        _went(way, lambda: tab.click("main button.big"), tab)
    else:
        way.taps = 1  # the scan
        link = f"{server}/{language}/more/{words.replace(' ', '-')}/"
        _went(way, lambda: tab.goto(link), tab)
    if changes:
        tab.check("[name=kits] >> nth=0", force=True)
        way.taps += 1
        if not typed:
            tab.check("[name=where] >> nth=1", force=True)
            way.taps += 1
    time.sleep(3.1)
    way.taps += 1
    _went(way, lambda: tab.click("form[action$='/more/ask/'] button"), tab)
    if not tab.url.split("?")[0].count("/more/b/"):
        raise RuntimeError(f"{name}: no bag waits, {tab.inner_text('main')[:200]}")
    if context.cookies():
        raise RuntimeError("a page set a cookie")
    context.close()
    return way


def _went(way: Way, act: Any, tab: Any) -> None:
    began = time.monotonic()
    act()
    tab.wait_for_load_state()
    way.machine += time.monotonic() - began
    way.read += len(tab.inner_text("main").split())


def _text(server: str, carrier: FakeCarrier) -> Result:
    """Three words in, an answer out, a bag handed over; in both languages."""
    from beside.kernel import word_codes

    began, came = time.monotonic(), []
    for language, more in (("en", ""), ("es", "MAS ")):
        words = word_codes.say(_card(), language)
        before = len(carrier.calls)
        _texted(server, f"{more}{words} 12 1")
        _deliver()
        answers = [asked for asked in carrier.calls[before:] if asked.what == "Messages"]
        came.append(len(answers) == 1 and answers[0].to == PHONE and _handed(answers[0].words))
    figure = (
        f"{sum(came)} of {len(came)} texts brought a bag for its words, by the signed "
        f"door and the port of the carrier ({(time.monotonic() - began) / len(came):.1f} s each)"
    )
    return Result("5b", figure, "both, end to end", all(came))


def _let_go() -> None:
    """Whatever of ours still holds the database, so that it can be taken away."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _texted(server: str, body: str) -> None:
    """The carrier's call-back, signed as Twilio signs."""
    from django.conf import settings

    path = "/carriers/twilio/incoming/"
    fields = {"From": PHONE, "To": HOUSE, "Body": body, "MessageSid": f"SM{time.time_ns():032d}"}
    signed = settings.SITE_ADDRESS.rstrip("/") + path
    signed += "".join(f"{name}{fields[name]}" for name in sorted(fields))
    made = hmac.digest(os.environ["BESIDE_TWILIO_TOKEN"].encode(), signed.encode(), hashlib.sha1)
    request = urllib.request.Request(
        server + path, data=urllib.parse.urlencode(fields).encode(),
        headers={"X-Twilio-Signature": base64.b64encode(made).decode()},
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=20) as answer:
        if answer.status not in (200, 204):
            raise RuntimeError(f"the door answered {answer.status}")


def _deliver() -> None:
    """What a worker does with the outbox."""
    from datetime import timedelta

    from beside.kernel import clock, delivery

    for _ in range(50):
        claimed = delivery.claim(clock.now() + timedelta(seconds=1))
        if claimed is None:
            return
        delivery.deliver(claimed)


def _handed(words: str) -> bool:
    """At the meeting place somebody says the words of the answer."""
    from tests.supply.hand.shared import worker

    from beside.kernel import clock, word_codes
    from beside.peers import recognising
    from beside.peers.services import bags

    at, by = clock.now(), worker("navigator")
    number = word_codes.parse(words.rsplit(": ", 1)[1])
    bag = recognising.bag_of(number, at)
    if bag is None or bag.kits != 12 or bag.point.name != "By the river":
        return False
    bags.make_ready(bag=bag, hatch="", by=by, at=at)
    bags.hand_bag_over(bag=bag, by=by, at=at)
    return True


if __name__ == "__main__":
    alone(run)
