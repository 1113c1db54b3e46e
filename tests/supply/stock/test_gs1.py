"""What a scanned code says."""

from datetime import date

import pytest

from beside.supply.core import gs1

GTIN = "00369547627027"  # 03 + NDC 69547-627-02 + its check digit


def test_a_datamatrix_tells_product_expiry_lot_and_serial():
    typed = f"]d201{GTIN}21S123\x1d1727033110A12B"

    found = gs1.read(typed)

    assert (found.gtin, found.lot, found.serial) == (GTIN, "A12B", "S123")
    assert found.expires_date == date(2027, 3, 31)


def test_day_nought_is_the_last_of_the_month():
    assert gs1.read(f"01{GTIN}1728020010X").expires_date == date(2028, 2, 29)


@pytest.mark.parametrize(
    "typed",
    [f"(01){GTIN}(17)270331(10)A12", f"01{GTIN}1727033110A12", f"01{GTIN}10A12<GS>17270331",
     f"  ]C101{GTIN}10A12{chr(29)}17270331\r\n"],
)  # fmt: skip
def test_the_same_code_however_it_was_typed(typed):
    found = gs1.read(typed)

    assert (found.gtin, found.lot, found.expires_date) == (GTIN, "A12", date(2027, 3, 31))


@pytest.mark.parametrize(
    "typed",
    ["", "hello", f"01{GTIN[:-1]}9", f"01{GTIN}17271331", f"01{GTIN}99XYZ", f"01{GTIN}10",
     f"01{GTIN}10{'A' * 21}", f"(01){GTIN}(99)X", f"01{GTIN}01{GTIN.replace('2', '3')}",
     "01²0369547627027"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_and_not_guessed(typed):
    with pytest.raises(gs1.NotGs1):
        gs1.read(typed)


def test_a_linear_code_says_the_product_alone():
    assert gs1.read("369547627027").gtin == GTIN


def test_the_drug_code_stands_inside_and_is_compared():
    found = gs1.read(f"01{GTIN}10A")

    assert found.ndc == "6954762702"
    assert gs1.matches(found, gtins=[], ndcs=["69547-627-02"]) is True
    assert gs1.matches(found, gtins=[], ndcs=["45802-578-87"]) is False
    assert gs1.matches(found, gtins=["50369547627022"], ndcs=[]) is True  # the case of the same
    assert gs1.matches(found, gtins=[], ndcs=[]) is None


def test_eleven_digits_are_the_same_code_without_the_filling_nought():
    found = gs1.read("00300093216563")

    assert found.ndc == "0009321656"
    assert gs1.matches(found, gtins=[], ndcs=["0093-2165-6"]) is False
    assert gs1.matches(gs1.Scanned(gtin="00300932165680"), gtins=[], ndcs=["00093-2165-68"])
