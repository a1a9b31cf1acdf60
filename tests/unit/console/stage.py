"""A small web server that shows the samples under the product's own content policy."""

import http.server
import json
import queue
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from underpin.console import assets, pages
from underpin.console.pages import View

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

PIECES, PAUSE_SECONDS = 8, 0.05
ALIVE = "event: alive\ndata: {}\n\n"


class Stage:
    """Pages by name, the events told to them, and what was posted. While it is `still`, parts that
    ask again by themselves hear that nothing is new, however long somebody reads. While it is
    `slow`, a page arrives in pieces. An asset that is `held` arrives when its event is set."""

    def __init__(self) -> None:
        self.shown: dict[str, Callable[[], tuple[str, View]]] = {}
        self.streams: list[queue.Queue[str]] = []
        self.kept: list[tuple[float, str]] = []
        self.opened = 0
        self.posted: list[tuple[str, dict[str, str]]] = []
        self.asked: list[tuple[str, str]] = []
        self.told: list[tuple[str, str]] = []
        self.url = ""
        self.broken = False
        self.still = False
        self.slow = False
        self.held: dict[str, threading.Event] = {}

    def show(self, name: str, make: Callable[[], tuple[str, View]]) -> str:
        """Put a page on; returns its address."""
        self.shown[name] = make
        return f"{self.url}/{name}"

    def hang_up(self) -> None:
        """End every stream."""
        for stream in self.streams:
            stream.put("")

    def tell(self, subject: str) -> None:
        """Say on every stream that something changed."""
        self.kept.append((time.monotonic(), subject))
        for stream in self.streams:
            stream.put(changed(subject))

    def missed(self, seconds: float) -> Iterator[str]:
        """What was told in the last seconds, each once."""
        since = time.monotonic() - seconds
        return map(changed, dict.fromkeys(subject for at, subject in self.kept if at >= since))


def changed(subject: str) -> str:
    """The frame that says so."""
    return f"data: {json.dumps({'what': 'changed', 'subject': subject})}\n\n"


class Handler(http.server.BaseHTTPRequestHandler):
    stage: Stage
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urllib.parse.urlsplit(self.path).path
        asks_again = self.stage.still and "HX-Request" in self.headers
        if asks_again or (path == "/bell" and "bell" not in self.stage.shown):
            self.say(204, b"", "text/plain")
        elif path == "/live" and not self.stage.broken:
            self.stream()
        elif path.startswith(assets.PREFIX):
            self.asset(path.removeprefix(assets.PREFIX))
        elif path[1:] in self.stage.shown:
            self.page(path[1:])
        else:
            self.say(404, b"Nothing", "text/plain")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.stage.posted.append((self.path, dict(urllib.parse.parse_qsl(body))))
        self.say(200, b"<!doctype html><title>done</title><h1>done</h1>", "text/html")

    def do_PUT(self) -> None:
        """What a page says of its reader: a draft, that they are there."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.stage.told.append((self.path, body))
        self.say(204, b"", "text/plain")

    def page(self, name: str) -> None:
        template, view = self.stage.shown[name]()
        part = self.headers.get("X-Fragment", "")
        self.stage.asked.append((name, part))
        text = pages.fragment(part, view) if part else pages.render(template, view)
        body, kind = text.encode(), "text/html; charset=utf-8"
        if self.stage.slow and not part:
            self.trickle(body, kind)
        else:
            self.say(200, body, kind)

    def trickle(self, body: bytes, media_type: str) -> None:
        self.start(200, media_type, **{"Content-Length": str(len(body))})
        step = -(-len(body) // PIECES)
        for start in range(0, len(body), step):
            self.wfile.write(body[start : start + step])
            self.wfile.flush()
            time.sleep(PAUSE_SECONDS)

    def asset(self, name: str) -> None:
        for held, arrives in self.stage.held.items():
            if name.startswith(held):
                arrives.wait(60)
        answer = assets.answer(name, self.headers.get("Accept-Encoding", ""))
        if answer is None:
            self.say(404, b"Nothing", "text/plain")
        else:
            self.say(200, answer.body, answer.media_type, **answer.headers)

    def stream(self) -> None:
        events: queue.Queue[str] = queue.Queue()
        asked = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        for frame in (*self.stage.missed(int(asked["missed"][0]) / 1000), ALIVE):
            events.put(frame)
        self.stage.streams.append(events)
        self.stage.opened += 1
        self.start(200, "text/event-stream", Connection="close")
        try:
            while frame := events.get():
                self.wfile.write(frame.encode())
                self.wfile.flush()
        except OSError:
            self.close_connection = True
        finally:
            self.stage.streams.remove(events)

    def say(self, status: int, body: bytes, media_type: str, **headers: str) -> None:
        self.start(status, media_type, **headers, **{"Content-Length": str(len(body))})
        self.wfile.write(body)

    def start(self, status: int, media_type: str, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Security-Policy", POLICY)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.flush()

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@contextmanager
def opened() -> Iterator[Stage]:
    """The server on a free loopback port."""
    stage = Stage()
    handler = type("StageHandler", (Handler,), {"stage": stage})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        stage.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield stage
        stage.hang_up()
        server.shutdown()
        thread.join()
