"""Every way a file may be wrong: never an error of the server, a sentence that says how to mend it, nothing lost."""

import errno
import io
import zipfile
from datetime import date, timedelta

import psycopg2.errors
import pytest
from django.db import DatabaseError
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenants.telephony.domain import imports, staging
from tenants.telephony.models import Call, ImportBatch, RefusalReason
from tess.kernel.errors import DomainError
from tess.kernel.intake.files import LARGEST, FileRefused
from tess.kernel.intake.room import NoRoom

from .conftest import HEADER, refusals, row


def rows(count):
    return "".join(row(f"a{i}", f"08:{i:02}:00", f"08:{i:02}:10", f"08:{i:02}:30") for i in range(count))


# --- the whole file --------------------------------------------------------------------------------------------------


def zipped(name="appels.csv"):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, HEADER + row())
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "empty", "vide"),
        (b"\n\n  \n", "empty", "aucune ligne"),
        (zipped(), "zip", "archive ZIP"),
        (zipped("[Content_Types].xml"), "excel", "classeur"),
        (b"%PDF-1.7\n" + b"x" * 100, "pdf", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "image", "image"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 100, "image", "image"),
        (b"\x1f\x8b\x08\0" + b"x" * 100, "gzip", "compressé"),
        (HEADER.encode() + b"\0\0\0\0\x01\x02" * 50, "binary", "pas du texte"),
        ((HEADER + row()).encode("utf-16"), "encoding", "UTF-16"),
        ((HEADER + row()).encode("utf-16-le"), "encoding", "UTF-16"),
        ("a;b;c\n1;2;3\n", "header", "colonnes"),
        (row() + row("a2"), "header", "colonnes"),
        ("une seule colonne\nrien\n", "header", "colonnes"),
        (HEADER.replace(";", ",") + row().replace(";", ","), "delimiter", "séparées"),
        (";".join(f"c{i}" for i in range(10_000)) + "\n", "too_many_columns", "10000 colonnes"),
        (HEADER.replace("agent", "start") + row(), "header", "agent"),
        (HEADER + "n'importe quoi\n" * 3, "nothing", "Aucune ligne"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isalpha() else "",
)
def test_a_file_that_is_no_file_of_calls_is_refused_whole(load, content, code, words):
    with translation.override("fr"), pytest.raises(FileRefused) as caught:
        load(content)
    assert (caught.value.code, words in str(caught.value)) == (code, True), str(caught.value)
    assert Call.objects.count() == ImportBatch.objects.count() == 0


def test_a_column_named_twice_is_refused_whole(load):
    with pytest.raises(FileRefused) as caught:
        load("id;" + HEADER + "x;" + row())
    assert caught.value.code == "header_twice"


def test_a_profile_that_reads_everything_in_one_column_is_told_line_by_line(load, plain):
    plain.columns = {role: ["id"] for role in ("external_id", "started", "ended", "outcome")}
    with translation.override("fr"), pytest.raises(FileRefused, match="Aucune ligne") as caught:
        load(HEADER + row() + row("a long name"), plain)
    assert caught.value.code == "nothing"


def test_utf_8_said_to_be_windows_1252_is_refused_whole(load, plain):
    plain.encoding = "cp1252"
    with pytest.raises(FileRefused) as caught:
        load(HEADER + row(outcome="raccroché", answer=""), plain)
    assert caught.value.code == "encoding"


def test_two_hundred_megabytes_are_refused_before_a_line_is_read(plain, system, tmp_path):
    path = tmp_path / "trop.csv"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with translation.override("fr"), pytest.raises(FileRefused) as caught:
        imports.check(path, plain, actor=system)
    assert caught.value.code == "too_large"
    assert f"{LARGEST // 1024 // 1024}" in str(caught.value)


def test_a_sentence_about_columns_shows_no_number(load):
    with translation.override("fr"), pytest.raises(FileRefused) as caught:
        load("0639981234;06 39 98 12 34;+33639981234\n")
    assert "39" not in str(caught.value)


def test_a_file_of_another_switch_is_not_a_master_csv(load, asterisk):
    with pytest.raises(FileRefused) as caught:
        load(HEADER + row(), asterisk)
    assert caught.value.code == "not_asterisk"


