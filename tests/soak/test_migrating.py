"""Organisations are brought up to date while their people work: nobody reads or writes in vain."""

import threading
from contextlib import closing

import psycopg2
import pytest

from tests.tess.kernel.replaying import replaying

DATABASE, COUNT = "test_load", 3
BEFORE_AND_AFTER = 50  # turns each worker does with the old shape, and then with the new


class Worker(threading.Thread):
    """Reads and writes in one organisation as the version before does, through the login role, until told to stop."""

    def __init__(self, cluster, number, stop):
        super().__init__()
        self.cluster, self.number, self.stop = cluster, number, stop
        self.turns, self.errors = 0, []

    def run(self):
        schema = f"org_n{self.number}"
        with closing(self.cluster.connect("tess_app", DATABASE)) as connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('role', %s, false), set_config('search_path', %s, false)",
                [f"o_{DATABASE}_{schema}", f"{schema}, public, ext"],
            )
            while not self.stop.is_set():
                try:
                    cursor.execute("INSERT INTO replayed_resource (name, notes) VALUES (%s, '')", [f"r{self.turns}"])
                    cursor.execute("SELECT name, notes FROM replayed_resource ORDER BY id DESC LIMIT 20")
                    cursor.execute("UPDATE replayed_resource SET notes = 'x' WHERE name = %s", [f"r{self.turns}"])
                except psycopg2.Error as error:
                    self.errors.append(str(error))
                self.turns += 1


@pytest.mark.soak
def test_a_column_an_index_and_a_function_come_while_people_work(cluster):
    with replaying(cluster, DATABASE, COUNT) as world:
        stop = threading.Event()
        workers = [Worker(cluster, number, stop) for number in range(1, COUNT + 1) for _twice in range(2)]
        for worker in workers:
            worker.start()
        try:
            world.wait_for(lambda: all(worker.turns > BEFORE_AND_AFTER for worker in workers))
            report = world.run("migrate", 0.2, 10)  # a pause after each organisation: the others work in the old shape
            reached = [worker.turns for worker in workers]
            world.wait_for(
                lambda: all(
                    worker.turns > turns + BEFORE_AND_AFTER for worker, turns in zip(workers, reached, strict=True)
                )
            )
        finally:
            stop.set()
            for worker in workers:
                worker.join()
        assert report == {
            "done": dict.fromkeys(("0002_more", "0003_fill", "0004_notes"), COUNT + 1),
            "failed": {},
        }
        assert [error for worker in workers for error in worker.errors] == []
        for number in range(1, COUNT + 1):
            schema, written = f"org_n{number}", sum(worker.turns for worker in workers if worker.number == number)
            assert world.sql(f"SELECT count(*) FROM {schema}.replayed_resource") == [(written,)]
            ((noted, by_the_new),) = world.sql(
                f"SELECT count(*), count(*) FILTER (WHERE word LIKE '%% / %%') FROM {schema}.replayed_journal"
            )
            assert noted == written, "the trigger missed none while it changed over"
            assert 0 < by_the_new < written
        assert len(set(world.run("prints").values())) == 1
