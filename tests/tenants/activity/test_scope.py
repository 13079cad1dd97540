"""Somebody limited to a site reads the figures of its lines alone."""

import pytest

from tenants.telephony.models import Call, Line, Site
from tess.identity.roles import Role
from tests.scopes import limited_to

from .conftest import DAY, call
from .test_day import text_of


@pytest.fixture
def lines(organisation):
    """Three calls in Lyon; five, a day later, in Brest."""
    found = {}
    for town, number, count, day in (("Lyon", "0199001234", 3, DAY), ("Brest", "0199001235", 5, DAY.replace(day=8))):
        line = Line.objects.create(name=town, number=number, site=Site.objects.create(name=town, town=town))
        Call.objects.bulk_create(call(line, day=day) for _ in range(count))
        found[town] = line
    Call.objects.create(**{**call_fields(found["Brest"]), "external_id": "autre"})
    return found


def call_fields(line):
    one = call(line)
    return {field.attname: getattr(one, field.attname) for field in Call._meta.concrete_fields if not field.primary_key}


def test_the_day_adds_up_the_lines_of_the_site(organisation, lines, member, client_of):
    web = client_of(organisation, limited_to(member(organisation, Role.SUPERVISOR), lines["Lyon"].site))
    page = text_of(web.get("/activite/"))
    assert "Lundi 7 septembre" in page, "the last day of its own lines"
    assert "Présentés 3" in page
    assert "Brest" not in page
    whole = client_of(organisation, member(organisation, Role.SUPERVISOR))
    assert "Présentés 4" in text_of(whole.get(f"/activite/?jour={DAY}"))


def test_a_line_of_another_site_is_not_asked_for(organisation, lines, member, client_of):
    web = client_of(organisation, limited_to(member(organisation, Role.MANAGER), lines["Lyon"].site))
    page = text_of(web.get(f"/activite/?jour={DAY}&ligne={lines['Brest'].pk}"))
    assert "Présentés 3" in page
    assert "Brest" not in page


def test_publishing_is_the_whole_organisations(organisation, lines, member, client_of):
    web = client_of(organisation, limited_to(member(organisation, Role.DIRECTOR), lines["Lyon"].site))
    assert web.get("/activite/publier/").status_code == 403
    assert web.post("/activite/accord/", {"given": "yes"}).status_code == 403
