"""`note.drill`: characters lost though the product had said they were saved, and words or records made twice, over the rounds.

Web, worker, Postgres and browser are killed while people type; beside it stands what was typed and not yet saved when the
browser was killed, in characters and in seconds of typing.
"""

import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.drill.drill import by_victim, play
from tests.drill.house import HOST, house
from tests.drill.plan import rounds
from tests.tess.local.conftest import first_start

ROUNDS, SEED = 60, 4


def drill():
    from tests.drill.browser import typist

    with tempfile.TemporaryDirectory(prefix="tess-drill-") as folder:
        Path(folder).chmod(0o755)
        with house(first_start(Path(folder))) as home, typist(home, HOST) as browser:
            founds = [play(home, kill, dice, browser) for kill, dice in rounds(ROUNDS, SEED)]
    kinds = {victim: {**asdict(found), "kill": victim} for victim, found in by_victim(founds).items()}
    yield {
        "name": "note.drill",
        "value": sum(found.lost + found.duplicates for found in founds),
        "unit": "characters and doubles",
        "rounds": ROUNDS,
        "acknowledged": sum(found.acknowledged for found in founds),
        "unacknowledged": sum(found.unacknowledged for found in founds),
        "unacknowledged_seconds": round(max(found.seconds for found in founds), 2),
        "conflicts": sum(found.conflicts for found in founds),
        "kills": list(kinds.values()),
    }


FIGURES = {"note.drill": drill}
