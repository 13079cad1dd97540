"""The address of a space: free, one's own, and nobody's double."""

import pytest

from tenants.admission.domain import candidacies, naming
from tenants.admission.models import Candidacy
from tess.kernel.errors import DomainError


def refusal(text, candidacy):
    with pytest.raises(DomainError) as refused:
        naming.checked(text, candidacy=candidacy)
    assert refused.value.field == "slug"
    return str(refused.value)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("rivage", "est prise"),
        ("RIVAGE", "est prise"),
        ("https://rivage.tess.example/", "est prise"),
        ("r1vage", "ressemble trop"),
        ("riva-ge", "ressemble trop"),
        ("vei11eurs", "ressemble trop"),
        ("rіvage", "ressembler aux nôtres"),  # a Cyrillic і
        ("ｒivage", "ressembler aux nôtres"),  # a wide r
        ("xn--rivge-mja", "Deux tirets"),
        ("www", "réservée"),
        ("adm1n", "réservée"),
        ("ab", "3 à 30"),
        ("a" * 31, "3 à 30"),
        ("écoute", "sans accent"),
        ("1estran", "commence par une lettre"),
        ("estran_nord", "sans accent"),
        ("estran\u200b", "sans accent"),
        ("'; drop schema", "sans accent"),
    ],
)
def test_an_address_that_could_mislead_is_refused_with_another_to_take(candidacy, typed, said):
    message = refusal(typed, candidacy)
    assert said in message
    assert "Peut-être" in message


def test_wide_letters_are_not_another_name(candidacy):
    assert naming.skeleton("ｒivage") == naming.skeleton("rivage")


def test_suggestions_come_from_the_name_and_are_free(candidacy):
    assert naming.suggestions("Association des Écoutants de l'Estran", city="Lorient")[0] == "ecoutants-estran"
    assert "rivage" not in naming.suggestions("Rivage")
    assert naming.suggestions("Œuvre d’écoute")[0] == "oeuvre-ecoute"


def test_what_somebody_is_opening_now_is_taken(candidacy):
    other = Candidacy.objects.get()
    other.pk = None
    other.state, other.slug, other.reasons = "provisioning", "estran", "Oui."
    other.decided_at = other.created_at
    other.organisation_id = "00000000-0000-0000-0000-000000000009"
    other._state.adding = True
    other.save()
    assert "est prise" in refusal("estran", candidacy)


@pytest.mark.parametrize("name", ["Écoute Rivage", "ECOUTE RIVAGE", "Écoute  Rivаge", "Ecoute-Rivage", "Écoute R1vage"])
def test_a_name_a_member_has_is_refused(db, name):
    with pytest.raises(DomainError, match="Écoute Rivage"):
        naming.refuse_taken_name(name)


def test_a_dossier_with_a_members_name_is_not_sent(filled):
    candidacies.save_section(filled, "identity", {**filled.typed["identity"], "name": "Ecoute rivage"})
    with pytest.raises(DomainError, match="Écoute Rivage"):
        candidacies.send(filled)


def test_the_verdict_while_typing(candidate, admitted):
    web, path = candidate(), f"/adherer/dossiers/{admitted.pk}/adresse/verifier/"
    assert "est libre" in web.get(path, {"slug": "estran"}).content.decode()
    assert "est prise" in web.get(path, {"slug": "rivage"}).content.decode()
