import random
import time

import pytest

from tess.kernel import outbox
from tess.kernel.models import OutboxMessage
from tess.kernel.tenancy.tasks import COLLECTIVE, HEADER
from tests.tess.kernel.working import noted


@pytest.mark.soak
def test_a_worker_killed_again_and_again_does_each_thing_once(founded, worker):
    """The effect is in the transaction of the mark "done": killed before the commit, neither is there."""
    organisation, dice, count = founded("essai"), random.Random(3), 60
    for number in range(count):
        outbox.post("tests.worked", {"word": str(number), "pause": 50}, organisation=organisation.pk)
    for _ in range(8):
        worker.log.unlink(missing_ok=True)
        worker.start()
        worker.send("sweep", headers={HEADER: COLLECTIVE})
        time.sleep(dice.uniform(0.1, 1.0))
        worker.kill()
    worker.log.unlink(missing_ok=True)
    worker.start()
    worker.send("sweep", headers={HEADER: COLLECTIVE})
    worker.wait_for(lambda: not OutboxMessage.objects.filter(done_at=None).exists())
    assert sorted(int(word) for _who, _path, word in noted()) == list(range(count))
