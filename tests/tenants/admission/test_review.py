"""The coordination reads, asks, votes and decides; each sees what is theirs, and of two who decide at once one is heard."""

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.formats import date_format

from tenants.admission.charter import CRITERIA
from tenants.admission.domain import candidacies, decision, documents, review
from tenants.admission.models import Candidacy, Event, Kind, Question, State, Vote
from tenants.organisations.models import Organisation
from tess.kernel import outbox
from tess.kernel.errors import Conflict, DomainError
from tess.kernel.models import AuditEntry
from tests.tenants.admission.conftest import PDF


@pytest.fixture
def coordinator(collective_client, coordinators):
    return collective_client(coordinators[0])


def test_a_draft_is_its_candidates_alone(coordinator, candidacy):
    assert coordinator.get(f"/candidatures/{candidacy.pk}/").status_code == 404
    page = coordinator.get("/candidatures/?groupe=toutes").content.decode()
    assert "Écoute Estran" not in page
    assert "Un autre dossier est en préparation" in page


def test_a_draft_given_up_stays_its_candidates_alone(coordinator, filled):
    document = filled.documents.first()
    candidacies.withdraw(filled)
    for path in ("", f"documents/{document.pk}/"):
        assert coordinator.get(f"/candidatures/{filled.pk}/{path}").status_code == 404
    for group in ("toutes", "closes"):
        page = coordinator.get(f"/candidatures/?groupe={group}").content.decode()
        assert "Écoute Estran" not in page
        assert "en préparation" not in page
    again = candidacies.apply_again(filled)
    documents.add(again, kind="statutes", name="statuts.pdf", content=PDF)
    documents.add(again, kind="report", name="rapport.pdf", content=PDF + b"%")
    candidacies.send(again)
    assert str(filled.pk) not in coordinator.get(f"/candidatures/{again.pk}/").content.decode()
    candidacies.withdraw(again)
    assert coordinator.get(f"/candidatures/{again.pk}/").status_code == 200, "this one was sent"


def test_sent_the_coordination_is_told_and_finds_it_first(coordinator, coordinators, filled):
    candidacies.send(filled)
    outbox.deliver_due()
    told = {each.to[0] for each in mail.outbox if each.subject == "Une candidature est arrivée"}
    assert told == {user.email for user in coordinators}
    page = coordinator.get("/candidatures/").content.decode()
    assert "Une candidature</b> attend" in page
    assert "Écoute Estran" in page


def receipts():
    """The letters that say a dossier has arrived, the work waiting for delivery done."""
    outbox.deliver_due()
    return [each.body for each in mail.outbox if each.subject == "Votre dossier est arrivé"]


def test_the_receipt_says_by_when_the_review_begins(filled):
    sent = candidacies.send(filled)
    assert f"d’ici le {date_format(sent.deadline, 'j F Y')}" in receipts()[0]


def test_the_receipt_written_after_the_review_began_promises_no_day(in_review):
    (said,) = receipts()
    assert "est arrivé" in said
    assert "d’ici le" not in said


def test_no_receipt_is_written_once_the_decision_is_taken(admitted):
    assert receipts() == []


def test_the_list_is_searched_and_taken_away(coordinator, in_review):
    assert "Écoute Estran" in coordinator.get("/candidatures/?q=732 829 320").content.decode()
    assert "Personne de ce nom" in coordinator.get("/candidatures/?q=ailleurs").content.decode()
    Candidacy.objects.filter(pk=in_review.pk).update(name="=cmd()")
    table = b"".join(coordinator.get("/candidatures/?export=csv").streaming_content).decode()
    assert "'=cmd()" in table
    assert AuditEntry.objects.filter(action="admission.candidacies.exported").exists()


def test_every_side_opens(coordinator, ready):
    for side in ("", "dossier/", "charte/", "questions/", "decision/", "histoire/"):
        page = coordinator.get(f"/candidatures/{ready.pk}/{side}")
        assert page.status_code == 200, side
    assert coordinator.get(f"/candidatures/{ready.pk}/espace/").status_code == 404
    assert coordinator.get(f"/candidatures/{ready.pk}/ailleurs/").status_code == 404


