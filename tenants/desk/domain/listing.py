"""Which themes an organisation's listeners see first. The others stay a word or a click away: nobody is left without a theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tenants.desk.models import ListedTheme
from tenants.desk.themes import THEMES
from tess.kernel import audit
from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tess.kernel.actor import Actor


def listed() -> frozenset[str]:
    """Codes of the themes seen first; all of them when none was chosen."""
    chosen = frozenset(ListedTheme.objects.values_list("code", flat=True)) & THEMES.keys()
    return chosen or frozenset(THEMES)


def is_chosen() -> bool:
    """Whether the organisation chose at all."""
    return ListedTheme.objects.exists()


@transaction.atomic
def choose(codes: Iterable[str], *, actor: Actor) -> frozenset[str]:
    """Show these themes first; none, or every one, means all of them, those to come too. Returns what `listed` gives now.

    Raises DomainError for a code that is no theme.
    """
    wanted = frozenset(codes)
    if not wanted <= THEMES.keys():
        raise DomainError(_("This answer is not one of the choices."), field="themes")
    if wanted == THEMES.keys():
        wanted = frozenset()
    with connection.cursor() as cursor:  # two choices at once come one after the other, and are never mixed
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('desk.themes'), hashtext(current_schema()))")
    standing = frozenset(ListedTheme.objects.values_list("code", flat=True))
    if standing != wanted:
        ListedTheme.objects.exclude(code__in=wanted).delete()
        ListedTheme.objects.bulk_create([ListedTheme(code=code) for code in sorted(wanted - standing)])
        audit.record(actor, "desk.themes.chosen", fields=standing ^ wanted)
    return wanted or frozenset(THEMES)
