"""Participants' codes: hashed under a key of the program and the year, which the vault keeps.

The key is destroyed by the vault at the end of March after its year (in every backup), or
at once when the program says so. From then on no hash made with it can be compared with
anything, and whoever knows somebody's code cannot find out whether they came.
"""

import secrets
from datetime import date, datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.privacy import vault
from beside.supply.core.codes_of_people import ends, keyed
from beside.supply.hand.told import Code
from beside.supply.models import CodeKey, Encounter, Program

KIND, PURPOSE = "supply.code_key", "supply.count_people"
KEY_BYTES = 32


@transaction.atomic
def hash_code(
    *, code: Code | None, program: Program, on_date: date, by: User, at: datetime
) -> bytes | None:
    """What is kept of the code; None without one, and once its year's key is gone."""
    if code is None or ends(on_date.year) <= at:
        return None
    key = _key(program, on_date.year, by, at)
    return keyed(code.text, code.style, key) if key else None


def _key(program: Program, year: int, by: User, at: datetime) -> bytes | None:
    found = CodeKey.objects.filter(program=program, year=year).first()
    if found is None:
        return _made(program, year, at)
    if found.forgotten_at:
        return None
    try:
        return vault.open(found.sealed_id, by=by, purpose=PURPOSE, at=at)
    except vault.Destroyed:
        return None


def _made(program: Program, year: int, at: datetime) -> bytes:
    """A new key. Two at once: the second waits for the first at the program, and takes its key."""
    key = secrets.token_bytes(KEY_BYTES)
    sealed = vault.seal(key, kind=KIND, retain_until=ends(year), at=at)
    made, is_new = CodeKey.objects.get_or_create(
        program=program, year=year, defaults={"sealed_id": sealed, "until_at": ends(year)}
    )
    if is_new:
        record.act("code_key_made", on=program, at=at, detail={"year": year})
        return key
    vault.destroy(sealed, at=at)
    return vault.open(made.sealed_id, by=vault.Worker("supply.hand"), purpose=PURPOSE, at=at)


@transaction.atomic
def forget_codes(*, program: Program, by: User, at: datetime) -> int:
    """Destroy the program's keys and hashes now; how many hashes there were.

    Codes told later in the same year are not kept either, until the next year begins.
    """
    for kept in CodeKey.objects.select_for_update().filter(program=program, forgotten_at=None):
        vault.destroy(kept.sealed_id, at=at, by=by)
        kept.forgotten_at = at
        kept.save(update_fields=["forgotten_at"])
    CodeKey.objects.get_or_create(
        program=program, year=at.year,
        defaults={"sealed_id": program.pk, "until_at": ends(at.year), "forgotten_at": at},
    )  # fmt: skip
    hashed = Encounter.objects.filter(program=program, code_hash__isnull=False)
    gone = hashed.update(code_hash=None, code_style="")
    record.act("codes_forgotten", on=program, by=by, at=at, detail={"count": gone})
    return gone
