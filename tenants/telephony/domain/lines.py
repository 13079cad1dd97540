"""Lines: made, changed, taken out of service and put back."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tenants.relays.opening import Opening
from tenants.telephony.models import Line, Site
from tess.kernel import audit
from tess.kernel.errors import DomainError, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tess.kernel.actor import Actor

_LONGEST_HOURS = 255
_SHORT, _LONG = range(2, 7), 10  # digits of French numbers: 119, 3919, 116 000 or ten


def get_line_for(actor: Actor, pk: int) -> Line:
    """The line of the organisation in force. Raises NotFound: none, or of a site the actor isn't let into."""
    found = Line.objects.select_related("site").filter(pk=pk).first()
    if found is None or not actor.reaches(found.site_id):
        raise NotFound(_("There is no such line."))
    return found


def save_line(
    line: Line,
    *,
    name: str,
    number: str,
    cost: str,
    channels: Sequence[str],
    opening_hours: str,
    site: Site | None,
    actor: Actor,
) -> Line:
    """Make or change a line. Raises DomainError: number not a number, or of another line in service; hours unreadable."""
    is_new = line.pk is None
    if not actor.reaches(site.pk if site else None):
        raise DomainError(_("Choose one of your own local branches."), field="site")
    wanted = {
        "name": name.strip(),
        "number": plain_number(number),
        "cost": cost,
        "channels": list(channels),
        "opening_hours": _hours(opening_hours),
        "site": site,
    }
    changed = [field for field, value in wanted.items() if is_new or getattr(line, field) != value]
    with _number_is_free(line, str(wanted["number"]) if line.active else None):
        _hold(site)
        for field, value in wanted.items():
            setattr(line, field, value)
        line.save()
        audit.record(actor, "telephony.line.made" if is_new else "telephony.line.changed", line, fields=changed)
    return line


def _hold(site: Site | None) -> None:
    """Keep the site from being removed until the line is of it. Raises DomainError when it just was."""
    if site is not None and not Site.objects.select_for_update(no_key=True).filter(pk=site.pk).exists():
        raise DomainError(_("Somebody has just removed this local branch: choose another one, or none."), field="site")


def archive(line: Line, *, actor: Actor) -> None:
    """Take out of service: no new profile or record proposes it, its calls stay."""
    with transaction.atomic():
        line.active = False
        line.save(update_fields=["active"])
        audit.record(actor, "telephony.line.archived", line)


def put_back(line: Line, *, actor: Actor) -> None:
    """Back into service. Raises DomainError when its number serves another line meanwhile."""
    with _number_is_free(line, line.number):
        line.active = True
        line.save(update_fields=["active"])
        audit.record(actor, "telephony.line.put_back", line)


def plain_number(text: str) -> str:
    """A French number as its digits alone ("01 99 00 12 34" → "0199001234"). Raises DomainError."""
    digits = "".join(character for character in text if character.isdigit())
    if text.strip().startswith(("+33", "0033")):
        digits = "0" + digits.removeprefix("0033").removeprefix("33").removeprefix("0")
    stray = set(text) - set("0123456789+ .-()/\u00a0\u202f")
    if stray or not (len(digits) in _SHORT or (len(digits) == _LONG and digits[0] == "0")):
        raise DomainError(
            _("This is not a French telephone number: ten digits beginning with 0, or a short number such as 119."),
            field="number",
        )
    return digits


def _hours(text: str) -> str:
    if not text.strip():
        return ""
    try:
        Opening.read(text.strip())
    except ValueError as error:
        raise unreadable_hours() from error
    if len(text.strip()) > _LONGEST_HOURS:
        raise DomainError(
            _("These hours differ too much from day to day to be kept: make fewer rows."), field="pattern"
        )
    return text.strip()


def unreadable_hours() -> DomainError:
    """The refusal of hours written otherwise than the directory reads them."""
    return DomainError(
        _("These hours can't be read. Write them like “Mo-Fr 09:00-19:00; Sa 10:00-12:00”, or “24/7”."),
        field="opening_hours",
    )


@contextmanager
def _number_is_free(line: Line, number: str | None) -> Iterator[None]:
    """One transaction in which the line takes this number. Raises DomainError, even if it was taken meanwhile."""
    try:
        with transaction.atomic():
            _check_number(line, number)
            yield
    except IntegrityError:
        _check_number(line, number)  # whoever was faster is there now
        raise


def _check_number(line: Line, number: str | None) -> None:
    other = Line.objects.filter(number=number, active=True).exclude(pk=line.pk).first() if number else None
    if other:
        raise DomainError(
            _("This number is already that of the line “%(name)s”.") % {"name": other.name}, field="number"
        )
