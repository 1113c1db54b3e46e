"""A key service on loopback that answers as the transit engine's HTTP API is documented to."""

import hashlib
import hmac
import json
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.exceptions import InvalidTag

from beside.privacy.core import envelope

TOKEN = "a-token"


class Refused(Exception):
    def __init__(self, status: int):
        self.status = status


class Service(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.keys: dict[str, bytes] = {}
        self.deletable: set[str] = set()
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/transit"


class Answer(BaseHTTPRequestHandler):
    server: Service

    def log_message(self, *_):
        pass

    def _answer(self):
        said = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
        self.server.asked.append(f"{self.command} {self.path}")
        try:
            if self.headers["X-Vault-Token"] != TOKEN:
                raise Refused(403)
            what, *rest = self.path.removeprefix("/v1/transit/").split("/")
            data = getattr(self, f"_{self.command.lower()}_{what}")(said, *rest)
        except Refused as refused:
            return self._send(refused.status, {"errors": ["no"]})
        return self._send(204 if data is None else 200, {"data": data})

    def _send(self, status, content):
        body = b"" if status == 204 else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_DELETE = do_LIST = _answer

    def _key(self, name, status=400):
        if name not in self.server.keys:
            raise Refused(status)
        return self.server.keys[name]

    def _post_keys(self, said, name, config=None):
        if config and said.get("deletion_allowed") and self._key(name):
            self.server.deletable.add(name)
        elif not config:
            assert said["type"] == "aes256-gcm96"
            self.server.keys.setdefault(name, envelope.new_key())

    def _get_keys(self, said, name):
        self._key(name, status=404)
        return {"name": name, "type": "aes256-gcm96"}

    def _list_keys(self, said):
        if not self.server.keys:
            raise Refused(404)
        return {"keys": sorted(self.server.keys)}

    def _delete_keys(self, said, name):
        if name not in self.server.deletable:
            raise Refused(400)
        del self.server.keys[name]

    def _post_encrypt(self, said, name):
        key = self.server.keys.setdefault(name, envelope.new_key())
        plain, bound = b64decode(said["plaintext"]), b64decode(said["associated_data"])
        return {"ciphertext": f"vault:v1:{b64encode(envelope.lock(key, plain, bound)).decode()}"}

    def _post_decrypt(self, said, name):
        key = self._key(name)
        try:
            locked = b64decode(said["ciphertext"].rsplit(":", 1)[-1])
            plain = envelope.unlock(key, locked, b64decode(said["associated_data"]))
        except (ValueError, InvalidTag) as error:
            raise Refused(400) from error
        return {"plaintext": b64encode(plain).decode()}

    def _post_hmac(self, said, name, algorithm):
        assert algorithm == "sha2-256"
        digest = hmac.digest(self._key(name), b64decode(said["input"]), hashlib.sha256)
        return {"hmac": f"vault:v1:{b64encode(digest).decode()}"}


@contextmanager
def running() -> Iterator[Service]:
    service = Service()
    thread = threading.Thread(target=service.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.shutdown()
        service.server_close()
        thread.join()
