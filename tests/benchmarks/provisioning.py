"""An organisation ready to use, against django-tenants' own migrations of the same tenant apps."""

from tests.benchmarks._sides_running import DATABASE, Side, bench_cluster, compared

ROUNDS, OURS_A_ROUND = 3, 5


def provision():
    with bench_cluster(1) as cluster:
        with (
            Side("ours", cluster, DATABASE, GROWN="first") as ours,
            Side("stock", cluster, DATABASE, GROWN="first") as stock,
        ):
            ours.ask("provision", slug="warm")
            mine, theirs = [], []
            for turn in range(ROUNDS):
                mine += [ours.ask("provision", slug=f"p{turn}x{number}") for number in range(OURS_A_ROUND)]
                theirs.append(stock.ask("provision_stock", slug=f"p{turn}"))
        yield compared("provision", "s", mine, theirs, "django-tenants' migrations")


FIGURES = {"provision": provision}
