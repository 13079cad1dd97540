"""The site, the commons and the editors’ desk."""

from __future__ import annotations

from typing import Any

from cms.domain.content import publish_first_pages
from cms.exchanges.models import PracticeSheetPage
from tess.identity.roles import Role
from tess.kernel.actor import Actor
from tests.isolation.door import EVERYBODY, MEMBERS, Door, only

AT_ORGANISATIONS = {
    "cms:commons": Door(MEMBERS),
    "cms:charter": Door(MEMBERS),
    "cms:sign_charter": only(Role.DIRECTOR),
    "cms:practice_index": Door(MEMBERS),
    "cms:practice_sheet": Door(MEMBERS, {"slug": "sheet"}),
    "cms:practice_fragment": Door(MEMBERS, {"slug": "sheet"}),
}

AT_THE_COLLECTIVE = {
    "wagtailadmin_login": only(Role.COORDINATOR, Role.COLLECTIVE_TRAINER),
    "wagtailadmin_account": only(Role.COORDINATOR, Role.COLLECTIVE_TRAINER),
    "wagtailadmin_logout": Door(EVERYBODY),
    "wagtailadmin_walled_up": Door(EVERYBODY, {"what": "walled_up", "rest": "rest"}),
    "wagtailcore_walled_up": Door(EVERYBODY, {"rest": "rest"}),
}


def commons() -> dict[str, Any]:
    """The first pages of the site, its practice sheets among them."""
    publish_first_pages(actor=Actor.system("tests"))
    sheet = PracticeSheetPage.objects.first()
    return {"sheet": sheet.slug, "walled_up": "users", "rest": "add/"}
