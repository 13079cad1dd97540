"""The access log: one request, one line, whatever the address holds."""

import pytest
from gunicorn.config import Config

from tess.config.access_log import AccessLogger, spelt_out


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/fiches/", "/fiches/"),
        ("/relais/écoute", "/relais/écoute"),
        ("/a\r\n2026-11-21 ERROR faux", "/a\\r\\n2026-11-21 ERROR faux"),
        ("/\x1b[31m\x00\x9b\u2028", "/\\x1b[31m\\x00\\x9b\\u2028"),
    ],
)
def test_nobody_writes_lines_of_their_own(path, written):
    assert spelt_out(path) == written


def test_gunicorn_asks_for_it(monkeypatch):
    monkeypatch.setattr("gunicorn.glogging.Logger.atoms", lambda *_args, **_kwargs: {"U": "/a\nb", "M": 2})
    assert AccessLogger(Config()).atoms() == {"U": "/a\\nb", "M": 2}
