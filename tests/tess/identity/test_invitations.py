"""Inviting somebody, and all the ways an invitation must not open."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail as django_mail
from django.db import connection
from django.utils import timezone

from tess.identity.domain import access, invitations, tokens
from tess.identity.domain.memberships import withdraw
from tess.identity.models import Invitation, Membership, User
from tess.identity.roles import Role
from tess.kernel import outbox
from tess.kernel.actor import Actor
from tess.kernel.errors import DomainError, NotFound, Refused
from tess.kernel.models import AuditEntry, OutboxMessage

EMAIL = "noe@exemple.example"
PASSWORD = "un bateau sur le canal"


@pytest.fixture(autouse=True)
def _as_application(request, db):
    if "organisation" in request.fixturenames:  # whose role is in force first
        request.getfixturevalue("organisation")
    with connection.as_application():
        yield


@pytest.fixture
def director(other_organisation, member, actor_of):
    return actor_of(other_organisation, Role.DIRECTOR, user=member(other_organisation, Role.DIRECTOR, name="Inès Roux"))


@pytest.fixture
def invited(other_organisation, director):
    return invitations.invite(EMAIL, "Noé", other_organisation, [Role.LISTENER], actor=director)


def path_of(invitation):
    return f"/invitation/{tokens.token_of(invitation)}/"


def letters():
    outbox.deliver_due()
    return django_mail.outbox


def code_sent():
    return re.search(r"\b\d{6}\b", letters()[-1].body)[0]


def prove(web, invitation):
    web.post(path_of(invitation) + "code/")
    return web.post(path_of(invitation) + "preuve/", {"code": code_sent()})


class TestTheLetter:
    def test_it_carries_the_link_and_the_outbox_does_not(self, invited):
        token = tokens.token_of(invited)
        assert token not in str(list(OutboxMessage.objects.values_list("payload", flat=True)))
        assert token not in str(Invitation.objects.values())
        (sent,) = letters()
        assert sent.to == [EMAIL]
        assert f"http://tess.localhost/invitation/{token}/" in sent.body
        assert f"http://tess.localhost/invitation/{token}/" in sent.alternatives[0].content
        assert "Inès Roux vous invite à rejoindre Les Veilleurs de nuit, pour" in sent.body
        assert "- écoute" in sent.body

    def test_it_is_not_sent_once_withdrawn(self, invited, other_organisation, director):
        invitations.revoke(invited.pk, other_organisation, actor=director)
        assert letters() == []

    def test_renewed_before_it_left_one_goes_with_the_latest_link(self, invited, other_organisation, director):
        again = invitations.invite(EMAIL, "Noé B", other_organisation, [Role.TRAINEE], actor=director)
        assert (again.pk, again.serial, again.roles) == (invited.pk, 2, ["trainee"])
        (sent,) = letters()
        assert tokens.token_of(again) in sent.body


class TestWhoMayInviteWhom:
    def test_a_manager_invites_anybody_but_a_director(self, other_organisation, actor_of):
        manager = actor_of(other_organisation, Role.MANAGER)
        manager = Actor(None, manager.organisation_id, manager.roles)
        assert invitations.invite(EMAIL, "", other_organisation, [Role.MANAGER], actor=manager)
        with pytest.raises(Refused):
            invitations.invite("b@exemple.example", "", other_organisation, [Role.DIRECTOR], actor=manager)

    def test_nor_turns_a_directors_invitation_into_another(self, other_organisation, director):
        invitations.invite(EMAIL, "", other_organisation, [Role.DIRECTOR], actor=director)
        manager = Actor(None, other_organisation.pk, frozenset({Role.MANAGER}))
        for attempt in (
            lambda found: invitations.invite(EMAIL, "", other_organisation, [Role.LISTENER], actor=manager),
            lambda found: invitations.revoke(found.pk, other_organisation, actor=manager),
            lambda found: invitations.renew(found.pk, other_organisation, actor=manager),
        ):
            with pytest.raises(Refused):
                attempt(Invitation.objects.get())

    @pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.TRAINER, Role.DISPATCHER, Role.LISTENER, Role.TRAINEE])
    def test_nobody_else_does(self, other_organisation, role):
        with pytest.raises(Refused):
            invitations.invite(
                EMAIL,
                "",
                other_organisation,
                [Role.TRAINEE],
                actor=Actor(None, other_organisation.pk, frozenset({role})),
            )

    def test_a_director_stays_at_home(self, organisation, other_organisation, director, invited):
        with pytest.raises(Refused):
            invitations.invite(EMAIL, "", organisation, [Role.LISTENER], actor=director)
        with pytest.raises(Refused):
            invitations.invite(EMAIL, "", None, [Role.OBSERVER], actor=director)
        with pytest.raises(NotFound):
            invitations.revoke(invited.pk, organisation, actor=director)

    def test_the_coordination_invites_its_own_and_directors(self, other_organisation):
        coordinator = Actor(None, None, frozenset({Role.COORDINATOR}))
        assert invitations.invite(EMAIL, "", None, [Role.OBSERVER], actor=coordinator)
        assert invitations.invite(EMAIL, "", other_organisation, [Role.DIRECTOR], actor=coordinator)
        with pytest.raises(Refused):
            invitations.invite("b@exemple.example", "", other_organisation, [Role.LISTENER], actor=coordinator)

    def test_an_operator_let_in_for_an_hour_does_not(self, other_organisation):
        operator = Actor(None, other_organisation.pk, frozenset({Role.MANAGER}), exceptional=True)
        with pytest.raises(Refused):
            invitations.invite(EMAIL, "", other_organisation, [Role.SUPERVISOR], actor=operator)

    @pytest.mark.parametrize(("sites", "let"), [([1], True), ([1, 3], False), ([], False)])
    def test_somebody_limited_to_sites_lets_people_into_those(self, other_organisation, sites, let):
        limited = Actor(None, other_organisation.pk, frozenset({Role.MANAGER}), sites=frozenset({1, 2}))
        if let:
            found = invitations.invite(EMAIL, "", other_organisation, [Role.LISTENER], actor=limited, sites=sites)
            assert found.sites == sites
        else:
            with pytest.raises(Refused):
                invitations.invite(EMAIL, "", other_organisation, [Role.LISTENER], actor=limited, sites=sites)

    @pytest.mark.parametrize(
        ("email", "name", "roles", "field"),
        [
            ("noe", "", ["listener"], "email"),
            ("n" * 250 + "@exemple.example", "", ["listener"], "email"),
            (EMAIL, "N" * 101, ["listener"], "name"),
            (EMAIL, "", [], "roles"),
            (EMAIL, "", ["coordinator"], "roles"),
        ],
    )
    def test_what_makes_no_invitation(self, other_organisation, director, email, name, roles, field):
        with pytest.raises(DomainError) as refusal:
            invitations.invite(email, name, other_organisation, roles, actor=director)
        assert refusal.value.field == field
        assert not Invitation.objects.exists()

    def test_a_member_needs_none(self, other_organisation, member, director):
        user = member(other_organisation, Role.LISTENER, Role.TRAINER)
        with pytest.raises(invitations.AlreadyMember) as refusal:
            invitations.invite(user.email.upper(), "", other_organisation, [Role.TRAINER], actor=director)
        assert user.email in str(refusal.value)
        limited = Actor(None, other_organisation.pk, frozenset({Role.MANAGER}), sites=frozenset({7}))
        with pytest.raises(invitations.AlreadyMember):  # it could not be accepted: one membership has one reach
            invitations.invite(user.email, "", other_organisation, [Role.MANAGER], actor=limited, sites=[7])
        withdraw(Membership.objects.get(user=user), actor=director)
        assert invitations.invite(user.email, "", other_organisation, [Role.TRAINER], actor=director)

    def test_a_member_is_invited_to_more_than_they_are(self, other_organisation, member, director, collective_client):
        user = member(other_organisation, Role.LISTENER)
        Membership.objects.filter(user=user).update(sites=[7])
        coordinator = Actor(None, None, frozenset({Role.COORDINATOR}))
        found = invitations.invite(user.email, "", other_organisation, [Role.DIRECTOR], actor=coordinator)
        assert Membership.objects.get(user=user).roles == ["listener"]
        assert collective_client(user).post(path_of(found) + "rejoindre/").status_code == 302
        standing = Membership.objects.get(user=user)
        assert (standing.roles, standing.sites) == (["director", "listener"], []), "who directs, directs the whole"

    def test_nobody_invites_themselves_to_more(self, other_organisation, member):
        user = member(other_organisation, Role.MANAGER)
        manager = Actor(user.pk, other_organisation.pk, frozenset({Role.MANAGER}))
        with pytest.raises(Refused):
            invitations.invite(user.email, "", other_organisation, [Role.SUPERVISOR], actor=manager)


class TestComingIn:
    def test_a_new_person_proves_the_address_opens_an_account_and_is_in(self, invited, collective_client):
        web = collective_client()
        assert "Les Veilleurs de nuit vous invite" in web.get(path_of(invited)).content.decode()
        assert prove(web, invited).status_code == 302
        page = web.get(path_of(invited)).content.decode()
        assert 'value="Noé"' in page
        answer = web.post(path_of(invited) + "compte/", {"name": "Noé Blanc", "password": PASSWORD})
        assert urlsplit(answer.headers["Location"]).hostname == "veilleurs.tess.localhost"
        user = User.objects.get(email=EMAIL)
        assert (user.name, user.check_password(PASSWORD)) == ("Noé Blanc", True)
        assert user.memberships.get().roles == ["listener"]
        assert "Noé" in web.get("/espace/").content.decode()
        said = set(AuditEntry.objects.filter(user_id=user.pk).values_list("action", "organisation_id"))
        where = invited.organisation_id
        assert {("identity.invitation.accepted", where), ("identity.membership.granted", where)} <= said

    def test_somebody_with_an_account_signs_in_first(self, invited, member, collective_client):
        user = member(None)
        User.objects.filter(pk=user.pk).update(email=EMAIL)
        web = collective_client()
        prove(web, invited)
        page = web.get(path_of(invited)).content.decode()
        assert "Un compte existe déjà" in page
        assert "/connexion/?suite=%2Finvitation%2F" in page
        web.post(path_of(invited) + "compte/", {"name": "X", "password": PASSWORD})
        assert not Membership.objects.filter(user=user).exists()
        user.refresh_from_db()
        web = collective_client(user)
        assert "Rejoindre" in web.get(path_of(invited)).content.decode()
        assert web.post(path_of(invited) + "rejoindre/").status_code == 302
        assert Membership.objects.get(user=user).roles == ["listener"]

    def test_sites_come_along(self, other_organisation, director, collective_client):
        found = invitations.invite(EMAIL, "", other_organisation, [Role.LISTENER], actor=director, sites=[7])
        web = collective_client()
        prove(web, found)
        web.post(path_of(found) + "compte/", {"name": "Noé", "password": PASSWORD})
        assert Membership.objects.get(user__email=EMAIL).sites == [7]

    def test_roles_given_for_a_site_never_reach_beyond_it(
        self, other_organisation, director, member, collective_client
    ):
        """Invited for one site, then put back in as a listener everywhere: one membership has one reach."""
        user = member(other_organisation, Role.LISTENER)
        standing = Membership.objects.get(user=user)
        withdraw(standing, actor=director)
        limited = Actor(None, other_organisation.pk, frozenset({Role.MANAGER}), sites=frozenset({7}))
        found = invitations.invite(user.email, "", other_organisation, [Role.MANAGER], actor=limited, sites=[7])
        access.put_back(standing.pk, other_organisation, actor=director)
        answer = collective_client(user).post(path_of(found) + "rejoindre/")
        assert answer.status_code == 410
        assert "votre accès" in answer.content.decode()
        standing.refresh_from_db()
        assert (standing.roles, standing.sites) == (["listener"], [])

    def test_a_weak_password_is_told_and_nothing_is_made(self, invited, collective_client):
        web = collective_client()
        prove(web, invited)
        answer = web.post(path_of(invited) + "compte/", {"name": "Noé", "password": "court"})
        assert answer.status_code == 422
        assert not User.objects.filter(email=EMAIL).exists()


class TestNotWithoutTheAddress:
    def test_a_forwarded_link_stops_at_the_code(self, invited, collective_client):
        web = collective_client()
        page = web.get(path_of(invited)).content.decode()
        assert "n…@exemple.example" in page
        assert EMAIL not in page
        web.post(path_of(invited) + "compte/", {"name": "Voleur", "password": PASSWORD})
        web.post(path_of(invited) + "rejoindre/")
        assert not User.objects.filter(email=EMAIL).exists()
        assert Invitation.objects.get().state == "pending"

    def test_looking_at_the_link_sends_nothing(self, invited, collective_client):
        letters().clear()
        collective_client().get(path_of(invited))
        assert letters() == []

    def test_somebody_else_is_told_so_and_may_sign_out(self, invited, member, other_organisation, collective_client):
        web = collective_client(member(other_organisation, Role.TRAINEE, name="Zoé Petit"))
        page = web.get(path_of(invited)).content.decode()
        assert "Zoé Petit" in page
        assert EMAIL not in page
        web.post(path_of(invited) + "rejoindre/")
        assert Invitation.objects.get().state == "pending"
        answer = web.post(path_of(invited) + "autre-personne/")
        assert answer.headers["Location"] == path_of(invited)
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert "Zoé Petit" not in web.get(path_of(invited)).content.decode()

    def test_the_proof_of_one_link_is_not_that_of_another(
        self, other_organisation, invited, director, collective_client
    ):
        other = invitations.invite("b@exemple.example", "", other_organisation, [Role.MANAGER], actor=director)
        web = collective_client()
        prove(web, invited)
        web.post(path_of(other) + "compte/", {"name": "Noé", "password": PASSWORD})
        assert not User.objects.filter(email="b@exemple.example").exists()

    def test_five_wrong_codes_and_the_right_one_is_worth_nothing(self, invited, collective_client):
        web = collective_client()
        web.post(path_of(invited) + "code/")
        right = code_sent()
        wrong = "000000" if right != "000000" else "000001"
        for _try in range(5):
            assert web.post(path_of(invited) + "preuve/", {"code": wrong}).status_code == 422
        answer = web.post(path_of(invited) + "preuve/", {"code": right})
        assert (answer.status_code, "n’est plus valable" in answer.content.decode()) == (422, True)

    def test_a_code_is_good_once_and_for_a_quarter_of_an_hour(self, invited, collective_client):
        web = collective_client()
        web.post(path_of(invited) + "code/")
        right = code_sent()
        Invitation.objects.update(code_sent_at=timezone.now() - timedelta(minutes=16))
        assert web.post(path_of(invited) + "preuve/", {"code": right}).status_code == 422
        Invitation.objects.update(code_sent_at=timezone.now())
        assert web.post(path_of(invited) + "preuve/", {"code": f" {right[:3]} {right[3:]} "}).status_code == 302
        assert collective_client().post(path_of(invited) + "preuve/", {"code": right}).status_code == 422

    def test_codes_are_counted_by_link(self, invited, other_organisation, director):
        asked = 0
        for _turn in range(12):
            Invitation.objects.filter(code_sent_at__isnull=False).update(
                code_sent_at=timezone.now() - timedelta(minutes=2)
            )
            try:
                asked += invitations.send_code(invited.pk)
            except Refused:
                break
        assert asked == 10
        invitations.renew(invited.pk, other_organisation, actor=director)
        assert invitations.send_code(invited.pk)
        assert not invitations.send_code(invited.pk), "one a minute"


class TestWhatNoLongerOpens:
    @pytest.mark.parametrize("token", ["x", "é" * 100, "0" * 100, "A" * 100, "f" * 31 + "g" + "0" * 68])
    def test_what_is_no_link_of_ours(self, token, collective_client):
        assert collective_client().get(f"/invitation/{token}/").status_code == 404

    def test_a_token_with_another_serial_or_a_changed_end(self, invited, collective_client):
        token = tokens.token_of(invited)
        for forged in (token[:32] + "0002" + token[36:], token[:-1] + ("0" if token[-1] != "0" else "1")):
            assert collective_client().get(f"/invitation/{forged}/").status_code == 404

    def test_used_twice(self, invited, member, collective_client):
        user = member(None)
        User.objects.filter(pk=user.pk).update(email=EMAIL)
        user.refresh_from_db()
        web = collective_client(user)
        web.post(path_of(invited) + "rejoindre/")
        for answer in (web.post(path_of(invited) + "rejoindre/"), collective_client().get(path_of(invited))):
            assert answer.status_code == 410
            assert "a déjà servi" in answer.content.decode()

    def test_expired_it_says_whom_to_ask(self, invited, collective_client):
        Invitation.objects.update(
            sent_at=timezone.now() - timedelta(days=15), expires_at=timezone.now() - timedelta(days=1)
        )
        answer = collective_client().get(path_of(invited))
        assert answer.status_code == 410
        assert "Demandez à Inès Roux" in answer.content.decode()

    def test_whatever_is_done_with_it_a_moment_too_late_says_so(self, invited, other_organisation, director):
        invitations.revoke(invited.pk, other_organisation, actor=director)
        for late in (invitations.hold, invitations.send_code, lambda pk: invitations.prove(pk, "123456")):
            with pytest.raises(invitations.Unusable) as refusal:
                late(invited.pk)
            assert refusal.value.why == "revoked"

    def test_withdrawn_while_one_was_at_it(self, invited, other_organisation, director, collective_client):
        web = collective_client()
        prove(web, invited)
        invitations.revoke(invited.pk, other_organisation, actor=director)
        answer = web.post(path_of(invited) + "compte/", {"name": "Noé", "password": PASSWORD})
        assert (answer.status_code, "a été retirée" in answer.content.decode()) == (410, True)
        assert not User.objects.filter(email=EMAIL).exists()

    def test_renewed_the_old_link_says_there_is_a_newer_one(
        self, invited, other_organisation, director, collective_client
    ):
        old = path_of(invited)
        new = path_of(invitations.renew(invited.pk, other_organisation, actor=director))
        answer = collective_client().get(old)
        assert (answer.status_code, "plus récente" in answer.content.decode()) == (410, True)
        assert collective_client().get(new).status_code == 200
