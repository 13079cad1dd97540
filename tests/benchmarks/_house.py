"""The whole product running for a figure, with the demonstration's data, and a browser without a screen."""

import base64
import hmac
import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[2]
COLLECTIVE = "tess.localhost"
READY, LONGEST = "Ctrl-C", 600
_CLI = [sys.executable, "-W", "ignore", "-c", "from tess.local.cli import main; main()"]


class House:
    """Where it runs. `ask("grow", organisation="rivage")` runs a function of tests.benchmarks._inside in it."""

    def __init__(self, folder, port):
        self.folder, self.port = folder, port

    def ask(self, what, **more):
        command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks._inside", what, json.dumps(more)]
        done = subprocess.run(
            command, cwd=ROOT, env=_environment(self.folder), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{what} broke:\n{done.stderr[-3000:]}")
        return json.loads(done.stdout.splitlines()[-1])

    def letter_to(self, address, pattern, after=0.0, seconds=30):
        """What `pattern`'s group finds in the newest letter to `address` written since; waits for the worker."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for path in sorted((self.folder / "mail").glob("*.log"), key=lambda one: -one.stat().st_mtime_ns):
                if path.stat().st_mtime < after:
                    continue
                message = message_from_bytes(path.read_bytes().partition(b"\n" + b"-" * 79)[0], policy=policy.default)
                body = message.get_body(preferencelist=("plain",))
                found = re.search(pattern, body.get_content()) if body and message["To"] == address else None
                if found:
                    return found[1]
            time.sleep(0.1)
        raise RuntimeError(f"no letter to {address} said {pattern}")


@contextmanager
def house():
    """The demonstration, from nothing, in a temporary folder on a free port."""
    with tempfile.TemporaryDirectory(prefix="tess-house-") as folder, socket.socket() as probe:
        Path(folder).chmod(0o755)
        home = Path(folder) / "home"
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        process = subprocess.Popen(
            [*_CLI, "demo", "--port", str(port)],
            cwd=ROOT,
            env=_environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        said = []
        try:
            for line in process.stdout:
                said.append(line)
                if READY in line:
                    break
            else:
                raise RuntimeError("the demonstration never said it was ready:\n" + "".join(said[-30:]))
            yield House(home, port)
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.communicate(timeout=60)


def _environment(home):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TESS_", "DJANGO_", "PG"))}
    for name in ("DATABASE_URL", "OWNER_DATABASE_URL", "REDIS_URL"):
        kept.pop(name, None)
    path = os.pathsep.join([str(ROOT / "platform"), str(ROOT)])
    return kept | {"TESS_HOME": str(home), "PYTHONPATH": path}


class Browser:
    """Follows redirects from host to host with each host's own cookies, reads forms, sends them."""

    def __init__(self, port):
        self.port = port
        self.cookies = {}  # host → name → value
        self.host, self.path, self.status, self.page = COLLECTIVE, "/", 0, BeautifulSoup("", "html.parser")

    def get(self, address):
        return self._go("GET", address)

    def send(self, wanted="", to="", **typed):
        """Fill the form that has a field called `wanted` (or whose address holds it) and send it, to `to` if said."""
        form = self._form(wanted)
        sent = self._filled(form)
        for name, value in typed.items():
            sent = [(key, old) for key, old in sent if key != name]
            sent += [(name, one) for one in (value if isinstance(value, list) else [value])]
        action = urljoin(f"http://{self.host}:{self.port}{self.path}", to or form.get("action") or "")
        return self._go("POST", action, urlencode(sent))

    def has(self, text):
        return text in self.page.get_text(" ")

    def _form(self, wanted):
        for form in self.page.find_all("form"):
            names = [field.get("name") or "" for field in form.find_all(["input", "select", "textarea", "button"])]
            if form.get("method", "").lower() == "post" and (
                not wanted or wanted in (form.get("action") or "") or wanted in names
            ):
                return form
        raise RuntimeError(
            f"{self.host}{self.path} ({self.status}) has no form {wanted}: {self.page.get_text(' ')[:500]}"
        )

    def _filled(self, form):
        sent = []
        for field in form.find_all(["input", "select", "textarea"]):
            name, kind = field.get("name"), field.get("type", "text")
            if not name or field.has_attr("disabled"):
                continue
            if field.name == "select":
                chosen = field.find("option", selected=True) or field.find("option")
                sent.append((name, chosen.get("value", "") if chosen else ""))
            elif field.name == "textarea":
                sent.append((name, field.get_text().removeprefix("\n")))
            elif kind in {"radio", "checkbox"}:
                if field.has_attr("checked"):
                    sent.append((name, field.get("value", "on")))
            elif kind not in {"submit", "button", "file"}:
                sent.append((name, field.get("value", "")))
        return sent

    def _go(self, method, address, body=None):
        for _redirect in range(12):
            parts = urlsplit(urljoin(f"http://{self.host}:{self.port}{self.path}", address))
            origin = f"http://{self.host}:{self.port}"
            self.host, self.path = parts.hostname, parts.path + (f"?{parts.query}" if parts.query else "")
            response, text = self._ask(method, body, origin)
            if response.status not in {301, 302, 303, 307, 308}:
                self.status, self.page = response.status, BeautifulSoup(text, "html.parser")
                return self
            method, body, address = "GET", None, response.getheader("Location")
        raise RuntimeError(f"redirected in circles at {self.host}{self.path}")

    def _ask(self, method, body, origin, **more):
        jar = self.cookies.setdefault(self.host, {})
        cookies = "; ".join(f"{k}={v}" for k, v in jar.items())
        headers = {"Host": f"{self.host}:{self.port}", "Cookie": cookies, **more}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, self.path, body, headers)
            response = connection.getresponse()
            text = response.read()
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    jar.pop(name, None)
                else:
                    jar[name] = morsel.value
        return response, text


def code_of(secret):
    """What an application that holds this secret shows now (RFC 6238)."""
    key = base64.b32decode(secret)
    mark = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), "sha1").digest()
    start = mark[-1] & 15
    return f"{(int.from_bytes(mark[start : start + 4]) & 0x7FFFFFFF) % 1_000_000:06}"


def sign_in(port, email, password, host):
    """A browser of one of the demonstration's people at `host`, second factor given."""
    browser = Browser(port)
    browser.get(f"http://{host}:{port}/entrer/")
    browser.send("password", login=email, password=password)
    if "second-facteur" in browser.path:
        browser.send(
            "code", code=re.search(r"\b(\d{6})\b", browser.page.main.get_text(" "))[1]
        )  # the demonstration says it
    if browser.host != host or browser.status != 200:
        raise RuntimeError(f"{email} was left at {browser.host}{browser.path} ({browser.status})")
    return browser
