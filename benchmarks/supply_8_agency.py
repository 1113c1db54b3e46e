"""8. A returning agency orders: a scripted browser, and the time a person takes beside it.

    python -m benchmarks.supply_8_agency [--quick]

The real pages in Chromium at 360 pixels. From the opened link to the receipt: what the
machine needs is measured; what a person needs is reckoned from the pages themselves, every
word of them read at 200 words a minute, and for each act the keystroke-level model (Card,
Moran and Newell 1980: 1.35 s to make up one's mind, 1.1 s to point, 0.2 s to press, 0.28 s a
key). So a run takes seconds and its figure is that of somebody who reads everything.
"""

import statistics
import time
from typing import Any

from benchmarks.house_8_pages import site
from benchmarks.show import Result, alone

WORDS_A_SECOND, MIND, POINT, PRESS, KEY = 200 / 60, 1.35, 1.1, 0.2, 0.28
BAR = 180.0


def run(quick: bool) -> Result:
    from tests.pages import seeing

    if seeing.CHROMIUM is None:
        return Result("8", "no Chromium found", "a browser to order with", False)
    with site() as (server, _cookies):
        tokens = _agencies(4 if quick else 20)
        with seeing.chromium() as browser:
            taken = [
                _one(browser, server, token, "es" if number % 2 else "en")
                for number, token in enumerate(tokens)
            ]
    whole = [machine + person for machine, person in taken]
    machine = statistics.median(part for part, _person in taken)
    figure = (
        f"a returning agency orders in {statistics.median(whole):.0f} s (median of {len(whole)}, "
        f"longest {max(whole):.0f} s; the machine's part {machine:.1f} s)"
    )
    return Result("8", figure, f"median ≤ {BAR:.0f} s, reading included", max(whole) <= BAR)


def _agencies(count: int) -> list[str]:
    """Agencies that ordered before, each by its link."""
    from datetime import timedelta

    from tests.supply.agency import shared

    from beside.kernel import clock

    at, tokens = clock.now(), []
    by = shared.staff()
    for number in range(count):
        agency = shared.agency(f"Example Shelter {number}", at=at, by=by)
        shared.order(agency, at=at - timedelta(days=40), nonce=f"before-{number}")
        tokens.append(shared.token_of(agency))
    return tokens


def _one(browser: Any, server: str, token: str, language: str) -> tuple[float, float]:
    """Seconds of the machine, and of a person who reads every word."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    tab = context.new_page()
    began, person = time.monotonic(), 0.0
    tab.goto(f"{server}/{language}/kits/a/{token}/")
    person += _read(tab)
    tab.click("main a.button.big")
    person += MIND + POINT + PRESS + _read(tab)
    tab.locator("main form input[name^=have_]").first.fill("3")
    tab.locator("main form input[name^=cases_]").first.fill("2")
    person += 2 * (MIND + POINT + PRESS + 2 * KEY)
    tab.check("[name=agrees]")
    tab.click("main form button.big")
    person += 2 * (MIND + POINT + PRESS)
    tab.wait_for_url("**/order/*-*/")
    person += _read(tab)
    taken = time.monotonic() - began
    context.close()
    return taken, person


def _read(tab: Any) -> float:
    """Seconds to read all that stands on the page's main part."""
    return len(tab.inner_text("main").split()) / WORDS_A_SECOND


if __name__ == "__main__":
    alone(run)
