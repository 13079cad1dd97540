"""Somebody at the door, over HTTP: a browser with its cookies, at an address."""

import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

HOST = "tess.localhost"


class Visitor:
    """Keeps a connection and cookies, as a browser does; `address` is what the proxy in front would say."""

    def __init__(self, port, address):
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.address, self.cookies, self.token = address, {}, ""

    def get(self, path):
        """The status and the page; the form's token is kept."""
        status, where, body = self._ask("GET", path)
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)
        self.token = found.group(1) if found else self.token
        return status, where, body

    def post(self, path, **fields):
        """The status, where it leads, and the page."""
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": self.token, **fields}))

    def signs_in(self, email, password):
        """Whether the door opens."""
        return self.post("/connexion/", login=email, password=password)[0] == http.client.FOUND

    def _ask(self, method, path, body=None):
        headers = {
            "Host": HOST,
            "X-Forwarded-For": f"6.6.6.6, {self.address}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        }
        try:
            self.link.request(method, path, body, headers)
            answer = self.link.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.link.close()  # an idle connection the server had given up
            self.link.request(method, path, body, headers)
            answer = self.link.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()
