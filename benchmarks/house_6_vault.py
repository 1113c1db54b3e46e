"""The vault: what remains of sealed records once their span's key is destroyed.

On a real, durable database of our own: records with recognisable plaintexts are sealed,
opened and searched for; a backup of the whole data folder is taken half-way; then the
span's key is destroyed. Every byte of the data folder, its write-ahead log, the logs, the
key store and the earlier backup is searched for the plaintexts in many writings, and for
the keys. The backup is started as a server of its own, and every key that remains is tried
on every row of it. Then sealing and destroying are killed before each of their writes.
"""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.show import Result, alone

BAR = "0 plaintexts, 0 keys, 0 opened; 0 half-sealed"


def run(quick: bool) -> Result:
    """In a process of its own: a house is set up once in a process."""
    words = [sys.executable, "-m", "benchmarks.vault_inside", "--quick" if quick else "--whole"]
    done = subprocess.run(
        words, cwd=Path(__file__).resolve().parents[1], capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found = json.loads(done.stdout.splitlines()[-1])
    return Result("6", _figure(found), BAR, _holds(found))


def _holds(found: dict[str, float]) -> bool:
    """Nothing found, and proof that we would have found it: the controls did."""
    nothing = ("plaintexts", "keys", "opened", "half_sealed", "lingering")
    controls = ("control_found", "control_opened", "control_keys")
    return not any(found[name] for name in nothing) and all(found[name] for name in controls)


def _figure(found: dict[str, float]) -> str:
    return (
        f"{found['sealed']:.0f} records sealed, {found['megabytes']:.0f} MB searched in "
        f"{found['writings']:.0f} writings (data, WAL, logs, key store, earlier backup): "
        f"{found['plaintexts']:.0f} plaintexts, {found['keys']:.0f} keys, "
        f"{found['opened']:.0f} of {found['tried']:.0f} rows of the backup opened "
        f"(before: {found['control_opened']:.0f}); "
        f"{found['kills']:.0f} kill -9 between writes: {found['half_sealed']:.0f} half-sealed, "
        f"{found['lingering']:.0f} keys lingering; "
        f"seal {found['seal_ms']:.1f} ms, open {found['open_ms']:.1f} ms (median)"
    )


if __name__ == "__main__":
    alone(run)