def test_times_alone_need_their_day(generic, system, write):
    with pytest.raises(DomainError) as caught:
        imports.check(write("x"), generic, actor=system)
    assert caught.value.field == "day"


@pytest.mark.parametrize("day", [date.min, date(1999, 12, 31), date.today() + timedelta(days=3), date.max])
def test_times_alone_are_of_a_day_that_can_be(generic, system, write, day):
    for verb in (imports.check, imports.load):
        with translation.override("fr"), pytest.raises(DomainError, match="peuvent pas dater du") as caught:
            verb(write("x"), generic, actor=system, day=day)
        assert caught.value.field == "day"


def test_an_unknown_profile_is_told_with_those_there_are(plain, system, write):
    with pytest.raises(imports.NotFound, match="Petit"):
        imports.check(write("x"), "Grand", actor=system)


# --- one line ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (row("b", answer="07:59:59"), "answer_before_start"),
        (row("b", end="08:00:10"), "end_before_answer"),
        (row("b", answer="", end="07:00:00", outcome="raccroché"), "end_before_answer"),
        (row("b", day="2026-02-30"), "date"),
        (row("b", day="2026-13-01"), "date"),
        (row("b", day="07/09/2026"), "date"),
        (row("b", day="9999-12-31"), "date"),
        (row("b", day="2099-12-31"), "day"),
        (row("b", end="2099-01-01 08:05:00"), "day"),
        (row("b", day="1999-12-31"), "day"),
        (row("b", start="25:00:00"), "date"),
        (row("b", end="08:60:00"), "date"),
        (row("b", start=""), "no_start"),
        (row("b", end=""), "no_end"),
        (row(""), "no_id"),
        (row("0639981234"), "number"),
        (row("b" * 81), "too_long"),
        (row("b", outcome="messagerie"), "outcome"),
        ('b;"sans fin;2026-09-07 08:00:20;2026-09-07 08:05:00;41;ok;x\n', "quote"),
        ('b;"mal"fermé;2026-09-07 08:00:20;2026-09-07 08:05:00;41;ok;x\n', "quote"),
        ("b;2026-09-07 08:00:00;41\n", "columns"),
        (row("b").rstrip() + ";de trop\n", "columns"),
        (row("b\0"), "binary"),
        (row("b" * 1024 * 1024), "too_long"),
        (row("b", day="2026-03-29", start="02:30:00", answer="03:31:00", end="03:40:00"), "gap"),
    ],
    ids=lambda value: value[:20].strip(),
)
def test_a_wrong_line_is_refused_alone_with_its_number(load, wrong, reason):
    report = load(HEADER + row("a") + wrong + row("c"))
    assert refusals(report) == [(3, reason)]
    assert sorted(Call.objects.values_list("external_id", flat=True)) == ["a", "c"]
    assert "39" not in report.refusals[0].text.replace("2026-03-29", "")


def test_letters_in_another_encoding_cost_their_lines_alone(load):
    report = load((HEADER + row("a")).encode() + row("b", agent="Zoé").encode("cp1252") + row("c").encode())
    assert refusals(report) == [(3, "encoding")]


def test_a_truncated_last_line_is_told_as_such(load):
    assert refusals(load(HEADER + row("a") + row("b")[:25])) == [(3, "truncated")]
    assert refusals(load(HEADER + row("c") + 'd;"2026-09-07 08')) == [(3, "truncated")]


def test_a_complete_last_line_needs_no_line_end(load):
    assert load(HEADER + row("a") + row("b").rstrip("\n")).added == 2


def test_a_mark_at_the_beginning_and_mixed_line_ends_cost_nothing(load):
    content = b"\xef\xbb\xbf" + HEADER.replace("\n", "\r\n").encode() + row("a").encode()
    content += row("b").replace("\n", "\r\n").encode() + b"\r\n" + row("c").replace("\n", "\r").encode()
    report = load(content + row("d", answer="07:00:00").encode())
    assert (report.added, refusals(report)) == (3, [(6, "answer_before_start")])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso-8859-15"])
def test_a_profile_reads_its_encoding(load, plain, encoding):
    plain.encoding = encoding.removesuffix("-le").removesuffix("-be")  # with or without its mark
    content = HEADER + row("a", agent="Zoé") + row("b", answer="", outcome="raccroché")
    assert load(content.encode(encoding), plain).added == 2
    assert Call.objects.get(external_id="a").agent == "Zoé"


