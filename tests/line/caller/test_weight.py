"""The first load of the timer is light enough for 2G."""

import re

import brotli
import pytest
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.django_db
BUDGET = 50_000


def wire(client, path: str) -> dict[str, int]:
    """Bytes over the wire, compressed as the house compresses: the page and all it asks for."""
    page = client.get(path, headers={"accept-encoding": "br"})
    assert page["Content-Encoding"] == "br"
    sizes = {path: len(page.content)}
    text = brotli.decompress(page.content).decode()
    waiting = re.findall(r'(?:src|href)="/static/([^"]+)"', text)
    assert not re.search(r"@font-face|url\(", text)
    while waiting:
        name = waiting.pop()
        if name in sizes:
            continue
        found = finders.find(name)
        assert found, name
        with open(found, "rb") as file:
            body = file.read()
        sizes[name] = len(brotli.compress(body))
        waiting += [f"line/{one.decode()}" for one in re.findall(rb'from "\./([^"]+)"', body)]
    return sizes


@pytest.mark.parametrize("language", ["en", "es", "ar"])
@pytest.mark.parametrize("page", ["", "timer/"])
def test_a_first_load_is_at_most_fifty_kilobytes(client, language, page):
    sizes = wire(client, f"/{language}/line/{page}")
    assert sum(sizes.values()) <= BUDGET, sizes
    if page:
        assert {"line/session.js", "line/alarm.js", "line/news.js"} <= sizes.keys()
