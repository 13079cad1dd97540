import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.activity.domain.queries import day_of, latest_day
from tenants.activity.domain.reading import hardest_hours
from tenants.telephony.models import Call
from tess.identity.roles import ORGANISATION_ROLES, Role

from .conftest import DAY, call


def text_of(answer):
    """The words of a page, on one line, each space a plain one."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


@pytest.fixture
def web(organisation, client_of, member):
    return client_of(organisation, member(organisation, Role.DIRECTOR))


def day(web, query=""):
    answer = web.get(f"/activite/{query}")
    assert answer.status_code == 200
    return text_of(answer)


def fill(line, day=DAY):
    """1,510 people would be long: 25 answered in the morning, 14 who hung up in the evening, one lost, two apart."""
    Call.objects.bulk_create(
        [call(line, hour=9, wait=10, talk=60, day=day) for _ in range(20)]
        + [call(line, hour=10, wait=100, talk=120, day=day) for _ in range(5)]
        + [call(line, hour=19, outcome="abandoned", wait=45, day=day) for _ in range(14)]
        + [call(line, hour=20, outcome="full", wait=0, day=day)]
        + [call(line, hour=20, outcome="phantom", wait=0, day=day)]
        + [call(line, hour=3, outcome="closed", wait=0, day=day)]
    )


def test_a_day_is_said_before_it_is_shown(web, line):
    fill(line)
    page = day(web)
    assert (
        "Lundi 7 septembre, 25 personnes ont trouvé quelqu’un au bout du fil ; 15 n’y sont pas parvenues,"
        " surtout entre 18 h et 21 h" in page
    )
    assert "Présentés 40" in page
    assert "Décrochés 25 62,5 %" in page
    assert "Abandonnés 14 35 %" in page
    assert "Perdus autrement 1 2,5 %" in page
    assert "Hors ouverture 1" in page
    assert "Fantômes 1" in page
    assert "décrochés l’ont été en moins de 10 s" in page
    assert "raccroché l’ont fait en moins de 45 s" in page
    assert "30 s 20 80 %" in page
    assert "3 min 25 100 %" in page
    assert "Une conversation a duré 1 min 12 en moyenne" in page


def test_a_switch_that_cannot_tell_does_not_make_abandoned_calls_look_rare(web, line):
    Call.objects.bulk_create([call(line), call(line, outcome="unknown"), call(line, outcome="unknown")])
    page = day(web)
    assert "Abandonnés – –" in page
    assert "Non décrochés, raison inconnue 2 66,7 %" in page
    assert "Appels abandonnés" not in text_of(web.get("/activite/publier/?jour=2026-09-07"))


def test_one_person_is_said_in_the_singular(web, line):
    call(line).save()
    call(line, outcome="abandoned").save()
    assert "1 personne a trouvé quelqu’un au bout du fil ; 1 n’y est pas parvenue." in day(web)


def test_the_latest_day_with_calls_is_shown_and_others_on_request(web, line):
    call(line).save()
    call(line, day=DAY - timedelta(days=40)).save()
    assert "Lundi 7 septembre, 1 personne" in day(web)
    assert "Mardi 1er septembre, aucun appel n’est arrivé." in day(web, "?jour=2026-09-01")
    assert "Mercredi 29 juillet, 1 personne" in day(web, "?jour=2026-07-29")


def test_without_any_call_the_page_says_so(web):
    assert latest_day() is None
    assert "aucun appel n’est arrivé" in day(web)


def test_a_load_undone_is_no_latest_day(line):
    call(line).save()
    late = call(line, day=DAY + timedelta(days=3))
    late.save()
    assert latest_day() == DAY + timedelta(days=3)
    late.delete()
    assert latest_day() == DAY


def test_one_line_alone(web, line, other_line):
    call(line).save()
    Call.objects.bulk_create([call(other_line), call(other_line)])
    assert "3 personnes" in day(web)
    assert "Ligne de nuit. Lundi 7 septembre, 2 personnes" in day(web, f"?ligne={other_line.pk}")


@pytest.mark.parametrize(
    "query",
    [
        "?jour=hier",
        "?jour=2026-02-30",
        "?jour=0001-01-01",
        "?jour=9999-12-31",
        "?jour=2026-09-07%00",
        "?jour[]=1&ligne[]=2",
        "?ligne=999999999999999999999999",
        "?ligne=-1",
        "?ligne=%27%3B--",
        "?ligne=1&ligne=2&jour=&jour=",
        "?jour=%EF%BC%91",
    ],
)
def test_a_strange_address_shows_the_latest_day(web, line, query):
    call(line).save()
    assert "Lundi 7 septembre, 1 personne" in day(web, query)


def test_a_wrong_day_is_said(web, line):
    call(line).save()
    assert "Un point à revoir" in day(web, "?jour=2026-02-30")
    assert "Choisissez un jour antérieur à l’an 2100" in day(web, "?jour=2100-01-01")


def test_another_organisations_calls_are_never_counted(web, line, other_organisation, acting_for):
    from tenants.telephony.models import Line

    call(line).save()
    with acting_for(other_organisation):
        theirs = Line.objects.create(name="Veille de nuit", number="0199004321")
        Call.objects.bulk_create([call(theirs) for _ in range(777)])
    page = day(web)
    assert "1 personne a trouvé" in page
    assert "777" not in page
    assert "Veille de nuit" not in page


def statements(web, query=""):
    web.get(f"/activite/{query}")  # what is read once for all is read
    with CaptureQueriesContext(connection) as found:
        web.get(f"/activite/{query}")
    return [
        one["sql"]
        for one in found
        if "activity_" in one["sql"] or "observatory_" in one["sql"] or "telephony_" in one["sql"]
    ]


def test_the_cost_of_a_day_does_not_grow_with_history(web, line, other_line, organisation, acting_for):
    """Lines, latest day, hours, waits, records, calls without one; for who publishes three totals, what stands, the consent."""
    call(line).save()
    first = statements(web)
    assert len(first) == 11
    days = [DAY - timedelta(days=back) for back in range(90)]
    with acting_for(organisation):
        Call.objects.bulk_create(
            [call(one, hour=hour, day=day) for day in days for one in (line, other_line) for hour in (8, 20)]
        )
    assert len(statements(web)) == 11
    assert len(statements(web, "?jour=2026-09-07")) == 10


@pytest.mark.parametrize("role", sorted(ORGANISATION_ROLES))
def test_who_may_read_it(organisation, client_of, member, role):
    web = client_of(organisation, member(organisation, role))
    expected = 200 if role in {"director", "manager", "supervisor", "dispatcher"} else 403
    assert web.get("/activite/").status_code == expected
    assert web.get("/activite/indicateurs/").status_code == expected
    assert web.get("/activite/publier/?jour=2026-09-07").status_code == (
        200 if role in {"director", "manager"} else 403
    )
    assert web.post("/activite/accord/", {"given": "yes"}).status_code == (404 if role == "director" else 403)


def test_every_word_of_the_day_has_its_definition(web, line):
    fill(line)
    anchors = set(re.findall(r"/activite/indicateurs/#(\w+)", web.get("/activite/").content.decode()))
    page = web.get("/activite/indicateurs/").content.decode()
    assert len(anchors) == 7
    assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_no_hours_stand_out_of_a_calm_day(line):
    Call.objects.bulk_create([call(line, hour=hour, outcome="abandoned") for hour in range(24) for _ in range(3)])
    assert hardest_hours(day_of(DAY)) is None
    Call.objects.bulk_create([call(line, hour=21, outcome="abandoned") for _ in range(60)])
    assert hardest_hours(day_of(DAY)) == (19, 22)
