"""The record and the relay directory, by keyboard, in a real browser."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from playwright.sync_api import expect

from tenants.desk.models import Contact, ContactNote
from tenants.relays.demo import FILE
from tenants.relays.domain.imports import load
from tenants.telephony.models import Call, CallSource, Line, Outcome
from tess.identity.models import Session
from tess.kernel.actor import Actor
from tests.browser.conftest import come_in
from tests.browser.world import PASSWORD

NOTE = "A perdu sa compagne en mars. Dort peu, ne sort plus."
NINE = datetime(2026, 9, 7, 7, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def line(world):
    """A line, its calls of one day, and the national directory."""
    with world.open(), connection.as_application():
        load(FILE, actor=Actor.system("browser tests"))
    with world.acting_for("rivage"):
        line, _made = Line.objects.get_or_create(name="Ligne nationale", number="0199000000")
        # Whatever ran before may have opened others: with one line nobody is asked which.
        Line.objects.exclude(pk=line.pk).update(active=False)
        for number in range(3):
            begun = NINE + timedelta(minutes=7 * number)
            Call.objects.get_or_create(
                line=line, source=CallSource.DEMO, external_id=f"navigateur-{number}", started_at=begun,
                defaults={
                    "agent": "214", "answered_at": begun + timedelta(seconds=20), "ended_at": begun + timedelta(minutes=18),
                    "wait_seconds": 20, "talk_seconds": 1060, "outcome": Outcome.ANSWERED,
                },
            )  # fmt: skip
    return line


@pytest.fixture
def page(world, line, sign_in):
    return sign_in(world.person("rivage", "listener", name="Ana Le Goff"), "rivage")


def begin(page):
    page.goto("/fiches/")
    expect(page.get_by_role("button", name="Nouvelle fiche")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/fiches/*-*/")


def kept(world, page):
    """The record of the page, as it stands in the database, and its note's size."""
    key = page.url.rstrip("/").rsplit("/", 1)[-1].split("?")[0]
    with world.acting_for("rivage"):
        contact = Contact.objects.get(pk=key)
        return contact, ContactNote.objects.filter(contact=contact).exists()


def test_a_standard_contact_by_keyboard_alone(world, page, check_page, screenshot):
    begin(page)
    keys = ["1", "1", "5", "2", "2", *"deu", "Enter", *"sol", "Enter", "Enter"]
    for key in keys:
        page.keyboard.press(key)
    expect(page.locator("#id_note")).to_be_focused()
    page.keyboard.type(NOTE)
    expect(page.locator("#saved [data-version='1']")).to_have_count(0)
    page.wait_for_timeout(2000)
    expect(page.locator("#saved")).to_contain_text("Enregistré à")
    contact, sealed = kept(world, page)
    assert (contact.nature, contact.relation, contact.age_band) == ("support", "self", "60_74")
    assert sealed
    check_page(page)
    screenshot(page, "record")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/fiches/")
    expect(page.locator(".toasts")).to_contain_text("La fiche est close")
    with world.acting_for("rivage"):
        contact.refresh_from_db()
    assert (contact.state, contact.gender, contact.risk) == ("closed", "man", "watch")
    assert set(contact.themes) == {"grief", "loneliness"}
    assert len(keys) + 1 + 1 <= 25  # with the Enter that began it and the Ctrl+Enter that closed it
    check_page(page)
    screenshot(page, "own-records")


def test_a_silent_call_takes_two_keys(world, page):
    begin(page)
    page.keyboard.press("3")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/fiches/")
    expect(page.locator("main")).to_contain_text("Silence")


def test_saved_within_two_seconds(world, page):
    begin(page)
    page.locator("#id_note").fill(NOTE)
    page.wait_for_timeout(2000)
    assert kept(world, page)[1]
    page.reload()
    expect(page.locator("#id_note")).to_have_value(NOTE)


def test_two_windows(world, page, troubles, check_page, screenshot):
    troubles.expect(409)
    begin(page)
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("#id_note").fill("Écrit dans l’autre fenêtre.")
    expect(other.locator("#saved b")).not_to_have_text("")
    other.wait_for_timeout(1500)
    page.locator("#id_note").fill("Écrit dans celle-ci.")
    conflict = page.locator("#conflict")
    expect(conflict).to_contain_text("autre fenêtre")
    expect(conflict.locator("textarea")).to_have_value("Écrit dans l’autre fenêtre.")
    expect(page.locator("#id_note")).to_have_value("Écrit dans celle-ci.")
    check_page(page)
    screenshot(page, "record-conflict")
    page.get_by_role("button", name="Enregistrer cette fenêtre-ci").click()
    page.wait_for_url("**/fiches/*/")
    expect(page.locator("#id_note")).to_have_value("Écrit dans celle-ci.")


