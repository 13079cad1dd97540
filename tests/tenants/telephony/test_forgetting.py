"""Who brought a file, and who took it back, when their account is deleted."""

import uuid

from tenants.organisations.domain.forgetting import forget_user
from tenants.telephony.models import ImportBatch


def _batch(profile, **who):
    return ImportBatch.objects.create(file_name="appels.csv", size=1, sha256="0" * 64, profile=profile, **who)


def test_their_batches_stay_and_name_nobody_any_more(organisation, asterisk):
    gone, other = uuid.uuid4(), uuid.uuid4()
    brought, taken_back = _batch(asterisk, created_by=gone), _batch(asterisk, created_by=other, undone_by=gone)
    for _delivery in range(2):
        forget_user(gone, organisation)
    for batch in (brought, taken_back):
        batch.refresh_from_db()
    assert brought.created_by is None
    assert (taken_back.created_by, taken_back.undone_by) == (other, None)
