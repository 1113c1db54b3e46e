"""What is left of a hundred sessions once they are over and purged: a search of every byte.

    python -m benchmarks.line_5_purge [--quick]

A hundred people (quick: 30) come to the real house by timer, chat, SMS and telephone, over
HTTP, with known places, numbers and coordinates; some fall silent, and their friends are
rung through a carrier that rings nobody. A backup is taken in the middle. Then all end, are
purged, and their keys' spans end. Searched: the data folder, its write-ahead log, the logs,
the keys' folder, and the backup, restored elsewhere; every key that is left is tried on it.
"""

import base64
import hashlib
import hmac
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from benchmarks import purge_marks, voice_house
from benchmarks.fake_carrier import FakeCarrier
from benchmarks.purge_marks import PEOPLE, STEM, Person
from benchmarks.show import Result, alone

BAR = "0 places, numbers or coordinates; 0 opened"
WAYS = ("timer", "timer", "chat", "sms", "phone")
TOKEN = "token"


def run(quick: bool) -> Result:
    """The whole story in one house."""
    with FakeCarrier() as carrier, voice_house.house(
        "benchmarks.purge_inside", **carrier.environment()
    ) as inside:  # fmt: skip
        inside.ask("control")
        for nth, person in enumerate(PEOPLE[:30] if quick else PEOPLE):
            come(inside.address, person, WAYS[nth % len(WAYS)])
        inside.ask("declare", "5" if quick else "15")
        began = _settled(inside)
        found = {**began, **inside.ask("opened"), "rung": len(carrier.calls)}
        archive = _backed_up(inside)
        found |= {"control_opened": found.pop("opened"), **inside.ask("finish")}
        inside.ask("end_spans")
        found |= {"here": purge_marks.look(inside.home)}
        found |= _restored(inside, archive)
    return Result("5", _figure(found), BAR, _holds(found))


def come(address: str, person: Person, way: str) -> None:
    """Somebody comes by this way, and says where they are."""
    if way in ("timer", "chat"):
        _by_page(address, person, way)
    elif way == "sms":
        for words in ("LINE", f"{person.place} 40403", "yes", "1", person.friend, "go",
                      f"I am at the {STEM} mill"):  # fmt: skip
            _hook(address, "/carriers/twilio/incoming/", person, {"Body": words})
    else:
        _hook(address, "/carriers/line/incoming/", person, {"CallSid": f"CA{person.number:032d}"})


def _by_page(address: str, person: Person, way: str) -> None:
    page = _post(f"http://{address}/en/line/{way}/", person.answers())
    if way == "chat":
        for words in (f"I am {STEM}", f"call me at {person.phone}"):
            _post(page, {"do": "say", "words": words})


def _post(url: str, fields: dict[str, str], **headers: str) -> str:
    """The address at which it ends. A house that has too much to do is asked again."""
    asked = urllib.request.Request(url, urllib.parse.urlencode(fields).encode(), headers)
    for _ in range(60):
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                return str(answer.url)
        except urllib.error.HTTPError as why:
            if why.code != 429:
                raise
            time.sleep(1)
    raise TimeoutError(url)


def _hook(address: str, path: str, person: Person, fields: dict[str, str]) -> None:
    """A webhook, signed as the carrier signs it."""
    text = str(time.monotonic_ns())
    fields = {"AccountSid": "AC" + "0" * 32, "From": person.phone, "To": "+15005550006",
              "MessageSid": f"SM{text}", **fields}  # fmt: skip
    words = f"http://{address}{path}" + "".join(name + fields[name] for name in sorted(fields))
    made = base64.b64encode(hmac.digest(TOKEN.encode(), words.encode(), hashlib.sha1)).decode()
    _post(f"http://{address}{path}", fields, **{"X-Twilio-Signature": made})


def _settled(inside: voice_house.Inside) -> dict[str, Any]:
    """Wait until what is to be rung and sent now has been."""
    time.sleep(3)
    last: dict[str, Any] = {}
    for _ in range(60):
        now = inside.ask("standing")
        if now == last:
            break
        last = now
        time.sleep(2)
    return last


def _backed_up(inside: voice_house.Inside) -> Path:
    """As an operator of the machine does it, while people are on the line."""
    target = Path(tempfile.mkdtemp(prefix="beside-backup-", dir="/tmp")) / "night.dump"
    _beside(inside.home, "backup", "data", str(target))
    return target


def _beside(home: Path, *words: str) -> None:
    around = os.environ | {
        "BESIDE_HOME": str(home), "PYTHONPATH": f"{voice_house.CHECKOUT / 'src'}",
    }  # fmt: skip
    subprocess.run([sys.executable, "-m", "beside", *words], env=around, check=True,
                   cwd=voice_house.CHECKOUT, capture_output=True)  # fmt: skip


def _restored(inside: voice_house.Inside, archive: Path) -> dict[str, Any]:
    """The backup in a house of its own: its bytes, and its rows under the keys that are left."""
    home = Path(tempfile.mkdtemp(prefix="beside-restored-", dir="/tmp"))
    home.chmod(0o711)
    try:
        _beside(home, "restore", "data", str(archive))
        tried = inside.ask("opened_from", str(home))
        return {"tried": tried["rows"], "opened": tried["opened"],
                "there": purge_marks.look(home, archive)}  # fmt: skip
    finally:
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(archive.parent, ignore_errors=True)


def _holds(found: dict[str, Any]) -> bool:
    """Nothing found, and proof that we would have found it."""
    nothing = (found["here"]["found"], found["there"]["found"], found["opened"], found["left"])
    controls = (found["here"]["control"], found["there"]["control"], found["control_opened"])
    return not any(nothing) and all(controls) and found["messages"] > 0 and found["rung"] > 0


def _figure(found: dict[str, Any]) -> str:
    ways = ", ".join(f"{count} {way}" for way, count in sorted(found["ways"].items()))
    return (
        f"{sum(found['ways'].values())} sessions ({ways}), {found['messages']} lines written, "
        f"{found['rung']} calls and texts to a carrier; {found['here']['bytes'] / 1e6:.0f} MB of "
        f"data, WAL, logs and keys: {found['here']['found']} found; backup of mid-call, "
        f"{found['there']['bytes'] / 1e6:.0f} MB restored: {found['there']['found']} found, "
        f"{found['opened']} of {found['tried']} rows opened (before: {found['control_opened']}); "
        f"{found['left']} sessions left"
    )


if __name__ == "__main__":
    alone(run)
