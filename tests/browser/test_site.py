"""The collective's site, what organisations read of it, and Wagtail's admin, in a real browser."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from playwright.sync_api import expect

from cms.charter.models import CharterPage
from tess.kernel.actor import Actor

PAGES = {
    "site-home": "/",
    "site-charter": "/charte/",
    "site-members": "/membres/",
    "site-sheets": "/fiches-pratiques/",
    "site-sheet": "/fiches-pratiques/entretien-au-telephone/",
    "site-text": "/devenir-ecoutant-e/",
    "site-accessibility": "/accessibilite/",
    "site-help": "/aide/",
}


@pytest.fixture(scope="module")
def site(world):
    """The site as on the first day, and the relay directory."""
    from cms.domain.content import publish_first_pages
    from tenants.relays.demo import FILE
    from tenants.relays.domain.imports import load

    with world.open(), connection.as_application():
        publish_first_pages(actor=Actor.system("browser tests"))
        load(FILE, actor=Actor.system("browser tests"))


def test_anyone_reads_the_site(site, page, check_page, screenshot):
    for name, path in PAGES.items():
        page.goto(path)
        check_page(page)
        screenshot(page, name)


def test_whom_to_call_without_scripts(site, new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/")
    expect(page.locator(".calling .list li").first).to_contain_text("3114")
    page.get_by_role("link", name="Addictions").click()
    expect(page).to_have_url(re.compile(r"/\?pour=5#appeler$"))
    expect(page.locator(".calling [aria-current]")).to_have_text("Addictions")
    expect(page.locator(".calling")).to_contain_text("Drogues Info Service")


def test_the_contents_of_the_charter_lead_to_its_articles(site, page):
    page.goto("/charte/")
    page.get_by_role("link", name="2.2.2 Garder le secret").click()
    expect(page.get_by_role("heading", name="2.2.2 Garder le secret")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Imprimer la charte")).to_be_visible()


def test_a_listener_reads_what_is_shared(site, world, sign_in, check_page, screenshot):
    page = sign_in(world.person("rivage", "listener"), "rivage")
    paths = ("/commun/", "/commun/charte/", "/commun/fiches/", "/commun/fiches/entretien-au-telephone/")
    for path in paths:
        page.goto(path)
        check_page(page)
        screenshot(page, "shared" + path.removeprefix("/commun").replace("/", "-").rstrip("-"))


def test_a_coordinator_opens_the_editor_of_the_charter(site, world, sign_in, screenshot):
    page = sign_in(world.person(None, "coordinator"))
    page.goto("/espace/")
    page.get_by_role("navigation").get_by_role("link", name="Écrire le site").click()
    expect(page).to_have_url(re.compile(r"/cms/$"))
    screenshot(page, "admin-home")
    with world.open(), connection.as_application():
        charter = CharterPage.objects.get().pk
    page.goto(f"/cms/pages/{charter}/edit/")
    expect(page.get_by_label("Promesse").first).to_have_value("Ne rien gagner sur le prix des appels")
    screenshot(page, "admin-charter")
    page.get_by_role("button", name="Afficher/masquer la prévisualisation").click()
    preview = page.frame_locator("iframe").first
    expect(preview.get_by_role("heading", level=1)).to_have_text("La charte")
