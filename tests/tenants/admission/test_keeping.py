"""The clock moves on: reminders once, before and after; what is over is erased, nothing else."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from tenants.admission.domain import candidacies, files, keeping
from tenants.admission.domain.steps import DAYS
from tenants.admission.models import Access, Candidacy, State
from tess.kernel import encryption, outbox
from tess.kernel.models import AuditEntry


def ages(candidacy, days):
    """As if everything about it had happened that many days before."""
    found = Candidacy.objects.get(pk=candidacy.pk)
    past = timedelta(days=days)
    moved = {"state_since": found.state_since - past, "created_at": found.created_at - past}
    for name in ("deadline", "reminded_at", "overdue_at"):
        if getattr(found, name):
            moved[name] = getattr(found, name) - past
    Candidacy.objects.filter(pk=found.pk).update(**moved)


def letters():
    while outbox.deliver_due():
        pass
    found = [(each.to[0], each.subject) for each in mail.outbox]
    mail.outbox.clear()
    return found


def a_morning():
    keeping.remind()
    return keeping.erase_what_is_over()


def test_a_draft_is_reminded_of_then_erased_with_its_documents_and_key(filled, django_capture_on_commit_callbacks):
    letters()
    ages(filled, DAYS[State.DRAFT] - 10)
    assert a_morning() == 0
    assert letters() == [("contact@estran.example", "Votre dossier vous attend")]
    assert a_morning() == 0
    assert letters() == [], "once"
    ages(filled, 12)
    with django_capture_on_commit_callbacks(execute=True):
        assert a_morning() == 1
    assert not Candidacy.objects.exists()
    assert not files.folder_of(filled.pk).exists()
    assert not encryption.has_key(filled.pk)
    assert AuditEntry.objects.filter(action="admission.candidacy.erased", object_id=str(filled.pk)).exists()


def test_never_without_a_word_before(candidacy):
    """The clock stood still for months: the candidate is told first, and has two weeks."""
    letters()
    ages(candidacy, 200)
    assert a_morning() == 0
    assert letters() == [("contact@estran.example", "Votre dossier vous attend")]
    assert (Candidacy.objects.get().deadline - timezone.localdate()).days == 14


def test_who_comes_back_has_the_whole_time_again(candidacy):
    ages(candidacy, DAYS[State.DRAFT] - 10)
    a_morning()
    candidacies.save_section(candidacy, "means", {"listeners": "30"})
    found = Candidacy.objects.get()
    assert found.reminded_at is None
    assert (found.deadline - timezone.localdate()).days == DAYS[State.DRAFT]


def test_the_coordination_is_reminded_of_its_own_turn(filled, coordinators):
    candidacies.send(filled)
    letters()
    ages(filled, DAYS[State.SUBMITTED] - 2)
    a_morning()
    assert letters() == [(user.email, "Une candidature attend") for user in coordinators]
    ages(filled, 5)
    a_morning()
    assert len(letters()) == len(coordinators)
    a_morning()
    assert letters() == []


@pytest.mark.parametrize(("state", "days", "gone"), [("refused", 364, 0), ("refused", 366, 1), ("withdrawn", 366, 1)])
def test_a_closed_dossier_is_erased_after_its_year(filled, state, days, gone):
    Candidacy.objects.update(state=state, decided_at=timezone.now(), reasons="Non.", deadline=None)
    ages(filled, days)
    assert keeping.erase_what_is_over() == gone
    assert Candidacy.objects.count() == 1 - gone


@pytest.mark.parametrize("state", ["active", "suspended", "admitted", "review", "questions"])
def test_what_lives_is_not_erased(filled, state):
    Candidacy.objects.update(
        state=state, decided_at=timezone.now(), reasons="Oui.", slug="estran", organisation_id=filled.pk, deadline=None
    )
    ages(filled, 4000)
    assert keeping.erase_what_is_over() == 0


def test_a_dossier_nobody_verified_is_gone_after_two_days(db):
    candidacies.open_candidacy(name="Essai", contact_name="Ada", contact_email="a@b.example")
    assert keeping.erase_what_is_over() == 0
    ages(Candidacy.objects.get(), 3)
    assert keeping.erase_what_is_over() == 1


def test_ways_in_that_are_over_go(candidacy):
    Access.objects.update(expires_at=timezone.now() - timedelta(days=2))
    keeping.erase_what_is_over()
    assert not Access.objects.exists()


@pytest.mark.parametrize("state", [State.QUESTIONS, State.ADMITTED])
def test_a_candidate_who_gives_no_news_is_closed_once_their_time_is_over(
    in_review, coordinators, collective_client, state
):
    web, path = collective_client(coordinators[0]), f"/candidatures/{in_review.pk}/"
    today = timezone.localdate()
    Candidacy.objects.filter(pk=in_review.pk).update(
        state=state, deadline=today, decided_at=timezone.now(), reasons="Oui."
    )
    assert "Clore la candidature" not in web.get(path).content.decode()
    assert "encore du temps" in web.post(f"{path}clore/", follow=True).content.decode()
    Candidacy.objects.filter(pk=in_review.pk).update(deadline=today - timedelta(days=1))
    letters()
    assert "Clore la candidature" in web.get(path).content.decode()
    web.post(f"{path}clore/")
    assert letters() == [("contact@estran.example", "Votre candidature est close")]
    ages(in_review, keeping.KEPT_DAYS[State.WITHDRAWN] + 1)
    assert keeping.erase_what_is_over() == 1
