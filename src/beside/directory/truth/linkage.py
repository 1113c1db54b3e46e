"""Which listings of one year's directory are still there in a later one.

Run once over the saved directories to derive `shipped/methadone_survival.csv`:

    python -m beside.directory.truth.linkage FOLDER > methadone_survival.csv
"""

import csv
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

YEARS = (2009, 2010, 2011, 2012)
FIELDS = ("address", "phone", "found")
_PHONE = re.compile(r"\((\d{3})\)\s*(\d{3})-(\d{4})")


@dataclass(frozen=True)
class Listing:
    """What identifies a programme from year to year: where it is and its main number."""

    address: tuple[str, str]
    phone: str


def listing(row: Mapping[str, str]) -> Listing:
    """House number (or the street without one) with ZIP, and the first number given."""
    street, zip_code = row["Address1"].lower(), row["ZIP_Code"][:5]
    number = re.match(r"\D*(\d+)", street)
    phone = _PHONE.search(row["Contact"])
    return Listing(
        address=(number[1] if number else re.sub(r"\W", "", street), zip_code),
        phone="".join(phone.groups()) if phone else "",
    )


def kept(one: Listing, later: Sequence[Listing]) -> str:
    """Of address, phone, either: "1" where the later list still has it."""
    address = one.address in {other.address for other in later}
    phone = bool(one.phone) and one.phone in {other.phone for other in later}
    return "".join(str(int(held)) for held in (address, phone, address or phone))


def patterns(directories: Mapping[int, Sequence[Listing]]) -> Counter[tuple[int, str]]:
    """How many listings of each first year show each pattern over the later years."""
    counts: Counter[tuple[int, str]] = Counter()
    for first in YEARS[:-1]:
        later = [year for year in YEARS if year > first]
        for one in directories[first]:
            counts[first, "-".join(kept(one, directories[year]) for year in later)] += 1
    return counts


def read(folder: Path) -> dict[int, list[Listing]]:
    """The four directories, as saved from SAMHSA's yearly lists."""
    found = {}
    for year in YEARS:
        with (folder / f"methadone_directory_{year}.csv").open(encoding="utf-8") as lines:
            found[year] = [listing(row) for row in csv.DictReader(lines)]
    return found


def main() -> None:
    """Write the patterns as CSV."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["first_year", "kept_in_later_years", "listings"])
    for (year, pattern), count in sorted(patterns(read(Path(sys.argv[1]))).items()):
        out.writerow([year, pattern, count])


if __name__ == "__main__":
    main()
