"""8. Every page, in both languages, light and dark, with and without JavaScript, narrow and wide.

PICTURES=build/pages python -m benchmarks.house_8_pages [--quick]

Starts the site on a seeded database, looks at every page in every way in a real
browser, and counts faults: axe, console, security policy, third parties, cookies,
storage, bytes, sideways scroll. Also measures how fast the exit leaves.
"""

import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.show import Result, alone

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))


def run(quick: bool) -> list[Result]:
    """All pages in 16 ways; quick: in three, which differ in everything."""
    from tests.pages import seeing

    if seeing.CHROMIUM is None:
        return [Result("8", "no Chromium found", "a browser to look with", False)]
    with site() as (server, cookies), seeing.chromium() as browser:
        return [_pages(browser, server, cookies, quick), _exit(browser, server, quick)]


def _pages(browser, server, cookies, quick) -> Result:
    from tests.pages import registry, seeing

    pictures = Path(folder) if (folder := os.environ.get("PICTURES")) else None
    ways = [seeing.WAYS[0], seeing.WAYS[7], seeing.WAYS[13]] if quick else seeing.WAYS
    pages = registry.every_page()
    faults = looks = 0
    for way in ways:
        for signed_in in (False, True):
            for page in (page for page in pages if page.signed_in == signed_in):
                context = seeing.context_for(browser, way, cookies if signed_in else None)
                seen = seeing.look(context, server, page, way, pictures)
                context.close()
                looks += 1
                faults += len(seen.faults)
                if seen.faults:
                    print(f"    {seen}", file=sys.stderr)
    figure = f"{len(pages)} pages, {looks} looks, {faults} faults"
    return Result("8", figure, "0 faults in every look", faults == 0)


def _exit(browser, server, quick) -> Result:
    """From the tap until the neutral site is there, over loopback."""
    from django.test.utils import override_settings
    from tests.pages.seeing import Way, context_for
    from tests.web.neutral import neutral_site

    times = []
    with neutral_site() as weather, override_settings(EXIT_ADDRESS=weather):
        for _ in range(3 if quick else 15):
            context = context_for(browser, Way())
            tab = context.new_page()
            tab.goto(f"{server}/en/about/")
            began = time.monotonic()
            tab.click("[data-leave]", no_wait_after=True)
            tab.wait_for_url(weather, wait_until="commit")
            times.append(1000 * (time.monotonic() - began))
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
    from tests.pages.signing_in import a_coordinator_of_everything

    from beside.kernel import clock, starting

    setup_test_environment()
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
