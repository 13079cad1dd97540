"""Who one is, and who may come in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from tess.identity.domain.exceptional import name_operator, open_access
from tess.identity.domain.invitations import invite
from tess.identity.domain.memberships import open_account
from tess.identity.models import Membership
from tess.identity.roles import COLLECTIVE_ROLES, Role
from tess.kernel.actor import Actor
from tests.isolation.door import EVERYBODY, MANAGERS, MEMBERS, SIGNED_IN, Door, only

if TYPE_CHECKING:
    from tess.identity.models import User
    from tests.isolation.place import Place

AT_ORGANISATIONS = {
    "identity:home": Door(MEMBERS),
    "identity:enter": Door(EVERYBODY),
    "identity:accept": Door(EVERYBODY),
    "identity:sign_out": Door(EVERYBODY),
    "identity:lock": Door(MEMBERS),
    "identity:presence": Door(EVERYBODY),
    "identity:back": Door(MEMBERS),
    "identity:access": only(*MANAGERS),
    "identity:access_invite": only(*MANAGERS),
    "identity:access_history": only(*MANAGERS),
    "identity:access_person": only(*MANAGERS, pk="access"),
    "identity:access_withdraw": only(*MANAGERS, pk="access"),
    "identity:access_put_back": only(*MANAGERS, pk="access"),
    "identity:invitation_renew": only(*MANAGERS, pk="invitation"),
    "identity:invitation_revoke": only(*MANAGERS, pk="invitation"),
    "identity:exceptional_end": only(Role.DIRECTOR, pk="exceptional"),
    "identity:who_may": Door(MEMBERS),
}

AT_THE_COLLECTIVE = {
    "identity:sign_in": Door(EVERYBODY),
    "identity:start_over": Door(EVERYBODY),
    "identity:sign_out": Door(EVERYBODY),
    "identity:signed_out": Door(EVERYBODY),
    "identity:account": Door(SIGNED_IN),
    "identity:change_name": Door(SIGNED_IN),
    "identity:end_session": Door(SIGNED_IN, path="/compte/connexions/0123456789abcdef01234567/fin/"),
    "identity:end_every_session": Door(SIGNED_IN),
    "account_login": Door(EVERYBODY),
    "account_signup": Door(EVERYBODY),
    "account_inactive": Door(EVERYBODY),
    "account_request_login_code": Door(EVERYBODY),
    "account_confirm_login_code": Door(EVERYBODY),
    "account_reset_password": Door(EVERYBODY),
    "account_reset_password_done": Door(EVERYBODY),
    "account_reset_password_from_key": Door(EVERYBODY, path="/mot-de-passe/nouveau/0-0/"),
    "account_reset_password_from_key_done": Door(EVERYBODY),
    "account_change_password": Door(SIGNED_IN),
    "account_set_password": Door(SIGNED_IN),
    "account_email": Door(SIGNED_IN),
    "account_confirm_email": Door(SIGNED_IN, path="/compte/adresse/0/"),
    "account_reauthenticate": Door(SIGNED_IN),
    "mfa_authenticate": Door(EVERYBODY),
    "mfa_login_webauthn": Door(EVERYBODY),
    "mfa_reauthenticate": Door(SIGNED_IN),
    "mfa_reauthenticate_webauthn": Door(SIGNED_IN),
    "mfa_index": Door(SIGNED_IN),
    "mfa_activate_totp": Door(SIGNED_IN),
    "mfa_deactivate_totp": Door(SIGNED_IN, asked_nothing=404),
    "mfa_add_webauthn": Door(SIGNED_IN),
    "mfa_edit_webauthn": Door(SIGNED_IN, path="/compte/second-facteur/cle/1/nom/"),
    "mfa_remove_webauthn": Door(SIGNED_IN, path="/compte/second-facteur/cle/1/retirer/"),
    "mfa_view_recovery_codes": Door(SIGNED_IN, asked_nothing=404),
    "mfa_generate_recovery_codes": Door(SIGNED_IN),
    "mfa_download_recovery_codes": Door(SIGNED_IN, asked_nothing=404),
    "identity:hand_over": Door(SIGNED_IN, asked_nothing=404),
    "identity:home": Door(SIGNED_IN),
    "identity:lock": Door(SIGNED_IN),
    "identity:locked": Door(EVERYBODY),
    "identity:sign_out_other": Door(EVERYBODY),
    "identity:presence": Door(EVERYBODY),
    "identity:back": Door(SIGNED_IN),
    "identity:access": only(Role.COORDINATOR),
    "identity:access_invite": only(Role.COORDINATOR),
    "identity:access_history": only(Role.COORDINATOR),
    "identity:access_person": only(Role.COORDINATOR, pk="collective_access"),
    "identity:access_withdraw": only(Role.COORDINATOR, pk="collective_access"),
    "identity:access_put_back": only(Role.COORDINATOR, pk="collective_access"),
    "identity:invitation_renew": only(Role.COORDINATOR, pk="collective_invitation"),
    "identity:invitation_revoke": only(Role.COORDINATOR, pk="collective_invitation"),
    "identity:who_may": Door(COLLECTIVE_ROLES),
    "identity:exceptional": only(),  # operators of the platform, who are so by no role
    "identity:exceptional_leave": only(pk="exceptional"),
    "identity:invitation": Door(EVERYBODY, {"token": "no_invitation"}),
    "identity:invitation_code": Door(EVERYBODY, {"token": "no_invitation"}),
    "identity:invitation_prove": Door(EVERYBODY, {"token": "no_invitation"}),
    "identity:invitation_account": Door(EVERYBODY, {"token": "no_invitation"}),
    "identity:invitation_join": Door(EVERYBODY, {"token": "no_invitation"}),
    "identity:invitation_other": Door(EVERYBODY, {"token": "no_invitation"}),
}

MISSING = {
    "access": 10**9,
    "invitation": UUID(int=7),
    "exceptional": UUID(int=8),
}


def commons() -> dict[str, Any]:
    """A link nobody was sent."""
    return {"no_invitation": "0" * 100}


def fill(place: Place) -> dict[str, Any]:
    """An access, an invitation and an exceptional access of an operator."""
    organisation, director = place.organisation, place.actor(Role.DIRECTOR)
    with connection.as_application():
        operator = open_account(
            f"operateur@{organisation.slug}.example", "Opérateur", None, actor=Actor.system("tests")
        )
        name_operator(operator, is_operator=True, actor=Actor.system("tests"))
        opened = open_access(operator, organisation, f"Pour {place.token}, vu", minutes=60, actor=director)
        sent = invite(f"{place.token}@exemple.example", "", organisation, [Role.TRAINEE], actor=director)
        member = Membership.objects.get(user=place.people[Role.LISTENER], organisation=organisation)
        return {"access": member.pk, "invitation": sent.pk, "exceptional": opened.pk}


def collective_access(people: dict[str, User]) -> dict[str, Any]:
    """An access to the collective's own space, and an invitation."""
    with connection.as_application():
        coordinator = Actor(people[Role.COORDINATOR].pk, None, frozenset({Role.COORDINATOR}))
        sent = invite("quelquun@exemple.example", "", None, [Role.OBSERVER], actor=coordinator)
        member = Membership.objects.get(user=people[Role.OBSERVER], organisation=None)
        return {"collective_access": member.pk, "collective_invitation": sent.pk}
