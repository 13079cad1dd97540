"""Back up one organisation or everything, and restore it: in place, under another name, into an empty cluster. As the owner.

A backup is a folder: dump, roles, files, a manifest with a checksum per table, and the wrapped keys in a folder of
their own, to be kept apart. The master key is never in it. One of everything holds the collective's own sealed files too
(`lifecycle.backed_up`), such as candidates' documents.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.organisations.domain.provisioning import new_organisation, register, served
from tenants.organisations.domain.template import SchemasBehind, tenant_labels
from tenants.organisations.models import ErasureProof, Organisation, OrganisationState
from tess.kernel import audit, encryption
from tess.kernel.errors import Conflict, DomainError
from tess.kernel.tenancy import lifecycle, replay
from tess.kernel.tenancy.backup import archive, dumping, restoring
from tess.kernel.tenancy.catalogue_queries import schema_exists
from tess.kernel.tenancy.clone import create_role
from tess.kernel.tenancy.db import connection
from tess.kernel.tenancy.files import folder_of
from tess.kernel.tenancy.hosts import forget_hosts
from tess.kernel.tenancy.names import OWNER_ALIAS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tess.kernel.actor import Actor

    Progress = Callable[[str], object]

_FILES = "files.tar"


class KeyNowhere(DomainError):
    """Organisations, by their ids, whose key is neither here nor in the backup."""

    def __init__(self, ids: str) -> None:
        super().__init__(
            _("The key of %(id)s is neither here nor in the backup: its texts would stay closed.") % {"id": ids}
        )


def back_up_organisation(
    organisation: Organisation, folder: Path, *, progress: Progress = bool, programs: Path | None = None
) -> dict[str, Any]:
    """Write a backup of `organisation` into the new `folder`; returns its manifest.

    `programs`: where pg_dump is, when neither in PATH nor where Debian puts it. Raises DomainError when `folder` exists.
    """
    with archive.new_folder(folder) as partial:
        progress(_("tables"))
        with dumping.one_moment() as moment:
            facts = dumping.dump_schema(moment, partial, organisation.schema_name, programs)
        progress(_("files"))
        archive.write_tar(folder_of(organisation.pk), partial / _FILES)
        archive.write_keys(partial, _keys([organisation]))
        whose = {"id": str(organisation.pk), "name": organisation.name, "slug": organisation.slug}
        whose["schema_name"] = organisation.schema_name
        return archive.write_manifest(partial, "organisation", {"organisation": whose, **facts})


def back_up_all(folder: Path, *, progress: Progress = bool, programs: Path | None = None) -> dict[str, Any]:
    """Write a backup of the whole collective into the new `folder`; returns its manifest."""
    with archive.new_folder(folder) as partial:
        progress(_("tables"))
        with (
            dumping.one_moment() as moment
        ):  # the list too: one made meanwhile would be dumped without its role and key
            organisations = list(Organisation.objects.using(OWNER_ALIAS).order_by("schema_name"))
            facts = dumping.dump_all(moment, partial, [each.schema_name for each in organisations], programs)
        progress(_("files"))
        archive.write_tar(Path(settings.MEDIA_ROOT), partial / _FILES)
        for name, found in lifecycle.collectives_files().items():
            archive.write_tar(found.folder(), partial / f"{name}.tar", without=found.without)
        archive.write_keys(partial, _keys(organisations) | _keys_of_files())
        return archive.write_manifest(partial, "all", {"organisations": len(organisations), **facts})


def restore_all(folder: Path, *, progress: Progress = bool, programs: Path | None = None) -> dict[str, Any]:
    """Restore everything into the empty database the owner is connected to, on a cluster that has our four roles.

    Each table is compared with its checksum. Returns the manifest. Raises DomainError when the database isn't empty or
    has another name (organisations' roles carry it), RestoreDiffers when a table isn't what it was; once all the rest is
    restored, KeyNowhere for organisations that stay closed.
    """
    manifest = archive.read_manifest(folder, "all")
    name = connections[OWNER_ALIAS].settings_dict["NAME"]
    if name != manifest["database"]:
        raise DomainError(
            _("The backup is of the database %(theirs)s: restore it into one of the same name, not %(name)s.")
            % {"theirs": manifest["database"], "name": name}
        )
    if not restoring.is_empty():
        raise DomainError(_("The database isn't empty; nothing was restored."))
    progress(_("tables"))
    restoring.restore_database(folder, manifest, programs)
    progress(_("files"))
    archive.read_tar(folder / _FILES, Path(settings.MEDIA_ROOT))
    for name, found in lifecycle.collectives_files().items():
        if (folder / f"{name}.tar").exists():  # older backups have none
            found.folder().mkdir(parents=True, exist_ok=True, mode=0o700)
            archive.read_tar(folder / f"{name}.tar", found.folder())
    progress(_("keys"))
    closed = _restore_keys(folder)
    forget_hosts()
    if closed:  # at the end: one organisation erased since, its key gone, must not keep the others' texts closed
        raise KeyNowhere(", ".join(closed))
    return manifest


def restore_organisation(
    folder: Path, *, actor: Actor, move_aside: bool = False, progress: Progress = bool, programs: Path | None = None
) -> Organisation:
    """Put an organisation's schema back as it was in the backup, in place.

    Its pages are closed meanwhile. Rows of the shared tables stay as they are; what it had received from them since is
    handed over again. With `move_aside` a standing schema is renamed, closed to everybody and left for an operator to
    remove; without, Conflict. Raises DomainError when the organisation is unknown or was erased. Whatever fails, what
    stood before stands again.
    """
    manifest = archive.read_manifest(folder, "organisation")
    organisation = _known(manifest["organisation"])
    schema, state = organisation.schema_name, organisation.state
    standing = _exists(schema)
    if standing and not move_aside:
        raise Conflict(_("%(name)s still has its schema: have it moved aside first.") % {"name": organisation.name})
    aside = f"{schema}_aside_{timezone.now():%Y%m%d%H%M%S}" if standing else None
    with transaction.atomic(using=OWNER_ALIAS):
        _set_state(organisation, OrganisationState.SUSPENDED, _("being restored"))
        if aside:
            _move(schema, aside)
    try:
        progress(_("tables"))
        restoring.restore_schema(folder, schema, manifest, programs)
        _bring_up(schema)
        _restore_key(folder, UUID(manifest["organisation"]["id"]), organisation.pk)
        progress(_("files"))
        archive.read_tar(folder / _FILES, folder_of(organisation.pk))
        _hand_again(organisation)
    except BaseException:
        _drop(schema)
        if aside:
            _move(aside, schema)
        _set_state(organisation, OrganisationState(state), organisation.state_reason)
        raise
    if aside:
        _close(aside, schema)
    _set_state(organisation, OrganisationState(state), organisation.state_reason)
    audit.record(actor, "organisations.organisation.restored", organisation, using=OWNER_ALIAS)
    return organisation


def restore_organisation_as(
    folder: Path, *, slug: str, name: str, actor: Actor, progress: Progress = bool, programs: Path | None = None
) -> Organisation:
    """Restore a backup as another organisation beside the first, to look something up or to take over from it.

    Its tables and files are the first one's; its shared rows (memberships, figures) are not. It opens the same
    encrypted texts, so the first can't be erased before it. Raises DomainError when the short name is taken or the first
    was erased: a proof of it was given.
    """
    manifest = archive.read_manifest(folder, "organisation")
    _refuse_erased(manifest["organisation"])
    copy = new_organisation(name=name, slug=slug, state=OrganisationState.ACTIVE)
    if _exists(copy.schema_name):
        raise Conflict(_("The schema %(schema)s already exists.") % {"schema": copy.schema_name})
    source = UUID(manifest["organisation"]["id"])
    try:
        progress(_("tables"))
        old = manifest["organisation"]["schema_name"]
        restoring.restore_schema_as(folder, old, copy.schema_name, manifest, programs)
        _bring_up(copy.schema_name)
        if encryption.has_key(source):
            encryption.copy_key(source, copy.pk)
        else:
            _restore_key(folder, source, copy.pk)
        progress(_("files"))
        archive.read_tar(folder / _FILES, folder_of(copy.pk))
        with transaction.atomic(using=OWNER_ALIAS):
            register(copy)
            audit.record(actor, "organisations.organisation.restored_as", copy, using=OWNER_ALIAS)
    except BaseException:
        _drop(copy.schema_name)
        encryption.destroy_key(copy.pk)
        raise
    return served(copy)


def _hand_again(organisation: Organisation) -> None:
    with connection.as_application(), transaction.atomic():
        for step in lifecycle.steps_after_restore().values():
            step(organisation=organisation)


def _bring_up(schema: str) -> None:
    """A backup may be older than this version."""
    report = replay.migrate_all([schema], tenant_labels())
    if report.failed:
        raise SchemasBehind(report.failed)


def _keys(organisations: list[Organisation]) -> dict[str, str]:
    return {str(each.pk): encryption.wrapped_key(each.pk) for each in organisations}


def _keys_of_files() -> dict[str, str]:
    """The keys of the collective's own files: those of dossiers."""
    return {str(pk): encryption.wrapped_key(pk) for pk in _ids_of_files() if encryption.has_key(pk)}


def _ids_of_files() -> list[UUID]:
    return [pk for found in lifecycle.collectives_files().values() for pk in found.keys(OWNER_ALIAS)]


def _restore_keys(folder: Path) -> list[str]:
    """Every organisation's, and those of the collective's own files; the ids of those that have none."""
    organisations = Organisation.objects.using(OWNER_ALIAS).order_by("schema_name").values_list("pk", flat=True)
    missing = []
    for pk in (*organisations, *_ids_of_files()):
        try:
            _restore_key(folder, pk, pk)
        except KeyNowhere:
            missing.append(str(pk))
    return missing


def _restore_key(folder: Path, source: UUID, target: UUID) -> None:
    """The key of `source` from the backup, for `target`; one that stands already stays."""
    if encryption.has_key(target):
        return
    wrapped = archive.read_key(folder, str(source))
    if wrapped is None:
        raise KeyNowhere(str(source))
    encryption.install_key(target, wrapped)


def _refuse_erased(whose: dict[str, str]) -> None:
    proof = ErasureProof.objects.using(OWNER_ALIAS).filter(organisation_id=whose["id"]).first()
    if proof:
        raise DomainError(
            _("%(name)s was erased on %(date)s; a proof of it was given. It can't be restored.")
            % {"name": proof.name, "date": timezone.localtime(proof.erased_at).strftime("%d/%m/%Y")}
        )


def _known(whose: dict[str, str]) -> Organisation:
    _refuse_erased(whose)
    found = Organisation.objects.using(OWNER_ALIAS).filter(pk=whose["id"], schema_name=whose["schema_name"]).first()
    if found is None:
        raise DomainError(
            _("The registry doesn't know %(name)s: restore it under another name.") % {"name": whose["name"]}
        )
    return served(found)


def _set_state(organisation: Organisation, state: OrganisationState, reason: str) -> None:
    """Close or reopen around a restore. Not a transition somebody decides: the state before comes back."""
    Organisation.objects.using(OWNER_ALIAS).filter(pk=organisation.pk).update(
        state=state, state_reason=reason, state_since=Now()
    )
    forget_hosts()


def _exists(schema: str) -> bool:
    with connections[OWNER_ALIAS].cursor() as cursor:
        return schema_exists(cursor, schema)


def _statement(statement: str) -> None:
    with connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute(statement)


def _move(schema: str, name: str) -> None:
    _statement(f'ALTER SCHEMA "{schema}" RENAME TO "{name}"')


def _close(aside: str, schema: str) -> None:
    """Nobody but the owner reads a schema that was moved aside."""
    with transaction.atomic(using=OWNER_ALIAS), connections[OWNER_ALIAS].cursor() as cursor:
        role = create_role(cursor, schema)
        cursor.execute(f'REVOKE ALL ON SCHEMA "{aside}" FROM "{role}"')
        cursor.execute(f'REVOKE ALL ON ALL TABLES IN SCHEMA "{aside}" FROM "{role}"')
        cursor.execute(f'ALTER DEFAULT PRIVILEGES IN SCHEMA "{aside}" REVOKE ALL ON TABLES FROM "{role}"')
        cursor.execute(f'ALTER DEFAULT PRIVILEGES IN SCHEMA "{aside}" REVOKE ALL ON SEQUENCES FROM "{role}"')
        cursor.execute(f'REVOKE ALL ON ALL SEQUENCES IN SCHEMA "{aside}" FROM "{role}"')


def _drop(schema: str) -> None:
    """Remove a schema that came back only in part."""
    _statement(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
