"""A carrier for benchmarks: speaks as Twilio's REST does, keeps what it was asked, rings nobody.

with FakeCarrier() as carrier:
    ... BESIDE_TWILIO_URL=carrier.url ...
    carrier.calls            # every request: (when, what, to)
    carrier.answers_with("+16065550148", 500)
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

HANGS = -1  # the carrier takes the request and never answers
HANGS_FOR = 30.0


@dataclass(frozen=True)
class Asked:
    """One request, as the carrier saw it."""

    at: float  # time.time()
    what: str  # Messages or Calls
    to: str
    fields: dict[str, str] = field(repr=False)

    @property
    def words(self) -> str:
        """What was to be said or written."""
        return self.fields.get("Body") or self.fields.get("Twiml") or self.fields.get("Url", "")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


class FakeCarrier:
    """A local HTTP server of its own; numbers may be made to fail."""

    def __init__(self) -> None:
        self.calls: list[Asked] = []
        self._faults: dict[str, int] = {}
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "FakeCarrier":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()

    def answers_with(self, to: str, status: int) -> None:
        """From now on requests about this number fail so; HANGS never answers."""
        self._faults[to] = status

    def environment(self) -> dict[str, str]:
        """What points the house at this carrier."""
        return {
            "BESIDE_TWILIO_SID": "AC" + "0" * 32, "BESIDE_TWILIO_TOKEN": "token",
            "BESIDE_TWILIO_FROM": "+15005550006", "BESIDE_TWILIO_URL": self.url,
        }  # fmt: skip

    def _answer(self, path: str, fields: dict[str, str]) -> int:
        what = path.rsplit("/", 1)[-1].removesuffix(".json")
        asked = Asked(time.time(), what, fields.get("To", ""), fields)
        self.calls.append(asked)
        fault = self._faults.get(asked.to, 201)
        if fault == HANGS:
            time.sleep(HANGS_FOR)
            return 504
        return fault

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        carrier = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                raw = parse_qs(self.rfile.read(length).decode(), keep_blank_values=True)
                status = carrier._answer(self.path, {key: each[0] for key, each in raw.items()})
                body = json.dumps({"sid": f"CA{len(carrier.calls):032d}", "status": "queued"})
                self._say(status, body if status < 400 else json.dumps({"code": status}))

            def do_GET(self) -> None:
                self._say(200, json.dumps({"status": "in-progress"}))

            def _say(self, status: int, body: str) -> None:
                with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has hung up
                    self._answer_with(status, body)

            def _answer_with(self, status: int, body: str) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: Any) -> None:
                """Nothing of whom was rung is printed."""

        return Handler


@contextmanager
def apart() -> Iterator[dict[str, str]]:
    """One in a process of its own, whose work is not ours; what points the house at it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.fake_carrier"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.stdin.close()  # it ends with us, however we end
        process.wait(10)


if __name__ == "__main__":
    with FakeCarrier() as alone:
        print(json.dumps(alone.environment()), flush=True)
        sys.stdin.read()
