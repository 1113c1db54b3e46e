"""Derives the shipped region from the national lists, so that anyone can check it.

    python -m beside.directory.starting.derive FOLDER

reads the national files from FOLDER (names as in region/PROVENANCE.md) and
writes the extracts beside this module. Columns are kept; rows are chosen by
state and latitude: all of Kentucky, Ohio south of 40.05 and Indiana south of
39.6 degrees north.
"""

import csv
import gzip
import io
import sys
from pathlib import Path

NORTHERN_EDGE = {"KY": 90.0, "OH": 40.05, "IN": 39.6}
LISTS = {
    "samhsa_sud_facilities_2020.csv.gz": ("samhsa_treatment_2020", "state", "latitude"),
    "samhsa_otp_directory_2021.csv": ("samhsa_otp_2021", "STATE", "Latitude"),
    "hrsa_fqhc_sites_2020.csv.gz": ("hrsa_health_centers_2020", "st_abbr", "lat"),
    "hospitals_2020.csv.gz": ("hospitals_2020", "State", "Latitude"),
}


def extract(content: bytes, state: str, latitude: str) -> bytes:
    """The region's rows of one list, as gzipped UTF-8 CSV."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    reader = csv.reader(io.StringIO(text, newline=""))
    headers = next(reader)
    where, north = headers.index(state), headers.index(latitude)
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(headers)
    for row in reader:
        edge = NORTHERN_EDGE.get(row[where])
        if edge is not None and row[north] and float(row[north]) < edge:
            writer.writerow(row)
    return gzip.compress(written.getvalue().encode(), 9, mtime=0)


def main(folder: Path) -> None:
    """Write every extract."""
    for name, (short, state, latitude) in LISTS.items():
        content = (folder / name).read_bytes()
        if name.endswith(".gz"):
            content = gzip.decompress(content)
        target = Path(__file__).parent / "region" / f"{short}.csv.gz"
        target.write_bytes(extract(content, state, latitude))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
