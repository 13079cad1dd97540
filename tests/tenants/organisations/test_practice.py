"""Sandboxes made, emptied and erased for real, in a database of their own."""

import pytest
from django.db import connection

from tenants.organisations.domain import erasure, practice
from tenants.organisations.domain.erasure import erase_organisation
from tenants.organisations.models import Organisation
from tenants.telephony.models import Line
from tess.kernel.actor import Actor

SYSTEM = Actor.system("tests")


def test_an_erasure_cut_after_the_sandbox_goes_on(founded, monkeypatch):
    """The clock opens the sandboxes that were asked for: one that was just erased, with its proof, must not come back."""
    organisation = founded("essai")
    with connection.as_application():
        practice.want(organisation.pk, actor=SYSTEM)
        practice.open_wanted()
    real = erasure._finish

    def cut(proof, progress):
        real(proof, progress)
        raise KeyboardInterrupt

    monkeypatch.setattr(erasure, "_finish", cut)
    with pytest.raises(KeyboardInterrupt):
        erasure.erase_organisation(organisation, actor=SYSTEM)
    monkeypatch.undo()
    with connection.as_application():
        assert practice.open_wanted() == 0
    assert erasure.erase_organisation(organisation, actor=SYSTEM).is_complete


def test_a_sandbox_that_was_cut_before_it_was_filled_is_not_shown_and_is_filled(founded, monkeypatch):
    def cut():
        raise KeyboardInterrupt

    organisation = founded("essai")
    with connection.as_application():
        practice.want(organisation.pk, actor=SYSTEM)
        monkeypatch.setattr(practice, "_fills", [cut])
        with pytest.raises(KeyboardInterrupt):
            practice.open_wanted()
        assert practice.space_of(organisation.pk) is None
        monkeypatch.undo()
        assert practice.open_wanted() == 1
        space = practice.space_of(organisation.pk)
        assert practice.open_wanted() == 0
    assert space.is_served
    with connection.acting_for(space):
        assert Line.objects.count() == 1


def test_a_sandbox_is_opened_once_filled_emptied_and_erased_with_its_organisation(founded):
    organisation = founded("essai")
    with connection.as_application():
        practice.want(organisation.pk, actor=SYSTEM)
        assert practice.open_wanted() == 1
        assert practice.open_wanted() == 0
        space = practice.space_of(organisation.pk)
    assert (space.slug, space.is_practice) == ("essai-essai", True)
    with connection.acting_for(space):
        assert Line.objects.get().opening_hours == "24/7"
        Line.objects.create(name="De trop", number="0199000009")
    with connection.as_application():
        assert practice.empty_all() == 1
    with connection.acting_for(space):
        assert Line.objects.count() == 1
    erase_organisation(organisation, actor=SYSTEM)
    with connection.as_application():
        assert not Organisation.objects.filter(pk__in=[organisation.pk, space.pk]).exists()
