"""The accesses page: who is in, changing it, and what it refuses; in two organisations."""

import re

import pytest
from django.db import connection
from django.utils import timezone

from tess.identity.domain import access, history
from tess.identity.domain.invitations import invite
from tess.identity.domain.people_in import people_in
from tess.identity.models import Invitation, Membership, Session
from tess.identity.roles import Role
from tess.kernel.actor import Actor
from tess.kernel.errors import DomainError, NotFound, Refused
from tess.kernel.interface.paging import page_of


@pytest.fixture
def here(organisation, member):
    """Three people of Écoute Rivage."""
    return {
        "director": member(organisation, Role.DIRECTOR, name="Inès Roux"),
        "manager": member(organisation, Role.MANAGER, name="Élie Marin"),
        "listener": member(organisation, Role.LISTENER, name="Ana Le Goff"),
    }


@pytest.fixture
def there(other_organisation, member):
    return {
        "director": member(other_organisation, Role.DIRECTOR, name="Vera Nuit"),
        "listener": member(other_organisation, Role.LISTENER, name="Noa Veilleur"),
    }


def access_of(user):
    with connection.as_application():
        return Membership.objects.get(user=user)


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


class TestTheList:
    def test_it_names_everybody_of_here_and_nobody_of_there(self, organisation, here, there, client_of):
        page = text_of(client_of(organisation, here["director"]).get("/acces/"))
        for name in ("Inès Roux", "Élie Marin", "Ana Le Goff", "<b>3 personnes</b> peuvent entrer ici"):
            assert name in page
        assert "Veilleur" not in page

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("?qui=ELIE", ["Élie Marin"]),
            ("?qui=goff+ana", ["Ana Le Goff"]),
            ("?role=listener", ["Ana Le Goff"]),
            ("?role=rien&qui=%00", ["Ana Le Goff", "Élie Marin", "Inès Roux (vous)"]),
            ("?tri=-nom", ["Inès Roux (vous)", "Élie Marin", "Ana Le Goff"]),
            ("?qui=rivage.example&tri=adresse", ["Inès Roux (vous)", "Élie Marin", "Ana Le Goff"]),
            ("?etat=retire", []),
        ],
    )
    def test_it_narrows(self, organisation, here, client_of, query, names):
        page = text_of(client_of(organisation, here["director"]).get(f"/acces/{query}"))
        assert re.findall(r'<a href="/acces/\d+/">([^<]+)</a>', page) == names

    @pytest.mark.parametrize("typed", ["coeur", "CŒUR Łukasz", "sorensen lu"])
    def test_letters_that_are_no_accents_find_their_name_too(self, organisation, here, client_of, member, typed):
        member(organisation, Role.LISTENER, name="Łukasz Cœur-Sørensen")
        page = text_of(client_of(organisation, here["director"]).get("/acces/", {"qui": typed}))
        assert re.findall(r'<a href="/acces/\d+/">([^<]+)</a>', page) == ["Łukasz Cœur-Sørensen"]

    @pytest.mark.parametrize("more", [0, 2])
    def test_its_statements_do_not_grow(self, organisation, here, client_of, member, more, django_assert_num_queries):
        for _each in range(more):
            member(organisation, Role.LISTENER)
        with connection.as_application():
            director = Actor(here["director"].pk, organisation.pk, frozenset({Role.DIRECTOR}))
            for number in range(more + 1):
                invite(f"n{number}@exemple.example", "", organisation, [Role.TRAINEE], actor=director)
        web = client_of(organisation, here["director"])
        web.get("/acces/")
        with django_assert_num_queries(7):
            web.get("/acces/")

    def test_page_by_page_everybody_once_in_the_order_of_a_dictionary(self, organisation, here, rf):
        director = Actor(here["director"].pk, organisation.pk, frozenset({Role.DIRECTOR}))
        names, query = [], "/?"
        with connection.as_application():
            while query:
                page = page_of(
                    rf.get(query), people_in(organisation, director), by="in_order", size=1, descending=False
                )
                names += [each.user.name for each in page]
                query = page.older and f"/{page.older}"
        assert names == ["Ana Le Goff", "Élie Marin", "Inès Roux"]

    def test_it_is_taken_away_narrowed_and_the_trail_says_so(self, organisation, here, there, client_of):
        web = client_of(organisation, here["director"])
        file = web.get("/acces/?role=listener&export=csv")
        lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
        email, since = here["listener"].email, timezone.localdate().isoformat()
        assert lines == ["Nom;Adresse électronique;Rôles;Depuis;Accès", f"Ana Le Goff;{email};écoute;{since};ouvert"]
        assert web.get("/acces/?export=xlsx").status_code == 200
        assert text_of(web.get("/acces/historique/")).count("Liste des accès emportée") == 2


