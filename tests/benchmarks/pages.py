"""`page.p95`: the ten busiest pages of an organisation with 100,000 records, 20 requests a second, mixed, through HTTP."""

import itertools
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from statistics import quantiles

from tests.benchmarks._house import house, sign_in

CONTACTS, RATE, WARM, SECONDS = 100_000, 20, 10, 60
HOST = "rivage.tess.localhost"
PASSWORD = "lampe-allumee-2026"


def p95():
    with house() as home:
        contacts = home.ask("grow", organisation="rivage", contacts=CONTACTS)
        listener = sign_in(home.port, "listener@rivage.example", PASSWORD, HOST)
        manager = sign_in(home.port, "manager@rivage.example", PASSWORD, HOST)
        record = listener.get("/fiches/").send("fiche").path
        pages = [
            ("today", listener, "/"),
            ("record", listener, record),
            ("own records", listener, "/fiches/"),
            ("relays", listener, "/relais/"),
            ("relay search", listener, "/relais/resultats/?q=violences"),
            ("shared pages", listener, "/commun/"),
            ("all records", manager, "/fiches/toutes/"),
            ("calls", manager, "/appels/"),
            ("activity", manager, "/activite/"),
            ("team", manager, "/equipe/"),
        ]
        _load(home.port, pages, WARM)
        took = _load(home.port, pages, SECONDS)
        yield {
            "name": "page.p95",
            "value": round(_p95([ms for each in took.values() for ms in each]), 1),
            "unit": "ms",
            "versus": None,
            "ratio": None,
            "pages": {name: round(_p95(each), 1) for name, each in took.items()},
            "requests": sum(map(len, took.values())),
            "records": contacts,
        }


def _p95(measured):
    return quantiles(measured, n=20)[-1]


def _load(port, pages, seconds):
    """Ask at a steady pace whatever the answers take; milliseconds of each, by page. A wrong answer breaks the figure."""
    took, began = defaultdict(list), time.monotonic()
    with ThreadPoolExecutor(32) as pool:
        asked = []
        for number, (name, browser, path) in enumerate(itertools.islice(itertools.cycle(pages), RATE * seconds)):
            time.sleep(max(0.0, began + number / RATE - time.monotonic()))
            asked.append((name, pool.submit(_ask, port, browser.cookies[HOST], path)))
        for name, answer in asked:
            took[name].append(answer.result())
    return took


def _ask(port, cookies, path):
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Host": f"{HOST}:{port}", "Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())}
    began = time.perf_counter()
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    if response.status != 200 or not body:
        raise RuntimeError(f"{path} answered {response.status}")
    return (time.perf_counter() - began) * 1000


FIGURES = {"page.p95": p95}
