"""Lines and calls: what each role sees and does in a browser, at its organisation's host."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.telephony.domain import lines
from tenants.telephony.models import Call, Line
from tess.identity.roles import Role

from .conftest import PARIS, text_of

# --- who may ----------------------------------------------------------------------------------------------------------

PAGES = {
    "/appels/": {Role.DIRECTOR, Role.MANAGER, Role.SUPERVISOR, Role.DISPATCHER},
    "/appels/lignes/": {Role.DIRECTOR, Role.MANAGER, Role.SUPERVISOR, Role.DISPATCHER, Role.LISTENER},
    "/appels/lignes/nouvelle/": {Role.DIRECTOR, Role.MANAGER},
    "/appels/lignes/sites/": {Role.DIRECTOR, Role.MANAGER},
    "/appels/lignes/sites/nouveau/": {Role.DIRECTOR, Role.MANAGER},
    "/appels/imports/": {Role.DIRECTOR, Role.MANAGER},
    "/appels/imports/nouveau/": {Role.DIRECTOR, Role.MANAGER},
    "/appels/profils/": {Role.DIRECTOR, Role.MANAGER},
    "/appels/profils/exemple/": {Role.DIRECTOR, Role.MANAGER},
    "/appels/profils/nouveau/": {Role.DIRECTOR, Role.MANAGER},
}


@pytest.mark.parametrize(
    "role", [Role.DIRECTOR, Role.MANAGER, Role.SUPERVISOR, Role.DISPATCHER, Role.LISTENER, Role.TRAINEE]
)
def test_each_role_enters_its_rooms_and_no_other(web, role):
    client = web(role)
    assert {path: client.get(path).status_code for path in PAGES} == {
        path: 200 if role in allowed else 403 for path, allowed in PAGES.items()
    }


def test_signed_out_is_sent_to_the_door(organisation, client_of):
    assert all(client_of(organisation).get(path).status_code == 302 for path in PAGES)


# --- lines --------------------------------------------------------------------------------------------------------------

LINE = {
    "name": "Nuit",
    "number": "01 99 00 12 34",
    "cost": "free",
    "channels": ["phone"],
    "opening_hours": "Mo-Su 20:00-24:00",
}


def test_a_line_is_made_changed_taken_out_of_service_and_put_back(manager):
    manager.post("/appels/lignes/nouvelle/", LINE)
    line = Line.objects.get()
    assert "01 99 00 12 34" in text_of(manager.get("/appels/lignes/"))
    manager.post(f"/appels/lignes/{line.pk}/", LINE | {"name": "Jour et nuit", "opening_hours": "24/7"})
    assert "Jour et nuit" in text_of(manager.get("/appels/lignes/"))
    assert "hors service" in text_of(manager.post(f"/appels/lignes/{line.pk}/archiver/", follow=True))
    assert "de nouveau en service" in text_of(manager.post(f"/appels/lignes/{line.pk}/remettre/", follow=True))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": "douze"}, "Ce n’est pas un numéro de téléphone français"),
        ({"number": "12 34 56 78 90"}, "Ce n’est pas un numéro de téléphone français"),
        ({"opening_hours": "tous les soirs"}, "Ces horaires ne se lisent pas"),
        ({"name": ""}, "Un point à revoir"),
        ({"channels": []}, "Un point à revoir"),
    ],
)
def test_a_wrong_line_is_told_where_it_is_wrong(manager, wrong, said):
    response = manager.post("/appels/lignes/nouvelle/", LINE | wrong)
    assert (response.status_code, said in text_of(response)) == (400, True), text_of(response)
    assert not Line.objects.exists()


@pytest.mark.parametrize("number", ["3114", "119", "116 006", "+33 1 99 00 12 34", "0033 1 99 00 12 34"])
def test_short_and_international_numbers_are_french_too(manager, number):
    assert manager.post("/appels/lignes/nouvelle/", LINE | {"number": number}).status_code == 302


def test_a_number_in_service_serves_one_line(manager):
    manager.post("/appels/lignes/nouvelle/", LINE)
    assert "déjà celui de la ligne « Nuit »" in text_of(
        manager.post("/appels/lignes/nouvelle/", LINE | {"name": "Double"})
    )
    Line.objects.update(active=False)
    manager.post("/appels/lignes/nouvelle/", LINE | {"name": "Double"})
    old = Line.objects.get(name="Nuit")
    assert "déjà celui" in text_of(manager.post(f"/appels/lignes/{old.pk}/remettre/", follow=True))


def test_a_number_taken_while_one_types_is_told_too(manager, overtaken):
    manager.post("/appels/lignes/nouvelle/", LINE)
    with overtaken(lines, "_check_number"):
        shown = manager.post("/appels/lignes/nouvelle/", LINE | {"name": "Double"})
    assert (shown.status_code, "déjà celui de la ligne « Nuit »" in text_of(shown)) == (400, True)
    old = Line.objects.create(name="Ancienne", number="0199001234", active=False)
    with overtaken(lines, "_check_number"):
        shown = manager.post(f"/appels/lignes/{old.pk}/remettre/", follow=True)
    assert "déjà celui de la ligne « Nuit »" in text_of(shown)
    assert Line.objects.filter(active=True).count() == 1


def test_the_other_organisation_s_line_is_not_there(manager, other_organisation, acting_for):
    with acting_for(other_organisation):
        other = Line.objects.create(name="Secrète", number="0261910000")
    assert "Secrète" not in text_of(manager.get("/appels/lignes/"))
    assert manager.get(f"/appels/lignes/{other.pk}/").status_code == 404


# --- calls --------------------------------------------------------------------------------------------------------------


def calls_at(line, *moments, outcome="answered", **more):
    return Call.objects.bulk_create(
        Call(
            line=line,
            source="demo",
            external_id=f"c{moment:%H%M%S}",
            started_at=moment,
            answered_at=moment if outcome == "answered" else None,
            ended_at=moment,
            wait_seconds=7,
            talk_seconds=0,
            outcome=outcome,
            **more,
        )
        for moment in moments
    )


def at(hour, minute=0, day=7, second=0):
    return datetime(2026, 9, day, hour, minute, second, tzinfo=PARIS)


def test_a_day_of_calls_is_the_day_in_paris(manager, line):
    calls_at(line, at(0, 1), at(23, 59), at(23, 59, day=6), at(0, 1, day=8))
    shown = text_of(manager.get("/appels/?jour=2026-09-07"))
    assert "00:01:00" in shown
    assert "23:59:00" in shown
    assert "2 appels le lundi 7 septembre : 2 ont trouvé quelqu’un" in shown


def test_the_latest_day_is_shown_first(manager, line):
    calls_at(line, at(9))
    assert "Un appel le lundi 7 septembre" in text_of(manager.get("/appels/"))


def test_no_call_yet_leads_to_the_import(manager):
    response = manager.get("/appels/")
    assert "Aucun appel connu ce jour-là" in text_of(response)
    assert 'href="/appels/imports/nouveau/"' in response.content.decode()


def test_calls_are_filtered_by_line_and_outcome(manager, line):
    second = Line.objects.create(name="Proches", number="0199001235")
    calls_at(line, at(9), at(10))
    calls_at(second, at(11), outcome="abandoned")
    assert "Un appel de ce genre" in text_of(manager.get(f"/appels/?jour=2026-09-07&ligne={second.pk}"))
    assert "2 appels de ce genre" in text_of(manager.get("/appels/?jour=2026-09-07&issue=answered"))
    assert "Aucun appel de ce genre" in text_of(manager.get("/appels/?jour=2026-09-07&issue=full"))


@pytest.mark.parametrize(
    "query",
    [
        "jour=demain",
        "jour=9999-12-31",
        "jour=0001-01-01",
        "jour=2026-09-07%00",
        "jour=2026-09-07&ligne=99999",
        "issue=rien&jour=2026-09-07",
    ],
)
def test_a_wrong_question_is_told(manager, query):
    assert manager.get(f"/appels/?{query}").status_code == 400


@pytest.mark.parametrize("day", ["2000-01-01", "2099-12-31"])
def test_the_first_and_the_last_day_there_can_be_have_their_page(manager, day):
    assert "Aucun appel connu ce jour-là" in text_of(manager.get(f"/appels/?jour={day}"))


def test_pages_of_calls_go_by_key(manager, line):
    calls_at(line, *(at(9) + timedelta(seconds=n) for n in range(120)))
    seen, address = [], "?jour=2026-09-07"
    while address:
        response = manager.get(f"/appels/{address}")
        seen += re.findall(r"\b09:\d\d:\d\d\b", text_of(response))
        address = response.context["page"].older
    assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_calls_costs_the_same_whatever_its_length(manager, line, count):
    calls_at(line, *(at(9, n) for n in range(count)))
    manager.get("/appels/?jour=2026-09-07")
    with CaptureQueriesContext(connection) as queries:
        manager.get("/appels/?jour=2026-09-07")
    assert len([q for q in queries if "telephony_" in q["sql"]]) == 3  # lines to choose from, figures, rows
