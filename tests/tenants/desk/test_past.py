"""Records of former years: what of a file becomes a record, and what is refused."""

import io
import uuid
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tenants.activity.domain.queries import records_of
from tenants.desk.domain.past import batches, table
from tenants.desk.domain.past.reading import Unreadable, _age
from tenants.desk.domain.past.words import answers, plain, role_of, seems_personal
from tenants.desk.models import (
    AgeBand,
    Contact,
    Gender,
    Nature,
    PastImport,
    PastRefusal,
    Referral,
    Relation,
    Risk,
    UnwantedKind,
)
from tenants.desk.themes import THEMES
from tenants.people.models import HoursEntry, Person
from tenants.telephony.domain import uploads
from tenants.telephony.models import Channel, Line
from tess.identity.roles import Role
from tess.kernel.errors import Conflict
from tess.kernel.models import AuditEntry

HEADER = "Date;Heure;Ligne;Canal;Nature;Type d’indésirable;Thèmes;Relation;Âge;Genre;Département;Risque\n"
ROW = "03/02/2024;14h30;Ligne nationale;Téléphone;Écoute;;Solitude, deuil;Pour un proche;67;Femme;29;À surveiller\n"


def refusals(batch):
    assert batch.lines == batch.loaded + batch.known + batch.refused
    return [(line.line_number, line.reason) for line in batch.refused_lines.order_by("line_number")]


def at(day, clock="12:00"):
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), timezone.get_default_timezone())


def test_a_line_becomes_a_closed_record_without_a_note_or_a_listener(take_in):
    batch = take_in(HEADER + ROW)
    record = Contact.objects.get()
    assert (batch.state, batch.lines, batch.loaded, refusals(batch)) == ("loaded", 1, 1, [])
    assert (record.state, record.opened_at, record.closed_at) == (
        "closed", at("2024-02-03", "14:30"), at("2024-02-03", "14:30"),
    )  # fmt: skip
    assert (record.line.name, record.channel, record.nature, record.unwanted_kind) == (
        "Ligne nationale", "phone", "support", "",
    )  # fmt: skip
    assert record.themes == ["loneliness", "grief"]
    assert (record.relation, record.age_band, record.gender) == ("relative", "60_74", "woman")
    assert (record.departement, record.risk, record.consent) == ("29", "watch", "")
    assert (record.listener, record.call, record.past_import) == (None, None, batch)
    assert not hasattr(record, "note")
    assert not HoursEntry.objects.exists()
    assert not Person.objects.exists()


