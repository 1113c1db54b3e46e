"""What a GS1 code says: product, expiry, lot, serial number, from what a scanner types.

A scanner in keyboard mode types the element string of a DataMatrix or GS1-128: application
identifiers with their values, those of no fixed length ended by a separator. Only what
medicine packages carry is read (01, 10, 11, 17, 21 and the few others of fixed length that
may stand between); an identifier we do not know ends the reading with NotGs1, since
nothing behind it could be trusted. Source: GS1 General Specifications, section 3.
"""

from dataclasses import dataclass
from datetime import date

from beside.supply.core import expiry

SEPARATOR = "\x1d"
SYMBOLOGIES = ("]d2", "]C1", "]Q3", "]e0")
FIXED = {"00": 18, "01": 14, "02": 14, "11": 6, "12": 6, "13": 6, "15": 6, "16": 6, "17": 6,
         "20": 2}  # fmt: skip
OPEN = {"10": 20, "21": 20, "22": 20, "30": 8, "37": 8, "240": 30, "241": 30, "710": 20,
        "711": 20, "712": 20, "713": 20, "714": 20}  # fmt: skip


class NotGs1(ValueError):
    """This is no element string that we can read."""


@dataclass(frozen=True)
class Scanned:
    """What the code said. Empty or None where it said nothing."""

    gtin: str = ""
    lot: str = ""
    expires_date: date | None = None
    serial: str = ""

    @property
    def ndc(self) -> str:
        """The ten digits of the National Drug Code inside the GTIN; "" when there is none."""
        return self.gtin[3:13] if self.gtin[1:3] == "03" else ""


def read(typed: str) -> Scanned:
    """The element string, with or without symbology and brackets; a bare GTIN or UPC also.

    Raises NotGs1.
    """
    text = _bare(typed)
    if not text.isascii():
        raise NotGs1("not of this alphabet")
    if text.isdigit() and len(text) in (8, 12, 13, 14):
        return Scanned(gtin=_gtin(text.zfill(14)))
    found = _bracketed(text) if text.startswith("(") else _elements(text)
    if not found:
        raise NotGs1("nothing in it")
    return _scanned(found)


def looks_scanned(typed: str) -> bool:
    """Whether it was meant as a scan, so that a bad one is told rather than taken for a lot."""
    text = typed.strip()
    return text.startswith(("]", "(01)")) or SEPARATOR in text or (
        len(text) > 20 and text.startswith("01")
    )  # fmt: skip


def _bare(typed: str) -> str:
    text = typed.strip(" \r\n\t").replace("<GS>", SEPARATOR).replace("{GS}", SEPARATOR)
    for symbology in SYMBOLOGIES:
        text = text.removeprefix(symbology)
    return text.strip(SEPARATOR)


def _bracketed(text: str) -> dict[str, str]:
    """(01)00369547…(17)270331(10)A12, as people read it below the bars."""
    found: dict[str, str] = {}
    for part in text.split("(")[1:]:
        identifier, closed, value = part.partition(")")
        if not closed or identifier not in {**FIXED, **OPEN}:
            raise NotGs1(f"identifier {identifier[:4]}")
        _put(found, identifier, value.strip())
    return found


def _elements(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    while text:
        identifier = next((text[:n] for n in (2, 3) if text[:n] in {**FIXED, **OPEN}), "")
        if not identifier:
            raise NotGs1(f"identifier {text[:4]}")
        rest = text[len(identifier) :]
        length = FIXED.get(identifier)
        value = rest.partition(SEPARATOR)[0] if length is None else rest[:length]
        _put(found, identifier, value)
        text = rest[len(value) :].lstrip(SEPARATOR)
    return found


def _put(found: dict[str, str], identifier: str, value: str) -> None:
    """Keep one element. Raises NotGs1 for a wrong length or a second, other value."""
    fixed, most = FIXED.get(identifier), OPEN.get(identifier, 0)
    fits = len(value) == fixed if fixed else 0 < len(value) <= most
    if not fits or (fixed and not value.isdigit()) or found.get(identifier, value) != value:
        raise NotGs1(f"value of {identifier}")
    found[identifier] = value


def _scanned(found: dict[str, str]) -> Scanned:
    gtin = _gtin(found["01"]) if "01" in found else ""
    try:
        expires = expiry.of_gs1(found["17"]) if "17" in found else None
    except ValueError as error:
        raise NotGs1("value of 17") from error
    return Scanned(gtin, found.get("10", ""), expires, found.get("21", ""))


def check_digit(body: str) -> int:
    """The last digit of a GTIN, from the others: weights 3 and 1 from the right."""
    weighed = sum(int(digit) * (3 if n % 2 == 0 else 1) for n, digit in enumerate(reversed(body)))
    return -weighed % 10


def _gtin(digits: str) -> str:
    if check_digit(digits[:13]) != int(digits[13]):
        raise NotGs1("check digit of 01")
    return digits


def matches(scanned: Scanned, *, gtins: list[str], ndcs: list[str]) -> bool | None:
    """Whether the code is of this product; None when we know no code of it to compare with.

    GTINs of a carton, an inner pack and a case differ in their first digit alone.
    """
    if not scanned.gtin or not (gtins or ndcs):
        return None
    bodies = {gtin.zfill(14)[1:13] for gtin in gtins}
    codes = {_ten(ndc) for ndc in ndcs}
    return scanned.gtin[1:13] in bodies or (bool(scanned.ndc) and scanned.ndc in codes)


def _ten(ndc: str) -> str:
    """Ten digits of a National Drug Code as printed: 4-4-2, 5-3-2, 5-4-1, or 11 digits 5-4-2.

    An 11-digit code has a nought too many in one of its parts; which, only the maker says, so
    all that is stripped is the first nought that a longer part begins with.
    """
    parts = ndc.split("-")
    if sum(len(part) for part in parts) != 11 or len(parts) != 3:
        return "".join(parts)
    for index, length in enumerate((5, 4, 2)):
        if len(parts[index]) == length and parts[index].startswith("0"):
            parts[index] = parts[index][1:]
            break
    return "".join(parts)
