from __future__ import annotations

import re
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.exchanges.models import PracticeIndexPage, PracticeSheetPage

PATH = "/fiches-pratiques/entretien-au-telephone/"


def test_a_sheet_goes_from_before_to_after(site, collective_client):
    html = collective_client().get(PATH).content.decode().split("<main")[1]
    headings = [
        re.sub(r"<[^>]+>", "", heading).strip() for heading in re.findall(r"<h2[^>]*>(.*?)</h2>", html, re.DOTALL)
    ]
    assert headings == ["Avant", "Pendant", "Après", "Points d’appui", "Points de vigilance"]
    for anchor in ("avant", "pendant", "apres"):
        section = html.split(f'id="{anchor}"')[1].split("</section>")[0]
        assert section.count("<li>") >= 4
    assert "Relue le 14 septembre 2026." in html
    assert "réseau breton des conseillères techniques en travail social" in html


def test_a_sheet_without_an_after_does_not_show_an_empty_one(site, collective_client):
    index = PracticeIndexPage.objects.get()
    sheet = PracticeSheetPage(
        title="Appel muet",
        slug="appel-muet",
        purpose="Rester là.",
        during=[{"type": "point", "value": {"line": "Dire que l’on écoute", "detail": ""}}],
        reviewed_on=date(2026, 2, 3),
    )
    index.add_child(instance=sheet)
    html = collective_client().get("/fiches-pratiques/appel-muet/").content.decode().split("<main")[1]
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", html) == ["Pendant"]
    assert "Relue le 3 février 2026." in html


def test_the_index_lists_what_is_published_in_the_editors_order(site, collective_client):
    index = PracticeIndexPage.objects.get()
    index.add_child(instance=PracticeSheetPage(title="Une autre", slug="une-autre", purpose="…"))
    index.add_child(instance=PracticeSheetPage(title="Un brouillon", slug="un-brouillon", purpose="…", live=False))
    html = collective_client().get("/fiches-pratiques/").content.decode()
    assert re.findall(r"<strong>(.*?)</strong></a>", html.split("<main")[1].split("</main>")[0]) == [
        "Entretien au téléphone",
        "Une autre",
    ]


def test_the_index_asks_the_same_for_one_sheet_and_for_three(site, collective_client):
    client, index = collective_client(), PracticeIndexPage.objects.get()
    client.get("/fiches-pratiques/")
    with CaptureQueriesContext(connection) as one:
        client.get("/fiches-pratiques/")
    for number in (2, 3):
        index.add_child(instance=PracticeSheetPage(title=f"Fiche {number}", slug=f"fiche-{number}", purpose="…"))
    with CaptureQueriesContext(connection) as three:
        client.get("/fiches-pratiques/")
    assert len(three) == len(one) == 10
