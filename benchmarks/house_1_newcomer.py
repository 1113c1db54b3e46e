"""Item 1: a newcomer clones the house, types `make run`, and searches.

As root and as another account, each with an empty home; with pip alone, and with
uv where there is one. Every clone, home and process is made here and ended here.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from socket import create_server

from benchmarks.show import Result, alone

CHECKOUT = Path(__file__).resolve().parents[1]
SEARCH = "/en/find/?near=40405"
FIRST, FIRST_UV, AGAIN = 60.0, 20.0, 5.0
NOBODY = 65534
PASSED_ON = ("PIP_", "UV_", "SSL_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "REQUESTS_CA")


@dataclass(frozen=True)
class Newcomer:
    """Who clones, and with what."""

    name: str
    uid: int | None
    with_uv: bool

    @property
    def bar(self) -> float:
        return FIRST_UV if self.with_uv else FIRST


@dataclass
class Stay:
    """What one newcomer met, in seconds; `left` names what was left behind."""

    newcomer: Newcomer
    first: float
    again: float
    stopped: float
    left: list[str]
    megabytes: int
    told_sign_in: bool

    @property
    def holds(self) -> bool:
        quick = self.first <= self.newcomer.bar and self.again <= AGAIN
        return quick and not self.left and self.told_sign_in

    def __str__(self) -> str:
        left = f", left {' '.join(self.left)}" if self.left else ""
        return (
            f"{self.newcomer.name}: search after {self.first:.1f} s, again {self.again:.1f} s, "
            f"stop {self.stopped:.1f} s, {self.megabytes} MB{left}"
        )


def newcomers(quick: bool) -> list[Newcomer]:
    has_uv = shutil.which("uv") is not None
    found = [Newcomer(f"{_us()} with uv", None, with_uv=True)] if has_uv else []
    if quick:
        return found or [Newcomer(f"{_us()} with pip", None, with_uv=False)]
    found.append(Newcomer(f"{_us()} with pip", None, with_uv=False))
    if os.geteuid() == 0:
        found.append(Newcomer("nobody with pip", NOBODY, with_uv=False))
    return found


def _us() -> str:
    return "root" if os.geteuid() == 0 else "this account"


def stay(newcomer: Newcomer) -> Stay:
    """Clone, run, search, stop; run, search, stop again."""
    folder = Path(tempfile.mkdtemp(prefix="beside-newcomer-", dir="/tmp"))
    folder.chmod(0o755)
    house = House(newcomer, folder)
    try:
        began = time.monotonic()
        house.clone()
        house.run()
        first = house.searched() - began
        house.stop()
        began = time.monotonic()
        house.run()
        again = house.searched() - began
        stopping = time.monotonic()
        house.stop()
        stopped = time.monotonic() - stopping
        return Stay(newcomer, first, again, stopped, house.left_behind(),
                    house.megabytes(), "one-time password" in house.said())  # fmt: skip
    finally:
        house.end(keep=False)


class House:
    """One clone with an empty home, and the `make run` in it."""

    def __init__(self, newcomer: Newcomer, folder: Path) -> None:
        self.newcomer, self.folder = newcomer, folder
        self.clone_at, self.log = folder / "beside", folder / "said"
        self.port = _free_port()
        self.process: subprocess.Popen[bytes] | None = None
        for name in ("home", "beside"):
            (folder / name).mkdir()
            if newcomer.uid is not None:
                os.chown(folder / name, newcomer.uid, newcomer.uid)

    def environment(self) -> dict[str, str]:
        path = "/usr/local/bin:/usr/bin:/bin"
        if self.newcomer.with_uv and (uv := shutil.which("uv")):
            path = f"{Path(uv).parent}:{path}"
        passed_on = {k: v for k, v in os.environ.items() if k.upper().startswith(PASSED_ON)}
        own = {"BESIDE_HOME": str(self.folder / "beside-home")} if os.geteuid() == 0 else {}
        if self.newcomer.uid is not None:
            own = {}
        return passed_on | own | {
            "PATH": path,
            "HOME": str(self.folder / "home"),
            "BESIDE_LISTEN": f"127.0.0.1:{self.port}",
            "PYTHON": "/usr/bin/python3" if Path("/usr/bin/python3").exists() else "",
        }  # fmt: skip

    def as_newcomer(self) -> dict[str, object]:
        uid = self.newcomer.uid
        return {} if uid is None else {"user": uid, "group": uid, "extra_groups": []}

    def clone(self) -> None:
        safe = ["-c", f"safe.directory={CHECKOUT}", "-c", f"safe.directory={CHECKOUT}/.git"]
        subprocess.run(
            ["git", *safe, "clone", "--quiet", "--no-hardlinks", str(CHECKOUT), str(self.clone_at)],
            check=True, env=os.environ | {"HOME": str(self.folder / "home")},
        )  # fmt: skip
        if self.newcomer.uid is not None:
            subprocess.run(
                ["chown", "-R", f"{self.newcomer.uid}:{self.newcomer.uid}", self.clone_at],
                check=True,
            )

    def run(self) -> None:
        with self.log.open("ab") as said:
            self.process = subprocess.Popen(
                ["make", "run"], cwd=self.clone_at, env=self.environment(),
                stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                start_new_session=True, **self.as_newcomer(),  # type: ignore[arg-type]
            )  # fmt: skip

    def searched(self, patience: float = 300) -> float:
        """The moment at which a search was answered."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            assert self.process is not None
            if self.process.poll() is not None:
                raise RuntimeError(f"make run ended: {self.said()[-2000:]}")
            try:
                address = f"http://127.0.0.1:{self.port}{SEARCH}"
                with urllib.request.urlopen(address, timeout=10) as page:
                    page.read()
                    return time.monotonic()
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise TimeoutError(self.said()[-2000:])

    def stop(self) -> None:
        """Ctrl-C: the terminal tells the whole foreground group."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(timeout=60)

    def left_behind(self) -> list[str]:
        """Processes that still run from this folder."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                except OSError:
                    continue
                if str(self.folder) in words:
                    found.append(f"{entry.name}:{words[:80]}")
        return found

    def megabytes(self) -> int:
        done = subprocess.run(
            ["du", "-sm", self.clone_at / ".venv"], capture_output=True, text=True, check=True
        )
        return int(done.stdout.split()[0])

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def end(self, *, keep: bool) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(timeout=60)
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)


def _free_port() -> int:
    with create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def run(quick: bool) -> Result:
    stays = [stay(newcomer) for newcomer in newcomers(quick)]
    return Result(
        "1",
        "; ".join(map(str, stays)),
        "first search ≤ 60 s from cloning (≤ 20 s with uv), again ≤ 5 s, nothing left",
        all(one.holds for one in stays),
    )


if __name__ == "__main__":
    alone(run)
