"""Shared pages at organisations' hosts: read only, by a role that can do nothing else."""

from __future__ import annotations

import re

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext
from wagtail.models import BaseViewRestriction, Page, PageViewRestriction

from cms.charter.models import CharterPage
from cms.exchanges.models import PracticeIndexPage, PracticeSheetPage
from tess.identity.roles import Role

PATHS = [
    "/commun/",
    "/commun/charte/",
    "/commun/fiches/",
    "/commun/fiches/entretien-au-telephone/",
    "/commun/fiches/entretien-au-telephone/fragment/",
]
REFUSED = [
    "UPDATE wagtailcore_page SET title = 'pris'",
    "DELETE FROM exchanges_practicesheetpage",
    "INSERT INTO wagtailcore_site (hostname) VALUES ('ailleurs')",
    "UPDATE charter_charterpage SET lead = ''",
    "SELECT * FROM identity_user",
    "SELECT * FROM wagtailcore_revision",
]
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|TRUNCATE|ALTER|CREATE|DROP)\b", re.IGNORECASE)


@pytest.fixture
def listener(site, other_organisation, member, client_of):
    """A browser of a listener of Les Veilleurs de nuit, the site being published."""
    return client_of(other_organisation, member(other_organisation, Role.LISTENER, name="Awa Diallo"))


def asked_by(client, path):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    return response, [query["sql"] for query in captured.captured_queries]


def test_members_read_what_is_shared_inside_their_own_pages(listener):
    for path in PATHS[:-1]:
        response = listener.get(path)
        assert response.status_code == 200
        html = response.content.decode()
        assert html.count("<h1") == 1
        assert "Les Veilleurs de nuit" in html
        assert "Awa Diallo" in html
        assert "Écoute Rivage" not in html
        assert not re.search(r"\s(style|on[a-z]+)=|<script>", html)


def test_links_of_shared_pages_stay_at_this_host(listener):
    found = set()
    for path in PATHS:
        found |= set(re.findall(r'<a[^>]* href="(/commun/[^"]*)"', listener.get(path).content.decode()))
    assert found == set(PATHS[:-1])


def test_the_fragment_is_the_sheet_and_nothing_around_it(listener):
    html = listener.get(PATHS[-1]).content.decode()
    assert re.findall(r"<h(\d)[ >]", html) == ["2", "3", "3", "3", "3", "3"]
    assert "Avant" in html
    assert "<main" not in html
    assert "<html" not in html
    assert "Awa Diallo" not in html


def test_strangers_sign_in_first(site, other_organisation, client_of):
    for path in PATHS:
        response = client_of(other_organisation).get(path)
        assert response.status_code == 302
        assert response["Location"].startswith("/entrer/?suite=")


def test_reading_writes_nothing_and_runs_as_the_reader(listener):
    for path in PATHS:
        _response, statements = asked_by(listener, path)
        assert [sql for sql in statements if WRITES.match(sql)] == []
        roles = [i for i, sql in enumerate(statements) if "set_config('role', 'tess_commons_reader'" in sql]
        pages = [i for i, sql in enumerate(statements) if "wagtailcore_page" in sql]
        assert len(roles) == 1
        assert pages
        assert min(pages) > roles[0]
        back = [i for i, sql in enumerate(statements) if "set_config('role'" in sql and i > roles[0]]
        assert not [i for i in pages for b in back if i > b]


def test_postgres_refuses_the_reader_anything_but_reading(site, organisation):
    for statement in REFUSED:
        for role in (connection.as_commons_reader(), connection.acting_for(organisation)):
            with role, pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)


def test_an_organisation_cannot_write_a_page_through_the_orm(site, organisation):
    sheet = PracticeSheetPage.objects.get()
    sheet.title = "Pris"
    with connection.as_commons_reader(), pytest.raises(ProgrammingError), transaction.atomic():
        sheet.save()


