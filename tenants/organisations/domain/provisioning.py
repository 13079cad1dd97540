"""Make an organisation: registry row, host, schema cloned from the template, role, key; all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import connections, transaction
from django.utils.translation import gettext as _

from tenants.organisations.models import Domain, Organisation, OrganisationState
from tenants.organisations.models.organisation import host_of, schema_of
from tess.kernel import audit, encryption
from tess.kernel.errors import DomainError
from tess.kernel.tenancy import clone
from tess.kernel.tenancy.hosts import forget_hosts
from tess.kernel.tenancy.names import OWNER_ALIAS, TEMPLATE

if TYPE_CHECKING:
    from tess.kernel.actor import Actor


class CloneDiffers(Exception):
    """The new schema is not what the template is; nothing was kept."""


def create_organisation(*, name: str, slug: str, actor: Actor) -> Organisation:
    """A working organisation called `name`, answering at `<slug>.<collective's host>`. As the owner.

    Raises DomainError when the short name is malformed or taken, CloneDiffers when the clone isn't faithful.
    """
    organisation = Organisation(
        name=name.strip(), slug=slug, schema_name=schema_of(slug), state=OrganisationState.ACTIVE
    )
    try:
        organisation.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise DomainError("; ".join(error.messages), field="slug") from None
    if Organisation.objects.using(OWNER_ALIAS).filter(slug=slug).exists():
        raise DomainError(_("An organisation already has this short name."), field="slug")
    encryption.create_key(organisation.pk)
    try:
        with transaction.atomic(using=OWNER_ALIAS):
            _clone_template(organisation.schema_name)
            organisation.save(using=OWNER_ALIAS, force_insert=True)
            Domain.objects.using(OWNER_ALIAS).create(domain=host_of(slug), tenant=organisation, is_primary=True)
    except BaseException:
        encryption.destroy_key(organisation.pk)
        raise
    organisation._state.db = None  # noqa: SLF001  from here on it is read and written as the application
    forget_hosts()
    audit.record(actor, "organisations.organisation.created", organisation)
    return organisation


def _clone_template(schema: str) -> None:
    owner = connections[OWNER_ALIAS]
    with owner.cursor() as cursor:
        script = clone.clone_script(cursor, TEMPLATE)
        role = clone.create_role(cursor, schema)
        cursor.execute(clone.fill_in(script, schema, role))
        if clone.fingerprint(cursor, schema) != clone.fingerprint(cursor, TEMPLATE):
            raise CloneDiffers(schema)
        cursor.execute("SELECT set_config('search_path', 'public, ext', true)")
