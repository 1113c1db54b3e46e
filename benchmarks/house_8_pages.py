"""8. Every page, in both languages, light and dark, with and without JavaScript, narrow and wide.

PICTURES=build/pages python -m benchmarks.house_8_pages [--quick]
ONLY=staff/accounts WAYS=es-320 … looks at a slice: regular expressions on the path and the way.

Starts the site on a seeded database, looks at every page in every way in a real
browser, and counts faults: axe, console, security policy, third parties, cookies,
storage, bytes, sideways scroll. Also measures how fast the exit leaves.
"""

import os
import re
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, Queue

from benchmarks.show import Result, alone

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

LANES = 2
BEARS = 60  # openings
# The browser's own clock: when the tap came, and when a document began.
MOMENTS = """window.moment(location.origin + "/", Date.now()).then(() => { window.told = true; });
addEventListener("click", (tap) => {
  window.moment("tap", performance.timeOrigin + tap.timeStamp);
}, true);"""


def run(quick: bool) -> list[Result]:
    """All pages in 16 ways; quick: public pages in three, unlike each other; staff in one."""
    from tests.pages import seeing

    if seeing.CHROMIUM is None:
        return [Result("8", "no Chromium found", "a browser to look with", False)]
    with site() as (server, cookies):
        looked = _pages(server, cookies, quick)
        with seeing.chromium() as browser:
            return [looked, _exit(browser, server, quick)]


def _pages(server, cookies, quick) -> Result:
    """Two browsers share the openings: each opens one page in one language, with or without JS."""
    from tests.pages import furnished, registry

    found = registry.every_page(furnished.pages())
    pages = [page for page in found if re.search(os.environ.get("ONLY", ""), page.path)]
    openings = Queue()
    for number, page in enumerate(pages):
        for ways in _ways(number, quick and page.signed_in, quick):
            openings.put((page, ways))
    with ThreadPoolExecutor(LANES) as lanes:
        kept = [lanes.submit(_look, openings, server, cookies) for _ in range(LANES)]
        looks = [seen for lane in kept for seen in lane.result()]
    faults = sum(len(seen.faults) for seen in looks)
    shown = len({seen.page for seen in looks})
    figure = f"{shown} pages, {len(looks)} looks, {faults} faults"
    return Result("8", figure, "0 faults in every look", bool(looks) and faults == 0)


def _ways(number, one, quick):
    """Ways that one opening can serve lie together: they differ in light and width alone."""
    from tests.pages.seeing import WAYS

    few = [WAYS[0], WAYS[7], WAYS[13]]
    wanted = re.compile(os.environ.get("WAYS", ""))
    ways = [few[number % 3]] if one else few if quick else WAYS
    together = defaultdict(list)
    for way in (way for way in ways if wanted.search(str(way))):
        together[way.language, way.javascript].append(way)
    return together.values()


def _look(openings, server, cookies):
    """One lane, until nothing is left to open."""
    looks = []
    while not openings.empty():
        looks += _with_one_browser(openings, server, cookies)
        print(f"    {openings.qsize()} openings left", file=sys.stderr, flush=True)
    return looks


def _with_one_browser(openings, server, cookies):
    """As many openings as a browser bears: after a thousand one did not open another page."""
    from tests.pages import seeing

    pictures = Path(folder) if (folder := os.environ.get("PICTURES")) else None
    looks = []
    with seeing.chromium() as browser, suppress(Empty):
        for _ in range(BEARS):
            page, ways = openings.get_nowait()
            context = seeing.context_for(browser, ways[0], cookies if page.signed_in else None)
            looks += (now := seeing.look_in(context, server, page, ways, pictures))
            context.close()
            for seen in (seen for seen in now if seen.faults):
                print(f"    {seen}", file=sys.stderr, flush=True)
    return looks


def _exit(browser, server, quick) -> Result:
    """From the tap until the neutral site is there, over loopback."""
    from django.test.utils import override_settings
    from tests.pages.seeing import Way, context_for
    from tests.web.neutral import neutral_site

    times = []
    with neutral_site() as weather, override_settings(EXIT_ADDRESS=weather):
        for _ in range(3 if quick else 15):
            context = context_for(browser, Way())
            context.add_init_script(MOMENTS)
            moments: list[tuple[str, float]] = []
            context.expose_function("moment", lambda *what, to=moments: to.append(what))
            tab = context.new_page()
            tab.goto(f"{server}/en/about/")
            tab.click("[data-leave]", no_wait_after=True)
            tab.wait_for_url(weather, wait_until="load")
            tab.wait_for_function("window.told")
            told = dict(moments)
            times.append(told[weather] - told["tap"])
            context.close()
    middle = statistics.median(times)
    figure = f"exit: {middle:.0f} ms from tap to the neutral site (worst {max(times):.0f})"
    return Result("8", figure, "≤ 200 ms", middle <= 200)


@contextmanager
def site() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """The house on a throw-away database, filled with its starting data."""
    from tests import server as throwaway  # starts PostgreSQL: before Django reads its settings

    os.environ["DJANGO_SETTINGS_MODULE"] = "beside.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
    import django

    django.setup()
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.runner import DiscoverRunner
    from django.test.testcases import LiveServerThread
    from django.test.utils import setup_test_environment
    from tests import database
    from tests.pages.signing_in import a_coordinator_of_everything

    from beside.kernel import clock, starting

    setup_test_environment()
    database.share()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases(serialized_aliases=set())
    list(starting.fill(clock.now()))
    serving = LiveServerThread("127.0.0.1", StaticFilesHandler)
    serving.daemon = True
    serving.start()
    serving.is_ready.wait()
    try:
        yield f"http://127.0.0.1:{serving.port}", a_coordinator_of_everything()
    finally:
        serving.terminate()
        runner.teardown_databases(databases)
        throwaway.pytest_unconfigure(None)


if __name__ == "__main__":
    alone(run)
