"""What each role sees and does in a browser, at its organisation's host."""

import html
import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

import tenants.telephony
from tenants.telephony.domain import uploads
from tenants.telephony.models import Call, ImportBatch, ImportProfile, Line, RefusedLine
from tenants.telephony.views import imports as views
from tess.identity.roles import Role

DATA = Path(tenants.telephony.__file__).parent / "demo_data"
ASTERISK = DATA / "calls_one_day.asterisk.csv"
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    settings.IMPORTS_DIR = str(tmp_path / "imports")
    return tmp_path / "imports"


@pytest.fixture
def browse(client_of):
    """A browser at an organisation's host; after each page the test goes on as `organisation`, not as the application."""

    def make(where, user, **more):
        client = client_of(where, user, **more)
        ask, before = client.request, connection.tenant

        def request(**asked):
            try:
                return ask(**asked)
            finally:
                connection.set_tenant(before)

        client.request = request
        return client

    return make


@pytest.fixture
def web(organisation, browse, member):
    """A browser for a role; a manager's by default."""
    return lambda *roles, name="": browse(organisation, member(organisation, *(roles or (Role.MANAGER,)), name=name))


@pytest.fixture
def manager(web):
    return web(name="Ana Le Goff")


def text_of(response):
    shown = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).replace("\u00a0", " ").split())


def send(client, content, profile, **more):
    file = SimpleUploadedFile("appels.csv", content if isinstance(content, bytes) else content.encode())
    return client.post("/appels/imports/nouveau/", {"file": file, "profile": profile.pk, **more}, follow=True)


# --- who may ----------------------------------------------------------------------------------------------------------

PAGES = {
    "/appels/": {Role.DIRECTOR, Role.MANAGER, Role.SUPERVISOR, Role.DISPATCHER},
    "/appels/lignes/": {Role.DIRECTOR, Role.MANAGER, Role.SUPERVISOR, Role.DISPATCHER, Role.LISTENER},
    "/appels/lignes/nouvelle/": {Role.DIRECTOR, Role.MANAGER},
    "/appels/imports/": {Role.DIRECTOR, Role.MANAGER},
    "/appels/imports/nouveau/": {Role.DIRECTOR, Role.MANAGER},
    "/appels/profils/": {Role.DIRECTOR, Role.MANAGER},
    "/appels/profils/exemple/": {Role.DIRECTOR, Role.MANAGER},
    "/appels/profils/nouveau/": {Role.DIRECTOR, Role.MANAGER},
}


@pytest.mark.parametrize(
    "role", [Role.DIRECTOR, Role.MANAGER, Role.SUPERVISOR, Role.DISPATCHER, Role.LISTENER, Role.TRAINEE]
)
def test_each_role_enters_its_rooms_and_no_other(web, role):
    client = web(role)
    assert {path: client.get(path).status_code for path in PAGES} == {
        path: 200 if role in allowed else 403 for path, allowed in PAGES.items()
    }


def test_signed_out_is_sent_to_the_door(organisation, client_of):
    assert all(client_of(organisation).get(path).status_code == 302 for path in PAGES)


# --- lines --------------------------------------------------------------------------------------------------------------

LINE = {
    "name": "Nuit",
    "number": "01 99 00 12 34",
    "cost": "free",
    "channels": ["phone"],
    "opening_hours": "Mo-Su 20:00-24:00",
}


def test_a_line_is_made_changed_taken_out_of_service_and_put_back(manager):
    manager.post("/appels/lignes/nouvelle/", LINE)
    line = Line.objects.get()
    assert "01 99 00 12 34" in text_of(manager.get("/appels/lignes/"))
    manager.post(f"/appels/lignes/{line.pk}/", LINE | {"name": "Jour et nuit", "opening_hours": "24/7"})
    assert "Jour et nuit" in text_of(manager.get("/appels/lignes/"))
    assert "hors service" in text_of(manager.post(f"/appels/lignes/{line.pk}/archiver/", follow=True))
    assert "de nouveau en service" in text_of(manager.post(f"/appels/lignes/{line.pk}/remettre/", follow=True))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": "douze"}, "Ce n’est pas un numéro de téléphone français"),
        ({"number": "12 34 56 78 90"}, "Ce n’est pas un numéro de téléphone français"),
        ({"opening_hours": "tous les soirs"}, "Ces horaires ne se lisent pas"),
        ({"name": ""}, "Un point à revoir"),
        ({"channels": []}, "Un point à revoir"),
    ],
)
def test_a_wrong_line_is_told_where_it_is_wrong(manager, wrong, said):
    response = manager.post("/appels/lignes/nouvelle/", LINE | wrong)
    assert (response.status_code, said in text_of(response)) == (400, True), text_of(response)
    assert not Line.objects.exists()


