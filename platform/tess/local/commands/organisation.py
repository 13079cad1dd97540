"""`tess organisation …`: the member organisations, for who looks after the installation."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tess.local.errors import LocalError
from tess.local.interface import Group, answer, json_option, progress
from tess.local.ready import acting, organisation_called
from tess.local.words import gettext as _

if TYPE_CHECKING:
    from tenants.organisations.models import Organisation


@click.group(cls=Group, help=_("The member organisations: make, list, suspend, export, erase."))
def organisation() -> None:
    pass


def _told(found: "Organisation") -> dict[str, str]:
    return {"slug": found.slug, "name": found.name, "state": found.state, "address": found.url()}


@organisation.command(help=_("Make an organisation: its host, its schema, its key."))
@click.argument("slug", metavar=_("SHORT-NAME"))
@click.argument("name", metavar=_("NAME"))
@json_option
def create(slug: str, name: str, as_json: bool) -> None:
    with acting() as actor:
        from tenants.admission.domain.registry import open_missing_files
        from tenants.organisations.domain.provisioning import create_organisation

        progress(_("Making %(name)s") % {"name": name})
        made = _told(create_organisation(name=name, slug=slug, actor=actor))
        open_missing_files(actor=actor)  # by which the coordination follows it
    answer(made, [_("%(name)s is ready at %(address)s") % made], as_json=as_json)


@organisation.command("list", help=_("List the organisations and their state."))
@json_option
def list_(as_json: bool) -> None:
    with acting():
        from tenants.organisations.models import Organisation

        found = [(_told(each), each.get_state_display()) for each in Organisation.objects.order_by("slug")]
    width = max((len(each["slug"]) for each, _state in found), default=0)
    lines = [f"{each['slug'].ljust(width)}  {each['name']} ({state})  {each['address']}" for each, state in found]
    answer([each for each, _state in found], lines or [_("There is no organisation yet.")], as_json=as_json)


@organisation.command(help=_("Close an organisation's pages for a while; nothing in it changes."))
@click.argument("slug", metavar=_("SHORT-NAME"))
@click.option("--reason", required=True, metavar=_("TEXT"), help=_("Why: its people read it."))
@json_option
def suspend(slug: str, reason: str, as_json: bool) -> None:
    with acting() as actor:
        from tenants.admission.domain.registry import suspend

        found = _told(suspend(organisation_called(slug), reason=reason, actor=actor))
    answer(found, [_("%(name)s is suspended.") % found], as_json=as_json)


@organisation.command(help=_("Open a suspended organisation's pages again."))
@click.argument("slug", metavar=_("SHORT-NAME"))
@json_option
def resume(slug: str, as_json: bool) -> None:
    with acting() as actor:
        from tenants.admission.domain.registry import resume

        found = _told(resume(organisation_called(slug), actor=actor))
    answer(found, [_("%(name)s is open again.") % found], as_json=as_json)


@organisation.command(help=_("Write all an organisation's data to a ZIP that can be read without us."))
@click.argument("slug", metavar=_("SHORT-NAME"))
@click.argument("file", type=click.Path(path_type=Path), metavar=_("FILE"))
@json_option
def export(slug: str, file: Path, as_json: bool) -> None:
    path = file.absolute()
    if not path.parent.is_dir():
        raise LocalError(
            _("The folder %(folder)s does not exist.") % {"folder": path.parent}, _("Make it, or choose another.")
        )
    with acting() as actor:
        from tenants.organisations.domain.export import export_organisation

        manifest = export_organisation(organisation_called(slug), path, actor=actor, progress=progress)
    found = {"file": str(path), "tables": len(manifest["files"]), "bytes": path.stat().st_size, **manifest}
    answer(found, [_("%(file)s holds everything: it is in clear, keep it safe.") % found], as_json=as_json)


@organisation.command(help=_("Erase an organisation for good, prove it, and say what the law keeps."))
@click.argument("slug", metavar=_("SHORT-NAME"))
@click.option("--confirm", metavar=_("SHORT-NAME"), help=_("Its short name again, instead of being asked."))
@json_option
def erase(slug: str, confirm: str | None, as_json: bool) -> None:
    with acting() as actor:
        from tenants.admission.domain.registry import follow_erasure
        from tenants.organisations.domain.erasure import erase_organisation, finish_erasure, unfinished_erasure

        interrupted = unfinished_erasure(slug)
        if interrupted:
            proof = finish_erasure(interrupted, progress=progress)
        else:
            found = organisation_called(slug)
            _confirm(found, confirm)
            proof = erase_organisation(found, actor=actor, progress=progress)
        follow_erasure(proof)
    told = {
        "name": proof.name,
        "proof": str(proof.pk),
        "own_tables": proof.own_tables,
        "shared_tables": proof.shared_tables,
        "kept": proof.kept,
    }
    lines = [_("%(name)s is erased; nothing of it was found afterwards. Proof %(proof)s.") % told]
    lines += [
        _("Kept by law: %(rows)s rows of %(table)s, until %(until)s (%(basis)s).") % {"until": "—", **each}
        for each in proof.kept
    ]
    answer(json.loads(json.dumps(told, default=str)), lines, as_json=as_json)


def _confirm(found: "Organisation", typed: str | None) -> None:
    """Raises LocalError unless the short name was typed a second time."""
    if typed is None:
        question = _("This erases %(name)s for good. Type its short name to go on") % {"name": found.name}
        typed = click.prompt(question, err=True)
    if typed != found.slug:
        raise LocalError(
            _("“%(typed)s” is not %(slug)s: nothing was erased.") % {"typed": typed, "slug": found.slug},
            _("Type the short name exactly: %(slug)s") % {"slug": found.slug},
        )