def test_the_same_line_twice_is_one_call(load):
    report = load(HEADER + row("a") + row("a") + row("b"))
    assert (report.added, report.known, report.refused) == (2, 1, 0)


def test_the_same_call_with_other_times_is_shown_not_swallowed(load, plain, system, write):
    load(HEADER + row("a") + row("b"))
    content = HEADER + row("a") + row("b", end="08:06:00") + row("c") + row("c", answer="08:00:30")
    promised = imports.check(write(content), plain, actor=system)
    kept = load(content)
    assert refusals(promised) == refusals(kept) == [(3, "differs"), (5, "differs")]
    assert (promised.added, promised.known) == (kept.added, kept.known) == (1, 1)


def test_an_outside_number_in_place_of_an_agent_is_left_out(load):
    load(HEADER + row("a", agent="0639981234") + row("b", agent="+33639981234"))
    assert set(Call.objects.values_list("agent", flat=True)) == {""}


def test_a_day_that_has_begun_overseas_is_taken_the_one_after_is_not(load):
    tomorrow = timezone.localdate() + timedelta(days=1)
    report = load(
        HEADER + row("a", day=tomorrow.isoformat()) + row("b", day=(tomorrow + timedelta(days=1)).isoformat())
    )
    assert (report.added, refusals(report)) == (1, [(3, "day")])


# --- the server's own trouble ------------------------------------------------------------------------------------------


def test_a_full_disk_while_staging_is_said_plainly_and_loads_nothing(load, monkeypatch):
    class Full(psycopg2.errors.DiskFull):
        pgcode = "53100"

    def full_by_postgres(*_args):
        raise DatabaseError("no space") from Full()

    monkeypatch.setattr(staging.Staging, "merge", full_by_postgres)
    with pytest.raises(NoRoom):
        load(HEADER + row())
    assert ImportBatch.objects.count() == 0


def test_a_full_disk_under_the_file_is_said_plainly(load, monkeypatch):
    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(staging.Staging, "copy", full)
    with pytest.raises(NoRoom):
        load(HEADER + row())


def test_an_error_in_the_middle_loads_nothing(load, monkeypatch):
    def crash(*_args):
        raise RuntimeError("killed")

    monkeypatch.setattr(imports, "keep", crash)
    with pytest.raises(RuntimeError):
        load(HEADER + rows(20))
    assert Call.objects.count() == ImportBatch.objects.count() == 0


# --- anything at all -----------------------------------------------------------------------------------------------------

_bytes_of_a_row = st.sampled_from(
    [row().encode(), row("b", answer="").encode(), b'"', b";;;;;;\n", b"\0", b"\xff", b"\r", b"\n"]
)
_anything = st.one_of(
    st.binary(max_size=400),
    st.lists(_bytes_of_a_row, max_size=30).map(lambda parts: HEADER.encode() + b"".join(parts)),
    st.lists(st.one_of(_bytes_of_a_row, st.binary(max_size=12)), max_size=20).map(
        lambda parts: HEADER.encode() + b"".join(parts)
    ),
    st.text(max_size=120).map(lambda text: (HEADER + row() + text).encode("utf-8", "surrogatepass")),
    st.text(max_size=120).map(lambda text: (HEADER + row() + text).encode("utf-16", "surrogatepass")),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(content=_anything, kind=st.sampled_from(["plain", "asterisk", "cp1252", "utf-16"]))
def test_whatever_the_bytes_the_counts_add_up(plain, asterisk, system, tmp_path, content, kind):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    profile = asterisk if kind == "asterisk" else plain
    plain.encoding = kind if kind in ("cp1252", "utf-16") else "utf-8"
    before = Call.objects.count()
    try:
        promised = imports.check(path, profile, actor=system)
        kept = imports.load(path, profile, actor=system)
    except FileRefused:
        assert Call.objects.count() == before
        return
    assert kept.lines == kept.added + kept.known + kept.refused
    assert min(kept.added, kept.known, kept.refused) >= 0
    assert (promised.added, promised.known, promised.refused) == (kept.added, kept.known, kept.refused)
    assert Call.objects.count() == before + kept.added
    assert sum(kept.reasons.values()) == kept.refused == len(kept.refusals)
    assert set(kept.reasons) <= set(RefusalReason.values)
