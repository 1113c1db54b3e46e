"""A provider on loopback that answers as the real one does and keeps what it was asked."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.line.phone.openapi import Request

MOODS = {"refuses": (400, {"code": 21211}), "is down": (503, {}), "is busy": (429, {})}


@dataclass
class Twin:
    address: str = ""
    heard: list[Request] = field(default_factory=list)
    mood: str = "takes"
    calls: dict[str, str] = field(default_factory=dict)  # leg: status
    rooms: dict[str, set[str]] = field(default_factory=dict)
    done: threading.Event = field(default_factory=threading.Event)

    def answer(self, request: Request) -> tuple[int, dict[str, object]]:
        what = request.path.split("/Accounts/AC1/", 1)[-1].removesuffix(".json")
        if what == "Calls":
            leg = f"CA{len(self.calls) + 1:032x}"
            self.calls[leg] = "queued"
            self._follow(leg, request)
            return 201, {"sid": leg, "status": "queued"}
        if what == "Messages":
            return 201, {"sid": "SM1"}
        if found := re.fullmatch(r"Calls/(\w+)", what):
            return self._of_call(found[1], request)
        if what == "Conferences":
            name = parse_qs(request.query).get("FriendlyName", [""])[0]
            rooms = [{"sid": f"CF{name}"}] if self.rooms.get(name) else []
            return 200, {"conferences": rooms}
        if found := re.fullmatch(r"Conferences/CF([\w-]+)/Participants/(\w+)", what):
            return self._of_room(found[1], found[2], request)
        if found := re.fullmatch(r"Conferences/CF([\w-]+)", what):
            self.rooms.pop(found[1], None)
            return 200, {}
        return 404, {"code": 20404}

    def _follow(self, leg: str, request: Request) -> None:
        for members in self.rooms.values():
            members.discard(leg)
        words = dict(request.form).get("Twiml", "")
        if found := re.search(r"<Conference[^>]*>([^<]+)<", words):
            self.rooms.setdefault(found[1], set()).add(leg)

    def _of_call(self, leg: str, request: Request) -> tuple[int, dict[str, object]]:
        if leg not in self.calls:
            return 404, {"code": 20404}
        if request.method == "POST":
            if self.calls[leg] == "completed":
                return 400, {"code": 21220}
            if dict(request.form).get("Status") == "completed":
                self.calls[leg] = "completed"
            self._follow(leg, request)
        return 200, {"sid": leg, "status": self.calls[leg]}

    def _of_room(self, room: str, leg: str, request: Request) -> tuple[int, dict[str, object]]:
        if leg not in self.rooms.get(room, set()):
            return 404, {"code": 20404}
        if request.method == "DELETE":
            self.rooms[room].discard(leg)
            return 204, {}
        return 200, {}


@contextmanager
def twin() -> Iterator[Twin]:
    kept = Twin()

    class Handler(BaseHTTPRequestHandler):
        def _handle(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            where = urlsplit(self.path)
            request = Request(self.command, where.path, where.query,
                              self.rfile.read(length).decode(), dict(self.headers))  # fmt: skip
            kept.heard.append(request)
            if kept.mood == "hangs":
                kept.done.wait(5)
                return
            if kept.mood == "loses the answer":
                self.close_connection = True
                return
            status, answer = MOODS[kept.mood] if kept.mood in MOODS else kept.answer(request)
            self.send_response(status)
            self.end_headers()
            if status != 204:
                self.wfile.write(json.dumps(answer).encode())

        do_GET = do_POST = do_DELETE = _handle

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield kept
    finally:
        kept.done.set()
        server.shutdown()
        thread.join()
        server.server_close()
