"""The finder over 20,000 real sites: at the server, in bytes, and how it grows.

    python -m benchmarks.house_4_finder [--quick]

Three measurements: the time one answer takes in the process (p95) with 1,000,
20,000 and 100,000 sites; requests a second and p99 through `beside serve` with
two web processes, asked by wrk from one thread for random ZIP codes and filters;
bytes on the wire of a result page with a map of 300 sites, and of "overdose now".
"""

import argparse
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from benchmarks.show import Result

CHECKOUT = Path(__file__).resolve().parents[1]
ADDRESS = "127.0.0.1:8947"
SIZES = (1_000, 20_000, 100_000)
AS_BROWSERS = {"Accept-Encoding": "gzip, deflate, br"}
P95_MS, RATE, P99_MS, PAGE, NOW = 50, 300, 100, 20_000, 10_000


def run(quick: bool) -> list[Result]:
    """Growth in the process, then the real server."""
    home = Path(tempfile.mkdtemp(prefix="beside-finder-", dir="/tmp"))
    home.chmod(0o711)
    surroundings = os.environ | {
        "BESIDE_HOME": str(home), "BESIDE_LISTEN": ADDRESS, "BESIDE_WEB": "2",
        "BESIDE_WORKERS": "0", "BESIDE_ADDRESS": f"http://{ADDRESS}",
        "PYTHONPATH": f"{CHECKOUT / 'src'}:{CHECKOUT}",
    }  # fmt: skip
    try:
        _beside(surroundings, "beside", "prepare")
        grown = _grown(surroundings, SIZES[:2] if quick else SIZES)
        count = 2_000 if quick else 20_000
        _beside(surroundings, "benchmarks.finder_sites", str(count))
        return [*_growth_results(grown), *_served(surroundings, home, count, 5 if quick else 30)]
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _beside(surroundings: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *words], env=surroundings, cwd=CHECKOUT, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout


def _grown(surroundings: dict[str, str], sizes: tuple[int, ...]) -> dict[int, float]:
    out = _beside(surroundings, "benchmarks.finder_growth", *map(str, sizes))
    return {int(n): float(ms) for n, ms in re.findall(r"(\d+) sites: p95 ([\d.]+) ms", out)}


def _growth_results(grown: dict[int, float]) -> list[Result]:
    figure = ", ".join(f"{n:,} sites {ms:.1f} ms" for n, ms in grown.items())
    holds = grown[20_000] <= P95_MS
    return [Result("4a", f"one answer, p95: {figure}", f"≤ {P95_MS} ms at 20,000", holds)]


def _served(surroundings: dict[str, str], home: Path, count: int, seconds: int) -> list[Result]:
    server = subprocess.Popen(
        [sys.executable, "-m", "beside", "serve"], env=surroundings, cwd=CHECKOUT,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _until_warm()
        _until_all_are_warm(home)
        rate, p99 = _pressed(home, seconds)
        return [
            Result("4b", f"{rate:.0f} requests/s, p99 {p99:.0f} ms, {count:,} sites, 2 processes",
                   f"≥ {RATE}/s, p99 ≤ {P99_MS} ms", rate >= RATE and p99 <= P99_MS),
            *_weights(),
        ]  # fmt: skip
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def _until_warm() -> None:
    """Each process reads the directory once; ask until both answer quickly."""
    quick = 0
    for _try in range(600):
        with suppress(OSError):
            began = time.monotonic()
            _fetch("/en/find/?near=40507&what=any")
            quick = quick + 1 if time.monotonic() - began < 0.5 else 0
        if quick > 20:
            return
        time.sleep(0.2)
    raise TimeoutError("the finder did not become ready")


def _until_all_are_warm(home: Path) -> None:
    """The second process begins later: press until nobody is told "one moment"."""
    for _try in range(20):
        with suppress(Missed):
            _pressed(home, 5)
            return
    raise TimeoutError("not every process became ready")


def _fetch(path: str) -> bytes:
    asked = urllib.request.Request(f"http://{ADDRESS}{path}", headers=AS_BROWSERS)
    with urllib.request.urlopen(asked, timeout=20) as answer:
        return answer.read()


def _pressed(home: Path, seconds: int) -> tuple[float, float]:
    """Requests a second and p99 in milliseconds. Raises Missed when any answer was an error."""
    zips = home / "zips"
    if not zips.exists():
        zips.write_text("\n".join(_zip_codes()))
    done = subprocess.run(
        ["wrk", "-t1", "-c8", f"-d{seconds}s", "--latency", "-s",
         str(CHECKOUT / "benchmarks" / "finder.lua"), f"http://{ADDRESS}"],
        env=os.environ | {"FINDER_ZIPS": str(zips), "FINDER_HOST": ADDRESS},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    if "Non-2xx" in done.stdout:
        raise Missed(done.stdout)
    number, unit = re.findall(r"99%\s+([\d.]+)(us|ms|s)\b", done.stdout)[0]
    p99 = float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
    return float(re.findall(r"Requests/sec:\s+([\d.]+)", done.stdout)[0]), p99


class Missed(RuntimeError):
    """Some answers were errors; the figures would mean nothing."""


def _zip_codes() -> list[str]:
    """ZIP codes of real sites that are ZIP codes; some of the lists' are not."""
    sys.path.insert(0, str(CHECKOUT / "src"))
    from benchmarks.finder_sites import real_sites
    from beside.places import queries as places

    found = []
    for zip_code in sorted({site.zip for site in real_sites()}):
        with suppress(places.UnknownPlace):
            if re.fullmatch(r"\d{5}", zip_code) and places.locate(zip_code):
                found.append(zip_code)
    return found or ["40403", "40507", "45202", "47130", "41501", "40202"]


def _weights() -> list[Result]:
    heavy = [f"/en/find/?near={place}&what=any&miles=50" for place in ("10001", "90012", "40202")]
    page = max(len(_fetch(path)) for path in heavy)
    now = max(len(_fetch(f"/{language}/now/")) for language in ("en", "es"))
    return [
        Result("4c", f"page with map of 300 sites {page:,} bytes", f"≤ {PAGE:,}", page <= PAGE),
        Result("4d", f"overdose now {now:,} bytes, 1 request", f"≤ {NOW:,}", now <= NOW),
    ]  # fmt: skip


def p95(milliseconds: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(milliseconds, n=20)[-1]


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("--quick", action="store_true")
    results = run(words.parse_args().quick)
    print(*results, sep="\n")
    sys.exit(not all(result.holds for result in results))
