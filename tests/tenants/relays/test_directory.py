"""The pages, as read at both hosts."""

import pytest
from django.db import connection

from tenants.relays.models import Service
from tess.identity.roles import Role
from tess.kernel.models import AuditEntry


@pytest.fixture
def listener(organisation, member, client_of):
    return client_of(organisation, member(organisation, Role.LISTENER))


@pytest.fixture
def coordination(collective_member, collective_client):
    return collective_client(collective_member(Role.COORDINATOR))


def test_search_page_and_fragment_tell_the_same(national, listener):
    page = listener.get("/relais/", {"q": "violance femme"}).content.decode()
    fragment = listener.get("/relais/resultats/", {"q": "violance femme"}).content.decode()
    assert page.index("Violences Femmes Info") < page.index("Viols Femmes")
    assert fragment.strip() in page
    assert "<html" not in fragment
    assert "3919" in page


def test_what_was_typed_comes_back_escaped(national, listener):
    page = listener.get("/relais/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page
    assert "Rien qui ressemble" in listener.get("/relais/", {"q": "xyzzy"}).content.decode()


def test_hostile_queries_answer(national, listener):
    for typed in ("\x00", "a" * 100_000, "%", "\\", "'", "\ud83d\udca1" * 50, " " * 200):
        assert (
            listener.get("/relais/", {"q": typed.encode("utf-16", "surrogatepass").decode("utf-16")}).status_code == 200
        )


def test_a_page_says_plainly_what_is_not_verified(national, listener):
    page = listener.get(Service.objects.get(number="3939").get_absolute_url()).content.decode()
    assert "À vérifier" in page
    assert "Horaires inconnus" in page
    assert "verifie/" not in page


def test_signed_out_goes_to_sign_in(national, organisation, client_of):
    assert client_of(organisation).get("/relais/").status_code == 302


def test_missing_is_404(national, listener):
    assert listener.get("/relais/nulle-part/").status_code == 404


def test_the_coordination_marks_as_verified(national, coordination, collective_member, collective_client):
    with connection.as_application():
        service = Service.objects.get(number="3114")
    path = f"{service.get_absolute_url()}verifie/"
    for role in (Role.TREASURER, Role.OBSERVER, Role.COLLECTIVE_TRAINER):
        assert collective_client(collective_member(role)).post(path).status_code == 403
    assert coordination.get(path).status_code == 405
    page = coordination.post(path, follow=True).content.decode()
    assert "vérifié aujourd’hui" in page
    assert "La coordination du collectif a contrôlé" in page
    with connection.as_application():
        entry = AuditEntry.objects.get(action="relays.service.verified")
    assert entry.object_id == str(service.pk)


def test_no_door_to_verify_at_an_organisation(national, organisation, member, client_of):
    director = client_of(organisation, member(organisation, Role.DIRECTOR))
    service = Service.objects.get(number="3114")
    assert director.post(f"{service.get_absolute_url()}verifie/").status_code == 404


@pytest.mark.parametrize("kept", [1, 3])
def test_queries_of_the_list(national, listener, kept, django_assert_num_queries):
    with connection.as_application():
        Service.objects.exclude(number__in=["15", "17", "18"][:kept]).delete()
    with django_assert_num_queries(5):  # session with membership, the list, and changes of role
        listener.get("/relais/resultats/")
