"""Two people speak in their browsers, through coturn alone, over the real house.

    python -m benchmarks.line_4_voice [--quick]

`beside serve` in a home of its own begins web, worker, database and coturn. Two headless
Chromium, each with a made-up microphone, speak 50 times (quick: 5): from the moment at which
the operator's browser takes up the caller's waiting offer (or makes one) to the first packet
of sound at whichever side hears later; energy of sound at both sides; every
description and candidate that either browser made, sent or was given is searched for any
that is not on the relay. Then, in the middle of a call, every web process is killed.
"""

import re
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks import voice_house
from benchmarks.show import Result, alone

FIRST_MS, BACK_S, APART_S = 500, 3.0, 0.5
ENERGY_WITHIN = 6.0  # seconds: the made-up microphone beeps once a second
WATCHED = 12.0  # seconds of the call after the kill
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection", "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip
KINDS = re.compile(r"typ (\w+)")


def run(quick: bool) -> list[Result]:
    """Calls, then a kill in the middle of one."""
    if missing := [name for name in ("turnserver", "chromium") if not shutil.which(name)]:
        return [Result("4", f"{' and '.join(missing)} not found", "two browsers, a relay", False)]
    with (
        voice_house.house() as inside,
        browsers() as (caller, operator),
        voice_house.console(inside, operator) as ours,
    ):
        calls = [_call(inside, caller, ours) for _ in range(5 if quick else 50)]
        return [*_judged(calls), _killed(inside, caller, ours, quick)]


@contextmanager
def browsers() -> Iterator[tuple[Any, Any]]:
    """Two of them, as on two machines."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        path = shutil.which("chromium")
        two = [play.chromium.launch(executable_path=path, args=FLAGS) for _ in range(2)]
        try:
            yield two[0], two[1]
        finally:
            for one in two:
                one.close()


def _call(inside: voice_house.Inside, caller: Any, ours: Any) -> dict[str, Any]:
    """One call from its beginning to its end; what both sides saw of it."""
    with voice_house.call(inside, caller, ours) as (_, theirs):
        heard = until_heard(theirs, ours)
    first = max(each["firstAt"] for each in heard) - heard[1]["offeredAt"]
    texts = [text for each in heard for text in each["texts"]]
    kinds = [kind for text in texts for kind in KINDS.findall(text)]
    kinds += [kind for each in heard for kind in each["pairs"]]
    return {"ms": first, "energy": min(each["energy"] for each in heard), "kinds": kinds}


def until_heard(*tabs: Any) -> list[dict[str, Any]]:
    """Wait until there was sound at both sides; what they heard."""
    end = time.monotonic() + ENERGY_WITHIN + 10
    while time.monotonic() < end:
        heard = [tab.evaluate("heard()") for tab in tabs]
        if all(each["firstAt"] and each["energy"] > 0 for each in heard):
            break
        time.sleep(0.2)
    return heard


def _judged(calls: list[dict[str, Any]]) -> list[Result]:
    times = sorted(call["ms"] for call in calls)
    p95 = times[max(0, -(-len(times) * 95 // 100) - 1)]
    both = sum(call["energy"] > 0 for call in calls)
    kinds = [kind for call in calls for kind in call["kinds"]]
    others = sum(kind != "relay" for kind in kinds)
    _draw(times)
    return [
        Result("4a", f"{len(calls)} calls, offer to first sound: median "
               f"{statistics.median(times):.0f} ms, p95 {p95:.0f} ms, most {times[-1]:.0f} ms",
               f"p95 ≤ {FIRST_MS} ms", p95 <= FIRST_MS),
        Result("4b", f"energy of sound at both sides in {both} of {len(calls)} calls", "all",
               both == len(calls)),
        Result("4c", f"{len(kinds)} candidates seen on both sides, {others} not on the relay",
               "0 host, srflx or prflx", others == 0 and len(kinds) >= 4 * len(calls)),
    ]  # fmt: skip


def _draw(times: list[float]) -> None:
    """A histogram: calls for every 50 ms."""
    for lower in range(0, int(times[-1]) + 50, 50):
        count = sum(lower <= each < lower + 50 for each in times)
        print(f"  {lower:>5} to {lower + 50:<5} ms {'#' * count} {count or ''}", file=sys.stderr)


def _killed(inside: voice_house.Inside, caller: Any, ours: Any, quick: bool) -> Result:
    """Kill -9 of every web process in the middle of a call."""
    with voice_house.call(inside, caller, ours) as (session, theirs):
        until_heard(theirs, ours)
        inside.ask("used", session["id"])
        before = inside.ask("clock", session["id"])
        killed_at = time.time()
        inside.kill_web()
        ours.evaluate(
            "([since, until]) => { window.fedAnew = fedSince(since, until); }",
            [1000 * time.time(), 1000 * before["until"]],
        )
        gap, packets = _listened(theirs, ours, 6.0 if quick else WATCHED)
        clock = ours.evaluate("fedAnew")
        back = clock["backAt"] / 1000 - killed_at
        after = inside.ask("clock", session["id"])
    apart = max(clock["apart"], abs(clock["until"] - before["until"]))
    same = abs(after["due"] - before["due"]) < 0.001 and after["up"]
    holds = gap < 1.0 and packets > 0 and back <= BACK_S and apart <= APART_S and same
    return Result(
        "4d", f"web killed in a call: longest time without sound {gap:.1f} s, {packets} packets "
        f"since; console back in {back:.2f} s, its clock {apart:.2f} s apart",
        f"sound goes on; ≤ {BACK_S:.0f} s; ± {APART_S} s", holds,
    )  # fmt: skip


def _listened(theirs: Any, ours: Any, seconds: float) -> tuple[float, int]:
    """The longest time in which either side heard no packet, and the fewest either heard."""
    tabs, began = (theirs, ours), time.monotonic()
    first = [tab.evaluate("heard()")["packets"] for tab in tabs]
    last, since, gap = list(first), [began] * 2, 0.0
    while time.monotonic() - began < seconds:
        for n, tab in enumerate(tabs):
            packets = tab.evaluate("heard()")["packets"]
            now = time.monotonic()
            if packets > last[n]:
                last[n], since[n] = packets, now
            gap = max(gap, now - since[n])
        time.sleep(0.1)
    return gap, min(now - before for now, before in zip(last, first, strict=True))


if __name__ == "__main__":
    alone(run)
