"""The pieces pages are made of, in a real browser, on sample pages that the server never serves."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from csp.utils import build_policy
from django import forms
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import set_urlconf
from playwright.sync_api import Page, expect

from tenants.organisations.models import Organisation
from tess.identity.models import User
from tess.kernel.actor import Actor
from tess.kernel.interface.charts import (
    Hour,
    Panel,
    Series,
    bar_chart,
    line_chart,
    small_multiples,
    stacked_hours,
)

FORM = (
    "{% extends 'kernel/shell.html' %}{% load interface %}{% block title %}Fiche{% endblock %}"
    "{% block heading %}Fiche en cours{% endblock %}"
    "{% block actions %}<button class='btn alarm'>{% icon 'life-buoy' %}Urgence <kbd>F9</kbd></button>{% endblock %}"
    "{% block trail %}{% trail 'Fiches' '/fiches/' 'En cours' %}{% endblock %}"
    "{% block content %}<form data-submit-shortcut data-keys-advance action='/fiches/'>{{ form }}"
    "<div class='bar'><span>17 min 40</span><span class='right'><button class='btn' type='button'>Rappeler</button>"
    "<button class='btn go'>Clore <kbd>Ctrl ⏎</kbd></button></span></div></form>{% endblock %}"
    "{% block aside %}<section class='leaf warm'><h2 class='h3'>Déjà appelé</h2><p>Troisième appel en dix jours. "
    "<span class='soft'>Expire le 4 décembre.</span></p><p class='lamp'>ouvert</p> <p class='lamp off'>fermé</p>"
    "<span class='tag'>répondu</span> <span class='tag warm'>attend</span> <span class='tag plain'>clos</span>"
    "</section>{% endblock %}"
)
CHARTS = (
    "{% extends 'kernel/shell.html' %}{% load interface %}{% block title %}Activité{% endblock %}"
    "{% block heading_class %}said{% endblock %}"
    "{% block heading %}Cette semaine, <b>1 511 personnes</b> ont trouvé quelqu’un.{% endblock %}"
    "{% block content %}<div class='grid'>{% for one in charts %}<div class='leaf'>{% chart one %}</div>{% endfor %}"
    "</div>{% endblock %}"
)
EMPTY = (
    "{% extends 'kernel/shell.html' %}{% load interface %}{% block title %}Salle{% endblock %}"
    "{% block heading %}Salle{% endblock %}{% block content %}"
    "{% include 'kernel/empty.html' with title='Personne n’attend.' text='Ici viendront les appels.' %}"
    "{% include 'kernel/empty.html' with drawing='window' title='Rien.' url='/' action='Ouvrir une fiche' %}"
    "{% include 'kernel/empty.html' with drawing='lantern' title='Rien.' %}"
    "{% include 'kernel/older.html' %}{% endblock %}"
)


class Record(forms.Form):
    nature = forms.ChoiceField(
        label="Nature", widget=forms.RadioSelect, choices=[(n, n) for n in ("Écoute", "Information", "Silence")]
    )
    who = forms.ChoiceField(
        label="Qui appelle",
        help_text="Tel que la personne le dit.",
        widget=forms.RadioSelect,
        choices=[(n, n) for n in ("Pour soi", "Proche")],
    )
    themes = forms.MultipleChoiceField(
        label="Thèmes", required=False, widget=forms.CheckboxSelectMultiple, choices=[("deuil", "Deuil")]
    )
    day = forms.DateField(label="Jour", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    site = forms.ChoiceField(label="Site", choices=[("", "Aucun"), ("b", "Brest")], required=False)
    file = forms.FileField(label="Relevé d’appels", required=False)
    agreed = forms.BooleanField(label="La personne peut parler librement là où elle est")
    note = forms.CharField(label="Ce qui a été dit", widget=forms.Textarea)


def a_request():
    """A request of somebody signed in at an organisation's host, as far as the shell cares."""
    request = RequestFactory().get("/fiches/")
    request.organisation = Organisation(slug="rivage", name="Écoute Rivage", schema_name="org_rivage")
    request.user = User(name="Camille Le Goff")
    request.actor, request.membership, request.session = Actor.system("sample"), None, SimpleNamespace(elsewhere=[])
    request._messages = CookieStorage(request)
    return request


