"""Who may enter where: one line a route, written by hand. A route absent from here fails the build.

`enter` are the roles for whom the page opens; everybody else gets 403, and a signed-out person the sign-in.
`sample` names, for each parameter of the path, the object of tests/isolation/world.py to put there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, Role

EVERYBODY = frozenset({"*"})
MEMBERS = frozenset(ORGANISATION_ROLES)
MANAGERS = (Role.DIRECTOR, Role.MANAGER)
SIGNED_IN = frozenset(ORGANISATION_ROLES | COLLECTIVE_ROLES)
READERS = (Role.DISPATCHER, Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR)


@dataclass(frozen=True, slots=True)
class Door:
    enter: frozenset[str]
    sample: dict[str, str] = field(default_factory=dict)
    path: str = ""  # for a route that has no name
    refusal: int = 403  # what somebody who may not enter gets
    asked_nothing: int = 200  # what it answers to a request without what it wants
    own: bool = False  # what it shows is somebody's own: to anybody else as unknown as what is missing

    @property
    def is_public(self) -> bool:
        return self.enter == EVERYBODY


def path_of(name: str, door: Door, urlconf: str, objects: dict[str, Any]) -> str:
    """The path of a route, with these objects in it."""
    return door.path or reverse(name, urlconf=urlconf, kwargs={key: objects[what] for key, what in door.sample.items()})


def only(*roles: Role, **sample: str) -> Door:
    return Door(frozenset(roles), sample)


def ones_own(**sample: str) -> Door:
    return Door(SIGNED_IN, sample, own=True)


AT_ORGANISATIONS: dict[str, Door] = {
    "palette": Door(MEMBERS),
    "look": Door(EVERYBODY),
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
    "people:team": only(Role.DIRECTOR, Role.MANAGER, Role.TRAINER, Role.SUPERVISOR),
    "people:person": only(Role.DIRECTOR, Role.MANAGER, Role.TRAINER, Role.SUPERVISOR, user_id="colleague"),
    "people:own_hours": Door(MEMBERS),
    "telephony:calls": only(Role.DIRECTOR, Role.MANAGER, Role.SUPERVISOR, Role.DISPATCHER),
    "telephony:lines": Door(MEMBERS - {Role.TRAINEE, Role.TRAINER}),
    "telephony:line_new": only(*MANAGERS),
    "telephony:line": only(*MANAGERS, pk="line"),
    "telephony:line_archive": only(*MANAGERS, pk="line"),
    "telephony:line_put_back": only(*MANAGERS, pk="line"),
    "telephony:hours_said": only(*MANAGERS),
    "telephony:sites": only(*MANAGERS),
    "telephony:site_new": only(*MANAGERS),
    "telephony:site": only(*MANAGERS, pk="site"),
    "telephony:site_remove": only(*MANAGERS, pk="site"),
    "telephony:imports": only(*MANAGERS),
    "telephony:import_new": only(*MANAGERS),
    "telephony:import": only(*MANAGERS, pk="batch"),
    "telephony:import_progress": only(*MANAGERS, pk="batch"),
    "telephony:import_load": only(*MANAGERS, pk="batch"),
    "telephony:import_give_up": only(*MANAGERS, pk="batch"),
    "telephony:import_resume": only(*MANAGERS, pk="batch"),
    "telephony:import_undo": only(*MANAGERS, pk="batch"),
    "telephony:import_refused": only(*MANAGERS, pk="batch"),
    "telephony:profiles": only(*MANAGERS),
    "telephony:profile_sample": only(*MANAGERS),
    "telephony:profile_new": only(*MANAGERS),
    "telephony:profile": only(*MANAGERS, pk="profile"),
    "activity:day": only(Role.DIRECTOR, Role.MANAGER, Role.SUPERVISOR, Role.DISPATCHER),
    "activity:definitions": only(Role.DIRECTOR, Role.MANAGER, Role.SUPERVISOR, Role.DISPATCHER),
    "activity:publish": only(Role.DIRECTOR, Role.MANAGER),
    "activity:agree": only(Role.DIRECTOR),
    "relays:directory": Door(MEMBERS),
    "relays:results": Door(MEMBERS),
    "relays:service": Door(MEMBERS, {"slug": "relay"}),
    "relays:claim": only(Role.LISTENER, *READERS, slug="relay"),
    "cms:commons": Door(MEMBERS),
    "cms:charter": Door(MEMBERS),
    "cms:sign_charter": only(Role.DIRECTOR),
    "onboarding:begin": only(*MANAGERS),
    "onboarding:tour": Door(MEMBERS),
    "onboarding:leave_tour": Door(MEMBERS),
    "onboarding:sandbox": Door(MEMBERS),
    "onboarding:open_sandbox": only(*MANAGERS),
    "onboarding:team": only(*MANAGERS),
    "onboarding:plans": only(*MANAGERS),
    "onboarding:plan": only(*MANAGERS, code="plan"),
    "onboarding:leave_out": only(*MANAGERS, code="first_step"),
    "onboarding:take_back": only(*MANAGERS, code="first_step"),
    "cms:practice_index": Door(MEMBERS),
    "cms:practice_sheet": Door(MEMBERS, {"slug": "sheet"}),
    "cms:practice_fragment": Door(MEMBERS, {"slug": "sheet"}),
    "desk:own": only(Role.LISTENER),
    "desk:everybodys": only(*READERS),
    "desk:unrecorded": only(Role.LISTENER, *READERS),
    "desk:themes": only(*MANAGERS),
    "desk:past_imports": only(*MANAGERS),
    "desk:past_new": only(*MANAGERS),
    "desk:past_words": only(*MANAGERS),
    "desk:past": only(*MANAGERS, pk="past"),
    "desk:past_progress": only(*MANAGERS, pk="past"),
    "desk:past_load": only(*MANAGERS, pk="past"),
    "desk:past_give_up": only(*MANAGERS, pk="past"),
    "desk:past_resume": only(*MANAGERS, pk="past"),
    "desk:past_undo": only(*MANAGERS, pk="past"),
    "desk:past_refused": only(*MANAGERS, pk="past"),
    "desk:start": only(Role.LISTENER),
    "desk:contact": only(Role.LISTENER, *READERS, pk="contact"),
    "desk:note": only(Role.LISTENER, Role.SUPERVISOR, Role.DIRECTOR, pk="contact"),
    "desk:save": only(Role.LISTENER, pk="draft"),
    "desk:close": only(Role.LISTENER, pk="draft"),
    "desk:relays": only(Role.LISTENER, pk="draft"),
    "desk:refer": only(Role.LISTENER, pk="draft", service="relay_id"),
    "desk:move": only(Role.LISTENER, pk="contact", referral="referral", step="step"),
}

AT_THE_COLLECTIVE: dict[str, Door] = {
    "style": Door(SIGNED_IN),
    "style_family": Door(SIGNED_IN, {"family": "family"}),
    "palette": Door(SIGNED_IN),
    "look": Door(EVERYBODY),
    "health": Door(EVERYBODY),
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
    "admission:join": Door(EVERYBODY),
    "admission:ask": Door(EVERYBODY),
    "admission:letter": Door(EVERYBODY, {"pk": "letter"}),
    "admission:key": Door(EVERYBODY, {"pk": "letter", "token": "token"}),
    "admission:leave": Door(EVERYBODY),
    # a candidate has no account: these open with the key of a mailbox (tests/tenants/admission), to nobody else
    "admission:mine": Door(EVERYBODY),
    "admission:dossier": Door(EVERYBODY, {"pk": "candidacy"}),
    "admission:section": Door(EVERYBODY, {"pk": "candidacy", "key": "section"}),
    "admission:send": Door(EVERYBODY, {"pk": "candidacy"}),
    "admission:withdraw": Door(EVERYBODY, {"pk": "candidacy"}),
    "admission:again": Door(EVERYBODY, {"pk": "candidacy"}),
    "admission:documents": Door(EVERYBODY, {"pk": "candidacy"}),
    "admission:document": Door(EVERYBODY, {"pk": "candidacy", "document_pk": "document"}),
    "admission:document_remove": Door(EVERYBODY, {"pk": "candidacy", "document_pk": "document"}),
    "training_sessions:catalogue": Door(SIGNED_IN),
    "training_sessions:mine": Door(SIGNED_IN),
    "training_sessions:module": Door(SIGNED_IN, {"slug": "module"}),
    "training_sessions:enrol": Door(SIGNED_IN, {"slug": "module"}),
    "training_sessions:progress": ones_own(enrolment_id="training"),
    "training_sessions:lesson": ones_own(enrolment_id="training", lesson_id="lesson"),
    "training_sessions:quiz": ones_own(enrolment_id="training"),
    "training_sessions:result": ones_own(enrolment_id="training", attempt_id="attempt"),
    "training_sessions:withdraw": ones_own(enrolment_id="training"),
    "relays:directory": Door(SIGNED_IN),
    "relays:results": Door(SIGNED_IN),
    "relays:service": Door(SIGNED_IN, {"slug": "relay"}),
    "relays:verify": only(Role.COORDINATOR, slug="relay"),
    "relays:dismiss": only(Role.COORDINATOR, slug="relay"),
    "relays:withdraw": only(Role.COORDINATOR, slug="relay"),
    "relays:put_back": only(Role.COORDINATOR, slug="relay"),
    "wagtailadmin_login": only(Role.COORDINATOR, Role.COLLECTIVE_TRAINER),
    "wagtailadmin_account": only(Role.COORDINATOR, Role.COLLECTIVE_TRAINER),
    "wagtailadmin_logout": Door(EVERYBODY),
    "wagtailadmin_walled_up": Door(EVERYBODY, {"what": "walled_up", "rest": "rest"}),
    "wagtailcore_walled_up": Door(EVERYBODY, {"rest": "rest"}),
    "observatory:overview": Door(COLLECTIVE_ROLES),
    "observatory:table": Door(COLLECTIVE_ROLES),
    "observatory:definitions": Door(COLLECTIVE_ROLES),
    "budgets:budgets": only(Role.TREASURER, Role.COORDINATOR),
    "budgets:create": only(Role.TREASURER),
    "budgets:budget": only(Role.TREASURER, Role.COORDINATOR, pk="budget"),
    "budgets:change": only(Role.TREASURER, pk="budget"),
    "budgets:item": only(Role.TREASURER, pk="budget", item_pk="item"),
    "budgets:remove_item": only(Role.TREASURER, pk="budget", item_pk="item"),
    "budgets:allocate": only(Role.TREASURER, pk="budget"),
    "budgets:working": only(Role.TREASURER, Role.COORDINATOR, pk="budget"),
    "budgets:table": only(Role.TREASURER, Role.COORDINATOR, pk="budget"),
    "admission:answer": Door(EVERYBODY, {"pk": "candidacy", "question_pk": "question"}),
    "admission:address": Door(EVERYBODY, {"pk": "candidacy"}),
    "admission:verdict": Door(EVERYBODY, {"pk": "candidacy"}),
    "admission:opening": Door(EVERYBODY, {"pk": "candidacy"}),
    "admission:candidacies": only(Role.COORDINATOR),
    "admission:candidacy": only(Role.COORDINATOR, pk="member_candidacy"),
    "admission:candidacy_tab": only(Role.COORDINATOR, pk="member_candidacy", tab="tab"),
    "admission:take_up": only(Role.COORDINATOR, pk="member_candidacy"),
    "admission:question": only(Role.COORDINATOR, pk="member_candidacy"),
    "admission:drop": only(Role.COORDINATOR, pk="member_candidacy", question_pk="question"),
    "admission:assess": only(Role.COORDINATOR, pk="member_candidacy", criterion="criterion"),
    "admission:vote": only(Role.COORDINATOR, pk="member_candidacy"),
    "admission:decide": only(Role.COORDINATOR, pk="member_candidacy"),
    "admission:review_document": only(Role.COORDINATOR, pk="member_candidacy", document_pk="member_document"),
    "admission:open_space": only(Role.COORDINATOR, pk="member_candidacy"),
    "admission:suspend": only(Role.COORDINATOR, pk="member_candidacy"),
    "admission:resume": only(Role.COORDINATOR, pk="member_candidacy"),
    "admission:export_member": only(Role.COORDINATOR, pk="member_candidacy"),
    "admission:leave_member": only(Role.COORDINATOR, pk="member_candidacy"),
    "admission:work": only(Role.COORDINATOR, pk="member_candidacy", work_pk="work"),
    "admission:work_again": only(Role.COORDINATOR, pk="member_candidacy", work_pk="work"),
    "admission:close": only(Role.COORDINATOR, pk="member_candidacy"),
    "admission:invite_director": only(Role.COORDINATOR, pk="member_candidacy"),
    # for whoever directs that very member (tests/tenants/admission/test_takeout.py); unknown to everybody else
    "admission:takeout": Door(frozenset(), {"pk": "candidacy"}, refusal=404),
    "admission:takeout_work": Door(frozenset(), {"pk": "candidacy"}, refusal=404),
    "admission:takeout_ask": Door(frozenset(), {"pk": "candidacy"}, refusal=404),
    "admission:takeout_archive": Door(frozenset(), {"pk": "candidacy", "work_pk": "work"}, refusal=404),
}