@pytest.mark.parametrize(("told", "shown"), [(None, "pas encore commencés"), (37, "37&nbsp;%")])
def test_how_far_a_members_first_steps_are(coordinator, ready, other_organisation, told, shown):
    Organisation.objects.filter(pk=other_organisation.pk).update(setup_percent=told)
    Candidacy.objects.filter(pk=ready.pk).update(
        state=State.ACTIVE,
        reasons="Oui.",
        decided_at=timezone.now(),
        slug=other_organisation.slug,
        organisation_id=other_organisation.pk,
    )
    assert shown in coordinator.get(f"/candidatures/{ready.pk}/espace/").content.decode()


@pytest.mark.parametrize(("rows", "queries"), [(1, 5), (3, 5)])
def test_the_list_costs_the_same_for_one_and_for_three(rows, queries, coordinator, filled, django_assert_num_queries):
    candidacies.send(filled)
    sent = Candidacy.objects.get()
    for number in range(rows - 1):
        sent.pk, sent.name = None, f"Écoute {number}"
        sent._state.adding = True
        sent.save(force_insert=True)
    coordinator.get("/candidatures/")
    with django_assert_num_queries(queries):
        coordinator.get("/candidatures/")


def test_a_question_opens_the_dossier_again_until_its_answer(candidate, coordinator, in_review):
    assert (
        coordinator.post(f"/candidatures/{in_review.pk}/questions/poser/", {"text": "Depuis quand ?"}).status_code
        == 302
    )
    outbox.deliver_due()
    assert mail.outbox[-1].to == ["contact@estran.example"]
    assert "Depuis quand" not in mail.outbox[-1].body
    page = candidate().get(f"/adherer/dossiers/{in_review.pk}/").content.decode()
    assert "Depuis quand ?" in page
    question = Question.objects.get()
    path = f"/adherer/dossiers/{in_review.pk}/questions/{question.pk}/"
    empty = candidate().post(path, {f"{question.pk}-answer": "  "})
    assert empty.status_code == 422
    candidate().post(path, {f"{question.pk}-answer": "Depuis 2004."})
    assert Candidacy.objects.get().state == State.REVIEW
    assert "Depuis 2004." in coordinator.get(f"/candidatures/{in_review.pk}/questions/").content.decode()
    assert candidate().post(path, {f"{question.pk}-answer": "encore"}, follow=True).status_code == 200
    assert Question.objects.get().answer == "Depuis 2004."


def test_a_question_may_be_closed_without_an_answer(coordinator, in_review, acting, coordinators):
    question = review.ask(in_review, "Et vos statuts ?", actor=acting(coordinators[0]))
    coordinator.post(f"/candidatures/{in_review.pk}/questions/{question.pk}/clore/")
    assert Candidacy.objects.get().state == State.REVIEW
    with pytest.raises(Conflict):
        review.answer(in_review, question.pk, "trop tard")


def test_a_point_not_met_needs_a_remark_and_bars_admission(coordinator, ready):
    path = f"/candidatures/{ready.pk}/charte/reach/"
    refused = coordinator.post(path, {"reach-finding": "not_met", "reach-remark": ""})
    assert refused.status_code == 422
    assert "Dites pourquoi" in refused.content.decode()
    coordinator.post(path, {"reach-finding": "not_met", "reach-remark": "Deux départements seulement."})
    answer = coordinator.post(
        f"/candidatures/{ready.pk}/decider/", {"decision-outcome": "admit", "decision-reasons": "Oui."}
    )
    assert "Non rempli" in answer.content.decode()
    assert Candidacy.objects.get().state == State.REVIEW


def test_without_a_quorum_nothing_is_decided(in_review, coordinators, acting):
    for each in CRITERIA:
        review.assess(in_review, each.key, "met", "", actor=acting(coordinators[0]))
    decision.vote(in_review, "for", "", actor=acting(coordinators[0]))
    for admit in (True, False):
        with pytest.raises(DomainError, match="1 voix données sur 2"):
            decision.decide(in_review, admit=admit, reasons="Parce que.", actor=acting(coordinators[0]))


