"""A line within the hour: every part of a plan in one step, or none of it."""

import pytest
from django.db import connection

from tenants.desk.models import SheetAtHand
from tenants.onboarding import plans
from tenants.onboarding.plans import Part, part
from tenants.telephony.models import Line
from tess.identity.models import Invitation
from tess.identity.roles import Role
from tess.kernel.models import AuditEntry

CRISIS = "/premiers-pas/une-ligne/crise/"


@pytest.fixture
def site(db):
    from cms.domain.content import publish_first_pages
    from tess.kernel.actor import Actor

    with connection.as_application():
        publish_first_pages(actor=Actor.system("tests"))


@pytest.fixture
def director(site, organisation, member, client_of):
    return client_of(organisation, member(organisation, Role.DIRECTOR, name="Ada Moreau"))


def words(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def filled(**more):
    """The page's form as it comes, with the number somebody typed."""
    return {
        "name": "Ligne de crise",
        "number": "01 99 00 00 01",
        "cost": "free",
        "channels": ["phone"],
        "pattern": "daily",
        "opens": "09:00",
        "closes": "21:00",
        "role": "listener",
        "slugs": ["entretien-au-telephone"],
        **more,
    }


def test_the_plans_are_shown_filled_in(director):
    page = words(director.get("/premiers-pas/une-ligne/"))
    for plan in plans.plans():
        assert plan.name in page
    page = words(director.get(CRISIS))
    assert 'value="09:00"' in page
    assert 'value="entretien-au-telephone"' in page


def test_one_step_opens_the_line_with_its_sheets(director, organisation, acting_for):
    answer = director.post(CRISIS, filled(), follow=True)
    page = words(answer)
    assert "La ligne « Ligne de crise » est ouverte" in page
    assert "1 fiche pratique est à portée de main." in page
    with acting_for(organisation):
        line = Line.objects.get()
        assert (line.number, line.opening_hours) == ("0199000001", "Mo-Su 09:00-21:00")
        assert SheetAtHand.objects.get().line == line
    with connection.as_application():
        assert AuditEntry.objects.filter(action="onboarding.plan.carried_out").count() == 1


def test_a_part_that_is_refused_undoes_the_others_and_keeps_what_was_typed(director, organisation, acting_for):
    with acting_for(organisation):
        Line.objects.create(name="Ancienne", number="0199000001")
    answer = director.post(CRISIS, filled(name="Une autre voix"))
    assert answer.status_code == 422
    assert "Ce numéro est déjà celui de la ligne « Ancienne »" in words(answer)
    assert "Une autre voix" in words(answer)
    with acting_for(organisation):
        assert Line.objects.count() == 1
        assert not SheetAtHand.objects.exists()


def test_a_later_part_that_is_refused_leaves_no_line(director, organisation, acting_for, monkeypatch):
    from django import forms

    from tess.kernel.errors import DomainError

    class Never(forms.Form):
        why = forms.CharField(required=False)

    def refuse(cleaned, made, actor):
        raise DomainError("Pas ce soir.", field="why")

    monkeypatch.setattr(plans, "_parts", dict(plans._parts))
    monkeypatch.delitem(plans._parts, "sheets")
    part(Part("sheets", "Autre chose", form=Never, carry_out=refuse, order=90))
    answer = director.post(CRISIS, filled())
    assert answer.status_code == 422
    assert "Pas ce soir." in words(answer)
    with acting_for(organisation):
        assert not Line.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"number": "deux"}, "Ce n’est pas un numéro de téléphone français"),
        ({"pattern": "text", "opening_hours": "tous les jours"}, "Ces horaires ne se lisent pas"),
        ({"name": ""}, "id_name_error"),
        ({"slugs": ["inconnue"]}, "inconnue"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_opened(director, organisation, acting_for, wrong, sentence):
    answer = director.post(CRISIS, filled(**wrong))
    assert answer.status_code == 422
    assert sentence in words(answer)
    with acting_for(organisation):
        assert not Line.objects.exists()


def test_an_unknown_plan_is_not_there(director):
    assert director.get("/premiers-pas/une-ligne/inconnu/").status_code == 404


@pytest.mark.parametrize("plan", plans.plans(), ids=lambda plan: plan.code)
def test_each_plan_is_ready_but_for_the_number(director, organisation, plan, acting_for):
    page = director.get(f"/premiers-pas/une-ligne/{plan.code}/")
    sent = {}
    for _one, form in page.context["forms"]:
        sent |= {field.html_name: field.value() for field in form if field.value() is not None}
    answer = director.post(f"/premiers-pas/une-ligne/{plan.code}/", {**sent, "number": "0199000001"})
    assert answer.status_code == 302
    with acting_for(organisation):
        assert Line.objects.get().opening_hours


def test_the_sheets_stand_beside_the_record_of_their_line_alone(director, organisation, member, client_of, acting_for):
    director.post(CRISIS, filled())
    director.post(CRISIS, filled(name="Sans fiche", number="0199000002", slugs=[]))
    listener = client_of(organisation, member(organisation, Role.LISTENER))
    with acting_for(organisation):
        crisis, other = Line.objects.order_by("number")
    record = listener.post("/fiches/nouvelle/")["Location"]
    page = listener.get(record)
    version = page.context["contact"].version
    for line, shown in ((crisis, True), (other, False)):
        typed = {"version": version, "what": "support", "line": line.pk, "channel": "phone", "note": ""}
        assert listener.post(f"{record}enregistrer/", typed).status_code == 302
        page = listener.get(record)
        version = page.context["contact"].version
        assert ('href="/commun/fiches/entretien-au-telephone/"' in words(page)) is shown


def test_the_people_of_the_list_are_invited_in_the_same_step(director, organisation, member):
    there = member(organisation, Role.LISTENER, name="Déjà Là")
    people = f"Zoé Martin; zoe@ailleurs.example\nRégis Petit; regis@ailleurs.example; régulateur\n{there.email}"
    page = words(director.post(CRISIS, filled(people=people), follow=True))
    assert "2 invitations partent." in page
    with connection.as_application():
        found = dict(Invitation.objects.values_list("email", "roles"))
    assert found == {"zoe@ailleurs.example": ["listener"], "regis@ailleurs.example": ["dispatcher"]}


def test_a_line_of_the_list_that_is_no_person_stops_everything(director, organisation, acting_for):
    answer = director.post(CRISIS, filled(people="Zoé, zoe@ailleurs.example\nPersonne, nulle part"))
    assert answer.status_code == 422
    assert "Ligne 2" in words(answer)
    with acting_for(organisation):
        assert not Line.objects.exists()
    with connection.as_application():
        assert not Invitation.objects.exists()


def test_nobody_gives_more_than_they_may(site, organisation, member, client_of, acting_for):
    manager = client_of(organisation, member(organisation, Role.MANAGER))
    answer = manager.post(CRISIS, filled(people="Zoé; zoe@ailleurs.example; directrice"))
    assert answer.status_code == 422
    with acting_for(organisation):
        assert not Line.objects.exists()


def test_the_fields_of_all_parts_have_names_of_their_own(organisation):
    names = [name for one in plans.parts() for name in one.form(None, initial={}).fields]
    assert len(names) == len(set(names))


def test_one_code_is_one_part(monkeypatch):
    monkeypatch.setattr(plans, "_parts", dict(plans._parts))
    with pytest.raises(ValueError, match="line"):
        part(Part("line", "x", form=dict, carry_out=dict, order=1))
