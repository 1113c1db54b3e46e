"""A house that is served whole for a benchmark, in a home of its own, with pages open in it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]
UNDER = Path(__file__).with_name("voice_browsers.js").read_text()


class NotServed(RuntimeError):
    """The house did not come up; the message is what it said."""


@dataclass
class Inside:
    """The house, and somebody in it who does what people do elsewhere."""

    address: str
    home: Path
    talk: subprocess.Popen[str]
    cookie: dict[str, str]

    def ask(self, *words: str) -> dict[str, Any]:
        assert self.talk.stdin
        assert self.talk.stdout
        self.talk.stdin.write(" ".join(words) + "\n")
        self.talk.stdin.flush()
        found: dict[str, Any] = json.loads(self.talk.stdout.readline())
        return found

    def kill_web(self, *, spare: bool = False) -> None:
        """kill -9 of every web process that answers, all at once; `spare`: of who waits, too."""
        lines = (self.home / "logs" / "beside.jsonl").read_text().splitlines()
        started = {}
        for line in map(json.loads, lines):
            name, _, rest = str(line["message"]).partition(" ")
            if name.startswith("web-") and rest == "started":
                started[name] = line["pid"]
        for name, pid in started.items():
            if spare or name != "web-spare":
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def house(module: str = "benchmarks.voice_inside", **more: str) -> Iterator[Inside]:
    """Prepare one, serve it, and stop it; `module` is whoever acts inside."""
    home = Path(tempfile.mkdtemp(prefix="beside-voice-", dir="/tmp"))
    home.chmod(0o711)
    address = f"127.0.0.1:{free_port()}"
    around = os.environ | {
        "BESIDE_HOME": str(home), "BESIDE_LISTEN": address, "BESIDE_ADDRESS": f"http://{address}",
        "BESIDE_WEB": "2", "BESIDE_WORKERS": "1", "PYTHONPATH": f"{CHECKOUT / 'src'}:{CHECKOUT}",
        "BESIDE_TURN_ADDRESS": "127.0.0.1", "BESIDE_TURN_LOOPBACK": "yes",
        "BESIDE_TURN_PORT": str(free_port()),
    }  # fmt: skip
    around |= more
    for name in ("DATABASE_URL", "BESIDE_TURN_URLS", "BESIDE_TESTING"):
        around.pop(name, None)
    python = [sys.executable, "-m"]
    try:
        subprocess.run([*python, "beside", "prepare"], env=around, cwd=CHECKOUT, check=True,
                       capture_output=True)  # fmt: skip
        with _running([*python, "beside", "serve"], around) as server:
            _until_open(address, server)
            with _running([*python, module], around) as talk:
                inside = Inside(address, home, talk, {})
                inside.cookie = inside.ask("operator")
                yield inside
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _running(command: list[str], around: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command, env=around, cwd=CHECKOUT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with process:  # its pipes are closed
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=40)


def _until_open(address: str, server: subprocess.Popen[str]) -> None:
    for _ in range(600):
        with suppress(OSError), urllib.request.urlopen(f"http://{address}/healthz", timeout=5):
            return
        if server.poll() is not None:
            raise NotServed(server.stdout.read() if server.stdout else "")
        time.sleep(0.1)
    raise NotServed("no answer in a minute")


@contextmanager
def console(inside: Inside, browser: Any) -> Iterator[Any]:
    """The operator's console, open and on shift."""
    there = browser.new_context(permissions=["microphone"])
    there.add_cookies([{**inside.cookie, "domain": "127.0.0.1", "path": "/"}])
    ours = there.new_page()
    ours.add_init_script(UNDER)
    ours.goto(f"http://{inside.address}/en/staff/line/")
    ours.wait_for_selector("[data-press~=enter]")
    ours.keyboard.press("Enter")
    ours.wait_for_selector("main[data-on=yes]")
    try:
        yield ours
    finally:
        there.close()


@contextmanager
def call(inside: Inside, browser: Any, ours: Any) -> Iterator[tuple[dict[str, str], Any]]:
    """Somebody comes and waits to speak; the operator answers with one key."""
    session = inside.ask("open")
    here = browser.new_context(permissions=["microphone"])
    theirs = here.new_page()
    theirs.add_init_script(UNDER)
    try:
        theirs.goto(f"http://{inside.address}/en/line/s/{session['token']}/")
        theirs.wait_for_selector("[data-line-voice][data-state=calling]", state="attached")
        ours.wait_for_selector(".ringing [data-press~=a]")
        ours.evaluate("anew()")
        ours.keyboard.press("a")
        yield session, theirs
        inside.ask("end", session["id"])
        ours.wait_for_selector("[data-line-voice]", state="detached")
    finally:
        here.close()