@pytest.fixture
def show(page: Page, served, settings) -> Iterator[Callable[..., Page]]:
    """`show(source, …)`: a page of the product's, under the product's policy, from this template and these values."""
    set_urlconf(settings.ORGANISATION_URLCONF)

    def make(source: str, **values: object) -> Page:
        request = values.pop("request", None) or a_request()
        html = engines["django"].from_string(source).render(values, request)
        headers = {"Content-Security-Policy": build_policy(), "Content-Type": "text/html; charset=utf-8"}
        page.route("**/echantillon/", lambda route: route.fulfill(body=html, headers=headers))
        page.goto(f"{served.organisation('rivage')}/echantillon/")
        return page

    yield make
    set_urlconf(None)


def test_a_form(show, check_page, screenshot):
    request = a_request()
    for level in (messages.success, messages.info, messages.warning, messages.error):
        level(request, "La fiche est close. Elle reste modifiable jusqu’à demain 8 h.")
    page = show(FORM, form=Record({"site": "x"}), request=request)
    expect(page.get_by_role("alert")).to_be_focused()
    check_page(page)
    screenshot(page, "kit-form")
    page.get_by_role("alert").get_by_role("link", name="Qui appelle").click()
    expect(page.locator("#id_who_0")).to_be_focused()


def test_digits_choose_and_lead_on_and_a_chord_sends(show):
    page = show(FORM, form=Record())
    page.locator("#id_nature_0").focus()
    page.keyboard.press("2")
    expect(page.get_by_role("radio", name="Information")).to_be_checked()
    expect(page.locator("#id_who_0")).to_be_focused()
    page.keyboard.press("9")  # no ninth choice
    page.keyboard.press("1")
    expect(page.get_by_role("radio", name="Pour soi")).to_be_checked()
    expect(page.locator("#id_themes_0")).to_be_focused()
    page.locator("#id_agreed").check()
    page.locator("#id_note").fill("12 ans d’absence")
    page.keyboard.press("1")
    expect(page.locator("#id_note")).to_have_value("12 ans d’absence1")
    expect(page.get_by_role("radio", name="Information")).to_be_checked()
    page.route("**/fiches/**", lambda route: route.fulfill(body="<p>Envoyé</p>", content_type="text/html"))
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/fiches/?*nature=Information*")


def test_pictures_of_figures(show, check_page, screenshot):
    days = [f"{day} mars" for day in range(1, 32)]
    charts = [
        stacked_hours("Appels par heure", [Hour(h, h * 3, h * 2, h // 2) for h in range(24)], note="Hors fermeture."),
        stacked_hours("Un jour vide", [Hour(h, 0, 0, 0) for h in range(24)]),
        stacked_hours("Des millions", [Hour(h, h * 2_610_000, h, h) for h in range(24)]),
        bar_chart("Orientations", [("Aboutie", 212), ("Un nom bien long qui va à la ligne deux fois", 88)]),
        line_chart("Par jour", days, [Series(str(n), [d * n % 31 for d in range(31)]) for n in range(1, 5)]),
        small_multiples("Par mois", ["janv.", "févr."], [Panel("Rivage", [3, 9], url="/"), Panel("Nuit", [None, 1])]),
    ]
    page = show(CHARTS, charts=charts)
    screenshot(page, "kit-charts")
    for summary in page.locator("summary").all():
        summary.click()
    check_page(page)
    page.set_viewport_size({"width": 360, "height": 900})
    outside = page.evaluate(
        """() => [...document.querySelectorAll("figure svg text")].filter((text) => {
            const leaf = text.closest(".leaf").getBoundingClientRect(), box = text.getBoundingClientRect();
            return box.width && (box.left < leaf.left || box.right > leaf.right);
        }).map((text) => text.textContent)"""
    )
    assert outside == []


def test_nothing_yet(show, check_page, screenshot):
    page = show(EMPTY, page=SimpleNamespace(newer="?", older="?avant=x"))
    check_page(page)
    screenshot(page, "kit-empty")


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "503", "stale", "unknown_host"])
def test_when_things_go_wrong(show, check_page, screenshot, name):
    page = show("{{ html|safe }}", html=render_to_string(f"kernel/errors/{name}.html"))
    check_page(page)
    screenshot(page, f"kit-error-{name}")


def test_on_paper_only_the_content_stays(show):
    page = show(FORM, form=Record())
    page.emulate_media(media="print")
    expect(page.locator("nav.rail")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


def test_more_contrast_and_forced_colours_keep_the_choice_visible(show):
    page = show(FORM, form=Record({"nature": "Écoute"}))
    ink = "getComputedStyle(document.body).color"
    page.emulate_media(contrast="more")
    assert page.evaluate(ink) == "rgb(0, 0, 0)"
    page.emulate_media(forced_colors="active")
    chosen = page.locator("label:has(#id_nature_0)")
    assert chosen.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
