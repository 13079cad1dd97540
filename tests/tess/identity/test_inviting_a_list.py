"""A list of people brought at once: each line is invited, or told why not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tess.identity.domain import invitations, people_files
from tess.identity.models import Invitation
from tess.identity.roles import Role
from tess.kernel.actor import Actor

EMAIL = "noe@exemple.example"


@pytest.fixture(autouse=True)
def _as_application(db):
    with connection.as_application():
        yield


@pytest.fixture
def director(other_organisation, member, actor_of):
    return actor_of(other_organisation, Role.DIRECTOR, user=member(other_organisation, Role.DIRECTOR, name="Inès Roux"))


@pytest.fixture
def invited(other_organisation, director):
    return invitations.invite(EMAIL, "Noé", other_organisation, [Role.LISTENER], actor=director)


def test_each_line_stands_or_falls_by_itself(other_organisation, director, invited, member):
    user = member(other_organisation, Role.TRAINEE)
    manager = Actor(director.user_id, other_organisation.pk, frozenset({Role.MANAGER}))
    rows = people_files.read(
        f"mail;rôle\na@exemple.example;écoute\n{user.email};écoute\n{EMAIL};écoute\nb@exemple.example;direction\n"
        "c@exemple.example;formation\n"
    ).rows
    done = invitations.invite_many(rows, other_organisation, actor=manager)
    assert [(each.email, each.roles) for each in done.sent] == [
        ("a@exemple.example", ["listener"]),
        ("c@exemple.example", ["trainer"]),
    ]
    assert [str(error) for error in done.errors] == [
        f"Ligne 3\xa0: {user.email} fait déjà partie des membres.",
        f"Ligne 4\xa0: {EMAIL} a déjà une invitation.",
        "Ligne 5\xa0: Vous ne pouvez pas donner l’un de ces rôles.",
    ]


def test_an_expired_invitation_is_sent_again(other_organisation, director, invited):
    Invitation.objects.update(
        sent_at=timezone.now() - timedelta(days=15), expires_at=timezone.now() - timedelta(days=1)
    )
    done = invitations.invite_many(
        people_files.read(EMAIL, default_roles=["listener"]).rows, other_organisation, actor=director
    )
    assert [each.pk for each in done.sent] == [invited.pk]
    assert not done.sent[0].has_expired
