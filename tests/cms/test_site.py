from __future__ import annotations

import re
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from wagtail.models import Page, Site

from cms.domain.content import publish_first_pages, read, typeset
from cms.models import HomePage, StandardPage
from tess.kernel.actor import Actor
from tess.kernel.models import AuditEntry

PAGES = [
    ("/", "Il y a quelqu’un."),
    ("/charte/", "La charte"),
    ("/membres/", "Les membres"),
    ("/fiches-pratiques/", "Fiches pratiques"),
    ("/fiches-pratiques/entretien-au-telephone/", "Entretien au téléphone"),
    ("/devenir-ecoutant-e/", "Devenir écoutant·e"),
    ("/qui-sommes-nous/", "Qui sommes-nous"),
    ("/accessibilite/", "Accessibilité"),
    ("/mentions-legales/", "Mentions légales"),
    ("/vos-donnees/", "Vos données"),
    ("/aide/", "Aide"),
]


def words_of(html: str) -> str:
    """What a person reads of the page itself: no menu, no tags."""
    return re.sub(r"<[^>]+>", " ", html.split("<main")[1].split("</main>", maxsplit=1)[0])


def test_anyone_reads_the_pages_of_the_site(site, collective_client):
    client = collective_client()
    for path, heading in PAGES:
        response = client.get(path)
        assert response.status_code == 200
        html = response.content.decode()
        assert re.findall(r"<h1[^>]*>\s*(.*?)\s*</h1>", html, re.DOTALL) == [heading]
        assert '<html lang="fr">' in html
        assert html.count("<main") == 1
        assert "<script>" not in html
        assert not re.search(r"\s(style|on[a-z]+)=", html)


def test_pages_are_set_as_french_printers_do(site, collective_client):
    client = collective_client()
    for path, _heading in PAGES:
        words = words_of(client.get(path).content.decode())
        assert "'" not in words.replace("&#x27;", "'").replace("&#39;", "'")
        assert not re.search(r"\w [:;?!»]|« ", words)
        assert "&amp;" not in words


def test_the_menu_says_where_one_is(site, collective_client):
    html = collective_client().get("/fiches-pratiques/entretien-au-telephone/").content.decode()
    menu = html.split("<main")[0]
    assert re.findall(r'<a href="([^"]+)" aria-current="page">', menu) == ["/fiches-pratiques/"]
    for path in ("/charte/", "/membres/"):
        assert f'href="{path}"' in menu


def test_every_link_of_the_site_leads_somewhere(site, collective_client):
    client = collective_client()
    found = set()
    for path, _heading in PAGES:
        html = client.get(path).content.decode()
        found |= set(re.findall(r'href="(/(?!static/)[^"#?]*)', html))
        for anchor in re.findall(r'href="#([^"]+)"', html):
            assert f'id="{anchor}"' in html
    assert found >= {path for path, _heading in PAGES if path != "/"}
    assert [path for path in found if client.get(path).status_code not in {200, 302}] == []


def test_the_home_page_gives_the_emergency_numbers(site, collective_client):
    hero = collective_client().get("/").content.decode().split("<main")[1].split("</section>")[0]
    assert re.findall(r'href="((?:tel|sms):\d+)"', hero) == ["tel:15", "tel:17", "tel:18", "tel:112", "sms:114"]


def test_the_figure_comes_with_its_source(site, collective_client):
    words = words_of(collective_client().get("/").content.decode())
    assert "2,61 millions" in words
    assert "Recensement fait par les membres du collectif pour l’année 2010" in words


def test_an_unknown_page_a_draft_and_a_withdrawn_page_are_missing(site, collective_client):
    client = collective_client()
    assert client.get("/nulle-part/").status_code == 404
    site.add_child(instance=StandardPage(title="Brouillon", slug="brouillon", body="<p>pas encore</p>", live=False))
    assert client.get("/brouillon/").status_code == 404
    Page.objects.get(slug="qui-sommes-nous").unpublish()
    assert client.get("/qui-sommes-nous/").status_code == 404
    assert "/qui-sommes-nous/" not in client.get("/").content.decode()


def test_wagtails_own_doors_are_walled_up(site, collective_client):
    client = collective_client()
    for path in ("/_util/login/", "/_util/authenticate_with_password/1/1/"):
        assert client.get(path).status_code == 404


def test_members_are_named_while_they_are_at_work(site, collective_client, other_organisation):
    client = collective_client()
    words = words_of(client.get("/membres/").content.decode())
    assert "Écoute Rivage" in words
    assert "Les Veilleurs de nuit" in words
    assert "2 organisations sont à l’œuvre." in words
    other_organisation.state = "suspended"
    other_organisation.save(update_fields=["state"])
    words = words_of(client.get("/membres/").content.decode())
    assert "Écoute Rivage" in words
    assert "Veilleurs" not in words
    assert "Une organisation est à l’œuvre." in words


def test_the_first_pages_are_published_once_and_then_left_to_their_editors(site):
    page = StandardPage.objects.get(slug="qui-sommes-nous")
    page.lead = "Réécrit par la coordination."
    page.save_revision().publish()
    before = list(Page.objects.order_by("pk").values_list("pk", "latest_revision_created_at"))
    assert publish_first_pages(actor=Actor.system("tests")) == []
    assert list(Page.objects.order_by("pk").values_list("pk", "latest_revision_created_at")) == before
    assert StandardPage.objects.get(slug="qui-sommes-nous").lead == "Réécrit par la coordination."


def test_the_site_begins_at_its_home_page(site):
    root = Site.objects.get()
    assert (root.hostname, root.root_page_id, root.is_default_site) == (settings.COLLECTIVE_HOST, site.pk, True)
    assert list(Page.objects.filter(depth=2).values_list("slug", flat=True)) == ["accueil"]
    published = AuditEntry.objects.filter(action="cms.page.published").values_list("object_id", flat=True)
    assert len(published) == len(PAGES)
    assert {str(site.pk), str(Page.objects.get(slug="charte").pk)} <= set(published)


def test_typesetting_reaches_into_lists_and_tables():
    source = {"a": ["l'un : « oui »", 3], "b": {"c": "  quoi ?\n"}}
    assert typeset(source) == {"a": ["l’un\u00a0: «\u00a0oui\u00a0»", 3], "b": {"c": "quoi\u00a0?"}}


def test_the_doors_of_the_home_page_lead_to_published_pages(site):
    doors = HomePage.objects.get().doors
    assert [door.value["page"].slug for door in doors] == [door["page"] for door in read("site")["home"]["doors"]]


def test_an_operator_gives_a_new_collective_its_site(db, collective_client):
    out = StringIO()
    call_command("publish_first_pages", stdout=out)
    assert "11 pages ont été publiées." in out.getvalue()
    assert "/charte/  La charte" in out.getvalue()
    assert collective_client().get("/charte/").status_code == 200
    out = StringIO()
    call_command("publish_first_pages", stdout=out)
    assert out.getvalue() == "Le site a déjà ses pages\u00a0: rien n’a été changé.\n"
