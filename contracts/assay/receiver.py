"""Receives webhooks on a loopback port while a scenario is recorded."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from assay.connector import Delivery


class Receiver:
    """Answers every webhook, as told, and keeps it until it is collected."""

    def __init__(self, url: str) -> None:
        self.url = url
        """Where it really listens, ``http://127.0.0.1:PORT``."""
        self.status = HTTPStatus.OK.value
        """What it answers."""
        self._arrived: list[Delivery] = []
        self._lock = threading.Lock()

    def keep(self, delivery: Delivery) -> None:
        """Note a webhook."""
        with self._lock:
            self._arrived.append(delivery)

    def collect(self) -> list[Delivery]:
        """What arrived since the last call, in order."""
        with self._lock:
            arrived, self._arrived = self._arrived, []
        return arrived


@contextmanager
def listening() -> Iterator[Receiver]:
    """A receiver on a free loopback port, for as long as the context lasts."""
    receivers: list[Receiver] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status = receivers[0].status
            receivers[0].keep(Delivery(headers=headers, body=body, answered=status))
            self.send_response(status)
            if status != HTTPStatus.NO_CONTENT:
                self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class names it
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receivers.append(Receiver(f"http://127.0.0.1:{server.server_address[1]}"))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receivers[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
