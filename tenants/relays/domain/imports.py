"""Loading the national directory from a CSV file: checked whole, then loaded in one go; the same file twice changes nothing."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tenants.relays import rules
from tenants.relays.dialling import BadNumber, dialled
from tenants.relays.domain.search import words_of
from tenants.relays.models import Service
from tenants.relays.models.service import Cost, Level
from tenants.relays.opening import BadHours, Opening
from tenants.relays.themes import THEMES
from tess.kernel import audit
from tess.kernel.errors import DomainError, Refused
from tess.kernel.interface import spreadsheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tess.kernel.actor import Actor

LARGEST = 5 * 1024 * 1024  # bytes: the national directory is a few kilobytes
COLUMNS = ("number", "name", "operator", "cost", "hours", "themes", "audience", "level", "url")
_FACTS = ("number", "name", "operator", "cost", "opening_hours", "themes", "audience", "level", "url")
_LEVELS = {
    "national": Level.NATIONAL,
    "département": Level.DEPARTMENT,
    "departement": Level.DEPARTMENT,
    "departmental": Level.DEPARTMENT,
    "department": Level.DEPARTMENT,
    "local": Level.LOCAL,
}
_COSTS = {"": "", "free": Cost.FREE, "local rate": Cost.LOCAL_RATE}
_TEXTS = ("name", "operator", "audience")
_LONGEST = {name: getattr(Service, name).field.max_length for name in (*_TEXTS, "url", "opening_hours")}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_KINDS_OF_FILE = ((b"%PDF", "PDF"), (b"PK\x03\x04", "ZIP"), (b"\x1f\x8b", "GZIP"))


@dataclass(frozen=True, slots=True)
class LineError:
    """A refused line: its number in the file (the header is line 1) and why, for the person who mends the file."""

    line: int
    reason: str


@dataclass(slots=True)
class Checked:
    """A file that was read: what can be loaded, and what is refused."""

    services: list[Service] = field(default_factory=list)
    errors: list[LineError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Report:
    """What a load did. Refused lines were left out; the good ones are in."""

    created: int
    updated: int
    unchanged: int
    errors: list[LineError]


def check(path: str | Path) -> Checked:
    """Read the file without loading anything. Raises DomainError when it is no such file at all."""
    text = _text_of(Path(path))
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    checked = Checked()
    lines: dict[str, int] = {}
    try:
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
        if missing:
            raise DomainError(
                _("The first line must name these columns too: %(names)s.") % {"names": ", ".join(missing)}
            )
        for line, row in _rows(reader):
            try:
                service = _service(row)
            except ValueError as error:
                checked.errors.append(LineError(line, str(error)))
                continue
            if service.number in lines:
                told = {"line": lines[service.number]}
                checked.errors.append(LineError(line, _("the number is already on line %(line)s") % told))
            else:
                lines[service.number] = line
                checked.services.append(service)
    except csv.Error:
        checked.errors.append(
            LineError(reader.line_num, _("a quotation mark is opened here and never closed; the rest was not read"))
        )
    return checked


@transaction.atomic
def load(path: str | Path, *, actor: Actor) -> Report:
    """Bring the directory to what the file says; entries it doesn't name stay as they are.

    An entry whose facts change has to be verified again. Raises DomainError (no such file at all) or Refused.
    """
    if not rules.may_load(actor):
        raise Refused(_("Only the collective's coordination loads the directory."))
    checked = check(path)
    standing = {service.number: service for service in Service.objects.select_for_update()}
    slugs = {service.slug for service in standing.values()}
    created, changed, marked, unchanged = [], [], [], 0
    for wanted in checked.services:
        wanted.words = words_of(wanted)
        known = standing.get(wanted.number)
        if known is None:
            wanted.slug = _free_slug(wanted, slugs)
            created.append(wanted)
        elif fields := _differences(known, wanted):
            changed.append(known)
            marked.append((known, fields))
        else:
            unchanged += 1
    Service.objects.bulk_create(created)
    if changed:
        Service.objects.bulk_update(changed, [*_FACTS, "words", "verified_on", "verified_by"])
    for service in created:
        audit.record(actor, "relays.service.loaded", service, fields=_FACTS)
    for service, fields in marked:
        audit.record(actor, "relays.service.changed", service, fields=fields)
    return Report(len(created), len(changed), unchanged, checked.errors)


def _differences(known: Service, wanted: Service) -> list[str]:
    """Bring `known` to `wanted`; returns the names of what changed."""
    fields = [name for name in (*_FACTS, "words") if getattr(known, name) != getattr(wanted, name)]
    for name in fields:
        setattr(known, name, getattr(wanted, name))
    if set(fields) - {"words"}:
        known.verified_on = known.verified_by = None
    return fields


def _free_slug(service: Service, taken: set[str]) -> str:
    wanted = slugify(f"{service.number} {service.name}")[:70].strip("-")
    slug, again = wanted, 2
    while slug in taken:
        slug, again = f"{wanted}-{again}", again + 1
    taken.add(slug)
    return slug


def _text_of(path: Path) -> str:
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise DomainError(_("This file can't be read: %(reason)s.") % {"reason": error.strerror}) from None
    if size > LARGEST:
        raise DomainError(_("This file is larger than 5 MB: it is not the directory."))
    if not raw.strip():
        raise DomainError(_("This file is empty."))
    for start, kind in _KINDS_OF_FILE:
        if raw.startswith(start):
            raise DomainError(_("This is a %(kind)s file; a CSV file is expected.") % {"kind": kind})
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")  # what a spreadsheet writes on Windows


def _delimiter(text: str) -> str:
    header = text.split("\n", 1)[0]
    return ";" if header.count(";") > header.count(",") else ","


def _rows(reader: csv.DictReader[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with the number of the line it begins on; missing cells are empty."""
    begins = reader.line_num + 1
    for row in reader:
        # what stands beyond the last column comes under the key None
        extra = any(row.pop(None, None) or [])
        found = {name: (value or "").strip() for name, value in row.items()}
        if extra:
            found["_extra"] = "yes"
        if any(found.values()):
            yield begins, found
        begins = reader.line_num + 1


