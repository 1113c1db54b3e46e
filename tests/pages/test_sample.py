"""A few pages in a few ways; the whole matrix belongs to `make show-house`."""

import pytest

from tests.pages import registry, seeing
from tests.pages.seeing import Way
from tests.pages.signing_in import a_coordinator_of_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAMPLE = [
    ("/en/", Way("es", dark=True, width=1280)),
    ("/en/about/", Way("es", javascript=False)),
    ("/en/no-such-page/", Way("en", dark=True)),
    ("/en/staff/design/", Way()),
]


@pytest.mark.parametrize(("path", "way"), SAMPLE, ids=str)
def test_a_page_has_no_fault(path, way, browser, live_server, transactional_db):
    page = {page.path: page for page in registry.pages_of_the_shell()}[path]
    cookies = a_coordinator_of_everything() if page.signed_in else None
    context = seeing.context_for(browser, way, cookies)

    seen = seeing.look(context, live_server.url.replace("localhost", "127.0.0.1"), page, way)

    context.close()
    assert seen.faults == []