def test_codes_are_understood_too_and_what_is_left_out_is_not_said(take_in):
    take_in("opened_at,nature,themes,age_band\n2024-02-03T08:05:00,information,domestic_violence|money,18_25\n")
    record = Contact.objects.get()
    assert (record.opened_at, record.nature, record.themes, record.age_band) == (
        at("2024-02-03", "08:05"), "information", ["domestic_violence", "money"], "18_25",
    )  # fmt: skip
    assert (record.relation, record.gender, record.departement, record.risk) == ("", "", "", "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_line_ends(take_in, encoding, delimiter, end):
    content = (HEADER + ROW.replace("Solitude, deuil", "Solitude")).replace("’", " ").replace(";", delimiter)
    batch = take_in(content.replace("\n", end).encode(encoding))
    assert (batch.message, batch.loaded) == ("", 1)
    assert Contact.objects.get().risk == "watch"


def test_lines_of_two_encodings_in_one_file(take_in):
    batch = take_in(HEADER.encode() + ROW.encode() + ROW.replace("2024", "2023").encode("cp1252"))
    assert (batch.loaded, refusals(batch)) == (2, [])


def workbook(*rows):
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_a_workbook(take_in):
    batch = take_in(
        workbook(
            ["Date", "Heure", "Nature", "Département", "Commentaire"],
            [datetime(2024, 2, 3), time(14, 30), "Écoute", 29, "Elle a dit\nbeaucoup"],
            [datetime(2024, 2, 3, 22, 5), None, "Écoute", 1, None],
            [None] * 5,
            ["32/13/2024", None, "Écoute", None, None],
        ),
        name="fiches.xlsx",
    )
    assert (batch.message, batch.loaded, refusals(batch)) == ("", 2, [(5, "date")])
    assert [(r.opened_at, r.departement) for r in Contact.objects.order_by("opened_at")] == [
        (at("2024-02-03", "14:30"), "29"),
        (at("2024-02-03", "22:05"), "01"),
    ]
    assert batch.summary["personal"] == ["Commentaire"]


def zipped(*parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in zip(parts[::2], parts[1::2], strict=True):
            archive.writestr(name, content)
    return out.getvalue()


def broken_workbook(name, content):
    return zipped("[Content_Types].xml", "<Types/>", name, content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Ce fichier est vide"),
        (b"\n \n", "Ce fichier est vide"),
        (b"%PDF-1.7", "pas un tableau"),
        (b"\x89PNG\r\n", "pas un tableau"),
        (b"\0\1\2" * 50, "pas un tableau"),
        (broken_workbook("xl/workbook.xml", "<broken"), "ne s’ouvre pas"),
        (broken_workbook("xl/bomb.xml", b" " * (101 * 1024 * 1024)), "trop volumineux"),
        (b"PK\x03\x04[Content_Types].xml", "ne s’ouvre pas"),
        (zipped("fiches.csv", "date;nature"), "pas un tableau"),
        ("Nature;Ligne\nÉcoute;Ligne nationale\n".encode(), "il faut au moins « date » et « nature »"),
        (b"Marie Durand;06 39 98 12 34\nPaul;x\n", "il faut au moins « date » et « nature »"),
        (b"Date;Jour;Nature\n1;2;3\n", "Deux colonnes disent la même chose : « Jour »"),
        (b"Date;Nature\n", "aucune fiche dessous"),
        ("Date;Nature\nhier;Écoute\n".encode(), "Le plus souvent : une date ou une heure qui n’existe pas"),
    ],
)
def test_a_file_that_is_none_is_refused_whole_with_a_sentence(take_in, content, said):
    batch = take_in(content)
    assert batch.state == "refused"
    assert said in batch.message.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Marie" not in batch.message
    assert not uploads.path_of(batch.pk).exists()
    assert not Contact.objects.exists()


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


def test_letters_that_can_t_be_read(take_in):
    assert refusals(take_in(HEADER.encode() + ROW.encode() + b"03/02/2024;;;;\x81coute;;;;;;;\n")) == [(3, "encoding")]


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


def test_a_note_over_several_lines_costs_no_line(take_in):
    note = '"Elle dit :\n« assez »; puis\nraccroche"'
    batch = take_in(f"Date;Note;Nature\n03/02/2024;{note};Écoute\n04/02/2024;;Bavardage\n")
    assert (batch.loaded, refusals(batch)) == (1, [(5, "nature")])


def test_a_quotation_mark_never_closed_costs_its_own_line(take_in):
    rest = "".join(f"{day:02}/02/2024;;Écoute\n" for day in range(1, 29))
    batch = take_in(f'Date;Note;Nature\n03/02/2024;"ouvert;Écoute\n{rest * 4}')
    assert (batch.loaded, refusals(batch)) == (112, [(2, "quote")])


class TestTheSameFileTwice:
    def test_changes_nothing(self, take_in):
        first = take_in(HEADER + ROW + ROW)
        second = take_in(HEADER + ROW + ROW)
        assert (first.loaded, second.loaded, second.known) == (2, 0, 2)
        assert first.sha256 == second.sha256
        assert Contact.objects.count() == 2

    def test_with_more_lines_adds_those_alone(self, take_in):
        take_in(HEADER + ROW)
        batch = take_in(HEADER + ROW.replace("14h30", "15h00") + ROW)
        assert (batch.loaded, batch.known) == (1, 1)

    def test_an_identifier_knows_a_record_again(self, take_in):
        line = "id;date;nature\nA1;03/02/2024;Écoute\n"
        take_in(line)
        assert (take_in(line).known, Contact.objects.count()) == (1, 1)
        batch = take_in(line.replace("Écoute", "Information") + "A2;03/02/2024;Écoute\nA2;03/02/2024;Écoute\n")
        assert (batch.loaded, batch.known, refusals(batch)) == (1, 1, [(2, "differs")])
        batch = take_in("id;date;nature\nB;03/02/2024;Écoute\nB;03/02/2024;Écoute\nB;04/02/2024;Écoute\n")
        assert (batch.loaded, batch.known, refusals(batch)) == (1, 1, [(4, "differs")])

    def test_the_check_promises_what_the_load_keeps(self, take_in):
        checked = take_in(HEADER + ROW + ROW + "x\n", load=False)
        assert (checked.state, checked.loaded, Contact.objects.count()) == ("checked", 2, 0)
        loaded = take_in(HEADER + ROW + ROW + "x\n")
        assert (loaded.loaded, loaded.refused) == (checked.loaded, checked.refused)

    def test_the_key_tells_nothing(self, take_in, other_organisation, acting_for):
        """Two organisations with the same line have records of different keys."""
        take_in(HEADER + ROW)
        key = Contact.objects.get().pk
        with acting_for(other_organisation):
            assert not Contact.objects.filter(pk=key).exists()
        assert key != uuid.uuid5(uuid.NAMESPACE_URL, ROW)


class TestUndone:
    def test_its_records_go_and_it_can_come_again(self, take_in, actor_of, organisation, draft):
        manager = actor_of(organisation, Role.MANAGER)
        batch = take_in(HEADER + ROW)
        assert batches.undo(batch, actor=manager) == 1
        assert list(Contact.objects.all()) == [draft]
        batch.refresh_from_db()
        assert (batch.state, batch.undone_by) == ("undone", manager.user_id)
        assert take_in(HEADER + ROW).loaded == 1
        with pytest.raises(Conflict):
            batches.undo(batch, actor=manager)

    def test_not_while_something_names_one_of_them(self, take_in, actor_of, organisation):
        batch = take_in(HEADER + ROW)
        Referral.objects.create(
            contact=Contact.objects.get(), service_id=uuid.uuid4(), service_name="x", service_number="1"
        )
        with pytest.raises(Conflict, match="rien n’est annulé"), transaction.atomic():
            batches.undo(batch, actor=actor_of(organisation, Role.MANAGER))
        assert Contact.objects.count() == 1


def test_each_act_is_in_the_trail(take_in, actor_of, organisation):
    batches.undo(take_in(HEADER + ROW), actor=actor_of(organisation, Role.MANAGER))
    take_in(b"%PDF-")
    trail = AuditEntry.objects.filter(object_type="desk.pastimport").order_by("at", "pk")
    assert [entry.action for entry in trail] == [
        "desk.past.received", "desk.past.loaded", "desk.past.undone", "desk.past.received", "desk.past.refused",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "changed", [{"listener": None}, {"past_import": None}, {"state": "draft", "closed_at": None}, {"consent": "given"}]
)
def test_a_record_has_a_listener_or_comes_from_a_file(take_in, draft, changed):
    take_in(HEADER + ROW)
    record = draft if changed == {"listener": None} else Contact.objects.get(listener=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=record.pk).update(**changed)


def test_the_day_s_figures_count_them_exactly(take_in, line_of, organisation, actor_of):
    line_of(organisation)
    day = date(2024, 2, 3)
    content = HEADER + ROW + ROW + "03/02/2024;23h59;;;Silence;;;;;;;\n03/02/2024;;;Chat;Information;;;;;;;\n"
    batch, manager = take_in(content), actor_of(organisation, Role.MANAGER)
    found = records_of(day, manager)
    assert (found.opened, found.closed, found.unwanted) == (4, 4, 1)
    assert found.closed == Contact.objects.filter(opened_at__date=day).count()
    take_in(content)
    assert records_of(day, manager) == found
    batches.undo(batch, actor=manager)
    assert records_of(day, manager).opened == 0


cells = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=1, max_size=6)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=60
)
@given(st.lists(cells, max_size=12), st.sampled_from(";,\t"), st.sampled_from(["utf-8", "cp1252", "utf-16"]))
def test_any_file_is_read_to_its_end(tmp_path, rows, delimiter, encoding):
    path = tmp_path / "any.csv"
    lines = [f"date{delimiter}nature", *(delimiter.join(row) for row in rows)]
    path.write_bytes("\n".join(lines).encode(encoding, errors="replace"))
    found = table.open_table(path)
    numbers = [number for number, _row in found.rows()]
    assert numbers == sorted(set(numbers))
    assert all(isinstance(row, PastRefusal) or len(row) == len(found.header) for _number, row in found.rows())


def test_lines_out_of_service_are_known_by_their_name_too(take_in):
    Line.objects.create(name="Ancienne ligne", number="0199000009", active=False)
    batch = take_in("date;nature;ligne\n03/02/2024;Écoute;ANCIENNE-LIGNE\n")
    assert (batch.loaded, Contact.objects.get().line.name) == (1, "Ancienne ligne")