def _service(row: dict[str, str]) -> Service:
    """The entry a row describes. Raises ValueError with the reason, in the reader's language."""
    if "_extra" in row:
        raise ValueError(_("there are more cells than columns: a comma needs quotation marks around its cell"))
    for name in COLUMNS:
        if _CONTROL.search(row[name]) or "\ufffd" in row[name]:
            raise ValueError(_("the column “%(name)s” holds characters that can't be read") % {"name": name})
        if name in _TEXTS and spreadsheets.runs(row[name]):
            raise ValueError(_("the column “%(name)s” begins like a spreadsheet formula") % {"name": name})
    service = Service(
        number=_number(row["number"]),
        name=row["name"],
        operator=row["operator"],
        cost=_one_of(_COSTS, row["cost"], "cost"),
        opening_hours=_hours(row["hours"]),
        themes=_themes(row["themes"]),
        audience=row["audience"],
        level=_one_of(_LEVELS, row["level"], "level"),
        url=_url(row["url"]),
    )
    if not service.name:
        raise ValueError(_("the name is missing"))
    for name, longest in _LONGEST.items():
        if len(getattr(service, name)) > longest:
            raise ValueError(
                _("the column “%(name)s” is longer than %(longest)s characters") % {"name": name, "longest": longest}
            )
    return service


def _number(text: str) -> str:
    if not text:
        raise ValueError(_("the number is missing"))
    try:
        return dialled(text)
    except BadNumber:
        raise ValueError(_("“%(number)s” is not a number one can dial from France") % {"number": text[:30]}) from None


def _hours(text: str) -> str:
    try:
        return text if not text or Opening.read(text) else ""
    except BadHours:
        raise ValueError(
            _("the hours “%(hours)s” are not understood; write them as “Mo-Fr 09:00-18:00; Sa 10:00-12:00” or “24/7”")
            % {"hours": text[:60]}
        ) from None


def _themes(text: str) -> list[str]:
    found = [theme.strip() for theme in text.split(";") if theme.strip()]
    for theme in found:
        if theme not in THEMES:
            raise ValueError(_("the theme “%(theme)s” is not in the list of themes") % {"theme": theme[:40]})
    return list(dict.fromkeys(found))


def _one_of(known: Mapping[str, str], text: str, name: str) -> str:
    if text.casefold() not in known:
        raise ValueError(
            _("the column “%(name)s” holds “%(value)s”; expected: %(known)s")
            % {"name": name, "value": text[:30], "known": ", ".join(value for value in known if value)}
        )
    return known[text.casefold()]


def _url(text: str) -> str:
    try:
        if text:
            URLValidator(schemes=["https", "http"])(text)
    except ValidationError:
        raise ValueError(_("the address of the website is not one")) from None
    return text
