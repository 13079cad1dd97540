import csv
import io
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.budgets.domain import budgets as verbs
from billing.budgets.domain.allocating import allocate
from billing.budgets.models import Budget, CostItem
from tenants.organisations.models import Organisation
from tess.identity.roles import COLLECTIVE_ROLES, Role

from .conftest import FIRST, LAST, TREASURER


def text_of(answer):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


@pytest.fixture
def web(as_collective, collective_client, collective_member):
    return collective_client(collective_member(Role.TREASURER))


@pytest.fixture
def reader(as_collective, collective_client, collective_member):
    return collective_client(collective_member(Role.COORDINATOR))


BUDGET = {"year": "2027", "name": "Socle", "measured_from": "2026-06-01", "measured_to": "2026-06-30"}


def test_a_treasurer_writes_a_budget_and_shares_it(web):
    assert "Pas encore de budget" in text_of(web.get("/budget/"))
    page = web.post("/budget/nouveau/", BUDGET, follow=True)
    assert "Socle 2027 : encore rien à payer." in text_of(page)
    here = page.redirect_chain[-1][0]
    for label, amount in (("Site et hébergement", "1 000,00"), ("Timbre", "0,01")):
        page = web.post(here, {"label": label, "cents": amount}, follow=True)
    assert "Socle 2027 : 1 000,01 € à payer pour 2 postes, pas encore répartis." in text_of(page)
    words = text_of(web.post(f"{here}repartir/", follow=True))
    assert "1 000,01 € répartis entre 2 membres selon les contacts qu’ils ont traités." in words
    assert "Écoute Rivage 2 jours publiés sur 30 707 70,8 % 707,71 €" in words
    assert "Les Veilleurs de nuit 1 jour publié sur 30 292 29,2 % 292,30 €" in words
    assert "Ensemble 999 1 000,01 €" in words


def test_the_working_is_shown_line_by_line(web, budget):
    allocate(budget.pk, actor=TREASURER)
    words = text_of(web.get(f"/budget/{budget.pk}/calcul/"))
    assert "Écoute Rivage 707 / 999 0,0000 70 770 0,7708 1 1 707,71 € −0,2292" in words
    assert "Les Veilleurs de nuit 292 / 999 0,0000 29 229 0,2292 2 0 292,29 € 0,2292" in words
    assert "Écoute Rivage 707 / 999 −0,2292 0 0,4785 2 0 0,00 € 0,4785" in words
    assert "Les Veilleurs de nuit 292 / 999 0,2292 0 0,5215 1 1 0,01 € −0,4785" in words
    assert "Les chiffres publiés sont toujours ceux qui ont été copiés." in words


def test_a_draft_has_no_working(web, budget):
    page = web.get(f"/budget/{budget.pk}/calcul/", follow=True)
    assert "il n’y a pas de calcul à montrer" in text_of(page)
    assert web.get(f"/budget/{budget.pk}/calcul.csv").status_code == 404


def test_the_export_holds_exact_fractions_and_runs_nothing(web, budget, organisation):
    Organisation.objects.filter(pk=organisation.pk).update(name="=cmd|' /C calc'!A0")
    verbs.add_item(budget.pk, label="@SUM(A1:A9)", cents=999, actor=TREASURER)
    allocate(budget.pk, actor=TREASURER)
    answer = web.get(f"/budget/{budget.pk}/calcul.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 6
    first = next(row for row in rows if row["Poste"] == "Site et hébergement" and row["Numérateur"] == "707")
    assert (first["Part exacte (centimes)"], first["Dû"]) == ("70700000/999", "707,71")
    assert first["Membre"].startswith("'=cmd")
    assert {row["Poste"] for row in rows} == {"Site et hébergement", "Timbre", "'@SUM(A1:A9)"}
    assert first["Report après (centimes)"] == "'-229/999"


def test_an_item_is_changed_and_taken_out(web, budget):
    item = budget.items.get(label="Timbre")
    page = web.get(f"/budget/{budget.pk}/postes/{item.pk}/")
    assert 'value="0,01"' in page.content.decode()
    sent = {"label": "Timbres", "cents": "12,5"}
    words = text_of(web.post(f"/budget/{budget.pk}/postes/{item.pk}/", sent, follow=True))
    assert "« Timbres » est modifié." in words
    assert "Timbres Contacts traités 12,50 €" in words
    words = text_of(web.post(f"/budget/{budget.pk}/postes/{item.pk}/retirer/", follow=True))
    assert "« Timbres » (12,50 €) n’est plus dans le budget." in words


def test_a_budget_is_renamed_and_is_a_draft_again(web, budget):
    allocate(budget.pk, actor=TREASURER)
    assert "sa répartition est oubliée" in text_of(web.get(f"/budget/{budget.pk}/modifier/"))
    words = text_of(web.post(f"/budget/{budget.pk}/modifier/", BUDGET, follow=True))
    assert "Le budget est modifié, et redevient un brouillon." in words
    assert "pas encore répartis" in words


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"measured_to": "2026-05-01"}, "Le dernier jour vient avant le premier."),
        ({"measured_from": "2020-01-01"}, "Choisissez une période d’un an au plus."),
        ({"measured_from": "0001-01-01"}, "Choisissez un jour postérieur à l’an 2000."),
        ({"measured_from": "demain"}, "date valide"),
        ({"year": "1"}, "supérieure ou égale à 2000"),
        ({"year": "9" * 40}, "inférieure ou égale à 2099"),
        ({"name": ""}, "Champ requis"),
        ({"name": "x" * 81}, "au plus 80"),
        ({"name": "a\x00b"}, "caractère nul"),
        ({"name": "Socle commun"}, "Cette année a déjà un budget de ce nom."),
    ],
)
def test_what_is_wrong_with_a_budget_is_said_and_nothing_is_made(web, budget, changes, said):
    answer = web.post("/budget/nouveau/", BUDGET | changes)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert Budget.objects.count() == 1


