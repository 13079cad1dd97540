"""`tess demo`, as an operator meets it: killed in the middle of its data, it goes on; then everybody signs in."""

import json
from contextlib import closing
from pathlib import Path

import tenants.telephony
from tess.config.demo import PASSWORD
from tess.local.postgres import Cluster

DAY = Path(tenants.telephony.__file__).parent / "demo_data" / "calls_one_day.asterisk.csv"
LINES, REFUSED = 2375, 1


def counted(operator):
    """Rows that a second load would double."""
    tables = (
        "org_rivage.telephony_call",
        "org_rivage.desk_contact",
        "org_veilleurs.telephony_call",
        "public.identity_user",
    )
    counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in tables)
    with closing(Cluster(operator.home / "postgres").connect("tess_owner", "tess")) as link, link.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return cursor.fetchone()


def test_killed_while_it_loads_it_goes_on_and_a_second_start_adds_nothing(operator):
    began = operator.starts("demo")
    for line in began.stderr:
        if "Dossiers de formation" in line:  # calls and people are there, records and figures are not
            break
    began.kill()
    began.communicate()
    operator.waits_until_nothing_runs()

    again = operator.starts("demo")
    ready = operator.waits_until_ready(again)
    assert ready["password"] == PASSWORD
    assert len({account["place"] for account in ready["sign_ins"]}) == 7, "the collective and its six members"
    before = counted(operator)
    assert before[0] > 40_000, "three months of calls"

    line = ("import", "calls", str(DAY), "--organisation", "rivage", "--profile", "Standard (Asterisk)", "--json")
    told = operator.types(*line)
    report = json.loads(told.stdout)
    assert (report["lines"], report["added"], report["refused"]) == (LINES, 0, REFUSED)
    assert operator.interrupts(again)[0] == 0

    third = operator.starts("demo")
    operator.waits_until_ready(third)
    assert counted(operator) == before
    assert operator.interrupts(third)[0] == 0
