"""The frame of every page, and the pages of identity, in a real browser."""

from playwright.sync_api import expect

from tests.browser.conftest import come_in
from tests.browser.world import PASSWORD


def test_coming_in_and_going_out(world, served, new_page, check_page, screenshot):
    page = new_page()
    come_in(page, served.organisation("rivage"), world.person("rivage", "listener", name="Ana Le Goff").email, PASSWORD)
    expect(page.locator("h1")).to_contain_text("Ana")
    check_page(page)
    screenshot(page, "organisation-home")
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(f"{served.collective}/au-revoir/")
    check_page(page)
    page.goto(served.organisation("rivage"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Se connecter")


def test_ones_own_space_at_the_collective(world, sign_in, check_page, screenshot):
    page = sign_in(world.person("rivage", "manager"))
    expect(page.get_by_role("link", name="Écoute Rivage")).to_be_visible()
    check_page(page)
    screenshot(page, "collective-home")


def test_signing_in_wrongly_says_what_to_look_at(page, check_page, screenshot):
    page.goto("/connexion/")
    check_page(page)
    page.locator("input[type=email]").fill("personne@nulle.part.example")
    page.locator("input[type=password]").fill("rien")
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    check_page(page)
    screenshot(page, "sign-in-refused")


def test_an_address_where_nothing_is(page, troubles, check_page, screenshot):
    troubles.expect(404)
    page.goto("/rien/de/tel/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Il n’y a rien à cette adresse")
    check_page(page)
    screenshot(page, "nothing-here")


def test_the_keyboard_reaches_the_content_first(world, sign_in):
    page = sign_in(world.person("rivage", "listener"), "rivage")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Aller au contenu")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_coming_in_and_going_out_without_scripts(world, served, new_page):
    page = new_page(java_script_enabled=False)
    come_in(page, served.organisation("rivage"), world.person("rivage", "listener", name="Ana Le Goff").email, PASSWORD)
    expect(page.locator("h1")).to_contain_text("Ana")
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page).to_have_url(f"{served.collective}/au-revoir/")


def test_the_place_one_is_at_shows_in_a_rail_longer_than_the_screen(world, sign_in):
    page = sign_in(world.person("rivage", "director"), "rivage")
    page.set_viewport_size({"width": 1280, "height": 640})
    page.goto("/acces/")
    here, foot = (page.locator(f".rail {part}").bounding_box() for part in (".places [aria-current]", ".who"))
    assert 0 <= here["y"] <= here["y"] + here["height"] <= foot["y"]
