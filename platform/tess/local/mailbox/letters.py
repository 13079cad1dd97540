"""The letters in the folder where the demonstration writes them (Django's file backend: one file a sending)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import EmailMessage

_FILE = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9]+\.log")
_END = b"\n" + b"-" * 79 + b"\n"  # what the file backend writes after each message
NEWEST = 200  # letters shown


@dataclass(frozen=True, slots=True)
class Written:
    """One letter as it left: `key` finds it again, `text` and `html` are its two parts."""

    key: str
    to: str
    subject: str
    at: datetime | None
    text: str
    html: str


def written() -> list[Written]:
    """The newest letters first."""
    return [_read(path) for path in _files()[:NEWEST]]


def find(key: str) -> Written | None:
    """The letter called `key`; None when there is none."""
    return next((_read(path) for path in _files() if path.name == key), None)


def _files() -> list[Path]:
    folder = Path(settings.EMAIL_FILE_PATH)  # type: ignore[misc]
    found = [path for path in folder.glob("*.log") if _FILE.fullmatch(path.name)] if folder.is_dir() else []
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def _read(path: Path) -> Written:
    message = message_from_bytes(path.read_bytes().partition(_END)[0], policy=policy.default)
    date = message["Date"]
    return Written(
        key=path.name,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        at=date.datetime if date is not None else None,
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    return str(body.get_content()) if body is not None else ""
