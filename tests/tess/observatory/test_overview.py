import csv
import io
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.organisations.models import Organisation, OrganisationState
from tess.identity.roles import Role
from tess.kernel.actor import Actor
from tess.observatory.domain import consent, indicators
from tess.observatory.domain.figures import Figure
from tess.observatory.domain.publication import publish

DAY = date(2026, 9, 7)


def text_of(answer):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def release(organisation, presented, answered, day=DAY):
    """Publish a day of an organisation; statistics too when it agrees. As the application, which may."""
    actor = Actor.system("tests", organisation.pk)
    figures = [
        Figure(indicators.CALLS_PRESENTED, day, day, presented),
        Figure(indicators.CALLS_ANSWERED, day, day, answered, presented),
        Figure(indicators.CONTACTS_HANDLED, day, day, answered + 1),
    ]
    with connection.as_application():
        if consent.agreed(organisation.pk):
            figures.append(Figure(indicators.ANSWERED_WITHIN_60S, day, day, answered // 2, answered))
            figures.append(Figure(indicators.CONVERSATION_LENGTH, day, day, answered * 90, answered))
        publish(figures, actor=actor)


def agree(organisation, given=True):
    with connection.as_application():
        consent.say(given, actor=Actor.system("tests", organisation.pk))


@pytest.fixture
def web(db, collective_client, collective_member):
    return collective_client(collective_member(Role.OBSERVER))


def page(web, query="?du=2026-09-07"):
    answer = web.get(f"/observatoire/{query}")
    assert answer.status_code == 200
    return text_of(answer)


def test_without_figures_the_page_says_so(web):
    assert "aucune organisation n’a rien publié" in page(web)
    assert "Aucun chiffre pour ces jours" in page(web)


def test_organisations_stand_side_by_side(web, organisation, other_organisation):
    release(organisation, 2356, 1510)
    words = page(web)
    assert "Lundi 7 septembre, une organisation a décroché 1 510 appels sur 2 356." in words
    assert "Sans chiffre pour ces jours" in words
    release(other_organisation, 100, 50)
    words = page(web)
    assert "2 organisations ont décroché 1 560 appels sur 2 456." in words
    assert "Écoute Rivage 2 356 1 510 64 % – 1 511 – –" in words
    assert "Les Veilleurs de nuit 100 50 50 % – 51 – –" in words
    assert "Ensemble 2 456 1 560 64 % – 1 562 – –" in words


def test_calls_abandoned_on_some_of_the_days_are_not_shown_for_all(web, organisation):
    before = DAY - timedelta(days=1)
    for day in (DAY, before):
        release(organisation, 100, 60, day)
    with connection.as_application():
        figure = Figure(indicators.CALLS_ABANDONED, DAY, DAY, 30, 100)
        publish([figure], actor=Actor.system("tests", organisation.pk))
    assert "Écoute Rivage 100 60 60 % 30 61" in page(web)
    assert "Écoute Rivage 200 120 60 % – 122" in page(web, "?du=2026-09-06&au=2026-09-07")


def test_names_stand_in_the_order_of_a_dictionary(web, organisation, other_organisation):
    for one in (organisation, other_organisation):
        release(one, 100, 50)
    words = page(web)
    assert words.index("Écoute Rivage 100") < words.index("Les Veilleurs de nuit 100")


def test_a_correction_counts_once(web, organisation):
    release(organisation, 100, 50)
    release(organisation, 100, 60)
    assert "a décroché 60 appels sur 100" in page(web)


def test_a_period_adds_its_days_up(web, organisation):
    for back in range(3):
        release(organisation, 100, 60 + back, DAY - timedelta(days=back))
    release(organisation, 999, 999, DAY - timedelta(days=30))
    words = page(web, "?du=2026-09-05&au=2026-09-07")
    assert "Du samedi 5 septembre au lundi 7 septembre, une organisation a décroché 183 appels sur 300." in words


def test_statistics_are_shown_while_the_organisation_agrees(web, organisation):
    agree(organisation)
    release(organisation, 100, 60)
    assert "Écoute Rivage 100 60 60 % – 61 50 % 1 min 30" in page(web)
    agree(organisation, False)
    assert "Écoute Rivage 100 60 60 % – 61 – –" in page(web)
    assert "Durée d’une conversation" not in web.get("/observatoire/chiffres.csv").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "?du=hier",
        "?du=2026-09-07&au=2026-09-01",
        "?du=0001-01-01&au=9999-12-31",
        "?du=2020-01-01&au=2026-01-01",
        "?du=%00&au=%27",
        "?du[]=2026-09-07",
        "?du=2026-02-30",
        "",
    ],
)
def test_a_strange_period_shows_the_latest_week(web, organisation, query):
    release(organisation, 100, 60)
    words = "Du mardi 1er septembre au lundi 7 septembre, une organisation a décroché 60 appels"
    assert words in page(web, query)
    assert web.get(f"/observatoire/chiffres.csv{query}").status_code == 200


def test_what_is_wrong_with_a_period_is_said(web):
    assert "Le dernier jour vient avant le premier." in page(web, "?du=2026-09-07&au=2026-09-01")
    assert "une période d’un an au plus" in page(web, "?du=2020-01-01&au=2026-01-01")


def rows_of(answer):
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_export_is_the_same_figures_and_runs_nothing(web, organisation, other_organisation):
    with connection.as_application():
        Organisation.objects.filter(pk=organisation.pk).update(name='=HYPERLINK("http://x";"Rivage")')
    release(organisation, 100, 60)
    answer = web.get("/observatoire/chiffres.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "observatoire-2026-09-01-2026-09-07.csv" in answer["Content-Disposition"]
    rows = rows_of(answer)
    assert len(rows) == 3
    assert {row["Organisation"] for row in rows} == {'\'=HYPERLINK("http://x";"Rivage")'}
    assert {row["Indicateur"]: (row["Nombre"], row["Sur"]) for row in rows} == {
        "Appels présentés": ("100", ""),
        "Appels décrochés": ("60", "100"),
        "Contacts traités": ("61", ""),
    }


def test_the_cost_grows_neither_with_organisations_nor_with_history(web, organisation, other_organisation):
    def statements():
        page(web)
        with CaptureQueriesContext(connection) as found:
            page(web)
        return len([one for one in found if "observatory_" in one["sql"] or "organisations_organisation" in one["sql"]])

    release(organisation, 100, 60)
    first = statements()
    for back in range(40):
        release(organisation, 100, 60, DAY - timedelta(days=back))
        release(other_organisation, 100, 60, DAY - timedelta(days=back))
    assert statements() == first == 6  # who is there; consent and figures; members; consent and days of the picture


def test_a_suspended_organisation_keeps_its_figures(web, organisation):
    release(organisation, 100, 60)
    with connection.as_application():
        Organisation.objects.filter(pk=organisation.pk).update(state=OrganisationState.SUSPENDED)
    assert "une organisation a décroché 60 appels" in page(web)


def test_the_whole_is_that_of_the_lines_one_sees(web, organisation, other_organisation):
    release(organisation, 100, 60)
    release(other_organisation, 1000, 500)
    with connection.as_application():
        Organisation.objects.filter(pk=other_organisation.pk).update(state=OrganisationState.LEAVING)
    assert "une organisation a décroché 60 appels sur 100." in page(web)
    assert "560" not in page(web)


def test_definitions_say_what_each_figure_divides_by(web):
    words = text_of(web.get("/observatoire/indicateurs/"))
    assert "Appels présentés qu’un·e écoutant·e a décrochés, rapportés à : appels présentés" in words
    assert "Version 1 de la définition." in words
