"""The quality of the search: what one types → what comes first."""

import pytest

from tenants.relays.domain.search import search
from tenants.relays.models import Service

TABLE = {
    "suicide": "Prévention du suicide",
    "suicde": "Prévention du suicide",
    "SUICIDE": "Prévention du suicide",
    "suic": "Prévention du suicide",
    "envie de mourir": "Prévention du suicide",
    "idées noires": "Prévention du suicide",
    "idees noires": "Prévention du suicide",
    "violence femme": "Violences Femmes Info",
    "violance femme": "Violences Femmes Info",
    "femmes battues": "Violences Femmes Info",
    "violences conjugales": "Violences Femmes Info",
    "viol": "Viols Femmes Informations",
    "tabac": "Tabac Info Service",
    "tabak": "Tabac Info Service",
    "arreter de fumer": "Tabac Info Service",
    "alcol": "Alcool Info Service",
    "drgue": "Drogues Info Service",
    "cocaine": "Drogues Info Service",
    "hepatite": "Hépatites Info Service",
    "solitude": "Solitud'écoute",
    "sos amitie": "SOS Amitié",
    "harcelement scolaire": "Cyberviolences",
    "enfance en danger": "Allô Enfance en danger",
    "enfant maltraité": "Stop Maltraitance",
    "sans abri": "Samu social",
    "ivg": "Sexualités Contraception IVG",
    "homophobie": "SOS Homophobie",
    "jeux d'argent": "Joueurs Info Service",
    "ehpad": "Maltraitances personnes âgées et handicap",
    "bébé": "Allô Parents Bébé",
    "sida": "Sida Info Service",
    "malentendant": "Urgence pour personnes sourdes ou malentendantes",
    "pompiers": "Sapeurs-pompiers",
    "fugue": "Enfants disparus",
    "handicap aidant": "Communautés 360",
    "3114": "Prévention du suicide",
    "31 14": "Prévention du suicide",
    "31.14": "Prévention du suicide",
    "3919": "Violences Femmes Info",
    "116 006": "France Victimes",
    "09 72 39 40 50": "SOS Amitié",
    "09 72": "SOS Amitié",
    "15": "SAMU",
}


@pytest.mark.parametrize("typed", TABLE)
def test_first_hit(national, organisation, typed):
    assert [service.name for service in search(typed)[:1]] == [TABLE[typed]]


@pytest.mark.parametrize("typed", ["xyzzy", "qwertz uiop", "4242", "'; DROP TABLE", "%_%", "\x00", "💡💡"])
def test_what_resembles_nothing_finds_nothing_or_all(national, organisation, typed):
    """Nothing that can be read at all (symbols) is as good as an empty search; words that exist nowhere find nothing."""
    found = {service.name for service in search(typed)}
    assert found == set() or len(found) == 32


@pytest.mark.parametrize("typed", TABLE)
def test_first_hit_where_many_more_hold_the_words(national, organisation, typed, monkeypatch):
    """Only a few of them are ranked with care, and the right one is among these."""
    monkeypatch.setattr("tenants.relays.domain.search.CANDIDATES", 5)
    assert [service.name for service in search(typed)[:1]] == [TABLE[typed]]


@pytest.mark.parametrize(
    ("typed", "statements"),
    [("", 1), ("a", 1), ("31 14", 1), ("suicide", 3), ("violence femme " * 20, 5), ("xyzzy qwertz", 4)],
    ids=["nothing", "a letter", "a number", "a word", "more words", "words of nobody"],
)
def test_few_statements(national, organisation, typed, statements, django_assert_num_queries):
    Service.objects.exists()  # takes the organisation's role, once
    with django_assert_num_queries(statements):
        list(search(typed))


def test_nobody_searches_for_the_withdrawn(national, organisation):
    from django.db import connection

    with connection.as_application():
        Service.objects.filter(number="3114").update(active=False)
    assert "Prévention du suicide" not in [service.name for service in search("suicide")]


@pytest.mark.parametrize("typed", ["suicide", "violance femme", "quimpre"])
def test_the_search_can_use_its_index(national, organisation, typed):
    """Every statement that looks for the words."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        list(search(typed))
    looking = [query["sql"] for query in asked if "LIKE" in query["sql"] or "<%" in query["sql"]]
    assert looking
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        for statement in looking:
            cursor.execute(f"EXPLAIN {statement}".replace("%", "%%"), ())
            assert "relays_service_words" in "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize("typed", ["", "a"])
def test_the_whole_directory_comes_in_the_order_of_an_index(national, organisation, typed):
    """Its first page is read without sorting the rest."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    plan = search(typed).explain()
    assert "relays_service_in_order" in plan
    assert "Sort" not in plan