@pytest.mark.parametrize("amount", ["", "gratuit", "1.234,5", "-3", "0", "1e9", "999999999999", "\x00"])
def test_what_is_wrong_with_an_item_is_said_and_what_was_typed_stays(web, budget, amount):
    answer = web.post(f"/budget/{budget.pk}/", {"label": "Réunion <b>", "cents": amount})
    assert answer.status_code == 422
    assert 'value="Réunion &lt;b&gt;"' in answer.content.decode()
    assert CostItem.objects.count() == 2


def test_nothing_to_share_by_is_said(web, budget):
    verbs.change_budget(budget.pk, year=2027, name="Vide", measured_from=LAST, measured_to=LAST, actor=TREASURER)
    words = text_of(web.post(f"/budget/{budget.pk}/repartir/", follow=True))
    assert "il n’y a pas de quoi fonder une répartition" in words


def test_the_coordination_reads_and_writes_nothing(reader, budget):
    item = budget.items.first()
    page = reader.get(f"/budget/{budget.pk}/").content.decode()
    assert "Répartir" not in page
    assert "<form" not in page.split("<main")[1]
    reader.post(f"/budget/{budget.pk}/", {"label": "x", "cents": "1"})
    for path in (f"postes/{item.pk}/", f"postes/{item.pk}/retirer/", "repartir/", "modifier/"):
        assert reader.post(f"/budget/{budget.pk}/{path}", {"label": "x", "cents": "1"}).status_code == 403
    assert reader.post("/budget/nouveau/", BUDGET).status_code == 403
    assert (Budget.objects.count(), CostItem.objects.count()) == (1, 2)


@pytest.mark.parametrize("role", sorted(COLLECTIVE_ROLES - {Role.TREASURER, Role.COORDINATOR}))
def test_others_do_not_enter(collective_client, collective_member, budget, role):
    web = collective_client(collective_member(role))
    for path in ("", "nouveau/", f"{budget.pk}/", f"{budget.pk}/calcul/", f"{budget.pk}/calcul.csv"):
        assert web.get(f"/budget/{path}").status_code == 403


@pytest.mark.parametrize("path", ["999999/", f"{10**30}/", "999999/calcul/", "999999/modifier/", "0/postes/1/"])
def test_what_is_not_there_is_no_page(web, path):
    assert web.get(f"/budget/{path}").status_code == 404


def statements(web, path):
    web.get(path)
    with CaptureQueriesContext(connection) as found:
        web.get(path)
    return len([one for one in found if "budgets_" in one["sql"] or "organisations_" in one["sql"]])


def test_lists_cost_the_same_at_one_and_at_three(web, budget):
    allocate(budget.pk, actor=TREASURER)
    pages = ["/budget/", f"/budget/{budget.pk}/", f"/budget/{budget.pk}/calcul/"]
    costs = [statements(web, page) for page in pages]
    assert costs == [2, 7, 10]  # one of them: who is there, and where else they may go
    for nth in range(3):
        verbs.create_budget(year=2027, name=f"Autre {nth}", measured_from=FIRST, measured_to=LAST, actor=TREASURER)
        verbs.add_item(budget.pk, label=f"Poste {nth}", cents=100, actor=TREASURER)
    allocate(budget.pk, actor=TREASURER)
    assert [statements(web, page) for page in pages] == costs
