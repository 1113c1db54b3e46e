"""Carriers of our own on loopback, that speak as the real ones do."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


@dataclass
class Twin:
    """What the real one would have been told, and how it will answer next."""

    address: str = ""
    heard: list[dict[str, str]] = field(default_factory=list)
    mood: str = "takes"  # or refuses, is down, hangs, loses the answer, redirects
    done: threading.Event = field(default_factory=threading.Event)


STATUS = {"refuses": 422, "is down": 503, "redirects": 302, "is busy": 429}


def _answer(path: str) -> dict[str, object]:
    if path.endswith("/email"):
        return {"ErrorCode": 0, "MessageID": "b7bc2f4a", "Message": "OK"}
    if path.endswith("/v2/messages"):
        return {"data": {"id": "40385f64", "to": [{"status": "queued"}]}}
    if "/texml/" in path:
        return {"call_sid": "v3:abc", "status": "queued"}
    return {"sid": "SM9f3c", "status": "queued"}


@contextmanager
def http_twin() -> Iterator[Twin]:
    twin = Twin()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            is_json = "json" in self.headers["Content-Type"]
            fields = json.loads(body) if is_json else {k: v[0] for k, v in parse_qs(body).items()}
            sender = self.headers.get("Authorization") or self.headers["X-Postmark-Server-Token"]
            twin.heard.append({**fields, "path": self.path, "credentials": sender})
            if twin.mood == "hangs":
                twin.done.wait(5)
                return
            if twin.mood == "loses the answer":
                self.close_connection = True
                return
            self.send_response(STATUS.get(twin.mood, 201))
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()
            self.wfile.write(json.dumps(_answer(self.path)).encode())

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    yield from _running(server, twin, "http://127.0.0.1:{}")


@contextmanager
def smtp_twin() -> Iterator[Twin]:
    twin = Twin()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, words: str) -> None:
            self.wfile.write(words.encode() + b"\r\n")

        def handle(self) -> None:
            if twin.mood == "is down":
                return self.say("421 closed")
            if twin.mood == "hangs":
                twin.done.wait(5)
                return None
            self.say("220 twin")
            while line := self.rfile.readline().decode().strip():
                if line.upper() == "DATA":
                    self._letter()
                    if twin.mood == "loses the answer":
                        return None
                self._one(line)
            return None

        def _one(self, line: str) -> None:
            word = line.split(" ", 1)[0].upper()
            if word == "RCPT" and twin.mood in {"refuses", "is busy"}:
                self.say("550 no such person" if twin.mood == "refuses" else "451 later")
            elif word == "EHLO":
                self.say("250 twin")
            else:
                self.say("221 bye" if word == "QUIT" else "250 ok")

        def _letter(self) -> None:
            self.say("354 go on")
            lines = []
            while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                lines.append(line)
            twin.heard.append({"letter": "\n".join(lines)})

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    yield from _running(Server(("127.0.0.1", 0), Handler), twin, "{}")


def _running(server: socketserver.TCPServer, twin: Twin, form: str) -> Iterator[Twin]:
    twin.address = form.format(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield twin
    finally:
        twin.done.set()
        server.shutdown()
        thread.join()
        server.server_close()
