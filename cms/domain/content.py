"""The collective's site as it is on the first day: pages written in `demo_data`, published once, then the editors' own."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Site

from cms.charter.models import CharterPage
from cms.domain import editors
from cms.exchanges.models import PracticeIndexPage, PracticeSheetPage
from cms.models import HomePage, MembersPage, StandardPage
from tess.kernel import audit
from tess.kernel.interface.words import FIXED

if TYPE_CHECKING:
    from tess.kernel.actor import Actor

FOLDER = Path(__file__).resolve().parent.parent / "demo_data"
DEFAULT_PORTS = {"http": 80, "https": 443}


@transaction.atomic
def publish_first_pages(*, actor: Actor) -> list[Page]:
    """Publish the pages that are missing and point the site at its home page; return the pages made.

    A page that stands under its parent with the same short name is left as it is, whatever it says: it is the editors'.
    """
    made: list[Page] = []
    site, practice = read("site"), read("practice")
    home = _home(made, site["home"])
    _page(made, home, CharterPage, charter_fields(read("charter")))
    _page(made, home, MembersPage, site["members"])
    index = _page(made, home, PracticeIndexPage, practice["index"])
    for sheet in practice["sheets"]:
        _page(made, index, PracticeSheetPage, sheet_fields(sheet))
    for fields in site["pages"]:
        _page(made, home, StandardPage, fields)
    if home in made:
        _point_doors(home, site["home"]["doors"])
        editors.settle_all()
    for page in made:
        audit.record(actor, "cms.page.published", page)
    return made


def read(name: str) -> dict[str, Any]:
    """The content of `demo_data/<name>.toml`, with French spaces and apostrophes."""
    return typeset(tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))  # type: ignore[no-any-return]


def typeset(value: Any) -> Any:
    """Set a text as French printers do, through lists and tables: "l'écoute : « oui »" keeps its marks with its words."""
    if isinstance(value, dict):
        return {key: typeset(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [typeset(inner) for inner in value]
    if not isinstance(value, str):
        return value
    text = value.strip().replace("'", "’")
    text = re.sub(r" (?=[:;?!»])", FIXED, text)
    return text.replace("« ", f"«{FIXED}")


def charter_fields(source: dict[str, Any]) -> dict[str, Any]:
    """What a CharterPage is made of, from its file."""
    body = []
    for entry in source["body"]:
        kind = "commitment" if "code" in entry else "article"
        body.append({"type": kind, "value": entry, **({"id": entry["key"]} if "key" in entry else {})})
    return {**source, "body": body}


def sheet_fields(source: dict[str, Any]) -> dict[str, Any]:
    """What a PracticeSheetPage is made of, from its file."""
    lists = {
        name: [{"type": "point", "value": point} for point in source.get(name, [])]
        for name in ("before", "during", "after", "supports", "watch_points")
    }
    return {**source, **lists}


def _home(made: list[Page], fields: dict[str, Any]) -> Page:
    """The home page at the root of the only site; Wagtail's welcome page makes room for it."""
    root = Page.objects.get(depth=1)
    home = _page(made, root, HomePage, {**fields, "doors": []})
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    replaced = site.root_page if site.root_page_id and site.root_page_id != home.pk else None
    port = int(settings.PUBLIC_PORT.lstrip(":") or DEFAULT_PORTS[settings.PUBLIC_SCHEME])
    wanted = {"hostname": settings.COLLECTIVE_HOST, "port": port, "site_name": "TeSS", "root_page_id": home.pk}
    if any(getattr(site, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(site, name, value)
        site.save()
    if replaced is not None and type(replaced.specific) is Page:
        for child in replaced.get_children():
            child.move(home, "last-child")
        replaced.refresh_from_db()
        replaced.delete()
    return home


def _page(made: list[Page], parent: Page, kind: type[Page], fields: dict[str, Any]) -> Page:
    """The child of `parent` with this short name: the one that stands, or a new one, published."""
    standing = kind.objects.child_of(parent).filter(slug=fields["slug"]).first()
    if standing is not None:
        return standing
    # live from the start, without a draft to publish: a third of the statements, and the editors' first draft is theirs
    now = timezone.now()
    page = kind(**fields, live=True, first_published_at=now, last_published_at=now)
    parent.add_child(instance=page)
    made.append(page)
    return page


def _point_doors(home: HomePage, doors: list[dict[str, str]]) -> None:
    """The doors lead to pages made after the home page."""
    pages = dict(Page.objects.child_of(home).values_list("slug", "pk"))
    home.refresh_from_db()
    home.doors = [{"type": "door", "value": {**door, "page": pages[door["page"]]}} for door in doors]
    home.save(update_fields=["doors"])