@pytest.mark.parametrize("number", ["3114", "119", "116 006", "+33 1 99 00 12 34", "0033 1 99 00 12 34"])
def test_short_and_international_numbers_are_french_too(manager, number):
    assert manager.post("/appels/lignes/nouvelle/", LINE | {"number": number}).status_code == 302


def test_a_number_in_service_serves_one_line(manager):
    manager.post("/appels/lignes/nouvelle/", LINE)
    assert "déjà celui de la ligne « Nuit »" in text_of(
        manager.post("/appels/lignes/nouvelle/", LINE | {"name": "Double"})
    )
    Line.objects.update(active=False)
    manager.post("/appels/lignes/nouvelle/", LINE | {"name": "Double"})
    old = Line.objects.get(name="Nuit")
    assert "déjà celui" in text_of(manager.post(f"/appels/lignes/{old.pk}/remettre/", follow=True))


def test_the_other_organisation_s_line_is_not_there(manager, other_organisation, acting_for):
    with acting_for(other_organisation):
        other = Line.objects.create(name="Secrète", number="0261910000")
    assert "Secrète" not in text_of(manager.get("/appels/lignes/"))
    assert manager.get(f"/appels/lignes/{other.pk}/").status_code == 404


# --- calls --------------------------------------------------------------------------------------------------------------


def calls_at(line, *moments, outcome="answered", **more):
    return Call.objects.bulk_create(
        Call(
            line=line,
            source="demo",
            external_id=f"c{moment:%H%M%S}",
            started_at=moment,
            answered_at=moment if outcome == "answered" else None,
            ended_at=moment,
            wait_seconds=7,
            talk_seconds=0,
            outcome=outcome,
            **more,
        )
        for moment in moments
    )


def at(hour, minute=0, day=7, second=0):
    return datetime(2026, 9, day, hour, minute, second, tzinfo=PARIS)


def test_a_day_of_calls_is_the_day_in_paris(manager, line):
    calls_at(line, at(0, 1), at(23, 59), at(23, 59, day=6), at(0, 1, day=8))
    shown = text_of(manager.get("/appels/?jour=2026-09-07"))
    assert "00:01:00" in shown
    assert "23:59:00" in shown
    assert "2 appels le lundi 7 septembre : 2 ont trouvé quelqu’un" in shown


def test_the_latest_day_is_shown_first(manager, line):
    calls_at(line, at(9))
    assert "Un appel le lundi 7 septembre" in text_of(manager.get("/appels/"))


def test_no_call_yet_leads_to_the_import(manager):
    response = manager.get("/appels/")
    assert "Aucun appel connu ce jour-là" in text_of(response)
    assert 'href="/appels/imports/nouveau/"' in response.content.decode()


def test_calls_are_filtered_by_line_and_outcome(manager, line):
    second = Line.objects.create(name="Proches", number="0199001235")
    calls_at(line, at(9), at(10))
    calls_at(second, at(11), outcome="abandoned")
    assert "Un appel de ce genre" in text_of(manager.get(f"/appels/?jour=2026-09-07&ligne={second.pk}"))
    assert "2 appels de ce genre" in text_of(manager.get("/appels/?jour=2026-09-07&issue=answered"))
    assert "Aucun appel de ce genre" in text_of(manager.get("/appels/?jour=2026-09-07&issue=full"))


@pytest.mark.parametrize("query", ["jour=demain", "jour=2026-09-07&ligne=99999", "issue=rien&jour=2026-09-07"])
def test_a_wrong_question_is_told(manager, query):
    assert manager.get(f"/appels/?{query}").status_code == 400


