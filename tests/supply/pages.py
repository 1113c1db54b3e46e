"""Pages of supply for the matrix, cabinet by cabinet: `tests/supply/<cabinet>/pages.py`."""

from importlib import import_module
from pathlib import Path

from tests.pages.registry import Page


def pages() -> list[Page]:
    here = Path(__file__).parent
    cabinets = sorted(found.parent.name for found in here.glob("*/pages.py"))
    return [
        page
        for cabinet in cabinets
        for page in import_module(f"tests.supply.{cabinet}.pages").pages()
    ]
