"""The one door to the web: notes what the server said was saved, outside everything that is killed.

It can let an answer wait until the server that gave it is dead, be shut, and (to show that the drill can fail) lie.
"""

import threading
import time
from collections import defaultdict
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECONDS = 60
_HOPS = {"connection", "keep-alive", "transfer-encoding", "content-length", "server", "date"}


class Gate:
    """`acknowledged[record]`: the texts the server said it had, in the order it said so."""

    def __init__(self, web, protocol):
        self.web, self.protocol = web, protocol
        self.acknowledged = defaultdict(list)
        self.lies = False  # saves are not passed on: they are answered as the last one was
        self.passed = threading.Event()  # a request of the watched act was given to the server
        self.held = threading.Event()  # one was answered, and its answer waits here
        self._watched, self._holds = "", False
        self._released, self._shut = threading.Event(), threading.Event()
        self._inside, self._lock = 0, threading.Lock()
        self._last = {}  # record → the answer that acknowledged last
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Passing", (_Passing,), {"gate": self}))
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    # What the drill asks of it

    def watch(self, act, *, hold=False):
        """Look out for the next request of that act; with `hold`, keep its answer until `release`."""
        for event in (self.passed, self.held, self._released):
            event.clear()
        self._watched, self._holds = act, hold

    def release(self):
        """What was held is never given: its connection is cut."""
        self._watched = ""
        self._released.set()

    def shut(self):
        """Cut whoever comes from now on, and wait until those inside have left."""
        self._shut.set()
        self.release()
        self.wait_until_idle()

    def open(self):
        """Let people in again."""
        self._shut.clear()

    def wait_until_idle(self, seconds=SECONDS):
        """Wait until no request is on its way; False when there always was one."""
        until = time.monotonic() + seconds
        while self._inside:
            if time.monotonic() > until:
                return False
            time.sleep(0.001)
        return True

    def close(self):
        """End it."""
        self.shut()
        self._server.shutdown()
        self._server.server_close()

    # What passes

    def answer(self, method, path, headers, body):
        """(status, headers, body) for a request; None when it gets no answer."""
        if self._shut.is_set():
            return None
        with self._lock:
            self._inside += 1
        try:
            return self._answer(method, path, headers, body)
        except (OSError, HTTPException):
            return None
        finally:
            with self._lock:
                self._inside -= 1

    def _answer(self, method, path, headers, body):
        act, record = self.protocol.act(method, path)
        text = self.protocol.text(headers.get("content-type", ""), body) if act else ""
        watched = bool(act) and act == self._watched
        if self.lies and act == "save" and record in self._last:
            found = self._last[record]
        else:
            if watched:
                self.passed.set()
            found = self._ask(method, path, headers, body)
        if act and self.protocol.acknowledges(act, *found):
            if record:
                self.acknowledged[record].append(text)
                self._last[record] = found
            if watched and self._holds and not self.held.is_set():
                self.held.set()
                with self._lock:
                    self._inside -= 1  # it waits for the drill: the drill must not wait for it
                self._released.wait(SECONDS)
                with self._lock:
                    self._inside += 1
                return None
        return found

    def _ask(self, method, path, headers, body):
        connection = HTTPConnection("127.0.0.1", self.web, timeout=SECONDS)
        try:
            connection.request(method, path, body or None, headers)
            response = connection.getresponse()
            read = response.read()
        finally:
            connection.close()
        kept = [(name, value) for name, value in response.getheaders() if name.lower() not in _HOPS]
        return response.status, kept, read


class _Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    gate: Gate

    def _pass(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items() if name.lower() not in _HOPS}
        found = self.gate.answer(self.command, self.path, headers, body)
        if found is None:
            self.close_connection = True
            return
        status, headers, answer = found
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        if status not in {204, 304}:
            self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_HEAD = _pass

    def handle(self):
        try:
            super().handle()
        except OSError:  # who asked is dead
            self.close_connection = True

    def log_message(self, *_words):
        """Say nothing."""
