"""`python -m scripts.derive_places --shared FOLDER [--into FOLDER]`."""

import argparse
from pathlib import Path

from scripts.derive_places import gazetteer, pack, shapes

TABLES = Path(__file__).resolve().parents[2] / "src" / "beside" / "places" / "tables"


def main() -> None:
    """Derive every table."""
    parser = argparse.ArgumentParser(prog="scripts.derive_places", description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder of the public files")
    parser.add_argument("--into", type=Path, default=TABLES)
    wanted = parser.parse_args()
    gazetteer.derive(wanted.shared, wanted.into)
    shapes.derive(wanted.into)
    pack.write_checksums(wanted.into)


if __name__ == "__main__":
    main()