def test_the_session_ends_while_one_writes(world, line, served, sign_in, troubles):
    """It is over, and one signs in again in another tab: the text waits in the page, and is saved by itself."""
    troubles.expect(401, 403)
    user = world.person("rivage", "listener")
    page = sign_in(user, "rivage")
    begin(page)
    with world.open(), connection.as_application():
        Session.objects.filter(user=user).delete()
    page.locator("#id_note").fill(NOTE)
    expect(page.locator("#saved")).to_contain_text("votre session a pris fin")
    assert not kept(world, page)[1]
    other = page.context.new_page()
    come_in(other, served.organisation("rivage"), user.email, PASSWORD)
    expect(page.locator("#saved")).to_contain_text("Enregistré à", timeout=15_000)
    assert kept(world, page)[1]


def test_closing_while_the_server_is_away_keeps_the_page(world, page, troubles):
    begin(page)
    page.keyboard.press("1")
    page.wait_for_timeout(2000)
    page.route("**/enregistrer/", lambda route: route.abort("aborted"))
    page.locator("#id_note").fill(NOTE)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#saved")).to_contain_text("Pas encore enregistré")
    expect(page.locator("#id_note")).to_have_value(NOTE)
    troubles.clear()  # the browser rightly complained about the request
    page.unroute("**/enregistrer/")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/fiches/")


def test_closing_too_early_says_what_is_missing(world, page, check_page, screenshot):
    begin(page)
    page.locator("#id_note").fill(NOTE)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").first).to_contain_text("une touche suffit")
    expect(page.locator("#id_note")).to_have_value(NOTE)
    check_page(page)
    screenshot(page, "record-refused")


def test_a_relay_proposed_while_one_writes(world, page, check_page, screenshot):
    begin(page)
    page.keyboard.press("1")
    page.locator("#id_note").fill(NOTE)
    page.locator("#relais").fill("suicde")
    expect(page.locator("#found")).to_contain_text("Prévention du suicide")
    screenshot(page, "record-relays")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**#orienter")
    expect(page.locator("#orienter")).to_contain_text("Proposé")
    expect(page.locator("#id_note")).to_have_value(NOTE)
    page.get_by_role("button", name="Mis en relation").click()
    expect(page.locator("#orienter")).to_contain_text("Mis en relation")
    check_page(page)


def test_everything_works_without_script(world, line, sign_in, screenshot):
    page = sign_in(world.person("rivage", "listener"), "rivage", java_script_enabled=False)
    page.goto("/fiches/")
    page.get_by_role("button", name="Nouvelle fiche").click()
    page.get_by_label("Information").check(force=True)
    page.get_by_label("Deuil").check()
    page.locator("#id_note").fill(NOTE)
    page.locator("#relais").fill("violance femme")
    page.get_by_role("button", name="Chercher").click()
    expect(page.locator("#found")).to_contain_text("Violences Femmes Info")
    expect(page.locator("#id_note")).to_have_value(NOTE)
    page.locator("#found button").first.click()
    expect(page.locator("#orienter")).to_contain_text("Proposé")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("main")).to_contain_text("Enregistré à")
    page.get_by_role("button", name="Clore").click()
    expect(page.locator("main")).to_contain_text("La fiche est close")


def test_calls_nobody_wrote_about(world, page, check_page, screenshot):
    page.goto("/fiches/appels-sans-fiche/?jour=2026-09-07")
    expect(page.locator("h1")).to_contain_text("appels décrochés")
    check_page(page)
    screenshot(page, "calls-without-record")
    page.get_by_role("button", name="Écrire la fiche").first.click()
    expect(page.locator("header.top")).to_contain_text("appel de 09:")


def test_a_record_read_by_the_supervision(world, page, sign_in, check_page, screenshot):
    begin(page)
    page.keyboard.press("1")
    page.locator("#id_note").fill(NOTE)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/fiches/")
    eve = sign_in(world.person("rivage", "supervisor"), "rivage")
    eve.goto("/fiches/toutes/")
    check_page(eve)
    screenshot(eve, "all-records")
    eve.locator("main .listing tbody a").first.click()
    eve.get_by_role("link", name="Lire la note").click()
    expect(eve.locator("main")).to_contain_text(NOTE)
    check_page(eve)
    screenshot(eve, "record-read")


def test_the_directory_as_one_types(page, check_page, screenshot):
    page.goto("/relais/")
    check_page(page)
    screenshot(page, "relays")
    page.keyboard.type("tabak")
    expect(page.locator("#found li").first).to_contain_text("Tabac Info Service")
    screenshot(page, "relays-found")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Tabac Info Service")
    check_page(page)
    screenshot(page, "relay")


def test_the_coordination_verifies(world, line, sign_in, check_page, screenshot):
    page = sign_in(world.person(None, "coordinator"))
    page.goto("/relais/?q=3989")
    page.locator("#found li a").first.click()
    expect(page.locator("main")).to_contain_text("À vérifier")
    check_page(page)
    screenshot(page, "relay-to-verify")
    page.get_by_role("button", name="J’ai appelé").click()
    expect(page.locator("main")).to_contain_text("La coordination du collectif a contrôlé")
    check_page(page)