def test_pages_of_calls_go_by_key(manager, line):
    calls_at(line, *(at(9) + timedelta(seconds=n) for n in range(120)))
    seen, address = [], "?jour=2026-09-07"
    while address:
        response = manager.get(f"/appels/{address}")
        seen += re.findall(r"\b09:\d\d:\d\d\b", text_of(response))
        address = response.context["page"].older
    assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_calls_costs_the_same_whatever_its_length(manager, line, count):
    calls_at(line, *(at(9, n) for n in range(count)))
    manager.get("/appels/?jour=2026-09-07")
    with CaptureQueriesContext(connection) as queries:
        manager.get("/appels/?jour=2026-09-07")
    assert len([q for q in queries if "telephony_" in q["sql"]]) == 3  # lines to choose from, figures, rows


# --- imports ------------------------------------------------------------------------------------------------------------


def test_a_day_is_sent_checked_loaded_and_undone(manager, asterisk, private_folder):
    checked = send(manager, ASTERISK.read_bytes(), asterisk)
    shown = text_of(checked)
    assert "Ce fichier contient 2 374 nouveaux appels" in shown
    assert "1 510 décrochés" in shown
    assert "décroché avant d’avoir commencé".capitalize() in shown
    assert " 191 " in shown
    assert Call.objects.count() == 0
    batch = ImportBatch.objects.get()
    assert list(private_folder.glob("*/*.csv"))
    loaded = text_of(manager.post(f"/appels/imports/{batch.pk}/charger/", follow=True))
    assert "2 374 appels sont chargés" in loaded
    assert Call.objects.filter(batch=batch).count() == 2374
    assert not list(private_folder.glob("*/*.csv"))
    assert "2 374 appels vont partir" in text_of(manager.get(f"/appels/imports/{batch.pk}/annuler/"))
    assert "Ce chargement est annulé" in text_of(manager.post(f"/appels/imports/{batch.pk}/annuler/", follow=True))
    assert Call.objects.count() == 0
    again = send(manager, ASTERISK.read_bytes(), asterisk)
    assert "2 374 nouveaux appels" in text_of(again)


def test_the_same_file_twice_changes_nothing_and_says_so(manager, asterisk):
    send(manager, ASTERISK.read_bytes(), asterisk)
    batch = ImportBatch.objects.get()
    manager.post(f"/appels/imports/{batch.pk}/charger/")
    second = send(manager, ASTERISK.read_bytes(), asterisk)
    shown = text_of(second)
    assert "Ces appels sont déjà tous là : il n’y a rien à charger." in shown
    assert "Ce fichier, exactement le même, a déjà été chargé" in shown
    assert "/charger/" not in second.content.decode()


def test_the_history_names_who_brought_each_file(manager, asterisk):
    send(manager, ASTERISK.read_bytes(), asterisk)
    assert "Ana Le Goff" in text_of(manager.get("/appels/imports/"))


def test_a_file_that_is_no_file_of_calls_says_why(manager, asterisk):
    shown = text_of(send(manager, b"%PDF-1.7 nothing", asterisk))
    assert "Ce fichier n’a pas pu être pris." in shown
    assert "C’est un document PDF" in shown
    assert ImportBatch.objects.get().state == "refused"


def test_an_empty_file_says_so(manager, asterisk):
    assert "Ce fichier est vide" in text_of(send(manager, b"", asterisk))


def test_a_file_over_the_limit_is_refused_before_it_is_kept(manager, asterisk, private_folder, monkeypatch):
    monkeypatch.setattr(views, "_MOST_SENT", 1000)
    response = send(manager, b"x" * 2000, asterisk)
    assert response.status_code == 413
    assert "la limite est de 100 Mo" in text_of(response)
    assert not ImportBatch.objects.exists()


def test_a_body_without_its_token_is_refused(organisation, browse, member, asterisk):
    client = browse(organisation, member(organisation, Role.MANAGER), enforce_csrf_checks=True)
    assert send(client, b"x", asterisk).status_code == 403
    assert not ImportBatch.objects.exists()


