"""What the night clears of the outbox, and what it must not."""

from datetime import timedelta

from django.utils import timezone

from tess.kernel import outbox
from tess.kernel.models import OutboxMessage
from tess.kernel.tasks import clear_outbox


def test_messages_done_long_ago_go_and_no_other(db, other_organisation, monkeypatch, request):
    now, long_ago = timezone.now(), timezone.now() - timedelta(days=31)
    # added, never replaced: what is registered meanwhile, once in a process, would go with the replacement
    outbox._even_suspended.add("tests.law")
    request.addfinalizer(lambda: outbox._even_suspended.discard("tests.law"))
    monkeypatch.setattr(outbox, "_BATCH", 2)
    old = [OutboxMessage(kind=f"old {number}", done_at=long_ago) for number in range(5)]
    kept = [
        OutboxMessage(kind="done lately", done_at=now),
        OutboxMessage(kind="still waiting", posted_at=long_ago, due_at=long_ago),
        OutboxMessage(kind="tests.law", done_at=long_ago, organisation_id=other_organisation.pk),
    ]
    OutboxMessage.objects.bulk_create(old + kept)
    assert clear_outbox.run() == 5
    assert sorted(OutboxMessage.objects.values_list("kind", flat=True)) == sorted(each.kind for each in kept)
    assert clear_outbox.run() == 0
