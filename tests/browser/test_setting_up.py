"""What a new member's direction sets up: branches, lines and their hours, themes, records of former years."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tenants.telephony.models import Line, Site

CONTENT = """Date;Heure;Nature;Thèmes;Âge;Commentaire;Durée
03/02/2024;14h30;Écoute;Solitude;67;elle a beaucoup parlé;12
04/02/2024;9h;Raccroché;;;;
05/02/2024;22h;Écoute;Météo;;;
hier;;Écoute;;;;
"""


@pytest.fixture(scope="module")
def line(world):
    with world.acting_for("rivage"):
        return Line.objects.get_or_create(name="Ligne nationale", number="0199000000")[0]


@pytest.fixture
def page(world, line, sign_in):
    return sign_in(world.person("rivage", "manager", name="Ana Le Goff"), "rivage")


def test_branches(page, check_page, screenshot, troubles):
    page.goto("/appels/lignes/sites/")
    page.get_by_role("main").get_by_role("link", name="Créer la première antenne").or_(
        page.get_by_role("link", name="Nouvelle antenne")
    ).first.click()
    check_page(page)
    page.get_by_label("Nom").fill("Antenne de Brest")
    page.get_by_label("Ville").fill("Brest")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("L’antenne « Antenne de Brest » est enregistrée.")).to_be_visible()
    check_page(page)
    screenshot(page, "sites")


def test_hours_are_said_while_one_chooses_them(page, world, check_page, screenshot, troubles):
    with world.acting_for("rivage"):
        Site.objects.get_or_create(name="Antenne de Rennes", defaults={"town": "Rennes"})
    page.goto("/appels/lignes/nouvelle/")
    expect(page.get_by_label("Les horaires, en toutes lettres")).to_be_hidden()
    check_page(page)
    screenshot(page, "line-new")
    page.get_by_label("Nom").fill("Nuit")
    page.get_by_label("Numéro de téléphone").fill("01 99 00 77 00")
    page.get_by_label("Du lundi au vendredi").check()
    page.locator("#id_opens").fill("22:00")
    page.locator("#id_closes").fill("02:00")
    said = page.locator(".hours-said")
    expect(said).to_contain_text("Du lundi au vendredi de 22")
    expect(said).to_contain_text("Après minuit")
    page.get_by_label("Autres jours").check()
    first = page.locator(".hours-line").nth(0)
    for day in ("lun", "mar"):
        first.get_by_text(day, exact=True).click()
    first.locator("input[type=time]").nth(0).fill("09:00")
    first.locator("input[type=time]").nth(1).fill("12:00")
    second = page.locator(".hours-line").nth(1)
    second.get_by_text("mar", exact=True).click()
    second.locator("input[type=time]").nth(0).fill("11:00")
    second.locator("input[type=time]").nth(1).fill("14:00")
    expect(said).to_contain_text("se chevauchent")
    check_page(page)
    screenshot(page, "line-rows")
    troubles.expect(400)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("se chevauchent")
    check_page(page)
    screenshot(page, "line-refused")
    second.locator("input[type=time]").nth(0).fill("14:00")
    second.locator("input[type=time]").nth(1).fill("18:00")
    page.get_by_label("Fermé les jours fériés").check()
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url("**/appels/lignes/")
    check_page(page)
    screenshot(page, "lines")
    with world.acting_for("rivage"):
        kept = Line.objects.get(name="Nuit")
    assert kept.opening_hours == "Mo 09:00-12:00; Tu 09:00-12:00,14:00-18:00; PH off"
    page.goto(f"/appels/lignes/{kept.pk}/")
    expect(page.locator(".hours-said")).to_contain_text("Mardi de 9")
    screenshot(page, "line")


def test_themes_chosen_come_first_and_the_others_by_typing(page, world, line, sign_in, check_page, screenshot):
    page.goto("/fiches/themes/")
    for theme in ("Deuil", "Solitude", "Idées suicidaires"):
        page.get_by_role("main").get_by_text(theme, exact=True).click()
    check_page(page)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("h1")).to_contain_text("3 thèmes")
    screenshot(page, "themes")
    listener = sign_in(world.person("rivage", "listener"), "rivage")
    listener.goto("/fiches/")
    listener.keyboard.press("Enter")
    listener.wait_for_url("**/fiches/*-*/")
    picks = listener.locator(".themes .pick")
    expect(picks.filter(visible=True)).to_have_count(3)
    find = listener.get_by_label("Chercher un thème")
    find.press_sequentially("loge")
    expect(picks.filter(visible=True)).to_have_count(1)
    find.press("Enter")
    expect(picks.filter(visible=True)).to_have_count(4)
    check_page(listener)
    screenshot(listener, "record-themes")


def test_past_records(page, check_page, screenshot, tmp_path: Path):
    file = tmp_path / "fiches.csv"
    file.write_text(CONTENT)
    page.goto("/fiches/reprises/nouvelle/")
    check_page(page)
    screenshot(page, "past-new")
    page.get_by_label("Fichier de fiches").set_input_files(file)
    page.get_by_label("Ligne des fiches qui ne disent pas la leur").select_option(label="Ligne nationale")
    page.get_by_role("button", name="Envoyer et vérifier").click()
    expect(page.locator("h1")).to_contain_text("2 nouvelles fiches")
    check_page(page)
    screenshot(page, "past-checked")
    page.get_by_role("button", name="Charger 2 fiches").click()
    expect(page.locator("h1")).to_contain_text("2 fiches")
    check_page(page)
    screenshot(page, "past-loaded")
    page.get_by_role("button", name="Annuler ce chargement").click()
    expect(page.locator("h1")).to_contain_text("annulé")
    page.goto("/fiches/reprises/")
    check_page(page)
    screenshot(page, "past")


def test_the_calls_of_a_day(page, world, line, check_page, screenshot):
    from datetime import UTC, datetime, timedelta

    from tenants.telephony.models import Call

    begun = datetime(2026, 9, 7, 7, 0, tzinfo=UTC)
    with world.acting_for("rivage"):
        for number, outcome in enumerate(("answered", "abandoned", "phantom", "answered")):
            Call.objects.get_or_create(
                line=line, source="demo", external_id=f"appels-{number}", started_at=begun + timedelta(minutes=number),
                defaults={
                    "agent": "214", "queue": "ecoute", "ended_at": begun + timedelta(minutes=number + 9), "wait_seconds": 20,
                    "talk_seconds": 500, "outcome": outcome,
                },
            )  # fmt: skip
    page.goto("/appels/?jour=2026-09-07")
    check_page(page)
    screenshot(page, "calls")
