"""Accesses, the shared workstation, and signing in again without losing what was typed, in a real browser."""

from django.db import connection
from playwright.sync_api import expect

from tess.identity.domain import exceptional, invitations, tokens
from tess.identity.models import Membership, Session
from tess.identity.roles import Role
from tess.kernel.actor import Actor
from tests.browser.codes import next_code
from tests.browser.conftest import come_in
from tests.browser.world import PASSWORD


def director_of(world, slug):
    return Actor(None, world.organisations[slug].pk, frozenset({Role.DIRECTOR}))


def test_who_may_enter(world, sign_in, check_page, screenshot):
    world.person("rivage", "listener", name="Yaël Kermarrec")  # a name no other test gives: the world outlives one
    with world.open(), connection.as_application():
        invitations.invite(
            "noe@exemple.example", "Noé Blanc", world.organisations["rivage"], ["listener"],
            actor=director_of(world, "rivage"),
        )  # fmt: skip
    page = sign_in(world.person("rivage", "director", name="Inès Roux"), "rivage")
    page.goto("/acces/")
    expect(page.locator("h1")).to_contain_text("peuvent entrer ici")
    check_page(page)
    screenshot(page, "access")
    page.get_by_role("link", name="Yaël Kermarrec").click()
    page.get_by_label("régulation").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("L’accès donné à Yaël Kermarrec est changé")).to_be_visible()
    check_page(page)
    screenshot(page, "access-person")
    page.get_by_role("button", name="Retirer l’accès").click()
    page.get_by_role("button", name="Remettre l’accès").click()
    expect(page.get_by_text("a de nouveau accès")).to_be_visible()
    for path, name in (
        ("/acces/inviter/", "access-invite"),
        ("/acces/historique/", "access-history"),
        ("/acces/qui-peut-quoi/", "who-may"),
    ):
        page.goto(path)
        check_page(page)
        screenshot(page, name)


def test_an_invitation_from_link_to_account(world, served, page, troubles, check_page, screenshot):
    troubles.expect(410)
    with world.open(), connection.as_application():
        sent = invitations.invite(
            "lea@exemple.example", "Léa", world.organisations["rivage"], ["trainee"], actor=director_of(world, "rivage")
        )
        link = f"/invitation/{tokens.token_of(sent)}/"
    page.goto(link)
    check_page(page)
    screenshot(page, "invitation")
    page.get_by_role("button", name="M’envoyer le code").click()
    with world.open(), connection.as_application():
        sent.refresh_from_db()
        code = tokens.code_of(sent)
    check_page(page)
    screenshot(page, "invitation-code")
    page.get_by_label("Code reçu").fill(code)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Votre nom")).to_have_value("Léa")
    check_page(page)
    screenshot(page, "invitation-account")
    page.get_by_label("Choisissez un mot de passe").fill("un bateau sur le canal")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.organisation('rivage')}/")
    page.goto(f"{served.collective}{link}")
    expect(page.get_by_text("a déjà servi")).to_be_visible()
    check_page(page)
    screenshot(page, "invitation-used")


def test_an_exceptional_access(world, served, sign_in, check_page, screenshot):
    user = world.person(None, "treasurer", name="Omar Clé")
    with world.open(), connection.as_application():
        Membership.objects.filter(user=user).delete()
        exceptional.name_operator(user, is_operator=True, actor=Actor.system("tests"))
    page = sign_in(user)
    page.goto("/acces/exceptionnel/")
    check_page(page)
    screenshot(page, "exceptional")
    page.get_by_label("Organisation").select_option(label="Écoute Rivage")
    page.get_by_label("Pourquoi").fill("L'import du 7 septembre reste bloqué")
    page.get_by_role("button", name="Ouvrir l’accès").click()
    page.wait_for_url(f"{served.organisation('rivage')}/")
    expect(page.get_by_text("par un accès exceptionnel")).to_be_visible()
    check_page(page)
    screenshot(page, "exceptional-banner")


def test_locked_in_one_tab_the_others_are_left_and_nothing_shows_behind_the_back_button(
    world, served, sign_in, check_page, screenshot
):
    page = sign_in(world.person("rivage", "manager", name="Élie Marin"), "rivage")
    page.goto("/equipe/")
    page.goto("/appels/")
    other = page.context.new_page()
    other.goto(served.organisation("rivage") + "/equipe/")
    page.keyboard.press("Alt+Shift+L")
    page.wait_for_url("**/verrou/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Élie Marin")
    other.wait_for_url("**/verrou/**")
    check_page(page)
    screenshot(page, "locked")
    page.go_back()
    page.wait_for_url("**/verrou/**")
    expect(page.get_by_label("Votre mot de passe")).to_be_visible()
    page.get_by_label("Votre mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.organisation('rivage')}/**")
    page.goto(served.organisation("rivage") + "/appels/")
    page.get_by_role("button", name="Verrouiller").click()
    page.wait_for_url("**/verrou/**")
    page.get_by_role("button", name="Quelqu’un d’autre").click()
    page.wait_for_url(f"{served.collective}/connexion/")
    page.go_back()
    page.go_back()
    expect(page.get_by_text("Élie Marin")).to_have_count(0)