@pytest.mark.parametrize(
    ("voices", "admit"), [(("for", "for"), True), (("for", "abstains"), True), (("for", "against"), False)]
)
def test_more_voices_for_than_against_admit(in_review, coordinators, acting, voices, admit):
    for each in CRITERIA:
        review.assess(in_review, each.key, "met", "", actor=acting(coordinators[0]))
    for user, voice in zip(coordinators, voices, strict=False):
        decision.vote(in_review, voice, "", actor=acting(user))
    with pytest.raises(DomainError):
        decision.decide(in_review, admit=not admit, reasons="Parce que.", actor=acting(coordinators[0]))
    decided = decision.decide(in_review, admit=admit, reasons="Parce que.", actor=acting(coordinators[0]))
    assert decided.state == (State.ADMITTED if admit else State.REFUSED)


def test_a_voice_may_change_and_one_who_left_the_coordination_is_heard_no_more(ready, coordinators, acting):
    decision.vote(ready, "against", "", actor=acting(coordinators[0]))
    assert Vote.objects.count() == 2
    coordinators[0].memberships.update(active=False)
    tally = decision.tally_of(ready)
    assert (tally.coordinators, tally.for_, tally.against) == (2, 1, 0)


def test_of_two_who_decide_at_once_the_second_is_told(ready, coordinators, acting, coordinator, collective_client):
    other = collective_client(coordinators[1])
    said = {"decision-outcome": "admit", "decision-reasons": "Les quatre points sont remplis."}
    assert coordinator.post(f"/candidatures/{ready.pk}/decider/", said).status_code == 302
    late = other.post(f"/candidatures/{ready.pk}/decider/", {**said, "decision-outcome": "refuse"}, follow=True)
    assert "quelqu’un a agi entre-temps" in late.content.decode()
    found = Candidacy.objects.get()
    assert (found.state, found.decided_by) == (State.ADMITTED, coordinators[0].pk)
    assert Event.objects.filter(kind__in=[Kind.ADMITTED, Kind.REFUSED]).count() == 1


def test_a_refused_candidate_reads_why_and_may_begin_again(candidate, in_review, coordinators, acting):
    for user in coordinators[:2]:
        decision.vote(in_review, "against", "hors sujet, à mon avis", actor=acting(user))
    decision.decide(in_review, admit=False, reasons="La compétence n’est pas nationale.", actor=acting(coordinators[0]))
    page = candidate().get(f"/adherer/dossiers/{in_review.pk}/").content.decode()
    assert "La compétence n’est pas nationale." in page
    assert "Candidater de nouveau" in page
    for kept_apart in ("hors sujet", *(user.name for user in coordinators)):
        assert kept_apart not in page


def test_what_is_asked_of_the_charter_is_shown_to_the_public(collective_client):
    page = collective_client().get("/adherer/").content.decode()
    for each in CRITERIA:
        assert str(each.label) in page


def test_a_document_is_read_by_its_candidate_and_by_coordinators_alone(
    candidate, coordinator, collective_client, collective_member, in_review
):
    document = in_review.documents.first()
    theirs = f"/candidatures/{in_review.pk}/documents/{document.pk}/"
    own = f"/adherer/dossiers/{in_review.pk}/documents/{document.pk}/"
    assert collective_client().get(theirs).status_code == 302
    assert collective_client(collective_member("treasurer")).get(theirs).status_code == 403
    assert candidate("autre@ailleurs.example").get(own).status_code == 404
    assert AuditEntry.objects.filter(action="admission.document.read").count() == 0
    for web, path in ((coordinator, theirs), (candidate(), own)):
        answer = web.get(path)
        assert answer.content.startswith(b"%PDF")
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert AuditEntry.objects.filter(action="admission.document.read", object_id=str(document.pk)).count() == 2
