"""Signing: the very text one read, by the direction, once, and nobody changes it afterwards."""

import re

import pytest
from django.db import DatabaseError, connection, transaction

from cms.charter.domain import signing
from cms.charter.models import CharterPage, CharterSignature
from tess.identity.roles import Role
from tess.kernel.errors import Conflict, Refused
from tess.kernel.models import AuditEntry

PATH = "/commun/charte/signer/"


@pytest.fixture
def person(organisation, member):
    return member(organisation, Role.DIRECTOR, name="Ada Moreau")


@pytest.fixture
def director(site, organisation, person, client_of):
    return client_of(organisation, person)


def words(response):
    return " ".join(response.content.decode().split())


def hash_on(page):
    return re.search(r'name="text_hash" value="([0-9a-f]{64})"', page.content.decode())[1]


def change_the_text():
    with connection.as_application():
        page = CharterPage.objects.get()
        page.lead = "Un autre chapeau."
        page.save()


def test_the_direction_reads_and_signs(director, organisation, person):
    page = director.get(PATH)
    assert "Lisez-la jusqu’au bout" in words(page)
    done = director.post(PATH, {"text_hash": hash_on(page), "agreed": "on"}, follow=True)
    assert "La charte est signée pour votre organisation." in words(done)
    assert "Votre organisation a signé ce texte le" in words(done)
    signature = CharterSignature.objects.get()
    assert (signature.organisation_id, signature.user_id) == (organisation.pk, person.pk)
    with connection.as_commons_reader():
        assert signature.text_hash == signing.hash_of(CharterPage.objects.get())
    assert "Par Ada Moreau." in words(director.get(PATH))
    with connection.as_application():
        assert AuditEntry.objects.filter(action="charter.signature.given", user_id=person.pk).count() == 1


def test_without_the_box_nothing_is_signed(director):
    answer = director.post(PATH, {"text_hash": hash_on(director.get(PATH))})
    assert answer.status_code == 422
    assert "Cochez la case" in words(answer)
    assert not CharterSignature.objects.exists()


def test_a_text_that_changed_meanwhile_is_read_again(director):
    read = hash_on(director.get(PATH))
    change_the_text()
    answer = director.post(PATH, {"text_hash": read, "agreed": "on"}, follow=True)
    assert "La charte a changé pendant votre lecture." in words(answer)
    assert not CharterSignature.objects.exists()


def test_a_new_text_asks_for_a_new_signature_and_keeps_the_old(director):
    director.post(PATH, {"text_hash": hash_on(director.get(PATH)), "agreed": "on"})
    change_the_text()
    assert "Le texte a changé depuis que votre organisation l’a signé" in words(director.get("/commun/charte/"))
    director.post(PATH, {"text_hash": hash_on(director.get(PATH)), "agreed": "on"})
    assert CharterSignature.objects.count() == 2


def test_signing_twice_is_signing_once(site, organisation, actor_of):
    director = actor_of(organisation, Role.DIRECTOR)
    page = CharterPage.objects.get()
    first = signing.sign(page, signing.hash_of(page), actor=director)
    assert signing.sign(page, signing.hash_of(page), actor=actor_of(organisation, Role.DIRECTOR)) == first


@pytest.mark.parametrize("role", [Role.MANAGER, Role.LISTENER, Role.TRAINEE])
def test_only_the_direction_signs(site, organisation, actor_of, role):
    page = CharterPage.objects.get()
    with pytest.raises(Refused):
        signing.sign(page, signing.hash_of(page), actor=actor_of(organisation, role))


def test_a_hash_of_something_else_is_refused(site, organisation, actor_of):
    with pytest.raises(Conflict):
        signing.sign(CharterPage.objects.get(), "0" * 64, actor=actor_of(organisation, Role.DIRECTOR))


def test_the_hash_ignores_white_space_and_unicode_forms_and_nothing_else(site):
    page = CharterPage.objects.get()
    standing = signing.hash_of(page)
    block = page.body[0]
    text = block.value["text"]
    block.value["text"] = f"  {text}\r\n"
    assert signing.hash_of(page) == standing
    block.value["text"] = f"{text} Et plus."
    assert signing.hash_of(page) != standing


@pytest.mark.parametrize(
    "statement",
    ["UPDATE charter_chartersignature SET signed_at = now()", "DELETE FROM charter_chartersignature"],
)
def test_a_signature_is_never_changed(site, organisation, actor_of, statement):
    page = CharterPage.objects.get()
    signing.sign(page, signing.hash_of(page), actor=actor_of(organisation, Role.DIRECTOR))
    for role in (connection.as_application(), connection.acting_for(organisation)):
        with role, pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)


def test_an_organisation_signs_for_itself_and_sees_its_own(
    site, organisation, other_organisation, actor_of, acting_for
):
    page = CharterPage.objects.get()
    text_hash = signing.hash_of(page)
    signing.sign(page, text_hash, actor=actor_of(organisation, Role.DIRECTOR))
    with acting_for(other_organisation):
        assert not signing.has_signed()
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            CharterSignature.objects.create(
                organisation_id=organisation.pk, user_id=organisation.pk, text_hash="1" * 64
            )
