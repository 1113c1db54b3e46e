"""4. Ordering on a phone, as somebody reads and types: seconds, bytes, and axe.

    python -m benchmarks.supply_4_order [--quick]

A script orders in a real browser of 360 × 740 pixels, in English and Spanish, to an address,
to a box and to a pick-up place, for itself and for others. To what the machine takes is added
what a person takes: every word that is seen is read at 238 words a minute (Brysbaert 2019,
reading silently), what is typed goes at 36 words a minute of five letters (Palin and others
2019, on a phone), each tap takes 1.3 seconds. First load: HTML and CSS as they go over the
wire to a browser without JavaScript.
"""

import os
import statistics
import sys
import urllib.request
from pathlib import Path
from typing import Any

from benchmarks import voice_house
from benchmarks.show import Result, alone

CHECKOUT = Path(__file__).resolve().parents[1]
BAR = "median ≤ 90 s, ≤ 14,000 bytes of HTML and CSS without JavaScript, 0 axe faults, en and es"
WORDS_A_SECOND, LETTERS_A_SECOND, TAP = 238 / 60, 36 * 5 / 60, 1.3
SEEN = """() => { const main = document.querySelector('main');
  const words = (text) => text.split(/\\s+/).filter(Boolean).length;
  const lists = [...main.querySelectorAll('select')].filter((one) => one.offsetParent);
  return words(main.innerText) - lists.reduce((sum, one) => sum + words(one.innerText) - 1, 0);
}"""  # of a list of numbers only the one that shows is read


def run(quick: bool) -> Result:
    sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "src")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.settings")
    from tests.pages import seeing

    runs = [(language, way, others) for language in ("en", "es")
            for way in ("address", "box", "pick_up") for others in (False, True)]  # fmt: skip
    with voice_house.house("benchmarks.mail_inside") as inside:
        inside.ask("program")
        inside.ask("site")
        sizes = _sizes(inside.address)
        with seeing.chromium() as browser:
            found = [
                _order(browser, inside.address, *each) for each in (runs[::4] if quick else runs)
            ]
        stored = len(inside.ask("stored")["digests"])
    seconds = [each["seconds"] for each in found]
    faults = [fault for each in found for fault in each["faults"]]
    after = statistics.median(each["after"] for each in found)
    figure = (
        f"{len(found)} orders, {stored} stored: median {statistics.median(seconds):.0f} s "
        f"until the receipt shows ({min(seconds):.0f} to {max(seconds):.0f}; the machine "
        f"{found[0]['machine']:.1f} s), {after:.0f} s more to read it; "
        f"{max(each['words'] for each in found)} words at most; without JavaScript "
        f"{sizes['ask']:,} bytes for the first page and {sizes['order']:,} for the questions; "
        f"{len(faults)} axe faults"
    )
    light = max(sizes.values()) <= 14_000
    holds = statistics.median(seconds) <= 90 and light and not faults and stored == len(found)
    return Result("4", figure + (f" {faults[:3]}" if faults else ""), BAR, holds)


def _sizes(address: str) -> dict[str, int]:
    """Bytes on the wire: the page, and any style sheet it asks for (there is none)."""
    import re

    import brotli

    found = {}
    for name, body in (("ask", None), ("order", b"zip=40403")):
        asked = urllib.request.Request(
            f"http://{address}/es/kits/", body, {"Accept-Encoding": "br"}
        )
        with urllib.request.urlopen(asked) as answer:
            content = answer.read()
        text = brotli.decompress(content).decode()
        assert not re.search(r'rel="stylesheet"', text)
        found[name] = len(content)
    return found


def _order(browser: Any, address: str, language: str, way: str, others: bool) -> dict[str, Any]:
    """One order, and what a person's eyes and thumbs add to it."""
    import time

    context = browser.new_context(viewport={"width": 360, "height": 740}, locale=language)
    tab = context.new_page()
    seen: dict[str, Any] = {"words": 0, "taps": 0, "letters": 0, "faults": [], "looked": 0.0}
    began = time.monotonic()
    tab.goto(f"http://{address}/{language}/kits/")
    _look(tab, seen)
    _type(tab, seen, "#id_zip", "40403")
    _tap(tab, seen, "main form button")
    tab.wait_for_selector("#order")
    drawn = time.monotonic()
    if others:
        _tap(tab, seen, "[name=others][value=yes]")
        tab.select_option("#order select", "4")
        seen["taps"] += 2
    else:
        _tap(tab, seen, "[name=others][value=no]")
    chosen = "[name=where][value^=site]" if way == "pick_up" else f"[name=where][value={way}]"
    if way != "address":
        _tap(tab, seen, chosen)
    if way != "pick_up":
        _type(tab, seen, "#id_street", "1482 Chestnut Street" if way == "address" else "PO Box 12")
        _type(tab, seen, "#id_name", "Sam Example")
    _tap(tab, seen, "#id_safe")
    _look(tab, seen)
    wide = tab.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    seen["faults"] += [f"{wide} px too wide"] if wide > 0 else []
    machine = time.monotonic() - began - seen["looked"]
    passed = time.monotonic() - drawn  # no person is as quick as a script; the form says so
    tab.wait_for_timeout(max(0, 4200 - int(passed * 1000)))
    pressed = time.monotonic()
    _tap(tab, seen, "#order button")
    tab.wait_for_url("**/kits/r/**")
    machine += time.monotonic() - pressed
    words = seen["words"]
    person = words / WORDS_A_SECOND + seen["letters"] / LETTERS_A_SECOND + seen["taps"] * TAP
    _look(tab, seen)
    context.close()
    after = (seen["words"] - words) / WORDS_A_SECOND
    return {**seen, "words": words, "machine": machine, "seconds": machine + person, "after": after}


def _look(tab: Any, seen: dict[str, Any]) -> None:
    """Every visible word of the page is read once; axe looks too."""
    import time

    from axe_playwright_python.sync_playwright import Axe
    from tests.pages.seeing import ASK_AXE, AXE

    began = time.monotonic()
    seen["words"] += tab.evaluate(SEEN)
    tab.evaluate(Axe().axe_script)
    seen["faults"] += [f"{rule} {where}" for rule, _, where in tab.evaluate(ASK_AXE, AXE)]
    seen["looked"] += time.monotonic() - began  # our looking, nobody's waiting


def _tap(tab: Any, seen: dict[str, Any], what: str) -> None:
    seen["taps"] += 1
    tab.click(what)


def _type(tab: Any, seen: dict[str, Any], where: str, text: str) -> None:
    seen["taps"] += 1
    seen["letters"] += len(text)
    tab.fill(where, text)


if __name__ == "__main__":
    alone(run)
