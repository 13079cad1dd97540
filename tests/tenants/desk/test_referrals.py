"""The little machine of a referral, every step tried; and the copy it keeps."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from tenants.desk.domain.contacts import Answers, close_contact, save_draft
from tenants.desk.domain.referrals import STEPS, refer
from tenants.desk.models import TRANSITIONS, Referral, ReferralState
from tenants.relays.demo import FILE
from tenants.relays.domain.imports import load
from tenants.relays.models import Service
from tess.identity.roles import Role
from tess.kernel.actor import Actor
from tess.kernel.errors import Conflict, NotFound


@pytest.fixture
def service(organisation):
    with connection.as_application():
        load(FILE, actor=Actor.system("tests"))
        return Service.objects.get(number="3114")


@pytest.fixture
def referral(draft, service, listener):
    return refer(draft, service.pk, actor=listener)


def test_it_keeps_what_was_given_that_day(referral, service):
    with connection.as_application():
        Service.objects.filter(pk=service.pk).update(name="Autre nom", number="3115")
    referral.refresh_from_db()
    assert (referral.service_name, referral.service_number) == ("Prévention du suicide", "3114")


def test_proposed_twice_is_one(referral, draft, service, listener):
    assert refer(draft, service.pk, actor=listener) == referral
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.create(contact=draft, service_id=service.pk, service_name="X", service_number="15")


def test_no_such_relay(draft, service, listener):
    with connection.as_application():
        Service.objects.filter(pk=service.pk).update(active=False)
    for key in (service.pk, uuid.uuid4()):
        with pytest.raises(NotFound):
            refer(draft, key, actor=listener)


@pytest.mark.parametrize("before", ReferralState)
@pytest.mark.parametrize("after", STEPS)
def test_every_step(referral, listener, before, after):
    Referral.objects.filter(pk=referral.pk).update(state=before)
    if after in TRANSITIONS[before]:
        assert STEPS[after](referral, actor=listener).state == after
    else:
        with pytest.raises(Conflict):
            STEPS[after](referral, actor=listener)
        referral.refresh_from_db()
        assert referral.state == before


def test_the_machine_is_what_we_said():
    """One verb a step; nothing leads back to the beginning; an end is an end."""
    assert {(before.value, after.value) for before, steps in TRANSITIONS.items() for after in steps} == {
        ("proposed", "accepted"), ("proposed", "put_through"), ("proposed", "declined"),
        ("accepted", "put_through"), ("accepted", "declined"),
    }  # fmt: skip
    assert set(STEPS) == set(ReferralState) - {ReferralState.PROPOSED}


def test_the_table_knows_the_states(referral):
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(state="lost")


def test_nobody_else_and_not_once_closed(referral, draft, listener, service, organisation, actor_of):
    with pytest.raises(NotFound):
        STEPS[ReferralState.ACCEPTED](referral, actor=actor_of(organisation, Role.LISTENER))
    saved = save_draft(draft, Answers(nature="support", line_id=draft.line_id), version=1, actor=listener)
    close_contact(saved, version=saved.version, actor=listener)
    with pytest.raises(Conflict, match="close"):
        STEPS[ReferralState.ACCEPTED](referral, actor=listener)
    with pytest.raises(Conflict, match="close"):
        refer(draft, service.pk, actor=listener)
