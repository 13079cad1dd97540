"""Who is there, at an organisation's host: session, its parent, user, membership and organisation in one statement.

The ORM would send two and spend more on writing them than Postgres on answering: this is read on every request.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tenants.organisations.models import Organisation
from tess.identity.models import Membership, Session, User
from tess.kernel.tenancy.db import connection
from tess.kernel.tenancy.names import DEFAULT_ALIAS

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import Model

# a session whose parent is over is over too; a closed account or membership leaves the session without a member
_FROM = """
FROM identity_session s
LEFT JOIN identity_session p ON p.session_key = s.parent_id
LEFT JOIN organisations_organisation o ON o.id = s.organisation_id
LEFT JOIN identity_user u ON u.id = s.user_id AND u.is_active
LEFT JOIN identity_membership m ON m.user_id = u.id AND m.organisation_id = s.organisation_id AND m.active
  AND (m.until IS NULL OR m.until > %s)
WHERE s.session_key = %s AND s.organisation_id = %s AND s.expire_date > %s
  AND (s.parent_id IS NULL OR p.expire_date > %s)
"""

# where else the person may go: for the switcher of every page
_MORE = """
p.second_factor_at IS NOT NULL, p.locked_at IS NOT NULL,
(SELECT json_agg(json_build_array(oo.slug, oo.name) ORDER BY oo.name)
 FROM identity_membership mm JOIN organisations_organisation oo ON oo.id = mm.organisation_id
 WHERE mm.user_id = s.user_id AND mm.active AND mm.organisation_id <> s.organisation_id AND oo.state = 'active'
   AND (mm.until IS NULL OR mm.until > now()))
"""


@dataclass(frozen=True, slots=True)
class Presence:
    """A living session and, when the person still is one, the member it belongs to."""

    session: Session
    membership: Membership | None
    strong: bool  # a second factor was given, to the session it comes from
    locked: bool  # that session's workstation waits for its person
    elsewhere: list[tuple[str, str]]  # short name and name of the person's other organisations, by name


def presence_of(session_key: str, organisation_id: UUID) -> Presence | None:
    """What the database knows of a session of that organisation, now; None when it is over. As the application."""
    now = timezone.now()
    with connection.as_application(), connection.cursor() as cursor:
        cursor.execute(_statement(), [now, session_key, organisation_id, now, now])
        row = cursor.fetchone()
    if row is None:
        return None
    session, rest = _take(Session, row)
    membership, rest = _take(Membership, rest)
    if membership is not None:
        user, rest = _take(User, rest)
        organisation, _rest = _take(Organisation, rest)
        membership.user, membership.organisation = user, organisation
    strong, locked, elsewhere = row[-3:]
    return Presence(session, membership, strong, locked, [(slug, name) for slug, name in elsewhere or ()])


@lru_cache(maxsize=1)
def _statement() -> str:
    tables = (("s", Session), ("m", Membership), ("u", User), ("o", Organisation))
    columns = [f'{alias}."{field.column}"' for alias, model in tables for field in model._meta.concrete_fields]  # noqa: SLF001
    return f"SELECT {', '.join(columns)}, {_MORE} {_FROM}"


def _take(model: type[Model], row: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """The first columns of `row` as an instance (None when its key is), and the other columns."""
    names = _names(model)
    values, rest = row[: len(names)], row[len(names) :]
    key = names.index(model._meta.pk.attname)  # noqa: SLF001
    return (None if values[key] is None else model.from_db(DEFAULT_ALIAS, names, values)), rest


@lru_cache(maxsize=8)
def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]  # noqa: SLF001
