"""Everything an organisation's data is, in one archive that it can read and load without us."""

from __future__ import annotations

import json
import os
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.organisations.models import Organisation
from tess.kernel import audit
from tess.kernel.errors import DomainError
from tess.kernel.tenancy import erasing, exporting, lifecycle
from tess.kernel.tenancy.catalogue_queries import tables_of
from tess.kernel.tenancy.db import connection
from tess.kernel.tenancy.files import files_of, folder_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tess.kernel.actor import Actor

FORMAT = 1
_PIECE = 1024 * 1024  # bytes


def export_organisation(
    organisation: Organisation, path: Path, *, actor: Actor, progress: Callable[[str], object] = bool
) -> dict[str, Any]:
    """Write all data of `organisation` to `path`, a ZIP readable by its owner alone; returns the manifest it carries.

    One moment of the database, read under the organisation's own role. Tables are CSV (UTF-8, header, as COPY writes
    them); encrypted texts are in clear. The manifest has rows and SHA-256 of each file, and what the law would keep
    after an erasure. Nothing stays of a failed export. Raises DomainError when `path` exists.
    """
    if path.exists():
        raise DomainError(_("%(path)s exists already; nothing was overwritten.") % {"path": path})
    partial = path.with_name(f".{path.name}.partial")
    try:
        with (
            os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            manifest = _write(archive, organisation, progress)
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    with connection.as_application():
        audit.record(actor, "organisations.organisation.exported", organisation)
    return manifest


def _write(archive: zipfile.ZipFile, organisation: Organisation, progress: Callable[[str], object]) -> dict[str, Any]:
    with connection.as_application():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")  # role and path are said now: a transaction's mode must be its first statement
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            entries, kept = _shared_tables(archive, organisation, progress)
            with connection.acting_for(organisation):
                entries += _own_tables(archive, organisation, progress)
    for file in files_of(organisation.pk):
        name = f"fichiers/{file.relative_to(folder_of(organisation.pk))}"
        entries.append(exporting.write_bytes(archive, name, _pieces(file)))
    manifest = {
        "format": FORMAT,
        "organisation": {"id": str(organisation.pk), "name": organisation.name, "slug": organisation.slug},
        "exported_at": timezone.now().isoformat(),
        "files": [asdict(entry) for entry in entries],
        "kept_after_erasure": kept,
    }
    archive.writestr("manifeste.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    archive.writestr("LISEZ-MOI.txt", _letter(organisation))
    return manifest


def _shared_tables(
    archive: zipfile.ZipFile, organisation: Organisation, progress: Callable[[str], object]
) -> tuple[list[exporting.Entry], list[dict[str, str | int]]]:
    with connection.cursor() as cursor:
        entries = []
        registry = f"SELECT * FROM public.organisations_organisation WHERE id = '{organisation.pk}'"  # noqa: S608
        entries.append(exporting.write_table(archive, "commun/organisations_organisation.csv", registry))
        for rows in (rows for rows in lifecycle.registered() if rows.export):
            progress(rows.table)
            condition = cursor.mogrify(rows.condition, [organisation.pk]).decode()
            source = f"SELECT * FROM public.{rows.table} WHERE {condition}"  # noqa: S608  registered names
            entries.append(exporting.write_table(archive, f"commun/{rows.table}.csv", source))
        return entries, lifecycle.kept_rows(erasing.count_kept(cursor, organisation.pk), timezone.localdate())


def _own_tables(
    archive: zipfile.ZipFile, organisation: Organisation, progress: Callable[[str], object]
) -> list[exporting.Entry]:
    entries, schema = [], organisation.schema_name
    for view in lifecycle.exported_views():
        progress(view)
        entries.append(exporting.write_table(archive, f"commun/{view}.csv", f"SELECT * FROM public.{view}"))  # noqa: S608
    with connection.cursor() as cursor:
        tables = tables_of(cursor, schema)
    for table in tables:
        progress(table)
        entries.append(exporting.write_own_table(archive, f"organisation/{table}.csv", schema, table, organisation.pk))
    return entries


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as content:
        while piece := content.read(_PIECE):
            yield piece


def _letter(organisation: Organisation) -> str:
    return _(
        "The data of %(name)s, exported on %(date)s.\n\n"
        "organisation/  the tables of its own space\n"
        "commun/        its rows in the tables shared by the collective\n"
        "fichiers/      its files\n"
        "manifeste.json the number of lines and the SHA-256 of each file, and what the law keeps after an erasure\n\n"
        "CSV in UTF-8, with a header. This archive holds personal data in clear: keep it locked away.\n"
    ) % {"name": organisation.name, "date": timezone.localdate().strftime("%d/%m/%Y")}
