"""An organisation says that an entry is wrong: everybody sees it, the coordination answers."""

import pytest
from django.db import ProgrammingError, connection, transaction

from tenants.governance.models import Answer, CommonsRequest
from tenants.relays.models import Service
from tess.identity.roles import Role
from tess.kernel import outbox
from tess.kernel.models import AuditEntry


@pytest.fixture
def relay(national):
    with connection.as_application():
        return Service.objects.get(number="3114")


@pytest.fixture
def says(relay, member, client_of):
    """`says(organisation, "number")`: a listener there says so, and the request arrives."""

    def make(where, word):
        answer = client_of(where, member(where, Role.LISTENER)).post(f"/relais/{relay.slug}/signaler/", {"word": word})
        with connection.as_application():
            outbox.deliver_due()
        return answer

    return make


@pytest.fixture
def coordination(collective_member, collective_client):
    return collective_client(collective_member(Role.COORDINATOR))


def page_of(web, relay):
    return web.get(f"/relais/{relay.slug}/").content.decode()


def test_it_is_shown_to_every_organisation_and_to_the_coordination(
    organisation, other_organisation, relay, says, member, client_of, coordination
):
    assert says(organisation, "number").status_code == 302
    theirs = client_of(other_organisation, member(other_organisation, Role.LISTENER))
    assert "le numéro ne fonctionne pas" in page_of(theirs, relay)
    assert "le numéro ne fonctionne pas" in theirs.get("/relais/", {"q": "suicide"}).content.decode()
    listed = coordination.get("/relais/").content.decode()
    assert "Une fiche signalée" in listed
    assert organisation.name not in listed + page_of(coordination, relay) + page_of(theirs, relay)


def test_said_twice_it_waits_once(organisation, other_organisation, relay, says):
    for where in (organisation, organisation, other_organisation):
        says(where, "hours")
    with connection.as_application():
        assert CommonsRequest.objects.count() == 2
        assert Service.objects.get(pk=relay.pk).claims == ["hours"]


@pytest.mark.parametrize(
    ("door", "outcome", "stays"),
    [("verifie", "accepted", True), ("rien-a-corriger", "declined", True), ("retirer", "accepted", False)],
)
def test_the_coordination_answers_and_the_warning_goes(
    organisation, relay, says, coordination, acting_for, door, outcome, stays
):
    says(organisation, "closed")
    assert coordination.post(f"/relais/{relay.slug}/{door}/").status_code == 302
    with connection.as_application():
        found = Service.objects.get(pk=relay.pk)
    assert (found.claims, found.active) == ([], stays)
    with acting_for(organisation):
        assert Answer.objects.get().outcome == outcome
    says(organisation, "hours")
    with connection.as_application():
        assert Service.objects.get(pk=relay.pk).claims == (["hours"] if stays else [])


def test_taken_out_nobody_finds_it_and_the_coordination_puts_it_back(
    organisation, relay, coordination, member, client_of
):
    listener = client_of(organisation, member(organisation, Role.LISTENER))
    page = coordination.post(f"/relais/{relay.slug}/retirer/", follow=True).content.decode()
    assert "Remettre dans le répertoire" in page
    assert listener.get(f"/relais/{relay.slug}/").status_code == 404
    assert relay.name not in listener.get("/relais/", {"q": "3114"}).content.decode()
    page = coordination.post(f"/relais/{relay.slug}/remettre/", follow=True).content.decode()
    assert "Remettre" not in page
    assert listener.get(f"/relais/{relay.slug}/").status_code == 200


@pytest.mark.parametrize("word", ["", "inconnu", "number hours", "\x00", None])
def test_another_word_is_refused_and_nothing_is_sent(organisation, relay, says, word):
    answer = says(organisation, word or "")
    assert answer.status_code == 422
    assert "Qu’est-ce qui ne va pas" in answer.content.decode()
    with connection.as_application():
        assert not CommonsRequest.objects.exists()


def test_who_does_not_give_numbers_is_not_asked(
    organisation, relay, member, client_of, collective_member, collective_client
):
    trainee = client_of(organisation, member(organisation, Role.TRAINEE))
    assert "signaler/" not in page_of(trainee, relay)
    assert trainee.post(f"/relais/{relay.slug}/signaler/", {"word": "hours"}).status_code == 403
    treasurer = collective_client(collective_member(Role.TREASURER))
    for door in ("rien-a-corriger", "retirer", "remettre"):
        assert treasurer.post(f"/relais/{relay.slug}/{door}/").status_code == 403


def test_an_organisation_reads_its_own_requests_and_changes_none(
    organisation, other_organisation, relay, says, acting_for
):
    says(organisation, "number")
    with acting_for(other_organisation):
        assert not CommonsRequest.objects.exists()
    with acting_for(organisation):
        request = CommonsRequest.objects.get()
        for forbidden in (
            lambda: CommonsRequest.objects.update(word="hours"),
            lambda: CommonsRequest.objects.all()._raw_delete("default"),
            lambda: Answer.objects.create(request=request, organisation_id=organisation.pk, outcome="accepted"),
            lambda: CommonsRequest.objects.create(
                organisation_id=other_organisation.pk, kind="relays.entry", subject_id=relay.pk, word="hours"
            ),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                forbidden()


def test_who_said_it_is_in_the_trail_and_nowhere_else(organisation, relay, says):
    says(organisation, "number")
    with connection.as_application():
        entry = AuditEntry.objects.get(action="governance.request.sent")
    assert entry.organisation_id == organisation.pk
    assert entry.user_id is not None
    assert "user" not in " ".join(field.name for field in CommonsRequest._meta.get_fields())