class TestChanging:
    def test_roles_hold_from_the_next_request_on(self, organisation, here, client_of):
        web, theirs = client_of(organisation, here["director"]), client_of(organisation, here["listener"])
        assert theirs.get("/appels/").status_code == 403
        path = f"/acces/{access_of(here['listener']).pk}/"
        assert 'value="listener"' in text_of(web.get(path))
        assert web.post(path, {"roles": ["listener", "dispatcher"]}).status_code == 302
        assert theirs.get("/appels/").status_code == 200
        assert "accès donné à Ana Le Goff" in text_of(web.get("/acces/historique/")).replace("Accès", "accès")

    def test_withdrawn_one_is_out_at_once_and_may_be_put_back(self, organisation, here, client_of):
        web, theirs = client_of(organisation, here["manager"]), client_of(organisation, here["listener"])
        path = f"/acces/{access_of(here['listener']).pk}/"
        assert web.post(f"{path}retirer/").status_code == 302
        with connection.as_application():
            assert not Session.objects.filter(user=here["listener"], organisation=organisation).exists()
        assert theirs.get("/fiches/").status_code == 302
        page = text_of(web.get(path))
        assert "n’a plus accès ici" in page
        assert "Ana Le Goff" in text_of(web.get("/acces/?etat=retire"))
        assert web.post(f"{path}remettre/").status_code == 302
        assert access_of(here["listener"]).active
        assert client_of(organisation, here["listener"]).get("/fiches/").status_code == 200

    def test_the_last_director_stays(self, organisation, here, client_of, member):
        director = Actor(here["director"].pk, organisation.pk, frozenset({Role.DIRECTOR}))
        other = member(organisation, Role.DIRECTOR, Role.LISTENER)
        second = Actor(other.pk, organisation.pk, frozenset({Role.DIRECTOR}))
        with connection.as_application():
            access.withdraw(access_of(other).pk, organisation, actor=director)
            for attempt in (
                lambda pk: access.withdraw(pk, organisation, actor=second),
                lambda pk: access.change(pk, organisation, ["manager"], actor=second),
                lambda pk: access.change(pk, organisation, ["director"], actor=second, sites=[1]),
            ):
                with pytest.raises(DomainError, match="dernière personne"):
                    attempt(access_of(here["director"]).pk)
        assert access_of(here["director"]).active

    def test_the_last_coordinator_too(self, member):
        first, second = member(None, Role.COORDINATOR), member(None, Role.COORDINATOR, Role.TREASURER)
        with connection.as_application():
            actor = Actor(first.pk, None, frozenset({Role.COORDINATOR}))
            access.change(access_of(second).pk, None, ["treasurer"], actor=actor)
            with pytest.raises(DomainError, match="coordination"):
                access.withdraw(access_of(first).pk, None, actor=Actor(second.pk, None, frozenset({Role.COORDINATOR})))

    def test_nobody_changes_their_own(self, organisation, here, client_of):
        web = client_of(organisation, here["manager"])
        path = f"/acces/{access_of(here['manager']).pk}/"
        assert "C’est à quelqu’un d’autre" in text_of(web.get(path))
        assert web.post(path, {"roles": ["manager", "supervisor"]}).status_code == 403
        assert web.post(f"{path}retirer/").status_code == 403
        assert access_of(here["manager"]).roles == ["manager"]

    def test_a_manager_leaves_the_direction_as_it_is(self, organisation, here, client_of, member):
        member(organisation, Role.DIRECTOR)
        web, pk = client_of(organisation, here["manager"]), access_of(here["director"]).pk
        assert web.post(f"/acces/{pk}/retirer/").status_code == 403
        assert web.post(f"/acces/{pk}/", {"roles": ["listener"]}).status_code == 302
        assert access_of(here["director"]).roles == ["director", "listener"], "beside it, another role"
        assert web.post(f"/acces/{access_of(here['listener']).pk}/", {"roles": ["director"]}).status_code == 422
        with connection.as_application(), pytest.raises(Refused):
            access.change(
                access_of(here["listener"]).pk,
                organisation,
                ["director"],
                actor=Actor(here["manager"].pk, organisation.pk, frozenset({Role.MANAGER})),
            )

    def test_a_withdrawn_director_is_not_put_back_by_a_manager(self, organisation, here, client_of, member):
        other = member(organisation, Role.DIRECTOR)
        with connection.as_application():
            access.withdraw(
                access_of(other).pk,
                organisation,
                actor=Actor(here["director"].pk, organisation.pk, frozenset({Role.DIRECTOR})),
            )
        answer = client_of(organisation, here["manager"]).post(f"/acces/{access_of(other).pk}/remettre/")
        assert answer.status_code == 403
        assert not access_of(other).active