def test_changing_places_by_keyboard(world, served, sign_in, check_page, screenshot):
    user = world.person("rivage", "trainee", name="Noa Deux")
    with world.open(), connection.as_application():
        Membership.objects.create(user=user, organisation=world.organisations["veilleurs"], roles=["trainee"])
    page = sign_in(user, "rivage")
    page.locator("details.elsewhere > summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Les Veilleurs de nuit")).to_be_visible()
    check_page(page)
    screenshot(page, "elsewhere")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.organisation('veilleurs')}/")


def test_signed_out_in_one_tab_the_others_are_left(world, served, sign_in):
    page = sign_in(world.person("rivage", "manager", name="Élie Marin"), "rivage")
    other = page.context.new_page()
    other.goto(served.organisation("rivage") + "/equipe/")
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(f"{served.collective}/au-revoir/")
    other.wait_for_url("**/connexion/**")
    expect(other.get_by_text("Élie Marin")).to_have_count(0)


def sign_in_within(window, email):
    """In the small window: address, password, second factor."""
    window.locator("input[type=email]").fill(email)
    window.locator("input[type=password]").fill(PASSWORD)
    window.locator("main form button.go").click()
    window.locator("input[name=code]").fill(next_code(email))
    window.locator("main form button.go").click()


def over(world, user):
    """The session ends, as after twelve hours."""
    with world.open(), connection.as_application():
        Session.objects.filter(user=user).delete()


def old(page):
    """The page stood open for more than a minute."""
    page.evaluate("() => { const now = Date.now; Date.now = () => now() + 120000; }")


def test_signing_in_again_in_a_small_window_sends_what_was_typed(world, served, sign_in, check_page, screenshot):
    user = world.person("rivage", "director", name="Inès Roux")
    page = sign_in(user, "rivage")
    page.goto("/acces/inviter/")
    page.get_by_label("Adresse électronique").fill("zia@exemple.example")
    page.get_by_label("écoute", exact=True).check()
    over(world, user)
    old(page)
    page.get_by_role("button", name="Envoyer l’invitation").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Votre session est finie")
    check_page(page)
    screenshot(page, "session-over")
    with page.expect_popup() as opened:
        dialog.locator("[data-again]").click()
    window = opened.value
    sign_in_within(window, user.email)
    expect(page.get_by_text("Une invitation est en route vers zia@exemple.example")).to_be_visible()


def test_somebody_else_signed_in_the_page_is_left(world, served, sign_in):
    user, other = (
        world.person("rivage", "director", name="Inès Roux"),
        world.person("rivage", "director", name="Max Pré"),
    )
    page = sign_in(user, "rivage")
    page.goto("/acces/inviter/")
    page.get_by_label("Adresse électronique").fill("prive@exemple.example")
    page.get_by_label("écoute", exact=True).check()
    over(world, user)
    come_in(page.context.new_page(), served.organisation("rivage"), other.email, PASSWORD)
    old(page)
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.get_by_text("Max Pré").first).to_be_visible()
    expect(page.get_by_label("Adresse électronique")).to_have_value("")


def test_without_a_script_what_was_typed_comes_back(world, served, sign_in, troubles, check_page, screenshot):
    troubles.expect(403)
    user = world.person("rivage", "director", name="Inès Roux")
    page = sign_in(user, "rivage", java_script_enabled=False)
    page.goto("/acces/inviter/")
    page.get_by_label("Adresse électronique").fill("yan@exemple.example")
    page.get_by_label("écoute", exact=True).check()
    over(world, user)
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rien de ce que vous avez écrit n’est perdu")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Me connecter dans un nouvel onglet").click()
    sign_in_within(opened.value, user.email)
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Vous voilà de retour")
    page.get_by_role("button", name="L’envoyer de nouveau").click()
    expect(page.get_by_text("Vous êtes connecté·e comme Inès Roux")).to_be_visible()
    screenshot(page, "kept")
    page.get_by_role("button", name="L’envoyer de nouveau").click()
    expect(page.get_by_text("Une invitation est en route vers yan@exemple.example")).to_be_visible()