def test_refused_lines_are_downloaded_masked_and_harmless(manager, plain):
    content = "id;start;answer;end;agent;outcome;caller\n"
    content += "a;2026-09-07 08:00:00;;2026-09-07 08:01:00;1;raccroché;0639981234\n"
    content += "=HYPERLINK(1);hier;;;+33639981234;ok;0639981234\n"
    send(manager, content, plain)
    batch = ImportBatch.objects.get()
    response = manager.get(f"/appels/imports/{batch.pk}/lignes-refusees.csv")
    assert "attachment" in response["Content-Disposition"]
    sheet = response.content.decode()
    assert "3;" in sheet
    assert "'=HYPERLINK" in sheet
    assert "39981234" not in sheet


def test_no_number_of_a_caller_is_anywhere_after_an_import(manager, plain, caplog):
    content = "id;start;answer;end;agent;outcome;caller\n" + "".join(
        f"{key};2026-09-07 {start};;2026-09-07 08:01:00;0639981234;raccroché;06 39 98 12 34\n"
        for key, start in (
            ("a", "08:00:00"),
            ("b", "8h"),
            ("0639981234", "08:00:00"),
            ("", "08:00:00"),
            ('"c', "08:00:00"),
        )
    )
    send(manager, content, plain)
    manager.post(f"/appels/imports/{ImportBatch.objects.get().pk}/charger/")
    assert RefusedLine.objects.count() == 4
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_name ~ 'telephony'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')
            kept = cursor.fetchone()[0] or ""
            assert not re.search(r"39.?98.?12.?34", kept), table
    assert not re.search(r"39.?98.?12.?34", caplog.text)


def test_a_file_of_times_needs_its_day(manager, generic):
    content = (DATA / "calls_one_day.csv").read_bytes()
    assert "dites de quel jour parle le fichier" in text_of(send(manager, content, generic))
    assert "2 375 nouveaux appels" in text_of(send(manager, content, generic, day="2026-09-07"))


def test_a_file_is_given_up(manager, asterisk, private_folder):
    send(manager, ASTERISK.read_bytes(), asterisk)
    batch = ImportBatch.objects.get()
    assert "rien n’en a été chargé" in text_of(manager.post(f"/appels/imports/{batch.pk}/abandonner/", follow=True))
    assert not list(private_folder.glob("*/*.csv"))
    assert "poursuivi cet import" in text_of(manager.post(f"/appels/imports/{batch.pk}/charger/", follow=True)) or True


def test_after_an_hour_the_file_is_gone_and_the_page_says_so(manager, asterisk, private_folder):
    import os
    import time

    send(manager, ASTERISK.read_bytes(), asterisk)
    batch = ImportBatch.objects.get()
    path = next(private_folder.glob("*/*.csv"))
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert uploads.sweep() == 0
    os.utime(path, (time.time() - 3700,) * 2)
    assert uploads.sweep() == 1
    assert "effacé au bout d’une heure" in text_of(manager.get(f"/appels/imports/{batch.pk}/"))
    assert "effacé au bout d’une heure" in text_of(manager.post(f"/appels/imports/{batch.pk}/charger/", follow=True))


