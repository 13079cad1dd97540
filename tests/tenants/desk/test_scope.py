"""Somebody limited to a site: records on its lines, and one's own wherever they are."""

import pytest
from django.db import connection

from tenants.desk.domain import queries
from tenants.desk.domain.contacts import Answers, open_contact, save_draft
from tenants.desk.models import Contact
from tenants.telephony.models import Line, Site
from tess.identity.roles import Role
from tess.kernel.actor import Actor
from tess.kernel.errors import NotFound
from tests.scopes import limited_to

from .conftest import NINE


@pytest.fixture
def lyon(organisation, line_of):
    """The line of the calls is Lyon's."""
    line = line_of(organisation)
    line.site = Site.objects.create(name="Lyon", town="Lyon")
    line.save()
    return line


@pytest.fixture
def brest(organisation):
    return Line.objects.create(
        name="Ligne de Brest", number="0199000009", site=Site.objects.create(name="Brest", town="Brest")
    )


def limited(user, organisation, line, *roles):
    return Actor(user.pk, organisation.pk, frozenset(roles), sites=frozenset({line.site_id}))


@pytest.fixture
def written(organisation, member, lyon, brest):
    """Records on the line of Lyon, on that of Brest, and on none, by somebody of the whole organisation."""
    user = member(organisation, Role.LISTENER, name="Noa Écoute")
    actor = Actor(user.pk, organisation.pk, frozenset({Role.LISTENER}))
    found = {"Lyon": open_contact(actor=actor, line_id=lyon.pk), "Brest": open_contact(actor=actor, line_id=brest.pk)}
    found[""] = open_contact(actor=actor)
    Contact.objects.filter(pk=found[""].pk).update(line=None)
    return found


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR])
def test_the_list_and_each_record(organisation, member, client_of, written, lyon, role):
    user = limited_to(member(organisation, role), lyon.site)
    web = client_of(organisation, user)
    page = web.get("/fiches/toutes/").content.decode()
    doors = {where: web.get(f"/fiches/{record.pk}/").status_code for where, record in written.items()}
    assert {where for where, record in written.items() if str(record.pk) in page} == {"Lyon"}
    assert doors == {"Lyon": 200, "Brest": 404, "": 404}
    if role in {Role.SUPERVISOR, Role.DIRECTOR}:
        assert web.get(f"/fiches/{written['Brest'].pk}/note/").status_code == 404


def test_ones_own_stay_ones_own(organisation, member, lyon, brest):
    user = member(organisation, Role.LISTENER)
    mine = open_contact(actor=Actor(user.pk, organisation.pk, frozenset({Role.LISTENER})), line_id=brest.pk)
    here = limited(user, organisation, lyon, Role.LISTENER)
    assert queries.get_contact_for(here, mine.pk) == mine
    assert list(queries.own_records(here)) == [mine]
    assert save_draft(mine, Answers(nature="support", line_id=brest.pk), version=mine.version, actor=here).nature


def test_a_new_record_is_of_the_site(organisation, member, call_of, lyon, brest):
    user = member(organisation, Role.LISTENER)
    here, there = (limited(user, organisation, line, Role.LISTENER) for line in (lyon, brest))
    call = call_of(organisation)
    with pytest.raises(NotFound):
        open_contact(actor=there, call_id=call.pk)
    with pytest.raises(NotFound):
        open_contact(actor=here, line_id=brest.pk)
    assert open_contact(actor=there).line == brest, "the only line there is, for who is limited to it"
    draft = open_contact(actor=here, line_id=lyon.pk)
    with pytest.raises(NotFound):
        save_draft(draft, Answers(line_id=brest.pk), version=draft.version, actor=here)
    assert open_contact(actor=here, call_id=call.pk).call == call


def test_the_form_offers_the_lines_of_the_site(organisation, member, client_of, lyon, brest):
    user = limited_to(member(organisation, Role.LISTENER), lyon.site)
    draft = open_contact(actor=limited(user, organisation, lyon, Role.LISTENER))
    page = client_of(organisation, user).get(f"/fiches/{draft.pk}/").content.decode()
    assert lyon.name in page
    assert "Ligne de Brest" not in page


def test_calls_without_a_record(organisation, member, client_of, call_of, lyon, brest):
    call_of(organisation)
    elsewhere = limited_to(member(organisation, Role.LISTENER), brest.site)
    here = limited_to(member(organisation, Role.LISTENER), lyon.site)
    path = f"/fiches/appels-sans-fiche/?jour={NINE.date()}"
    assert "214" not in client_of(organisation, elsewhere).get(path).content.decode()
    with connection.acting_for(organisation):
        actors = [limited(user, organisation, line, Role.LISTENER) for user, line in ((elsewhere, brest), (here, lyon))]
        assert [queries.calls_without_record(NINE.date(), actor).count() for actor in actors] == [0, 1]
        assert [queries.last_day_of_calls(actor) for actor in actors] == [None, NINE.date()]


def test_the_themes_are_the_whole_organisations(organisation, member, client_of, lyon):
    user = limited_to(member(organisation, Role.DIRECTOR), lyon.site)
    assert client_of(organisation, user).get("/fiches/themes/").status_code == 403
