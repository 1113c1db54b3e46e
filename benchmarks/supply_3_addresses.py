"""3. Five hundred mail orders through the real house, then a search of every byte it wrote.

    python -m benchmarks.supply_3_addresses [--quick]

People (quick: 40) order over HTTP, two thirds as a browser with script (sealed before it is
sent), one third without (sealed at the door). Half way the packing key is replaced. Parcels
are packed and posted; a backup is taken. Searched for the seeded addresses in every writing
(plain, UTF-16, hexadecimal, base64 at each shift, backwards, both cases): the database's
files, its write-ahead log, logs, mail spool, the keys' folder, and the backup, restored
elsewhere. Every key of the house is tried on every sealed row: what opens is ciphertext.
After the change of key every older request can be read by its packer, until it is purged.
"""

import http.client
import shutil
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks import line_5_purge, mail_people, purge_marks, vault_search, voice_house
from benchmarks.mail_people import Asker
from benchmarks.show import Result, alone

BAR = "0 seeded addresses; older requests readable until purged"
LANES = 6


def run(quick: bool) -> Result:
    people = mail_people.crowd(40 if quick else 500, purge_marks.STEM)
    half = len(people) // 2
    with voice_house.house("benchmarks.mail_inside", BESIDE_KITS_PER_MINUTE="1000000") as inside:
        inside.ask("control")
        made = inside.ask("program")
        first = _order(inside.address, people[:half], made["field"])
        inside.ask("make_key")
        second = _order(inside.address, people[half:], made["field"])
        read = inside.ask("readable")
        posted = sum(inside.ask("pack", "60")["posted"] for _ in range(max(1, len(people) // 60)))
        archive = line_5_purge._backed_up(inside)
        found: dict[str, Any] = {"receipts": first + second, "posted": posted, **read}
        found["opened_here"] = inside.ask("opened")["opened"]
        found["here"] = _look(inside.home)
        found |= inside.ask("end_all")
        found["after"] = _look(inside.home)
        found |= _restored(inside, archive)
    return Result("3", _figure(found, len(people)), BAR, _holds(found, len(people)))


def _look(*folders: Path) -> dict[str, int]:
    """How many writings of the seeded addresses stand in these files, and how much was read."""
    wanted = vault_search.writings(purge_marks.STEM.encode())
    return {
        "found": vault_search.found(wanted, *folders), "bytes": vault_search.size(*folders),
        "control": vault_search.found([purge_marks.CONTROL.encode()], *folders),
    }  # fmt: skip


def _restored(inside: voice_house.Inside, archive: Path) -> dict[str, Any]:
    """The backup in a house of its own: its bytes, and its rows under every key of this one."""
    home = Path(tempfile.mkdtemp(prefix="beside-restored-", dir="/tmp"))
    home.chmod(0o711)
    try:
        line_5_purge._beside(home, "restore", "data", str(archive))
        tried = inside.ask("opened_from", str(home))
        return {"tried": tried["rows"], "opened": tried["opened"], "there": _look(home, archive)}
    finally:
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(archive.parent, ignore_errors=True)


def _order(address: str, people: list[Asker], amount: str) -> int:
    """They order; how many have a receipt. Every third has no script."""
    with ThreadPoolExecutor(LANES) as lanes:
        keys = list(lanes.map(lambda one: mail_people.draw(address, one, amount), people))
        time.sleep(3.2)
        done = list(lanes.map(lambda pair: _send(address, *pair), zip(people, keys, strict=True)))
    return sum(done)


def _send(address: str, one: Asker, key: tuple[str, dict[str, str]]) -> bool:
    scripted = one.number % 3 != 0
    headers = mail_people.HEADERS | ({"Accept": "application/json"} if scripted else {})
    there = http.client.HTTPConnection(address, timeout=60)
    there.request("POST", "/en/kits/order/", one.body(key=key if scripted else None), headers)
    answer = there.getresponse()
    answer.read()
    there.close()
    stored = answer.status == (200 if scripted else 302)
    return stored and mail_people.get(address, f"/en/kits/r/{one.nonce}/") == 200


def _holds(found: dict[str, Any], count: int) -> bool:
    nothing = (found["here"]["found"], found["after"]["found"], found["there"]["found"],
               found["opened_here"], found["opened"], found["left"])  # fmt: skip
    controls = found["here"]["control"] and found["there"]["control"]
    all_read = found["read"] == found["of"] == count == found["receipts"]
    return not any(nothing) and bool(controls) and all_read and found["copies"] == 1


def _figure(found: dict[str, Any], count: int) -> str:
    return (
        f"{count} orders, {found['receipts']} receipts, {found['posted']} posted; "
        f"{found['here']['bytes'] / 1e6:.0f} MB of data, WAL, logs, spool and keys: "
        f"{found['here']['found']} found; backup, {found['there']['bytes'] / 1e6:.0f} MB restored: "
        f"{found['there']['found']} found; {found['opened_here']} readable with every key of the "
        f"house, {found['opened']} of {found['tried']} in the backup; after the key was replaced "
        f"{found['read']} of {found['of']} readable by the packer, {found['older']} of them under "
        f"the earlier key; purged: {found['left']} addresses, {found['copies']} key copy left"
    )


if __name__ == "__main__":
    alone(run)