class TestTheWall:
    def test_a_director_reaches_nobody_of_another_organisation(
        self, organisation, other_organisation, here, there, client_of
    ):
        web = client_of(organisation, here["director"])
        foreign = access_of(there["listener"]).pk
        with connection.as_application():
            sent = invite(
                "noe@exemple.example",
                "",
                other_organisation,
                [Role.LISTENER],
                actor=Actor(there["director"].pk, other_organisation.pk, frozenset({Role.DIRECTOR})),
            )
        for path in (f"/acces/{foreign}/retirer/", f"/acces/{foreign}/remettre/", f"/acces/{foreign}/"):
            assert web.post(path, {"roles": ["director"]}).status_code == 404
        assert web.get(f"/acces/{foreign}/").status_code == 404
        for verb in ("renouveler", "retirer"):
            assert web.post(f"/acces/invitations/{sent.pk}/{verb}/").status_code == 404
        with connection.as_application():
            assert Invitation.objects.get() == sent
            assert access_of(there["listener"]).roles == ["listener"]
        assert "noe@" not in text_of(web.get("/acces/"))
        assert "noe@" not in text_of(web.get("/acces/historique/"))

    def test_the_verbs_hold_without_the_pages(self, organisation, other_organisation, here, there):
        actor = Actor(here["director"].pk, organisation.pk, frozenset({Role.DIRECTOR}))
        with connection.as_application():
            for where in (organisation, other_organisation):
                with pytest.raises((NotFound, Refused)):
                    access.change(access_of(there["listener"]).pk, where, ["director"], actor=actor)

    def test_the_coordination_reads_its_own_people_alone(self, here, collective_member, collective_client):
        web = collective_client(collective_member(Role.COORDINATOR, name="Cora Lien"))
        page = text_of(web.get("/acces/"))
        assert "Cora Lien" in page
        assert "Ana Le Goff" not in page
        file = b"".join(web.get("/acces/?export=csv").streaming_content).decode()
        assert ("Cora Lien" in file, "Ana Le Goff" in file) == (True, False)
        assert web.get(f"/acces/{access_of(here['listener']).pk}/").status_code == 404


class TestInviting:
    def test_from_the_page(self, organisation, here, client_of):
        web = client_of(organisation, here["director"])
        answer = web.post("/acces/inviter/", {"email": "Noe@exemple.example", "name": "Noé", "roles": ["listener"]})
        assert answer.status_code == 302
        page = text_of(web.get("/acces/"))
        assert "noe@exemple.example" in page
        assert "<b>Une invitation</b> attend sa réponse" in page
        with connection.as_application():
            sent = Invitation.objects.get()
        assert web.post(f"/acces/invitations/{sent.pk}/renouveler/").status_code == 302
        assert web.post(f"/acces/invitations/{sent.pk}/retirer/").status_code == 302
        assert "n’ouvre plus rien" in text_of(web.get("/acces/"))
        assert "noe@exemple.example" not in text_of(web.get("/acces/"))
        assert "Invitation pour noe@exemple.example retirée" in text_of(web.get("/acces/historique/"))

    def test_a_member_is_told_beside_the_field(self, organisation, here, client_of):
        web = client_of(organisation, here["director"])
        answer = web.post("/acces/inviter/", {"email": here["listener"].email, "roles": ["listener"]})
        assert answer.status_code == 422
        assert "fait déjà partie des membres" in text_of(answer)

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"email": "x"},
            {"email": "n" * 250 + "@a.example", "roles": "listener"},
            {"email": "a@a.example", "roles": "coordinator"},
            {"sites": "a"},
        ],
    )
    def test_odd_forms_come_back(self, organisation, here, client_of, sent):
        assert client_of(organisation, here["director"]).post("/acces/inviter/", sent).status_code == 422


def test_somebody_limited_to_sites_reads_the_history_of_those(organisation, here, client_of):
    director = Actor(here["director"].pk, organisation.pk, frozenset({Role.DIRECTOR}))
    with connection.as_application():
        Membership.objects.filter(user=here["manager"]).update(sites=[1])
        for site in (1, 2):
            invite(f"antenne{site}@exemple.example", "", organisation, [Role.LISTENER], actor=director, sites=[site])
        access.change(access_of(here["listener"]).pk, organisation, ["dispatcher"], actor=director, sites=[2])
    page = text_of(client_of(organisation, here["manager"]).get("/acces/historique/"))
    assert "antenne1@exemple.example" in page
    assert "antenne2@exemple.example" not in page
    assert "Ana Le Goff" not in page
    page = text_of(client_of(organisation, here["director"]).get("/acces/historique/"))
    assert "antenne2@exemple.example" in page


def test_the_history_tells_by_whom(organisation, here, client_of):
    director = Actor(here["director"].pk, organisation.pk, frozenset({Role.DIRECTOR}))
    with connection.as_application():
        access.change(access_of(here["listener"]).pk, organisation, ["dispatcher"], actor=director)
        act = history.told(list(history.acts(organisation).order_by("-pk")[:1]))[0]
    assert (act.who, act.what) == ("Inès Roux", "accès donné à Ana Le Goff\xa0: régulation")
