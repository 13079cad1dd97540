"""A file of calls on its way through the pages: sent, checked, loaded, undone."""

import re
import uuid
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.desk.models import Contact
from tenants.people.models import Person
from tenants.telephony import tasks
from tenants.telephony.domain import batches, undoing
from tenants.telephony.models import Call, ImportBatch, RefusedLine
from tess.identity.roles import Role
from tess.kernel.intake import passage, sending, uploads

from .conftest import ASTERISK, DATA, PARIS, send, text_of


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
    monkeypatch.setattr(sending, "_MOST_SENT", 1000)
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


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2062-09-07"])
def test_a_day_no_call_can_be_of_is_told_and_nothing_is_kept(manager, generic, private_folder, day):
    response = send(manager, (DATA / "calls_one_day.csv").read_bytes(), generic, day=day)
    assert response.status_code == 400
    assert "Ces appels ne peuvent pas dater du" in text_of(response)
    assert not ImportBatch.objects.exists()
    assert not list(private_folder.glob("*/*.csv"))


def test_a_file_is_given_up(manager, asterisk, private_folder):
    send(manager, ASTERISK.read_bytes(), asterisk)
    batch = ImportBatch.objects.get()
    assert "rien n’en a été chargé" in text_of(manager.post(f"/appels/imports/{batch.pk}/abandonner/", follow=True))
    assert not list(private_folder.glob("*/*.csv"))
    assert "poursuivi cet import" in text_of(manager.post(f"/appels/imports/{batch.pk}/charger/", follow=True))


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
    sent = []
    monkeypatch.setattr(sending, "AT_ONCE", 1000)
    monkeypatch.setattr(tasks.check_batch, "enqueue_for", lambda *args: sent.append(args))
    shown = text_of(send(manager, ASTERISK.read_bytes(), asterisk))
    batch = ImportBatch.objects.get()
    assert "en train d’être vérifié" in shown
    assert "Cela vient de commencer" in shown
    passage.told(batch)(1200)
    answer = manager.get(f"/appels/imports/{batch.pk}/avancement/")
    assert "1 200 lignes lues jusqu’ici." in text_of(answer)
    assert "hx-get" in answer.content.decode()
    assert "HX-Refresh" not in answer
    ((organisation_id, batch_id, user_id),) = sent
    assert organisation_id == organisation.pk
    tasks.check_batch.run(batch_id, user_id)
    assert manager.get(f"/appels/imports/{batch.pk}/avancement/")["HX-Refresh"] == "true"
    assert "2 374 nouveaux appels" in text_of(manager.get(f"/appels/imports/{batch.pk}/"))


def test_a_long_file_is_read_at_once_when_the_broker_is_down(manager, asterisk, monkeypatch):
    from kombu.exceptions import OperationalError

    def down(*_args):
        raise OperationalError

    monkeypatch.setattr(sending, "AT_ONCE", 1000)
    monkeypatch.setattr(tasks.check_batch, "enqueue_for", down)
    assert "2 374 nouveaux appels" in text_of(send(manager, ASTERISK.read_bytes(), asterisk))


def test_an_import_that_died_is_taken_up_again(manager, asterisk, monkeypatch):
    send(manager, ASTERISK.read_bytes(), asterisk)
    batch = ImportBatch.objects.get()
    ImportBatch.objects.update(state="loading")
    assert "encore en cours, ou terminé" in text_of(manager.post(f"/appels/imports/{batch.pk}/reprendre/", follow=True))
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


def test_a_record_written_while_a_load_is_undone_keeps_everything(manager, asterisk, monkeypatch):
    send(manager, ASTERISK.read_bytes(), asterisk)
    batch = ImportBatch.objects.get()
    manager.post(f"/appels/imports/{batch.pk}/charger/")
    named = Call.objects.first()
    listener = Person.objects.create(user_id=uuid.uuid4())
    Contact.objects.create(listener=listener, line=named.line, call=named, opened_at=named.started_at)
    monkeypatch.setattr(undoing, "kept_calls", lambda _batch: [])  # it was not there yet when we looked
    shown = text_of(manager.post(f"/appels/imports/{batch.pk}/annuler/", follow=True))
    assert "Une fiche vient de nommer l’un de ces appels." in shown
    assert ImportBatch.objects.get().state == "loaded"
    assert Call.objects.count() == 2374


@pytest.fixture
def waiting(asterisk, actor_of, organisation):
    """A file that came while the disk was full, or whose check died before it began."""
    manager = actor_of(organisation, Role.MANAGER)
    with ASTERISK.open("rb") as file:
        return batches.receive(iter([file.read()]), file_name="a.csv", profile=asterisk, day=None, actor=manager)


def test_a_file_that_waits_for_its_check_is_checked_on_demand(manager, waiting):
    assert "attend sa vérification" in text_of(manager.get(f"/appels/imports/{waiting.pk}/"))
    assert "2 374 nouveaux appels" in text_of(manager.post(f"/appels/imports/{waiting.pk}/reprendre/", follow=True))


def test_a_file_that_waits_for_its_check_is_given_up(manager, waiting, private_folder):
    assert f"{waiting.pk}/abandonner/" in manager.get(f"/appels/imports/{waiting.pk}/").content.decode()
    manager.post(f"/appels/imports/{waiting.pk}/abandonner/")
    assert ImportBatch.objects.get().state == "given_up"
    assert not list(private_folder.glob("*/*.csv"))


def test_a_check_taken_up_twice_says_so_the_second_time(manager, waiting, monkeypatch):
    resume = passage.resume

    def overtaken(batch):
        resume(batch)
        passage.begin_check(ImportBatch.objects.get())  # the other click

    monkeypatch.setattr(passage, "resume", overtaken)
    shown = text_of(manager.post(f"/appels/imports/{waiting.pk}/reprendre/", follow=True))
    assert "Quelqu’un d’autre a déjà poursuivi cet import." in shown


@pytest.mark.parametrize(("content", "state"), [(ASTERISK.read_bytes(), "checked"), (b"%PDF-1.7", "refused")])
def test_of_two_checks_at_once_the_first_counts_and_the_second_says_so(
    manager, waiting, monkeypatch, actor_of, organisation, content, state
):
    uploads.path_of(waiting.pk).write_bytes(content)
    run_check = batches.run_check

    def overtaken(batch, *, actor):
        run_check(ImportBatch.objects.select_related("profile").get(), actor=actor)
        uploads.write(batch.pk, iter([content]))
        run_check(batch, actor=actor)

    monkeypatch.setattr(batches, "run_check", overtaken)
    shown = text_of(manager.post(f"/appels/imports/{waiting.pk}/reprendre/", follow=True))
    assert "Quelqu’un d’autre a déjà poursuivi cet import." in shown
    assert ImportBatch.objects.get().state == state


def test_a_task_delivered_twice_leaves_what_the_first_found(waiting, monkeypatch):
    passage.begin_check(waiting)
    run_check = batches.run_check

    def overtaken(batch, *, actor):
        run_check(ImportBatch.objects.select_related("profile").get(), actor=actor)
        run_check(batch, actor=actor)

    monkeypatch.setattr(batches, "run_check", overtaken)
    tasks.check_batch.run(str(waiting.pk), str(uuid.uuid4()))
    assert ImportBatch.objects.get().state == "checked"
