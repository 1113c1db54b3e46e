"""How often two people share a participant code, and how often one can be rebuilt.

    python -m benchmarks.participant_codes [--quick]

A million synthetic people (initials by how common they are, births over sixty years, five
genders) in three worlds of names; NY-style and NEO-style codes. docs/methods/participant-codes.md
has what it printed and what is assumed.
"""

import argparse
import hashlib
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
SEED, PEOPLE, COUNTY, PARTICIPANTS = 20261122, 1_000_000, 50_000, 10_000
YEARS, DAYS = 60, 365
# Shares of initials in percent, A to Z, as remembered of US census and birth lists: rounded.
LAST = (3.6, 8.7, 7.6, 4.8, 1.9, 3.5, 5.4, 7.4, 0.4, 3.1, 3.2, 4.8, 9.5, 1.9, 1.5, 5.0, 0.2, 5.8,
        9.7, 3.5, 0.3, 1.6, 6.3, 0.05, 0.6, 0.7)  # fmt: skip
FIRST = (11.0, 5.5, 8.5, 7.5, 5.5, 2.3, 3.2, 3.0, 2.0, 14.0, 6.0, 5.5, 9.0, 3.0, 0.9, 4.0, 0.2,
         6.5, 7.0, 5.5, 0.2, 2.0, 2.5, 0.2, 0.8, 0.7)  # fmt: skip
SECOND = (22.0, 0.6, 1.0, 0.6, 17.0, 0.3, 0.5, 6.5, 11.0, 0.1, 0.3, 4.5, 1.5, 1.5, 15.0, 0.6, 0.1,
          7.5, 0.8, 2.0, 7.0, 0.3, 0.7, 0.1, 1.5, 0.1)  # fmt: skip
GENDERS = (49.0, 49.0, 1.2, 0.6, 0.2)


@dataclass(frozen=True)
class Folk:
    """People as numbers: letters 0 to 25, births in days and years, genders 0 to 4."""

    last: Codes
    last_2: Codes
    first: Codes
    first_2: Codes
    mother: Codes
    day: Codes
    year: Codes
    gender: Codes

    def ny(self) -> Codes:
        """Initials of last, first and mother's first name, birth date, gender."""
        return joined((self.last, self.first, self.mother, self.day, self.year, self.gender),
                      (26, 26, 26, DAYS, YEARS, 5))  # fmt: skip

    def ny_without_mother(self) -> Codes:
        """What stands in any list of voters or patients."""
        return joined((self.last, self.first, self.day, self.year, self.gender),
                      (26, 26, DAYS, YEARS, 5))  # fmt: skip

    def neo(self) -> Codes:
        """Two letters of the last name and two of the first, year of birth, gender."""
        return joined((self.last, self.last_2, self.first, self.first_2, self.year, self.gender),
                      (26, 26, 26, 26, YEARS, 5))  # fmt: skip


def joined(parts: tuple[Codes, ...], sizes: tuple[int, ...]) -> Codes:
    """Several small numbers as one."""
    code = np.zeros(len(parts[0]), np.int64)
    for part, size in zip(parts, sizes, strict=True):
        code = code * size + part
    return code


def folk(people: int, skew: float, seed: int) -> Folk:
    """`skew` 1: names as they are; 0: every letter alike; 2: a few letters nearly everywhere."""
    chance = np.random.default_rng(seed)

    def drawn(shares: tuple[float, ...]) -> Codes:
        weights = np.array(shares) ** skew
        return chance.choice(len(shares), people, p=weights / weights.sum()).astype(np.int64)

    return Folk(
        drawn(LAST), drawn(SECOND), drawn(FIRST), drawn(SECOND), drawn(FIRST),
        chance.integers(0, DAYS, people), chance.integers(0, YEARS, people),
        chance.choice(5, people, p=np.array(GENDERS) / 100).astype(np.int64),
    )  # fmt: skip


def shared(codes: Codes) -> float:
    """The share of people whose code somebody else has too."""
    _, back, counts = np.unique(codes, return_inverse=True, return_counts=True)
    return float((counts[back] > 1).mean())


def undercounted(codes: Codes) -> float:
    """By how much counting codes falls short of counting people."""
    return 1 - len(np.unique(codes)) / len(codes)


def rebuilt(codes: Codes, known: int) -> float:
    """The share of participants whom exactly one person of the list fits."""
    _, back, counts = np.unique(codes, return_inverse=True, return_counts=True)
    return float((counts[back][:known] == 1).mean())


def guessing(tries: int) -> tuple[float, int]:
    """Plain hashes tried in a second on one core; keyed hashes of ours that a guesser hits."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
    from beside.supply.core.codes_of_people import HASH_BYTES, Style, keyed

    codes = [f"abc{n:08d}f" for n in range(tries)]
    began = time.perf_counter()
    plain = {hashlib.sha256(f"ny:{one}".encode()).digest()[:HASH_BYTES] for one in codes}
    rate = tries / (time.perf_counter() - began)
    key, wrong = os.urandom(32), os.urandom(32)
    guessed = plain | {keyed(one, Style.NY, wrong) for one in codes}
    return rate, sum(keyed(one, Style.NY, key) in guessed for one in codes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", default=bool(os.environ.get("QUICK")))
    quick = parser.parse_args().quick
    people = PEOPLE // 10 if quick else PEOPLE
    for name, skew in (("names as they are", 1.0), ("every letter alike", 0.0),
                       ("a few letters nearly everywhere", 2.0)):  # fmt: skip
        told(name, people, skew)
    rate, hits = guessing(20_000 if quick else 200_000)
    space = 26**3 * DAYS * YEARS * 3
    minutes = space / rate / 60
    print(
        f"plain SHA-256: {rate:,.0f} codes tried a second on one core: every NY code there is "
        f"in {minutes:,.0f} minutes; keyed hashes hit without the key: {hits}"
    )


def told(name: str, people: int, skew: float) -> None:
    """One world: a state and a county of it."""
    here = folk(people, skew, SEED)
    for where, size in (("state", people), ("county", min(COUNTY, people // 2))):
        for style, codes, listed in (
            ("NY ", here.ny()[:size], here.ny_without_mother()[:size]),
            ("NEO", here.neo()[:size], here.neo()[:size]),
        ):
            known = min(PARTICIPANTS, size)
            print(
                f"{name}, {where} of {size:,}, {style}: {100 * shared(codes):6.2f} % share a code; "
                f"counting codes misses {100 * undercounted(codes):5.2f} % of people; "
                f"{100 * shared(codes[:known]):5.2f} % among {known:,} participants; "
                f"{100 * rebuilt(listed, known):5.1f} % rebuilt from a list of all"
            )


if __name__ == "__main__":
    main()