def test_drafts_and_withdrawn_sheets_are_missing(listener):
    index = PracticeIndexPage.objects.get()
    index.add_child(instance=PracticeSheetPage(title="Secrète", slug="secrete", purpose="pas encore", live=False))
    assert listener.get("/commun/fiches/secrete/").status_code == 404
    assert listener.get("/commun/fiches/secrete/fragment/").status_code == 404
    assert "Secrète" not in listener.get("/commun/").content.decode()
    PracticeSheetPage.objects.get(slug="entretien-au-telephone").unpublish()
    for path in PATHS[3:]:
        assert listener.get(path).status_code == 404
    assert "Aucune fiche pratique" in listener.get("/commun/fiches/").content.decode()


def test_an_edit_that_is_not_published_does_not_show(listener):
    sheet = PracticeSheetPage.objects.get()
    sheet.purpose = "Un brouillon qui ne se lit pas encore."
    sheet.save_revision()
    assert "brouillon qui ne se lit pas" not in listener.get(PATHS[3]).content.decode()


def test_private_sheets_are_missing_whether_the_lock_is_theirs_or_above(listener):
    for page in (PracticeSheetPage.objects.get(), PracticeIndexPage.objects.get()):
        lock = PageViewRestriction.objects.create(page=page, restriction_type=BaseViewRestriction.LOGIN)
        for path in PATHS[3:]:
            assert listener.get(path).status_code == 404
        assert "Entretien au téléphone" not in listener.get("/commun/").content.decode()
        lock.delete()


def test_pages_outside_the_site_are_missing(listener):
    root = Page.objects.get(depth=1)
    root.add_child(instance=PracticeIndexPage(title="Ailleurs", slug="ailleurs"))
    PracticeIndexPage.objects.get(slug="ailleurs").add_child(
        instance=PracticeSheetPage(title="Perdue", slug="perdue", purpose="hors du site")
    )
    assert listener.get("/commun/fiches/perdue/").status_code == 404


def test_nothing_published_yet_is_said_plainly(other_organisation, member, client_of):
    client = client_of(other_organisation, member(other_organisation, Role.LISTENER))
    assert "Rien n’est encore publié" in client.get("/commun/").content.decode()
    assert client.get("/commun/charte/").status_code == 404
    assert client.get("/commun/fiches/").status_code == 404


def test_shared_pages_take_nothing(listener):
    for path in PATHS:
        for method in (listener.post, listener.put, listener.delete):
            assert method(path).status_code == 405


def test_wagtail_is_not_served_at_organisations_hosts(listener):
    for path in ("/cms/", "/cms/pages/", "/charte/", "/fiches-pratiques/", "/_util/login/", "/documents/1/a.pdf"):
        assert listener.get(path).status_code == 404


def reads_of_pages(client, path):
    """How many statements read the pages; what the request itself costs is tried elsewhere."""
    tables = ("wagtailcore_", "charter_", "exchanges_")
    return len([sql for sql in asked_by(client, path)[1] if any(table in sql for table in tables)])


def test_the_number_of_queries_does_not_grow_with_the_sheets(listener):
    index = PracticeIndexPage.objects.get()
    sent = [reads_of_pages(listener, path) for path in PATHS]
    for number in (2, 3):
        index.add_child(instance=PracticeSheetPage(title=f"Fiche {number}", slug=f"fiche-{number}", purpose="…"))
    assert [reads_of_pages(listener, path) for path in PATHS] == sent == [6, 4, 6, 3, 3]


def test_the_charter_is_the_same_at_both_hosts(listener, collective_client):
    numbers = [entry.number for entry in CharterPage.objects.get().commitments()]
    ours = listener.get("/commun/charte/").content.decode()
    theirs = collective_client().get("/charte/").content.decode()
    for html in (ours, theirs):
        assert re.findall(r'<section class="entry commitment" id="article-([\d-]+)">', html) == [
            number.replace(".", "-") for number in numbers
        ]
