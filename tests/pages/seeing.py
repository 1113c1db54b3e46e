"""Look at a page as a browser does, and say what is wrong with it."""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Playwright, Response, sync_playwright
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page as Tab

from tests.pages import strain
from tests.pages.registry import Page

# Playwright keeps an event loop in this thread; Django would take our plain tests for async ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"

# The first is the engine without windows: the same pages for half the work (decision 0158).
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "chrome")
CHROMIUM = os.environ.get("BESIDE_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",  # the console would say that it may not sound yet
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
ASK_AXE = """options => axe.run(options).then(found => found.violations.map(one =>
  [one.id, one.impact, one.nodes.slice(0, 3).map(node => String(node.target[0]))]))"""


Look = TypeVar("Look")


@dataclass(frozen=True)
class Way:
    """One way of looking."""

    language: str = "en"
    dark: bool = False
    javascript: bool = True
    width: int = 320

    def __str__(self) -> str:
        return (
            f"{self.language}-{self.width}-{'dark' if self.dark else 'light'}"
            f"{'' if self.javascript else '-nojs'}"
        )


WAYS = [
    Way(language, dark, javascript, width)
    for language in ("en", "es")
    for dark in (False, True)
    for javascript in (True, False)
    for width in (320, 1280)
]


MOVED = "Execution context was destroyed"


@dataclass
class Seen:
    """What one look found. `faults` are sentences; empty is good."""

    page: Page
    way: Way
    faults: list[str] = field(default_factory=list)
    bytes: int = 0
    requests: int = 0

    def __str__(self) -> str:
        return f"{self.page.path} ({self.way}): " + "; ".join(self.faults)


def some(looks: Sequence[Look]) -> Sequence[Look]:
    """One of a room's looks; all with BESIDE_LOOK=all. `make show-house` looks all ways."""
    return looks if os.environ.get("BESIDE_LOOK") == "all" else looks[:1]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, closed afterwards."""
    with sync_playwright() as play:
        browser = launch(play)
        try:
            yield browser
        finally:
            browser.close()


def launch(play: Playwright) -> Browser:
    return play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


def context_for(
    browser: Browser, way: Way, cookies: list[dict[str, str]] | None = None
) -> BrowserContext:
    """A browser with an empty memory, seeing in one way."""
    context = browser.new_context(
        viewport={"width": way.width, "height": 720},
        color_scheme="dark" if way.dark else "light",
        reduced_motion="reduce",
        locale=way.language,
    )
    if cookies:
        context.add_cookies(cookies)  # type: ignore[arg-type]
    context.route_web_socket("**", lambda _socket: None)  # the stand-in server has none
    return context


def look(
    context: BrowserContext, server: str, page: Page, way: Way, pictures: Path | None = None
) -> Seen:
    """Open `page`, judge it, and take its picture if a folder is given."""
    return look_in(context, server, page, [way], pictures)[0]


def look_in(
    context: BrowserContext,
    server: str,
    page: Page,
    ways: Sequence[Way],
    pictures: Path | None = None,
) -> list[Seen]:
    """Open `page` once and judge it in ways that differ in light and width alone.

    What the wire and the console say is told of the first.
    """
    looks = _once(context, server, page, ways, pictures)
    if any(MOVED in fault for seen in looks for fault in seen.faults):  # it read itself anew
        looks = _once(context, server, page, ways, pictures)
    return looks


def _once(
    context: BrowserContext,
    server: str,
    page: Page,
    ways: Sequence[Way],
    pictures: Path | None,
) -> list[Seen]:
    looks = [Seen(page, way) for way in ways]
    seen = looks[0]
    tab = context.new_page()
    tab.set_default_timeout(30_000)
    _listen(tab, server, seen)
    try:
        _judge_opening(tab, server, seen)
        for seen in looks:
            _judge_sight(tab, seen, pictures)
        if seen.way.javascript:
            tab.set_viewport_size({"width": min(way.width for way in ways), "height": 720})
            seen.faults += strain.faults(tab)
    except NoPage:
        looks = []
    except BrowserError as why:
        seen.faults.append(f"could not be looked at: {str(why).splitlines()[0]}")
    tab.close()
    return looks


def _judge_opening(tab: Tab, server: str, seen: Seen) -> None:
    page, way = seen.page, seen.way
    answer = _answer(tab, server, page, way)
    if answer is None or answer.status != page.status:
        seen.faults.append(f"answered {answer and answer.status}, not {page.status}")
    tab.wait_for_timeout(50)
    if not (page.signed_in or page.entrance):
        _judge_memory(tab, answer.headers if answer else {}, seen)
    _judge_weight(seen)


def _judge_sight(tab: Tab, seen: Seen, pictures: Path | None) -> None:
    way = seen.way
    tab.set_viewport_size({"width": way.width, "height": 720})
    tab.emulate_media(color_scheme="dark" if way.dark else "light")
    _judge_width(tab, seen)
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
        tab.screenshot(path=pictures / f"{_file_name(seen.page)}.{way}.png", full_page=True)
    _judge_access(tab, seen)


def _file_name(page: Page) -> str:
    """From the name where the address holds an id."""
    known = page.name.replace(" ", "-") if page.listed else page.path[4:].strip("/")
    return re.sub(r"[^\w-]+", "_", known) or "front"


class NoPage(Exception):
    """An address that only takes forms, or leads nowhere without something more."""


def _answer(tab: Tab, server: str, page: Page, way: Way) -> Response | None:
    try:
        answer = _open(tab, server + page.within(way.language), javascript=way.javascript)
    except BrowserError as why:
        if not page.listed and "ERR_HTTP_RESPONSE_CODE_FAILURE" in str(why):
            raise NoPage from why
        raise
    if not page.listed and answer is not None and answer.status in {404, 405}:
        raise NoPage
    return answer


def _open(tab: Tab, url: str, *, javascript: bool) -> Response | None:
    """Go there. Without JavaScript, scripts are off while the page loads, and on again for axe."""
    wire = tab.context.new_cdp_session(tab)
    wire.send("Emulation.setScriptExecutionDisabled", {"value": not javascript})
    answer = tab.goto(url, wait_until="load")
    wire.send("Emulation.setScriptExecutionDisabled", {"value": False})
    return answer


def _listen(tab: Tab, server: str, seen: Seen) -> None:
    """Note errors, requests and bytes as they happen."""
    expected = f"status of {seen.page.status}"

    def console(message: object) -> None:
        kind, text = message.type, message.text  # type: ignore[attr-defined]
        if kind in {"error", "warning"} and expected not in text:
            seen.faults.append(f"console: {text[:200]}")

    def requested(request: object) -> None:
        url = request.url  # type: ignore[attr-defined]
        if url.startswith("data:"):
            return
        seen.requests += 1
        if not url.startswith(server):
            seen.faults.append(f"asked a third party: {url}")

    wire = tab.context.new_cdp_session(tab)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: _weigh(event, seen))
    tab.on("console", console)
    tab.on("request", requested)
    tab.on("pageerror", lambda error: seen.faults.append(f"script: {error}"))


def _weigh(event: dict[str, float], seen: Seen) -> None:
    seen.bytes += int(event.get("encodedDataLength", 0))


def _judge_memory(tab: Tab, headers: dict[str, str], seen: Seen) -> None:
    """A public page sets no cookie and stores nothing (the overdose page may keep itself)."""
    if cookies := tab.context.cookies():
        seen.faults.append(f"set cookies: {[cookie.get('name') for cookie in cookies]}")
    if "set-cookie" in headers or "cookie" in headers.get("vary", "").lower():
        seen.faults.append("answers differently by cookie")
    kept = tab.evaluate("() => localStorage.length + sessionStorage.length")
    if kept:
        seen.faults.append(f"stored {kept} things")
    asks = seen.way.javascript and not seen.page.keeps_offline
    if asks and tab.evaluate("async () => (await caches.keys()).length"):
        seen.faults.append("kept a copy of itself")


def _judge_width(tab: Tab, seen: Seen) -> None:
    """Nothing makes the page scroll sideways."""
    wide = tab.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    if wide[0] > wide[1]:
        seen.faults.append(f"{wide[0]} px wide in a window of {wide[1]}")


def _judge_weight(seen: Seen) -> None:
    if seen.bytes > seen.page.budget:
        seen.faults.append(f"{seen.bytes:,} bytes, budget {seen.page.budget:,}")
    if seen.requests > seen.page.requests:
        seen.faults.append(f"{seen.requests} requests, budget {seen.page.requests}")


def _judge_access(tab: Tab, seen: Seen) -> None:
    """axe finds nothing, whatever the impact."""
    if not tab.evaluate("() => 'axe' in window"):
        tab.evaluate(Axe().axe_script)
    for rule, impact, where in tab.evaluate(ASK_AXE, AXE):
        if rule == "meta-refresh" and seen.page.lives:
            continue
        seen.faults.append(f"axe {rule} ({impact}): {', '.join(where)}")
