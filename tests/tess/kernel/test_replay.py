"""Migrating every organisation by replay: killed twice for real, resumed, and the same everywhere in the end.

In a database of its own, by processes of their own (one has to be killed).
"""

import signal
import time
from contextlib import closing

import pytest
from django.db import migrations, models

from tess.kernel.tenancy import replay
from tess.kernel.tenancy.operations import AppendOnly
from tests.tess.kernel.replaying import replaying

DATABASE = "test_replay"
COUNT = 6


@pytest.fixture(scope="module")
def world(cluster):
    with replaying(cluster, DATABASE, COUNT) as found:
        yield found


def _kill(child):
    child.send_signal(signal.SIGKILL)
    child.communicate()


def test_killed_twice_locked_out_once_and_the_same_everywhere_in_the_end(world):
    everyone = COUNT + 1
    assert len(set(world.run("prints").values())) == 1
    world.sql("INSERT INTO org_n1.replayed_resource (name, notes) VALUES ('r', '')")

    # killed in the plain pass: done or not done, nothing by half
    child = world.start("migrate", 0.3, 10)
    world.wait_for(lambda: world.count("0002_more") >= 2)
    _kill(child)
    assert 2 <= world.count("0002_more") < everyone
    assert len(set(world.run("prints").values())) == 2

    # a table that stays locked: that organisation waits, the others go on, and the operator is told
    with closing(world.cluster.connect("tess_owner", DATABASE)) as holder:
        holder.autocommit = False
        holder.cursor().execute(f"LOCK TABLE org_n{COUNT}.replayed_resource")
        told = world.run("up", expect=1)
        assert f"org_n{COUNT}" in told
        assert "SchemasBehind" in told
        assert world.count("0002_more") == everyone - 1
        assert world.count("0004_notes") == everyone - 1
        holder.rollback()
    for schema in ("template", "org_n1", "org_n2"):
        assert world.sql(f"SELECT count(*) FROM {schema}.replayed_followup") == [(0,)]
    assert world.sql("SELECT city FROM org_n1.replayed_resource") == [("Lille",)]

    # killed while a concurrent index waits for somebody's transaction: its backend goes on, and leaves it invalid
    with closing(world.cluster.connect("tess_owner", DATABASE)) as holder:
        holder.autocommit = False
        child = world.start("migrate", 0.5, 10)
        world.wait_for(lambda: world.count("0003_fill") == everyone)
        holder.cursor().execute(f"INSERT INTO org_n{COUNT}.replayed_resource (name, notes, city) VALUES ('r', '', '')")
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONC%%' AND state = 'active'"
        world.wait_for(lambda: world.sql(waiting) == [(1,)])
        _kill(child)
        assert world.sql("SELECT pg_try_advisory_lock(%s)", replay.LOCK) == [(False,)], "its backend still works"
        world.wait_for(lambda: world.sql(waiting) == [(0,)])
        holder.rollback()
    invalid = "SELECT relnamespace::regnamespace::text FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE NOT indisvalid"
    assert world.sql(invalid) == [(f"org_n{COUNT}",)]

    # two runs never work side by side
    assert world.sql("SELECT pg_try_advisory_lock(%s)", replay.LOCK) == [(True,)]
    assert world.run("migrate", 0, 0) == {"another": True}
    world.sql("SELECT pg_advisory_unlock(%s)", replay.LOCK)

    # resumed, then nothing left to do
    assert world.run("migrate", 0, 10) == {"done": {"0004_notes": 1}, "failed": {}}
    world.run("up")
    assert world.run("migrate", 0, 10) == {"done": {}, "failed": {}}
    assert world.sql(invalid) == []
    assert len(set(world.run("prints").values())) == 1
    granted = "SELECT has_table_privilege(%s, 'org_n3.replayed_followup', 'INSERT')"
    assert world.sql(granted, f"o_{DATABASE}_org_n3") == [(True,)]


@pytest.mark.parametrize(
    ("operations", "atomic", "kind"),
    [
        ([migrations.AddField("x", "y", models.IntegerField(default=1))], True, "plain"),
        ([migrations.AddField("x", "y", models.DateTimeField(default=time.time))], True, "python"),
        ([migrations.RunPython(migrations.RunPython.noop)], True, "python"),
        ([migrations.SeparateDatabaseAndState([migrations.RunPython(migrations.RunPython.noop)])], True, "python"),
        ([AppendOnly("x"), migrations.RunSQL("SELECT 1")], True, "plain"),
        ([migrations.RunSQL("CREATE INDEX CONCURRENTLY x ON y (z)")], False, "apart"),
        ([type("Odd", (migrations.operations.base.Operation,), {"__module__": "odd"})()], True, "python"),
    ],
)
def test_what_can_be_rendered_once_is_told_from_what_cannot(operations, atomic, kind):
    migration = migrations.Migration("0001", "tests")
    migration.operations, migration.atomic = operations, atomic
    assert replay.kind_of(migration) == kind
