"""Two files at once, and an import that is killed: real commits, from connections of their own."""

import threading
from contextlib import closing

import psycopg2
import pytest
from django.db import connection

from tenants.telephony.domain import imports, staging
from tenants.telephony.models import Call, ImportBatch, ImportProfile, Line
from tess.kernel.actor import Actor

HEADER = "id;start;end;outcome\n"
COLUMNS = {"external_id": ["id"], "started": ["start"], "ended": ["end"], "outcome": ["outcome"]}


@pytest.fixture
def committed(django_db_setup, django_db_blocker, monkeypatch):
    """A profile that is really there, in an organisation nothing else looks into meanwhile; swept afterwards."""
    from tenants.organisations.models import Organisation

    # an audit row can't be swept: it is written by the tests that roll back
    monkeypatch.setattr(imports.audit, "record", lambda *_args, **_more: None)
    with django_db_blocker.unblock():
        organisation = Organisation.objects.get(slug="rivage")
        with connection.acting_for(organisation):
            line = Line.objects.create(name="À deux", number="0199000099")
            profile = ImportProfile.objects.create(
                name="À deux", line=line, delimiter=";", columns=COLUMNS, outcomes={"ok": "answered"}
            )
            try:
                yield organisation, profile
            finally:
                with connection.cursor() as cursor:
                    cursor.execute("DELETE FROM telephony_call WHERE line_id = %s", [line.pk])
                ImportBatch.objects.filter(profile=profile).delete()
                profile.delete()
                line.delete()
                with connection.cursor() as cursor:
                    cursor.execute("DELETE FROM activity_callhour WHERE line_id = %s", [line.pk])
                    cursor.execute("DELETE FROM activity_callwait WHERE line_id = %s", [line.pk])
                    cursor.execute("DELETE FROM activity_changedday")
        connection.close()


def lines_of(*keys):
    return HEADER + "".join(f"{key};2026-09-07 08:00:00;2026-09-07 08:01:00;ok\n" for key in keys)


def load_in_a_thread(organisation, profile, path, results, name):
    try:
        with connection.acting_for(organisation):
            results[name] = imports.load(path, profile, actor=Actor.system("tests", organisation.pk))
    except BaseException as error:  # noqa: BLE001  told to the test
        results[name] = error
    finally:
        connection.close()


def test_two_files_at_the_same_time_wait_for_each_other(committed, write, monkeypatch):
    organisation, profile = committed
    inside, most, merge = [], [], staging.Staging.merge

    def watched(self, batch_id):
        inside.append(1)
        most.append(len(inside))
        added = merge(self, batch_id)
        threading.Event().wait(0.3)
        inside.pop()
        return added

    monkeypatch.setattr(staging.Staging, "merge", watched)
    first, second = write(lines_of("a", "b", "c"), "un.csv"), write(lines_of("b", "c", "d"), "deux.csv")
    results = {}
    threads = [
        threading.Thread(target=load_in_a_thread, args=(organisation, profile, path, results, path.name))
        for path in (first, second)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(report.added for report in results.values()) == [1, 3]
    assert sorted(report.known for report in results.values()) == [0, 2]
    assert max(most) == 1
    assert set(Call.objects.filter(line=profile.line).values_list("external_id", flat=True)) == set("abcd")


def test_a_killed_import_leaves_nothing_and_frees_the_way(committed, write, monkeypatch, cluster):
    organisation, profile = committed
    path = write(lines_of("a", "b"))
    keep = imports.keep

    def killed(*_args):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        with closing(cluster.connect("postgres", "postgres")) as server, server.cursor() as cursor:
            server.autocommit = True
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")

    monkeypatch.setattr(imports, "keep", killed)
    results = {}
    thread = threading.Thread(target=load_in_a_thread, args=(organisation, profile, path, results, "killed"))
    thread.start()
    thread.join(60)
    assert isinstance(results["killed"].__cause__, psycopg2.Error)
    assert not Call.objects.filter(line=profile.line).exists()
    assert not ImportBatch.objects.filter(profile=profile).exists()
    monkeypatch.setattr(imports, "keep", keep)
    thread = threading.Thread(target=load_in_a_thread, args=(organisation, profile, path, results, "again"))
    thread.start()
    thread.join(60)
    assert results["again"].added == 2
