"""Pages that are no address of their own."""

from tests.pages.registry import Page


def pages() -> list[Page]:
    return [
        Page("no such page", "/en/no-such-page/", status=404),
        Page("the gallery with undo", "/en/staff/design/?undo", signed_in=True, budget=120_000,
             requests=12),
    ]  # fmt: skip
