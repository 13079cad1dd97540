"""What people type: made right where that is safe, refused in words that help where it isn't."""

import pytest

from tenants.admission import checks, sections
from tess.kernel.errors import DomainError

IBAN = "FR76 3000 6000 0112 3456 7890 189"
RIGHT = [
    (checks.siren, "732 829 320", "732829320"),
    (checks.siren, " 732.829.320 ", "732829320"),
    (checks.siren, "732\u00a0829\u202f320", "732829320"),
    (checks.siren, "７３２８２９３２０", "732829320"),
    (checks.siren, "SIREN : 732829320", "732829320"),
    (checks.siren, "FR44 732 829 320", "732829320"),
    (checks.siren, "732 829 320 00074", "732829320"),
    (checks.siret, "732 829 320 00074", "73282932000074"),
    (checks.rna, "w751234567", "W751234567"),
    (checks.rna, "W 751 234 567", "W751234567"),
    (checks.rna, "RNA W2A2000123", "W2A2000123"),
    (checks.phone, "01.99.00.12.34", "0199001234"),
    (checks.phone, "+33 1 99 00 12 34", "0199001234"),
    (checks.phone, "31 14", "3114"),
    (checks.phone, "116 006", "116006"),
    (checks.phone, "06 39 98 12 34", "0639981234"),
    (checks.email, "Contact@Estran.example ", "contact@estran.example"),
    (checks.email, "mailto:a@b.example", "a@b.example"),
    (checks.website, "estran.example", "https://estran.example"),
    (checks.postcode, "56 100", "56100"),
    (checks.count, "1 200", "1200"),
    (checks.name, "  Écoute\u200b  Estran\n", "Écoute Estran"),
    (checks.prose, "a\r\n\r\n\r\n\r\nb\x00", "a\n\nb"),
]
WRONG = [
    (checks.siren, "732 829 321", "clé de contrôle"),
    (checks.siren, "723 829 320", "clé de contrôle"),
    (checks.siren, "73282932", "8"),
    (checks.siren, "sept cent", "neuf chiffres"),
    (checks.siren, IBAN, "IBAN"),
    (checks.siren, "W751234567", "numéro RNA"),
    (checks.siret, "732 829 320 00075", "clé de contrôle"),
    (checks.siret, "732829320", "quatorze"),
    (checks.siret, IBAN, "IBAN"),
    (checks.rna, "732 829 320", "SIREN"),
    (checks.rna, "X751234567", "préfecture"),
    (checks.rna, IBAN, "IBAN"),
    (checks.phone, IBAN, "IBAN"),
    (checks.phone, "a@b.example", "adresse électronique"),
    (checks.phone, "01 99 00 12", "composer"),
    (checks.phone, "appelez-nous", "chiffres"),
    (checks.email, "contact.estran.example", "nom@exemple.fr"),
    (checks.website, "pas un site", "exemple.fr"),
    (checks.website, "javascript:alert(1)", "exemple.fr"),
    (checks.postcode, "5610", "cinq chiffres"),
    (checks.count, "une trentaine", "nombre entier"),
    (checks.name, "   ", "au moins une lettre"),
    (checks.name, "Éсoute", "ressembler"),  # a Cyrillic с
]


@pytest.mark.parametrize(("check", "typed", "kept"), RIGHT, ids=lambda part: getattr(part, "__name__", part))
def test_noise_is_tolerated(check, typed, kept):
    assert check(typed) == kept


@pytest.mark.parametrize(("check", "typed", "said"), WRONG, ids=lambda part: getattr(part, "__name__", part))
def test_an_error_says_what_is_wrong(check, typed, said):
    with pytest.raises(DomainError, match=said):
        check(typed)


@pytest.mark.parametrize("check", {check for check, _typed, _kept in RIGHT})
@pytest.mark.parametrize("typed", ["", "\x00", "٣" * 9, "²" * 9, "\ud800", "💧" * 20, "9" * 5000, IBAN * 50, "-" * 9])
def test_whatever_is_typed_is_answered(check, typed):
    try:
        check(typed)
    except DomainError as error:
        assert str(error)


def test_a_siret_of_another_organisation_and_a_missing_rna_are_told():
    said = sections.clean(
        sections.IDENTITY,
        {"siren": "356 000 000", "siret": "732 829 320 00074", "legal_form": "association", "rna": ""},
    )
    assert "autre organisme" in said.errors["siret"]
    assert "préfecture" in said.errors["rna"]


def test_a_second_line_begun_must_be_finished_and_an_empty_one_not():
    first = {"name_1": "Ligne", "number_1": "3114", "hours_1": "jour et nuit", "cost_1": "free"}
    assert sections.clean(sections.LINES_SECTION, first).is_complete
    assert set(sections.clean(sections.LINES_SECTION, {**first, "number_2": "3114"}).errors) == {
        "name_2", "hours_2", "cost_2",
    }  # fmt: skip


def test_only_what_a_section_asks_is_kept_and_it_can_be_stored():
    kept = sections.kept(sections.FIELD, {"purpose": "a\x00\ud800b", "domains": ["health", "x"], "state": "admitted"})
    assert kept == {"purpose": "ab", "domains": ["health"], "themes": [], "channels": []}
