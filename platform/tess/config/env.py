"""What the environment says, read once and checked; every variable is documented in docs/settings.md."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

PROJECT = Path(__file__).resolve().parents[3]
HOME = Path(os.environ.get("TESS_HOME", PROJECT / ".tess"))


class MissingSetting(Exception):
    """A variable that has no safe default is not set."""


def text(name: str, default: str | None = None) -> str:
    """The variable `name`. Raises MissingSetting when it is absent and there is no default."""
    value = os.environ.get(name, default)
    if value is None:
        raise MissingSetting(f"{name} must be set; see docs/settings.md")
    return value


def folder(name: str, default: str) -> Path:
    """A folder named by a variable, by default one under TESS_HOME."""
    return Path(os.environ.get(name, HOME / default))


def database(url: str) -> dict[str, object]:
    """Django's settings of a database from `postgresql://user:password@host:port/name` (or `?host=/socket/folder`)."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "ENGINE": "tess.kernel.tenancy.backend",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or query.get("host", [""])[0],
        "PORT": str(parts.port or query.get("port", [""])[0]),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "application_name": "tess"},
    }
