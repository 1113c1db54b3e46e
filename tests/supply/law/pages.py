"""Pages of the law for the matrix."""

from beside.kernel import clock
from beside.supply.law.starting import loading
from tests.pages.registry import Page
from tests.supply.law import samples

STAFF = "/en/staff/supply/law"


def pages() -> list[Page]:
    """A table with the shipped facts, and one that somebody stated."""
    loading.fill(clock.now())
    samples.stated()
    return [
        Page("the law in a state", "/en/law/ky/", budget=14_000),
        Page("the law where nothing is known", "/en/law/pr/", budget=14_000),
        Page("the law in a state with exclusions", "/en/law/ks/", budget=14_000),
        Page("which state", "/en/law/?near=Springfield", budget=14_000),
        Page("no such place", "/en/law/?near=zzzzzz", budget=14_000, status=404),
        _staff("the law listed", f"{STAFF}/?show=due"),
        _staff("the law of a state", f"{STAFF}/?state=KY"),
        _staff("one answer", f"{STAFF}/WY/good_samaritan/"),
        _staff("an answer nobody knows", f"{STAFF}/PR/syringe_mail/"),
        _staff("an answer being written", f"{STAFF}/WY/good_samaritan/edit/"),
    ]


def _staff(name: str, path: str) -> Page:
    return Page(name, path, signed_in=True, budget=120_000, requests=12)
