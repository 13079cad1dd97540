"""The words of former tools: each answer understood, or its line refused with the reason; nothing personal is read."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import translation

from tenants.desk.domain.past.reading import Unreadable, _age
from tenants.desk.domain.past.words import answers, plain, role_of, seems_personal
from tenants.desk.models import (
    AgeBand,
    Contact,
    Gender,
    Nature,
    PastImport,
    PastRefusal,
    Relation,
    Risk,
    UnwantedKind,
)
from tenants.desk.themes import THEMES
from tenants.telephony.models import Channel, Line
from tests.tenants.desk.past_files import HEADER, ROW, at, refusals

TOMORROW = (date.today() + timedelta(days=2)).strftime("%d/%m/%Y")
WRONG = {
    PastRefusal.NO_DATE: ";;;;Écoute;;;;;;;",
    PastRefusal.DATE: "31/02/2024;;;;Écoute;;;;;;;",
    PastRefusal.DAY: f"{TOMORROW};;;;Écoute;;;;;;;",
    PastRefusal.LINE: "03/02/2024;;Ligne de nuit;;Écoute;;;;;;;",
    PastRefusal.CHANNEL: "03/02/2024;;;Pigeon;Écoute;;;;;;;",
    PastRefusal.NO_NATURE: "03/02/2024;;;;;;;;;;;",
    PastRefusal.NATURE: "03/02/2024;;;;Bavardage;;;;;;;",
    PastRefusal.NO_KIND: "03/02/2024;;;;Indésirable;;;;;;;",
    PastRefusal.KIND: "03/02/2024;;;;Indésirable;Bruit;;;;;;",
    PastRefusal.KIND_ALONE: "03/02/2024;;;;Écoute;Silence;;;;;;",
    PastRefusal.THEMES: "03/02/2024;;;;Écoute;;Météo;;;;;",
    PastRefusal.MANY_THEMES: f"03/02/2024;;;;Écoute;;{','.join(list(THEMES)[:9])};;;;;",
    PastRefusal.RELATION: "03/02/2024;;;;Écoute;;;Voisin;;;;",
    PastRefusal.AGE: "03/02/2024;;;;Écoute;;;;âgée;;;",
    PastRefusal.GENDER: "03/02/2024;;;;Écoute;;;;;zz;;",
    PastRefusal.DEPARTEMENT: "03/02/2024;;;;Écoute;;;;;;29200;",
    PastRefusal.RISK: "03/02/2024;;;;Écoute;;;;;;;peut-être",
    PastRefusal.COLUMNS: "03/02/2024;;;;Écoute",
    PastRefusal.QUOTE: '"03/02/2024;;;;Écoute;;;;;;;',
    PastRefusal.BINARY: "03/02/2024;;;;Éc\0ute;;;;;;;",
    PastRefusal.TOO_LONG: f"03/02/2024;;;;{'é' * 70_000};;;;;;;",
}


def test_each_wrong_line_says_why_and_the_others_are_loaded(take_in):
    batch = take_in(HEADER + "".join(f"{line}\n{ROW}" for line in WRONG.values()))
    assert refusals(batch) == [(2 + 2 * at, reason.value) for at, reason in enumerate(WRONG)]
    assert batch.loaded == len(WRONG)  # the same answers at the same moment, so many times: so many records
    assert all(str(PastRefusal(reason).label) != reason for reason in WRONG)


def test_without_a_line_of_its_own_nor_one_for_all(take_in):
    batch = take_in("Date;Nature;Ligne\n03/02/2024;Écoute;\n03/02/2024;Écoute;01 99 00 00 00\n", line=None)
    assert (batch.loaded, refusals(batch)) == (1, [(2, "no_line")])


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("3/2/2024", at("2024-02-03")), ("03-02-24", at("2024-02-03")), ("2024.02.03", at("2024-02-03")),
        ("03/02/2024 à 9h", at("2024-02-03", "09:00")), ("03/02/2024 23:59:59", at("2024-02-03", "23:59")),
        ("2024-02-03T00:00:00.000", at("2024-02-03", "00:00")),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(take_in, said, found):
    take_in(f"Date;Nature\n{said};Écoute\n")
    assert Contact.objects.get().opened_at == found


@pytest.mark.parametrize(
    ("name", "said", "found"),
    [
        ("age_band", "17", "under_18"), ("age_band", "– 18", "under_18"), ("age_band", "<18 ans", "under_18"),
        ("age_band", "18 ans", "18_25"), ("age_band", "40 - 59 ans", "40_59"),
        ("age_band", "75 et +", "75_plus"), ("age_band", "101", "75_plus"), ("age_band", "NSP", "unknown"),
        ("gender", "H", "man"), ("gender", "féminin", "woman"), ("gender", "-", ""),
        ("departement", "29 - Finistère", "29"), ("departement", "Finistère (29)", "29"), ("departement", "2a", "2A"),
        ("risk", "Élevé", "high"), ("risk", "Aucun", "none"), ("relation", "Professionnel", "professional"),
        ("channel", "Tchat", "chat"), ("nature", "Raccroché", "unwanted"), ("nature", "Renseignements", "information"),
        ("themes", "Santé et maladie / Idées suicidaires + -", ["health", "suicide"]),
    ],
)  # fmt: skip
def test_answers_as_other_tools_write_them(take_in, name, said, found):
    column = "nature" if name == "nature" else f"nature;{name}"
    batch = take_in(f"date;{column}\n03/02/2024;{said if name == 'nature' else 'Écoute;' + said}\n")
    assert refusals(batch) == []
    assert getattr(Contact.objects.get(), name) == found


def test_every_answer_is_known_by_the_word_the_page_shows():
    for role, choices in (
        ("nature", Nature), ("unwanted_kind", UnwantedKind), ("relation", Relation), ("gender", Gender), ("risk", Risk),
        ("channel", Channel),
    ):  # fmt: skip
        for language in ("fr", "en"):
            with translation.override(language):
                found = {answers(role)[plain(str(label))]: code for code, label in choices.choices}
        assert all(said == code for said, code in found.items())
    for language in ("fr", "en"):
        with translation.override(language):
            assert [_age(str(label)) for label in AgeBand.labels] == AgeBand.values
            assert [answers("themes")[plain(str(label))] for label in THEMES.values()] == list(THEMES)
    with pytest.raises(Unreadable):
        _age("-25")


def test_themes_in_several_columns(take_in):
    take_in("Date;Nature;Thème 1;Thème 2;Motif principal\n03/02/2024;Écoute;Deuil;;Argent et dettes\n")
    assert Contact.objects.get().themes == ["grief", "money"]


@pytest.mark.parametrize(
    ("name", "personal"),
    [("Commentaire", True), ("N° de téléphone", True), ("E-mail", True), ("Nom de l'appelant", True), ("Prénom", True),
     ("Compte-rendu", True), ("Ville", True), ("Écoutant", True), ("Durée", False), ("Sous-catégorie", False)],
)  # fmt: skip
def test_columns_that_are_not_read_are_named_and_never_kept(take_in, name, personal):
    batch = take_in(f"Date;Nature;{name}\n03/02/2024;Écoute;Marie Durand 06 39 98 12 34\n")
    assert (batch.summary["personal"], batch.summary["others"]) == (([name], []) if personal else ([], [name]))
    assert (role_of(name), seems_personal(name)) == (None, personal)
    with connection.cursor() as cursor:
        for relation in ("desk_contact", "desk_pastimport", "desk_refusedpastline", "public.kernel_auditentry"):
            cursor.execute(f"SELECT count(*) FROM {relation} t WHERE t::text LIKE '%%Durand%%'")
            assert cursor.fetchone() == (0,)


def test_a_refused_line_keeps_nothing_of_what_it_said(take_in):
    batch = take_in("Date;Nature;Genre\n03/02/2024;Écoute;\n03/02/2024;Écoute;Marie Durand\n")
    assert refusals(batch) == [(3, "gender")]
    assert "Durand" not in str(list(batch.refused_lines.values())) + str(PastImport.objects.values().get())


def test_lines_out_of_service_are_known_by_their_name_too(take_in):
    Line.objects.create(name="Ancienne ligne", number="0199000009", active=False)
    batch = take_in("date;nature;ligne\n03/02/2024;Écoute;ANCIENNE-LIGNE\n")
    assert (batch.loaded, Contact.objects.get().line.name) == (1, "Ancienne ligne")
