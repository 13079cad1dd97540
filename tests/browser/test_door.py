"""The door, by hand: password and code, a passkey in the place of both, a password chosen anew from the letter in the folder."""

import re
from email import message_from_bytes
from email.policy import default

import pytest
from django.db import connection
from django.test import override_settings
from playwright.sync_api import expect

from tess.kernel import outbox
from tests.browser.codes import next_code
from tests.browser.conftest import come_in
from tests.browser.world import PASSWORD

NEW = "quatre mots sans rapport"
VIRTUAL = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def with_passkeys():
    """`with_passkeys(page)`: a device that makes passkeys and lets its person through; the browser's own imitation."""

    def make(page):
        protocol = page.context.new_cdp_session(page)
        protocol.send("WebAuthn.enable")
        protocol.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL})
        return protocol

    return make


@pytest.fixture
def letter_in_folder(world, tmp_path):
    """`letter_in_folder(pattern)`: what it finds in the latest letter that says it, as the worker wrote it in a folder."""

    def read(pattern):
        folder = {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(tmp_path),
        }
        with world.open(), connection.as_application(), override_settings(**folder):
            outbox.deliver_due()
        files = sorted(tmp_path.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        letters = [message_from_bytes(path.read_bytes(), policy=default).get_body(("plain",)) for path in files]
        return [found[0] for letter in letters if (found := re.search(pattern, letter.get_content()))][-1]

    return read


def fill_door(page, user, password=PASSWORD):
    page.locator("input[type=email]").fill(user.email)
    page.locator("input[type=password]").fill(password)
    page.keyboard.press("Enter")


def test_the_password_then_the_code_by_keyboard_alone(world, page, check_page, screenshot):
    user = world.person(None, "coordinator", name="Ana Le Goff")
    page.goto("/relais/")
    page.wait_for_url("**/connexion/?suite=%2Frelais%2F")
    check_page(page)
    screenshot(page, "sign-in")
    page.keyboard.type(user.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/connexion/second-facteur/")
    expect(page.locator("main")).to_contain_text("Bonjour Ana")
    expect(page.locator("[data-shown-code]")).to_have_count(0)
    check_page(page)
    screenshot(page, "second-factor")
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Ce code n’est pas le bon")
    check_page(page)
    page.locator("input[name=code]").fill(next_code(user.email))
    page.keyboard.press("Enter")
    page.wait_for_url("**/relais/")


def test_a_typed_password_can_be_read(page):
    page.goto("/connexion/")
    page.locator("input[type=password]").fill("un mot de passe")
    button = page.get_by_role("button", name="Montrer ce que je tape")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("input[name=password]")).to_have_attribute("type", "text")
    button.click()
    expect(page.locator("input[name=password]")).to_have_attribute("type", "password")


def test_a_passkey_is_made_then_opens_alone_and_as_second_factor(
    world, served, new_page, with_passkeys, check_page, screenshot
):
    user = world.person(None, "coordinator", name="Ana Le Goff")
    page = new_page()
    come_in(page, served.collective, user.email, PASSWORD)
    with_passkeys(page)
    page.goto("/compte/second-facteur/")
    check_page(page)
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    page.get_by_label("Nom de cette clé").fill("Mon ordinateur")
    check_page(page)
    screenshot(page, "add-passkey")
    page.get_by_role("button", name="Créer la clé d’accès").click()
    page.wait_for_url("**/compte/second-facteur/codes/")
    expect(page.locator(".spare li")).to_have_count(10)
    check_page(page)
    screenshot(page, "recovery-codes")
    page.goto("/compte/second-facteur/")
    expect(page.locator("main")).to_contain_text("Mon ordinateur")
    check_page(page)
    screenshot(page, "factors")

    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/au-revoir/")
    page.goto("/connexion/?suite=/observatoire/")
    page.get_by_role("button", name="Me connecter avec une clé d’accès").click()
    page.wait_for_url("**/observatoire/")  # a coordinator's page: both factors were given

    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/au-revoir/")
    page.goto("/connexion/")
    fill_door(page, user)
    page.wait_for_url("**/connexion/second-facteur/")
    check_page(page)
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.wait_for_url("**/espace/")


def test_a_first_sign_in_sets_up_an_application_and_goes_on(world, served, new_page, check_page, screenshot):
    user = world.person("rivage", name="Bob Kervella")
    with world.open(), connection.as_application():
        from tess.identity.domain.memberships import grant
        from tess.kernel.actor import Actor

        grant(user, world.organisations["rivage"], ["listener"], actor=Actor.system("browser tests"))
    page = new_page(served.organisation("rivage"))
    page.goto("/fiches/")
    fill_door(page, user)
    page.wait_for_url("**/compte/second-facteur/")
    check_page(page)
    screenshot(page, "factors-first-time")
    page.get_by_role("link", name="Installer une application").click()
    page.get_by_text("Je ne peux pas le photographier").click()
    secret = page.locator(".secret").inner_text().replace(" ", "")
    check_page(page)
    screenshot(page, "add-application")
    page.get_by_label("Code affiché par l’application").fill(next_code(user.email, secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/compte/second-facteur/codes/")
    page.get_by_role("link", name="Je les garde en lieu sûr").click()
    page.wait_for_url(f"{served.organisation('rivage')}/fiches/")


def test_a_password_is_chosen_anew_from_the_letter(world, page, letter_in_folder, check_page, screenshot):
    user = world.person(None, "observer", name="Ana Le Goff")
    page.goto("/connexion/")
    page.get_by_role("link", name="J’ai oublié mon mot de passe").click()
    check_page(page)
    page.get_by_label("Adresse").fill(user.email)
    page.keyboard.press("Enter")
    page.wait_for_url("**/mot-de-passe/oublie/envoye/")
    check_page(page)
    page.goto(letter_in_folder(r"/mot-de-passe/nouveau/\S+"))
    page.wait_for_url("**-set-password/")
    check_page(page)
    screenshot(page, "new-password")
    page.get_by_label("Nouveau mot de passe").fill(NEW)
    page.keyboard.press("Enter")
    page.wait_for_url("**/mot-de-passe/change/")
    check_page(page)
    page.get_by_role("link", name="Se connecter").last.click()
    fill_door(page, user, NEW)
    page.wait_for_url("**/espace/")


def test_a_code_by_letter_opens_from_any_browser(world, page, letter_in_folder, check_page, screenshot):
    user = world.person(None, "observer", name="Ana Le Goff")
    page.goto("/connexion/")
    page.get_by_role("link", name="Recevoir un code par courriel").click()
    check_page(page)
    page.get_by_label("Adresse").fill(user.email)
    page.keyboard.press("Enter")
    page.wait_for_url("**/connexion/code/saisie/")
    check_page(page)
    screenshot(page, "code")
    code = letter_in_folder(r"\b[B-Z]{4}-[B-Z]{4}\b")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/espace/")


def test_an_account_is_seen_and_another_browser_signed_out(world, served, new_page, check_page, screenshot):
    user = world.person(None, "observer", name="Ana Le Goff")
    elsewhere, page = new_page(), new_page()
    for each in (elsewhere, page):
        come_in(each, served.collective, user.email, PASSWORD)
    page.goto("/compte/")
    expect(page.locator(".where li")).to_have_count(2)
    check_page(page)
    screenshot(page, "account")
    page.get_by_role("button", name="Le déconnecter").click()
    expect(page.get_by_role("status")).to_contain_text("Ce navigateur est déconnecté")
    expect(page.locator(".where li")).to_have_count(1)
    elsewhere.goto("/espace/")
    expect(elsewhere).to_have_url(re.compile("/connexion/"))
    for path in ("nom/", "mot-de-passe/", "adresse/"):
        page.goto(f"/compte/{path}")
        check_page(page)
        screenshot(page, f"account-{path.strip('/')}")
