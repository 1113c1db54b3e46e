"""Walk 3: the overdose page opens without a signal, once it has been seen; nothing else is kept."""

import pytest

from beside.design import navigation, offline
from tests.pages import seeing
from tests.pages.seeing import Way

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


KEPT = """async () => {
    const [name] = await caches.keys();
    if (!name) return [];
    const kept = await (await caches.open(name)).keys();
    return kept.map((request) => new URL(request.url).pathname).sort();
}"""


def kept_by(tab, *, seconds: int = 20) -> list[str]:
    """What the phone keeps, as soon as it keeps anything."""
    for _ in range(seconds * 10):
        if kept := tab.evaluate(KEPT):
            return kept
        tab.wait_for_timeout(100)
    return []


@pytest.fixture
def site(live_server):
    return live_server.url.replace("localhost", "127.0.0.1")


@pytest.fixture
def tab(browser):
    context = seeing.context_for(browser, Way())
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def test_the_steps_open_without_a_signal_and_the_exit_forgets_them(tab, site, settings):
    steps = navigation.single("overdose_now").url
    tab.goto(f"{site}/en/about/")
    assert tab.evaluate("async () => (await caches.keys()).length") == 0

    tab.goto(site + steps)
    kept = kept_by(tab)
    title = tab.title()
    assert kept == sorted(offline.paths())

    tab.context.set_offline(True)
    tab.goto(site + steps)
    assert tab.title() == title
    tab.goto(f"{site}/es/about/")
    assert tab.evaluate("document.documentElement.lang") == "es"
    assert "911" in tab.text_content("main")

    tab.context.set_offline(False)
    settings.EXIT_ADDRESS = f"{site}/en/no-such-page/"
    tab.goto(site + steps)
    tab.click("[data-leave]")
    tab.wait_for_url("**/no-such-page/")
    assert tab.evaluate("async () => (await caches.keys()).length") == 0
    assert (
        tab.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    )


def test_the_worker_is_small(client):
    answer = client.get("/worker.js", headers={"accept-encoding": "br"})

    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert len(answer.content) <= 1_000
