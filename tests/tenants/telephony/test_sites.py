"""Local branches: named, changed, removed while no line is theirs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.telephony.domain import lines, sites
from tenants.telephony.models import Line, Site
from tess.identity.models import Membership
from tess.identity.roles import Role
from tess.kernel.errors import Conflict, DomainError
from tess.kernel.models import AuditEntry

from .conftest import text_of

BREST = {"name": "Antenne de Brest", "town": "Brest"}


@pytest.fixture
def brest(organisation):
    return Site.objects.create(**BREST)


def test_a_branch_is_named_changed_and_removed_and_each_is_audited(manager):
    manager.post("/appels/lignes/sites/nouveau/", BREST)
    site = Site.objects.get()
    assert "Brest" in text_of(manager.get("/appels/lignes/sites/"))
    manager.post(f"/appels/lignes/sites/{site.pk}/", BREST | {"name": "  Port   du Moulin "})
    assert "Port du Moulin" in text_of(manager.get("/appels/lignes/sites/"))
    shown = text_of(manager.post(f"/appels/lignes/sites/{site.pk}/supprimer/", follow=True))
    assert "L’antenne « Port du Moulin » est supprimée." in shown
    assert not Site.objects.exists()
    trail = AuditEntry.objects.filter(object_type="telephony.site", object_id=str(site.pk)).order_by("at", "pk")
    assert [(entry.action, entry.fields) for entry in trail] == [
        ("telephony.site.made", ["name", "town"]),
        ("telephony.site.changed", ["name"]),
        ("telephony.site.removed", []),
    ]


def test_saving_the_same_writes_nothing(brest, system):
    before = AuditEntry.objects.count()
    sites.save_site(brest, **BREST, actor=system)
    assert AuditEntry.objects.count() == before


def test_two_branches_don_t_share_a_name(manager, brest, overtaken):
    shown = manager.post("/appels/lignes/sites/nouveau/", BREST | {"name": "antenne de brest"})
    assert (shown.status_code, "Une autre antenne porte ce nom." in text_of(shown)) == (400, True)
    with overtaken(sites, "_check_name"):  # taken while one typed
        shown = manager.post("/appels/lignes/sites/nouveau/", BREST)
    assert (shown.status_code, "Une autre antenne porte ce nom." in text_of(shown)) == (400, True)
    assert Site.objects.count() == 1


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "« Antenne de Brest » ne peut pas être supprimée : la ligne « Ligne 0 » en dépend. Changez d’abord cette"),
        (2, "« Antenne de Brest » ne peut pas être supprimée : 2 lignes en dépendent (Ligne 0, Ligne 1). Changez"),
        (5, "5 lignes en dépendent (Ligne 0, Ligne 2, Ligne 3…)"),
    ],
)
def test_a_branch_with_lines_stays_and_says_which(manager, brest, count, said):
    for number in range(count):
        Line.objects.create(name=f"Ligne {number}", number=f"019900000{number}", site=brest, active=number != 1)
    shown = manager.post(f"/appels/lignes/sites/{brest.pk}/supprimer/", follow=True)
    assert said in text_of(shown).replace("\u202f", " ")
    assert Site.objects.count() == 1


def test_removed_twice_at_once_is_told(brest, system):
    sites.remove(brest, actor=system)
    with pytest.raises(Conflict):
        sites.remove(brest, actor=system)


def test_a_line_is_not_of_a_branch_removed_meanwhile(brest, system):
    stale = Site.objects.get()
    sites.remove(brest, actor=system)
    with pytest.raises(DomainError) as refusal:
        lines.save_line(
            Line(),
            name="Nuit",
            number="3114",
            cost="free",
            channels=["phone"],
            opening_hours="",
            site=stale,
            actor=system,
        )
    assert refusal.value.field == "site"


def test_the_line_offers_the_choice_only_when_there_is_one(manager, other_organisation, acting_for):
    with acting_for(other_organisation):
        elsewhere = Site.objects.create(name="Antenne secrète", town="Rennes")
    page = manager.get("/appels/lignes/nouvelle/")
    assert 'name="site"' not in page.content.decode()
    assert "/appels/lignes/sites/nouveau/" in page.content.decode()
    here = Site.objects.create(**BREST)
    page = manager.get("/appels/lignes/nouvelle/").content.decode()
    assert 'name="site"' in page
    assert "secrète" not in page
    sent = {"name": "Nuit", "number": "3114", "cost": "free", "channels": ["phone"], "pattern": "later"}
    if elsewhere.pk != here.pk:
        assert manager.post("/appels/lignes/nouvelle/", sent | {"site": elsewhere.pk}).status_code == 400
    manager.post("/appels/lignes/nouvelle/", sent | {"site": here.pk})
    assert Line.objects.get().site == here


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.DISPATCHER, Role.LISTENER, Role.TRAINER, Role.TRAINEE])
def test_others_name_no_branches(web, role, brest):
    client = web(role)
    paths = ["/appels/lignes/sites/", "/appels/lignes/sites/nouveau/", f"/appels/lignes/sites/{brest.pk}/"]
    assert [client.get(path).status_code for path in paths] == [403] * 3
    assert client.post(f"/appels/lignes/sites/{brest.pk}/supprimer/").status_code == 403


def test_the_other_organisation_s_branch_is_not_there(manager, other_organisation, acting_for):
    with acting_for(other_organisation):
        other = Site.objects.create(pk=987654, name="Antenne secrète", town="Rennes")
    assert "secrète" not in text_of(manager.get("/appels/lignes/sites/"))
    assert manager.get(f"/appels/lignes/sites/{other.pk}/").status_code == 404
    assert manager.post(f"/appels/lignes/sites/{other.pk}/supprimer/").status_code == 404
    with acting_for(other_organisation):
        assert Site.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(manager, count):
    for number in range(count):
        site = Site.objects.create(name=f"Antenne {number}", town="Brest")
        Line.objects.create(name=f"Ligne {number}", number=f"019900000{number}", site=site)
    with CaptureQueriesContext(connection) as queries:
        manager.get("/appels/lignes/sites/")
    assert len([q for q in queries if "telephony_" in q["sql"]]) == 2  # sites, their lines


def test_a_branch_somebody_s_access_is_limited_to_stays(manager, brest, organisation, member):
    user = member(organisation, Role.LISTENER, name="Bob Kerr")
    with connection.as_application():
        Membership.objects.filter(user=user).update(sites=[brest.pk])
    shown = manager.post(f"/appels/lignes/sites/{brest.pk}/supprimer/", follow=True)
    assert "l’accès de Bob Kerr s’y limite" in text_of(shown)
    assert Site.objects.exists()
