"""Real lists that are not in the repository: found by a variable or beside the checkout."""

import os
from pathlib import Path

import pytest

_HERE = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("BESIDE_SHARED", _HERE.parent / "shared"))
FIXTURES = SHARED / "data" / "directory" / "import-fixtures"
BALTIMORE = SHARED / "data" / "directory" / "baltimore-charmcare"
SAN_MATEO = SHARED / "data" / "directory" / "ohana-sample-hsds1"
UK = SHARED / "specs" / "hsds" / "oruk-validator-fixtures"
OFFICIAL = SHARED / "specs" / "hsds" / "v3.1-dev" / "examples"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared data is not here (set BESIDE_SHARED)"
)
