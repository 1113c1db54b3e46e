"""The timer page on a cheap phone: its weight, a link of 50 kbit/s, axe, three languages.

    python -m benchmarks.line_6_timer [--quick]

The real server, Chromium at 360 pixels, an empty memory. The link is 50 kbit/s with two
seconds from asking to hearing; the page is usable when "I use now" can be pressed.
"""

import time
from typing import Any

from benchmarks import voice_house
from benchmarks.show import Result, alone

BYTES, SECONDS = 50_000, 20.0
LANGUAGES = ("en", "es", "ar")
SLOW = {"offline": False, "latency": 2000, "downloadThroughput": 6250, "uploadThroughput": 6250}
IGNORED = {"meta-refresh"}  # a page that lives without scripts loads itself anew


def run(quick: bool) -> list[Result]:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright
    from tests.pages import seeing

    with voice_house.house() as inside, sync_playwright() as play:
        browser = seeing.launch(play)
        weights, waits, faults = [], [], []
        for language in LANGUAGES[: 1 if quick else None]:
            context = browser.new_context(viewport={"width": 360, "height": 740})
            tab = context.new_page()
            weighed, waited = _slowly(
                context, tab, f"http://{inside.address}/{language}/line/timer/"
            )
            weights.append(weighed)
            waits.append(waited)
            found = Axe().run(tab).response["violations"]
            faults += [one["id"] for one in found if one["id"] not in IGNORED]
            context.close()
        browser.close()
    heavy, slow = max(weights), max(waits)
    seen = f"{len(weights)} languages"
    return [
        Result("6a", f"first load {heavy:,} bytes over the wire ({seen})", f"≤ {BYTES:,}",
               heavy <= BYTES),
        Result("6b", f"usable after {slow:.1f} s at 50 kbit/s and 2 s of latency",
               f"≤ {SECONDS:.0f} s", slow <= SECONDS),
        Result("6c", f"axe: {len(faults)} faults {sorted(set(faults)) or ''} ({seen})", "0",
               not faults),
    ]  # fmt: skip


def _slowly(context: Any, tab: Any, address: str) -> tuple[int, float]:
    """Bytes received until the page was still, and seconds until it could be used."""
    link = context.new_cdp_session(tab)
    link.send("Network.enable")
    link.send("Network.emulateNetworkConditions", SLOW)
    weighed: list[float] = []
    link.on("Network.loadingFinished", lambda said: weighed.append(said["encodedDataLength"]))
    began = time.monotonic()
    tab.goto(address, wait_until="domcontentloaded", timeout=120_000)
    tab.locator("main form button, main form [type=submit]").first.wait_for(timeout=120_000)
    usable = time.monotonic() - began
    tab.wait_for_load_state("load", timeout=120_000)
    tab.wait_for_timeout(1000)
    return int(sum(weighed)), usable


if __name__ == "__main__":
    alone(run)
