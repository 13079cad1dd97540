"""Local branches: made, changed, removed while nothing is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, connection, transaction
from django.db.models.deletion import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenants.telephony.models import Line, Site
from tess.identity.models import Colleague
from tess.kernel import audit
from tess.kernel.errors import Conflict, DomainError, NotFound

if TYPE_CHECKING:
    from tess.kernel.actor import Actor

_MOST_NAMED = 3  # lines a sentence names before it counts the rest


def get_site_for(actor: Actor, pk: int) -> Site:  # noqa: ARG001  sites are the whole organisation's
    """The site of the organisation in force. Raises NotFound."""
    found = Site.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such local branch."))
    return found


def save_site(site: Site, *, name: str, town: str, actor: Actor) -> Site:
    """Make or change a site. Raises DomainError when another one has this name."""
    is_new = site.pk is None
    wanted = {"name": " ".join(name.split()), "town": " ".join(town.split())}
    changed = [field for field, value in wanted.items() if is_new or getattr(site, field) != value]
    if not changed:
        return site
    try:
        with transaction.atomic():
            _check_name(site, wanted["name"])
            for field, value in wanted.items():
                setattr(site, field, value)
            site.save()
            audit.record(actor, "telephony.site.made" if is_new else "telephony.site.changed", site, fields=changed)
    except IntegrityError:
        _check_name(site, wanted["name"])  # whoever was faster is there now
        raise
    return site


def remove(site: Site, *, actor: Actor) -> None:
    """Remove a site nothing is of. Raises DomainError naming its lines or its people, Conflict when it is gone already."""
    with transaction.atomic():
        # held until the end: a line saved meanwhile waits for it, then finds it gone
        standing = Site.objects.select_for_update().filter(pk=site.pk).first()
        if standing is None:
            raise Conflict(_("Somebody has just removed this local branch."))
        _check_unused(standing)
        audit.record(actor, "telephony.site.removed", standing)
        try:
            with transaction.atomic():
                standing.delete()
                connection.check_constraints()  # now, and not at the end of whatever transaction this stands in
        except (IntegrityError, ProtectedError) as error:
            raise Conflict(_("Something was just put down as of this local branch: it was not removed.")) from error


def _check_name(site: Site, name: str) -> None:
    if Site.objects.filter(name__iexact=name).exclude(pk=site.pk).exists():
        raise DomainError(_("Another local branch has this name."), field="name")


def _check_unused(site: Site) -> None:
    lines = Line.objects.filter(site=site).order_by("-active", "name", "pk").values_list("name", flat=True)
    if names := list(lines):
        raise DomainError(
            ngettext(
                "“%(site)s” can't be removed: the line “%(lines)s” is of this branch. Change that line first.",
                "“%(site)s” can't be removed: %(count)s lines are of this branch (%(lines)s). Change these lines first.",
                len(names),
            )
            % {"site": site.name, "lines": _told(names), "count": len(names)}
        )
    people = Colleague.objects.filter(sites__contains=[site.pk]).order_by("name", "pk").values_list("name", flat=True)
    if names := list(people):
        raise DomainError(
            ngettext(
                "“%(site)s” can't be removed: the access of %(people)s is limited to it. Change that access first.",
                "“%(site)s” can't be removed: the access of %(count)s people is limited to it (%(people)s). "
                "Change these accesses first.",
                len(names),
            )
            % {"site": site.name, "people": _told(names), "count": len(names)}
        )


def _told(names: list[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + ("…" if len(names) > _MOST_NAMED else "")
