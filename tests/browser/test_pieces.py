"""The kit's pieces at work in a real browser, on the style guide and with the real routes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tess.kernel.interface.guide.pages import PAGES


@pytest.fixture
def guide(world, sign_in):
    """The style guide, through the eyes of a coordinator."""

    def make(family="bases", **more):
        page = sign_in(world.person(None, "coordinator"), **more)
        page.goto(f"/style/{family}/")
        return page

    return make


@pytest.mark.parametrize("family", PAGES)
def test_every_piece_in_every_state(guide, check_page, screenshot, family):
    page = guide(family)
    check_page(page)
    screenshot(page, f"style-{family}")


def test_the_palette_by_keyboard(guide):
    page = guide()
    page.keyboard.press("Control+k")
    search = page.locator("dialog input[type=search]")
    expect(search).to_be_focused()
    search.fill("BUD")
    expect(page.locator("dialog .palette-found li:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/budget/")
    page.keyboard.press("Control+k")
    page.locator("dialog input[type=search]").fill("zzzz")
    expect(page.locator("dialog").get_by_text("Rien ne porte ce nom")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)


def test_the_palette_without_scripts(guide):
    page = guide(java_script_enabled=False)
    page.get_by_role("link", name="Aller à").click()
    page.locator("main input[type=search]").fill("budg")
    page.get_by_role("button", name="Chercher").click()
    page.wait_for_url("**/budget/")


def test_a_look_is_chosen_in_a_dialog_and_stays(guide):
    page = guide()
    page.get_by_role("link", name="Apparence").first.click()
    dialog = page.get_by_role("dialog", name="Apparence")
    dialog.get_by_role("radio", name="Sombre").check()
    dialog.get_by_role("button", name="Garder ce choix").click()
    page.wait_for_url("**/style/bases/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 25, 29)"
    page.goto("/espace/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 25, 29)"


def test_a_dialog_closes_without_doing_anything(guide):
    page = guide()
    page.get_by_role("link", name="Apparence").first.click()
    page.get_by_role("dialog").get_by_role("link", name="Ne rien changer").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("link", name="Apparence").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Fermer").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_went_well_is_said_leaves_when_told_and_can_be_undone(guide):
    page = guide("gestes")
    page.get_by_role("button", name="Montrer un message").click()
    toast = page.locator(".toasts .note")
    expect(toast).to_contain_text("Un message d’essai")
    toast.get_by_role("button", name="Annuler").click()
    again = page.locator(".toasts .note")
    expect(again).to_contain_text("Annulé")
    again.get_by_role("button", name="Fermer").click()
    expect(page.locator(".toasts .note")).to_have_count(0)


def test_a_message_stays_in_the_page_without_scripts(guide):
    page = guide("gestes", java_script_enabled=False)
    page.get_by_role("button", name="Montrer un message").click()
    expect(page.locator("#notes")).to_contain_text("Un message d’essai")
    page.locator("#notes").get_by_role("button", name="Annuler").click()
    expect(page.locator("#notes")).to_contain_text("Annulé")


def test_a_text_says_how_much_room_is_left(guide):
    page = guide("formulaires")
    field = page.locator("#id_r-note")
    field.fill("a" * 499)
    expect(page.locator("#id_r-note_counter")).to_have_text("Encore un signe")


def test_a_file_too_large_is_told_before_it_is_sent(guide, tmp_path):
    page = guide("formulaires")
    small, large = tmp_path / "statuts.pdf", tmp_path / "tout.pdf"
    small.write_bytes(b"x" * 2000)
    large.write_bytes(b"x" * 10_000_001)
    page.locator("#id_r-file").set_input_files(small)
    expect(page.locator(".drop-files").first).to_have_text("statuts.pdf · 2 ko")
    page.locator("#id_r-file").set_input_files(large)
    expect(page.locator(".drop-files").first).to_contain_text("trop lourd")
    assert page.locator("#id_r-file").evaluate("field => field.validationMessage") != ""


def test_work_is_followed_until_it_is_done(guide):
    page = guide("parcours")
    follow = page.locator("#live")
    follow.get_by_role("link", name="Commencer").click()
    expect(page.locator("#live-progress")).to_contain_text("sur 3")
    expect(page.locator("#live-progress")).to_contain_text("C’est fini", timeout=15_000)
    assert page.locator("#live-progress").get_attribute("hx-get") is None
