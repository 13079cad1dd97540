"""Two columns, a plain index and a table over 50 organisations, against `migrate_schemas`."""

from tests.benchmarks._sides_running import Side, bench_cluster, compared, copy_database

ROUNDS, ORGANISATIONS = 2, 50


def migrate():
    mine, theirs = [], []
    with bench_cluster(ORGANISATIONS) as cluster:
        for _ in range(ROUNDS):
            for found, settings, order in ((mine, "ours", "migrate"), (theirs, "stock", "migrate_stock")):
                copy_database(cluster, "bench_copy")
                with Side(settings, cluster, "bench_copy") as side:
                    found.append(side.ask(order))
        yield compared("migrate.50", "s", mine, theirs, "migrate_schemas")


FIGURES = {"migrate.50": migrate}
