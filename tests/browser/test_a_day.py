"""A day of the collective through its five wings, each step by the person whose work it is, in a real browser.

Calls are brought in, one gets its record, the day is published, the collective sees it and shares a budget by it;
a trainee takes a module, whose hours show where they belong and nowhere else.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import expect

from tess.config import demo
from tess.kernel import outbox
from tests.browser.conftest import come_in

DAY = "2026-09-14"  # a Monday after the demonstration's days
CALLS = [  # started, answered, ended: one answered, one abandoned, one that can't be true
    ("14:02:00", "14:02:20", "14:20:00", "ANSWERED"),
    ("15:00:00", "", "15:01:00", "NO ANSWER"),
    ("16:00:00", "15:00:00", "16:01:00", "ANSWERED"),
]
MODULE = Path(settings.BASE_DIR) / "shared_training/catalogue/demo_data/accueillir_un_appel.toml"


def asterisk_file(folder: Path) -> Path:
    """A Master.csv of the day: 18 columns, no header."""
    path = folder / "Master.csv"
    lines = []
    for number, (*times, said) in enumerate(CALLS):
        whens = [f"{DAY} {time}" if time else "" for time in times]
        columns = ["", "anonymous", "0199000001", "ecoute", "", "PJSIP/a", "PJSIP/agent-05-1", "Queue", ""]
        columns += [*whens, "60", "40", said, "DOCUMENTATION", f"1789000000.{number}", ""]
        lines.append(",".join(f'"{column}"' for column in columns))
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def as_(new_page, demonstrated):
    """`as_("manager", "rivage")`: somebody's browser, come in by the real door."""

    def make(role: str, slug: str | None = None):
        origin = demonstrated.organisation(slug) if slug else demonstrated.collective
        page = new_page(origin)
        come_in(page, origin, f"{role}@{slug or 'collectif'}.example", demo.PASSWORD)
        return page

    return make


def test_a_day(as_, tmp_path, demonstration):
    manager = as_("manager", "rivage")
    bring_in_calls(manager, asterisk_file(tmp_path))
    listener = as_("listener", "rivage")
    write_a_record(listener)
    publish(manager)
    see_side_by_side(as_("coordinator"))
    share_a_budget(as_("treasurer"))


def bring_in_calls(page, path):
    page.goto("/appels/imports/nouveau/")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Envoyer et vérifier").click()
    expect(page.locator("h1")).to_contain_text("2 nouveaux appels")
    expect(page.locator("main")).to_contain_text("décroché avant", ignore_case=True)
    page.get_by_role("button", name=re.compile("Charger 2 appels")).click()
    expect(page.locator("h1")).to_contain_text("2 appels")
    page.goto(f"/activite/?jour={DAY}")
    expect(page.locator("h1")).to_contain_text("1 personne a trouvé quelqu’un")
    expect(page.locator("main")).to_contain_text(re.compile("1 appel décroché"))


def write_a_record(page):
    page.goto(f"/fiches/appels-sans-fiche/?jour={DAY}")
    page.locator("ul.calls button").click()
    page.wait_for_url("**/fiches/*-*/")
    for key in ("1", "1", "5", "2", "2", *"deu", "Enter", "Enter"):
        page.keyboard.press(key)
    page.locator("#id_note").fill("A besoin de parler de son deuil.")
    page.get_by_role("searchbox").last.fill("solitude")
    page.get_by_role("button", name=re.compile("^Proposer")).first.click()
    expect(page.locator("main")).to_contain_text(re.compile("proposé", re.IGNORECASE))
    page.locator("#id_note").press("Control+Enter")
    page.wait_for_url("**/fiches/")
    expect(page.locator(".toasts")).to_contain_text("La fiche est close")


def publish(page):
    page.goto(f"/activite/publier/?jour={DAY}")
    page.get_by_role("button", name="Publier les chiffres").click()
    expect(page.locator("main")).to_contain_text(re.compile("publi", re.IGNORECASE))


def see_side_by_side(page):
    page.goto(f"/observatoire/?du={DAY}&au={DAY}")
    row = page.locator("tr", has_text="Écoute Rivage").first
    expect(row).to_contain_text("1")
    expect(page.locator("main")).not_to_contain_text("deuil")


def share_a_budget(page):
    page.goto("/budget/")
    page.get_by_role("link", name="Nouveau budget").click()
    page.locator("#id_year").fill("2028")
    page.locator("#id_name").fill("Essai")
    page.locator("#id_measured_from").fill(DAY)
    page.locator("#id_measured_to").fill(DAY)
    page.locator("main form button.go").click()
    page.locator("#id_label").fill("Site commun")
    page.locator("#id_cents").fill("1 234,56")
    page.locator("main form button.go").click()
    page.get_by_role("button", name="Répartir entre les membres").click()
    expect(page.locator("main")).to_contain_text("1 234,56 €")


def test_a_trainees_hours_show_in_their_organisation_alone(new_page, as_, demonstrated, demonstration):
    page = new_page(demonstrated.collective)
    come_in(page, demonstrated.collective, "trainee@horizon.example", demo.PASSWORD)
    name = page.locator(".who a[href$='/compte/'] span").first.inner_text()
    take_the_module(page)
    with demonstration.open(), connection.as_application():
        outbox.deliver_due()
    at_home = as_("manager", "horizon")
    at_home.goto("/equipe/")
    at_home.get_by_role("link", name=name).click()
    expect(at_home.locator("main")).to_contain_text("Accueillir un appel")
    elsewhere = as_("manager", "jeunes")
    elsewhere.goto("/equipe/")
    expect(elsewhere.get_by_role("link", name=name)).to_have_count(0)


def take_the_module(page):
    module = tomllib.loads(MODULE.read_text())
    page.goto("/formations/")
    page.get_by_role("link", name="Accueillir un appel").first.click()
    page.get_by_role("button", name="Commencer").click()
    page.locator("ol.training-steps a").first.click()
    for _lesson in module["lessons"]:
        page.get_by_role("button", name="J’ai lu cette leçon").click()
    if not page.url.endswith("/quiz/"):
        page.get_by_role("link", name="Répondre au quiz").click()
    for question in module["questions"]:
        for option in question["answers"]:
            if option.get("right"):
                page.locator(f"input[value='{option['id']}']").check()
    page.get_by_role("button", name="Envoyer mes réponses").click()
    expect(page.locator("h1")).to_contain_text("8 réponses justes sur 8")
