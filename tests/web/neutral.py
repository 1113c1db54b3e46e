"""A neutral site to leave to, which notes who sent people there."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Weather(http.server.BaseHTTPRequestHandler):
    referrers: list[str] = []

    def do_GET(self) -> None:
        if self.path == "/":
            type(self).referrers.append(self.headers.get("Referer", ""))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>Weather</title><h1>Sunny</h1>")

    def log_message(self, *words: object) -> None:
        pass


@contextmanager
def neutral_site() -> Iterator[str]:
    """Its address, while it stands."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Weather)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Weather.referrers.clear()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
