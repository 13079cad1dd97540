"""Who is there, at an organisation's host: session, its parent, user, membership and organisation in one statement.

The ORM would send two and spend more on writing them than Postgres on answering: this is read on every request. Postgres
would spend more on planning the joins than on following them: they stand in a function, whose plan is kept
(identity/sql/public_functions.sql; measured in docs/adr/0081).
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
        cursor.execute(_statement(), [session_key, organisation_id, now])
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
    tables = {"s": Session._meta, "m": Membership._meta, "u": User._meta, "o": Organisation._meta}  # noqa: SLF001
    columns = [f'(f.{alias})."{field.column}"' for alias, table in tables.items() for field in table.concrete_fields]
    rows = [f"{alias} public.{table.db_table}" for alias, table in tables.items()]
    return (
        f"SELECT {', '.join(columns)}, strong, locked, elsewhere FROM public.identity_presence(%s, %s, %s)"  # noqa: S608
        f" AS f({', '.join(rows)}, strong boolean, locked boolean, elsewhere json)"
    )


def _take(model: type[Model], row: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """The first columns of `row` as an instance (None when its key is), and the other columns."""
    names = _names(model)
    values, rest = row[: len(names)], row[len(names) :]
    key = names.index(model._meta.pk.attname)  # noqa: SLF001
    return (None if values[key] is None else model.from_db(DEFAULT_ALIAS, names, values)), rest


@lru_cache(maxsize=8)
def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]  # noqa: SLF001
