"""The Page envelope, exactly as HSDS has it."""

from collections.abc import Sequence
from typing import Any


def page(
    contents: Sequence[dict[str, Any]], *, total: int, number: int, per_page: int
) -> dict[str, Any]:
    """One page of a list. A page beyond the last is empty, and is not the first.

    HSDS leaves the edges open; they follow Spring Data, whose envelope this
    is: no items means no pages, and the last page is any with none after it.
    """
    pages = -(-total // per_page)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": list(contents),
    }