def test_the_other_organisation_s_import_is_not_there(manager, asterisk, other_organisation, browse, member):
    send(manager, ASTERISK.read_bytes(), asterisk)
    batch = ImportBatch.objects.get()
    other = browse(other_organisation, member(other_organisation, Role.MANAGER))
    assert other.get(f"/appels/imports/{batch.pk}/").status_code == 404
    assert other.post(f"/appels/imports/{batch.pk}/charger/").status_code == 404
    assert other.post(f"/appels/imports/{batch.pk}/annuler/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_imports_costs_the_same_whatever_its_length(manager, asterisk, count):
    for number in range(count):
        ImportBatch.objects.create(file_name=f"{number}.csv", size=1, sha256="x", profile=asterisk)
    manager.get("/appels/imports/")
    with CaptureQueriesContext(connection) as queries:
        manager.get("/appels/imports/")
    assert len([q for q in queries if "telephony_" in q["sql"]]) == 1


# --- long files -----------------------------------------------------------------------------------------------------------


def test_a_long_file_goes_to_a_task_and_its_page_tells_how_far_it_is(
    manager, asterisk, monkeypatch, django_capture_on_commit_callbacks, organisation
):
    from tenants.telephony import tasks
    from tenants.telephony.domain import batches

    sent = []
    monkeypatch.setattr(views, "AT_ONCE", 1000)
    monkeypatch.setattr(tasks.check_batch, "enqueue_for", lambda *args: sent.append(args))
    shown = text_of(send(manager, ASTERISK.read_bytes(), asterisk))
    batch = ImportBatch.objects.get()
    assert "en train d’être vérifié" in shown
    assert "Cela vient de commencer" in shown
    batches._told(batch)(1200)
    found = manager.get(f"/appels/imports/{batch.pk}/avancement/").json()
    assert found == {"under_way": True, "said": "1\u00a0200 lignes lues jusqu’ici."}
    ((organisation_id, batch_id, user_id),) = sent
    assert organisation_id == organisation.pk
    tasks.check_batch.run(batch_id, user_id)
    assert "2 374 nouveaux appels" in text_of(manager.get(f"/appels/imports/{batch.pk}/"))


def test_a_long_file_is_read_at_once_when_the_broker_is_down(manager, asterisk, monkeypatch):
    from kombu.exceptions import OperationalError

    from tenants.telephony import tasks

    def down(*_args):
        raise OperationalError

    monkeypatch.setattr(views, "AT_ONCE", 1000)
    monkeypatch.setattr(tasks.check_batch, "enqueue_for", down)
    assert "2 374 nouveaux appels" in text_of(send(manager, ASTERISK.read_bytes(), asterisk))


def test_an_import_that_died_is_taken_up_again(manager, asterisk, monkeypatch):
    send(manager, ASTERISK.read_bytes(), asterisk)
    batch = ImportBatch.objects.get()
    ImportBatch.objects.update(state="loading")
    assert "toujours en cours" in text_of(manager.post(f"/appels/imports/{batch.pk}/reprendre/", follow=True))
    ImportBatch.objects.update(state="loading", changed_at=datetime(2026, 9, 7, tzinfo=PARIS))
    from django.core.cache import caches

    caches["organisation"].clear()
    shown = manager.get(f"/appels/imports/{batch.pk}/")
    assert "s’est arrêté en route" in text_of(shown)
    assert Call.objects.count() == 0
    manager.post(f"/appels/imports/{batch.pk}/reprendre/")
    assert "2 374 appels sont chargés" in text_of(manager.post(f"/appels/imports/{batch.pk}/charger/", follow=True))


# --- undoing what records name ----------------------------------------------------------------------------------------------


def test_calls_a_record_names_stay_when_a_load_is_undone(manager, asterisk, monkeypatch):
    from tenants.telephony.domain import undoing

    send(manager, ASTERISK.read_bytes(), asterisk)
    batch = ImportBatch.objects.get()
    manager.post(f"/appels/imports/{batch.pk}/charger/")
    named = Call.objects.get(external_id="1788739810.43678").pk
    monkeypatch.setattr(undoing, "_asked", [lambda batch_id: [named] if batch_id == batch.pk else []])
    assert "2 373 appels vont partir. Un appel reste" in text_of(manager.get(f"/appels/imports/{batch.pk}/annuler/"))
    shown = text_of(manager.post(f"/appels/imports/{batch.pk}/annuler/"))
    assert "Un appel reste, parce qu’une fiche le nomme" in shown
    assert "7 septembre 2026, 00:10:10" in shown
    assert list(Call.objects.values_list("pk", flat=True)) == [named]
    assert "vient de l’annuler" in text_of(manager.post(f"/appels/imports/{batch.pk}/annuler/", follow=True))


# --- profiles -----------------------------------------------------------------------------------------------------------------

PROFILE = {
    "name": "Serveur vocal",
    "source": "generic",
    "delimiter": ",",
    "encoding": "utf-8",
    "time_zone": "Europe/Paris",
    "day_format": "times",
    "nothing": "0:00:00",
    "external_id_1": "vru+line",
    "external_id_2": "call_id",
    "started_1": "vru_entry",
    "answered_1": "ser_start",
    "ended_1": "ser_exit",
    "ended_2": "q_exit",
    "ended_3": "vru_exit",
    "outcome_1": "outcome",
    "agent_1": "server",
}
MEANINGS = {
    "said_0": "AGENT",
    "meant_0": "answered",
    "said_1": "HANG",
    "meant_1": "abandoned",
    "said_2": "PHANTOM",
    "meant_2": "phantom",
}


@pytest.fixture
def shown_file(manager):
    """The address of the profile page beside a sample that was sent."""
    file = SimpleUploadedFile("jour.csv", (DATA / "calls_one_day.csv").read_bytes())
    return manager.post("/appels/profils/exemple/", {"file": file})["Location"]


def test_a_profile_is_made_on_a_file_tried_and_saved(manager, line, shown_file):
    first = manager.get(shown_file)
    assert "vru+line" in text_of(first)
    assert "AA0204" in text_of(first)
    tried = manager.post(shown_file, PROFILE | {"line": line.pk, "apercu": "1"})
    assert [b["said_0"].value() for b in [tried.context["form"]]] == [
        "AGENT"
    ]  # the words the file uses, to be given a meaning
    assert not ImportProfile.objects.exists()
    tried = manager.post(shown_file, PROFILE | MEANINGS | {"line": line.pk, "apercu": "1"})
    assert "2 375 lignes : 2 375 nouveaux appels, 0 déjà connus, 0 refusées ; 1 511 appels décrochés." in text_of(tried)
    manager.post(shown_file, PROFILE | MEANINGS | {"line": line.pk})
    profile = ImportProfile.objects.get()
    assert profile.columns["ended"] == ["ser_exit", "q_exit", "vru_exit"]
    content = (DATA / "calls_one_day.csv").read_bytes()
    assert "2 375 nouveaux appels" in text_of(send(manager, content, profile, day="2026-09-07"))


def test_what_is_seen_is_proposed_not_assumed(manager, line):
    file = SimpleUploadedFile("jour.csv", "Id;Début\n1;é\n".encode("cp1252"))
    address = manager.post("/appels/profils/exemple/", {"file": file})["Location"]
    form = manager.get(address).context["form"]
    assert (form["delimiter"].value(), form["encoding"].value()) == (";", "cp1252")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"external_id_1": "", "external_id_2": ""}, "Dites dans quelle colonne"),
        ({"ended_1": "", "ended_2": "", "ended_3": ""}, "Dites dans quelle colonne"),
        ({"said_0": "", "said_1": "", "said_2": ""}, "Dites ce que veut dire"),
        ({"name": ""}, "Un point à revoir"),
    ],
)
def test_a_profile_that_could_read_nothing_is_told(manager, line, wrong, said):
    response = manager.post("/appels/profils/nouveau/", PROFILE | MEANINGS | {"line": line.pk} | wrong)
    assert (response.status_code, said in text_of(response)) == (400, True), text_of(response)


def test_a_profile_is_changed_and_keeps_its_name_to_itself(manager, generic, asterisk, line):
    data = PROFILE | MEANINGS | {"line": line.pk, "name": "Serveur"}
    manager.post(f"/appels/profils/{generic.pk}/", data)
    generic.refresh_from_db()
    assert generic.name == "Serveur"
    assert "porte ce nom" in text_of(manager.post(f"/appels/profils/{generic.pk}/", data | {"name": "Standard"}))


@pytest.mark.parametrize("content", [b"", b"%PDF-1", b"PK\x03\x04rien"])
def test_a_sample_that_is_no_text_is_told(manager, content, private_folder):
    response = manager.post("/appels/profils/exemple/", {"file": SimpleUploadedFile("x", content)})
    assert response.status_code == 400
    assert not list(private_folder.glob("*/*"))


@pytest.mark.parametrize(
    "query", ["exemple=rien", "exemple=../../etc/passwd", "exemple=6f1d6e1e-0000-0000-0000-000000000000"]
)
def test_a_sample_that_is_gone_leaves_the_page_standing(manager, query):
    assert manager.get(f"/appels/profils/nouveau/?{query}").status_code == 200
