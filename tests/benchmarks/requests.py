"""What a request costs: signed in, against plain Django; with 20 queries, against stock django-tenants."""

from tests.benchmarks._sides_running import DATABASE, Side, bench_cluster, compared

TURNS, COUNT = 40, 15  # many short turns: what else the machine does then falls on both sides alike
HOST = "n0.tess.localhost"


def signed_in():
    with bench_cluster(2) as cluster:
        cluster.create_database("plain")
        with (
            Side("ours", cluster, DATABASE, GROWN="first") as ours,
            Side("plain", cluster, "plain", "tess_owner") as plain,
        ):
            plain.ask("prepare_plain")
            asked = {"path": "/greeting/", "count": COUNT}
            mine = {"host": HOST, "cookie": ours.ask("sign_in", slug="n0"), **asked}
            other = {"host": "localhost", "cookie": plain.ask("sign_in_plain"), **asked}
            found = _interleaved(ours, mine, plain, other)
        assert found[0][0]["body"] == found[1][0]["body"] == "Bonjour Ana"
        yield _figure("request.signed_in", found, "plain Django")


def twenty_queries():
    with bench_cluster(2) as cluster:
        with (
            Side("ours", cluster, DATABASE, GROWN="first") as ours,
            Side("stock", cluster, DATABASE, GROWN="first") as stock,
        ):
            asked = {"host": HOST, "path": "/twenty/", "count": COUNT}
            found = _interleaved(ours, asked, stock, asked)
        yield _figure("request.20q", found, "stock django-tenants")
        mine, other = (side[0]["statements"] for side in found)
        yield {
            "name": "request.20q.statements",
            "value": mine,
            "unit": "statements",
            "versus": f"stock django-tenants: {other:.0f}",
            "ratio": round(mine / other, 3),
        }


def _interleaved(ours, mine, theirs, other):
    found = ([], [])
    for _ in range(TURNS + 2):
        found[0].append(ours.ask("requests", **mine))
        found[1].append(theirs.ask("requests", **other))
    return found[0][2:], found[1][2:]  # the first turns warm both up


def _figure(name, found, versus):
    return compared(name, "ms", *([ms for each in side for ms in each["ms"]] for side in found), versus)


FIGURES = {"request.signed_in": signed_in, "request.20q": twenty_queries}
