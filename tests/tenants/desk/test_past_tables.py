"""A file of past records as a table: encodings, separators, workbooks, notes over several lines, what is none."""

import io
import zipfile
from datetime import datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tenants.desk.domain.past import table
from tenants.desk.models import (
    Contact,
    PastRefusal,
)
from tess.kernel.intake import uploads
from tests.tenants.desk.past_files import HEADER, ROW, at, refusals


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


def test_letters_that_can_t_be_read(take_in):
    assert refusals(take_in(HEADER.encode() + ROW.encode() + b"03/02/2024;;;;\x81coute;;;;;;;\n")) == [(3, "encoding")]


def test_a_note_over_several_lines_costs_no_line(take_in):
    note = '"Elle dit :\n« assez »; puis\nraccroche"'
    batch = take_in(f"Date;Note;Nature\n03/02/2024;{note};Écoute\n04/02/2024;;Bavardage\n")
    assert (batch.loaded, refusals(batch)) == (1, [(5, "nature")])


def test_a_quotation_mark_never_closed_costs_its_own_line(take_in):
    rest = "".join(f"{day:02}/02/2024;;Écoute\n" for day in range(1, 29))
    batch = take_in(f'Date;Note;Nature\n03/02/2024;"ouvert;Écoute\n{rest * 4}')
    assert (batch.loaded, refusals(batch)) == (112, [(2, "quote")])


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
