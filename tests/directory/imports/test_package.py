"""The same record has the same id every time, however its own id is written."""

from uuid import UUID

import pytest

from beside.directory.imports.package import stable_id

OWN = UUID("8f14e45f-ceea-467f-a0e6-4a1f2b6a7c33")


@pytest.mark.parametrize(
    "raw",
    [OWN, str(OWN), OWN.hex, str(OWN).upper(), f" {OWN} ", f"{{{OWN}}}", f"urn:uuid:{OWN}"],
)
def test_a_uuid_is_kept_in_every_spelling(raw):
    assert stable_id("Town", "service", raw) == OWN


def test_any_other_id_makes_one_of_list_table_and_id():
    made = stable_id("Town", "service", "17")

    assert made == stable_id("Town", "service", 17) == stable_id("Town", "service", " 17 ")
    assert (
        len(
            {
                made,
                stable_id("City", "service", "17"),
                stable_id("Town", "phone", "17"),
                stable_id("Town", "service", str(OWN)[:-1]),
            }
        )
        == 4
    )
