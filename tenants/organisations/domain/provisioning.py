"""Make an organisation: registry row, host, schema cloned from the template, role, key; all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction
from django.db.utils import ProgrammingError
from django.utils.translation import gettext as _
from psycopg2.errors import DuplicateSchema

from tenants.organisations.models import Domain, ErasureProof, Organisation, OrganisationState
from tenants.organisations.models.organisation import host_of, schema_of
from tess.kernel import audit, encryption
from tess.kernel.errors import DomainError
from tess.kernel.tenancy import clone, replay
from tess.kernel.tenancy.hosts import forget_hosts
from tess.kernel.tenancy.names import OWNER_ALIAS, TEMPLATE

if TYPE_CHECKING:
    from uuid import UUID

    from tess.kernel.actor import Actor


class CloneDiffers(Exception):
    """The new schema is not what the template is; nothing was kept."""


RESERVED = frozenset({"api", "cms", "collectif", "mail", "media", "public", "static", "template", "www"})


def create_organisation(
    *, name: str, slug: str, actor: Actor, pk: UUID | None = None, practice_of: Organisation | None = None
) -> Organisation:
    """A working organisation called `name`, answering at `<slug>.<collective's host>`. As the owner.

    With `pk`, chosen beforehand, it may be called again after a kill at any moment, and by two processes at once: the
    same organisation comes of it, once. `practice_of` makes it that one's sandbox, not served before it is filled. Raises
    DomainError when the short name is malformed or taken, CloneDiffers when the clone isn't faithful.
    """
    with transaction.atomic(using=OWNER_ALIAS):
        if pk is not None:
            _alone_with(pk)
            made = Organisation.objects.using(OWNER_ALIAS).filter(pk=pk).first()
            if made is not None:
                return served(made)
        state = OrganisationState.PREPARING if practice_of else OrganisationState.ACTIVE
        organisation = new_organisation(name=name, slug=slug, state=state)
        organisation.pk = pk or organisation.pk
        organisation.practice_of_id = practice_of.pk if practice_of else None
        # Before the rows: an organisation without its key could never be read. A kill in between leaves a key of nothing,
        # taken up by the next call with the same `pk`.
        encryption.create_key(organisation.pk)
        try:
            register(organisation)
            _clone_template(organisation.schema_name)
            audit.record(actor, "organisations.organisation.created", organisation, using=OWNER_ALIAS)
        except BaseException as error:
            encryption.destroy_key(organisation.pk)
            if isinstance(error, ProgrammingError) and isinstance(error.__cause__, DuplicateSchema):
                raise DomainError(
                    _(
                        "The schema %(schema)s already exists, without an organisation: move it aside or remove it first."
                    )
                    % {"schema": organisation.schema_name}
                ) from error
            raise
    return served(organisation)


def _alone_with(pk: UUID) -> None:
    """Whoever else makes this organisation now is waited for: the key has no transaction of its own."""
    with connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"organisation {pk}"])


def new_organisation(*, name: str, slug: str, state: OrganisationState) -> Organisation:
    """An organisation not yet saved.

    Raises DomainError when the name is empty or unreadable, the short name malformed, reserved, taken, or still being
    erased.
    """
    if slug in RESERVED:
        raise DomainError(_("This short name is reserved for the collective."), field="slug")
    if not name.strip().isprintable():
        raise DomainError(_("The name holds characters that can't be shown."), field="name")
    organisation = Organisation(name=name.strip(), slug=slug, schema_name=schema_of(slug), state=state)
    try:
        organisation.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise DomainError("; ".join(error.messages), field="slug") from None
    if Organisation.objects.using(OWNER_ALIAS).filter(slug=slug).exists():
        raise _taken()
    if ErasureProof.objects.using(OWNER_ALIAS).filter(slug=slug, completion=None).exists():
        raise DomainError(_("The erasure of the organisation that had this short name is not finished."), field="slug")
    return organisation


def register(organisation: Organisation) -> None:
    """Its rows in the registry, inside the caller's transaction, as the owner. Raises DomainError when just taken."""
    try:
        with transaction.atomic(using=OWNER_ALIAS):
            organisation.save(using=OWNER_ALIAS, force_insert=True)
            Domain.objects.using(OWNER_ALIAS).create(
                domain=host_of(organisation.slug), tenant=organisation, is_primary=True
            )
    except IntegrityError:
        raise _taken() from None


def served(organisation: Organisation) -> Organisation:
    """The same, read and written as the application from here on, and known at its host at once."""
    organisation._state.db = None  # noqa: SLF001
    forget_hosts()
    return organisation


def _taken() -> DomainError:
    return DomainError(_("An organisation already has this short name."), field="slug")


def empty_space(organisation: Organisation) -> None:
    """The schema as it was on its first day: dropped and cloned anew, in one transaction. As the owner; sandboxes alone."""
    if not organisation.is_practice:
        raise DomainError(_("Only a sandbox is emptied."))
    with transaction.atomic(using=OWNER_ALIAS):
        with connections[OWNER_ALIAS].cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '5s'")
            cursor.execute(f'DROP SCHEMA "{organisation.schema_name}" CASCADE')
        _clone_template(organisation.schema_name)


def _clone_template(schema: str) -> None:
    with connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", [replay.LOCK])
        if not cursor.fetchone()[0]:
            raise DomainError(_("The organisations are being brought up to date: try again in a moment."))
        script = clone.clone_script(cursor, TEMPLATE)
        role = clone.create_role(cursor, schema)
        cursor.execute(clone.fill_in(script, schema, role))
        if clone.fingerprint(cursor, schema) != clone.fingerprint(cursor, TEMPLATE):
            raise CloneDiffers(schema)
        cursor.execute("SELECT set_config('search_path', 'public, ext', true)")
