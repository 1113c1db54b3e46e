"""Published tables that may not be carried: read from beside the checkout, or skipped."""

from pathlib import Path

import pytest

SUPPLY = Path(__file__).resolve().parents[3] / "shared" / "data" / "supply"


def needs(*names: str) -> pytest.MarkDecorator:
    """Skips a test, and says so, where one of the tables is not there."""
    missing = [name for name in names if not (SUPPLY / name).exists()]
    return pytest.mark.skipif(
        bool(missing), reason=f"not carried, and not here: {', '.join(missing)}"
    )
