from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from cms.models import StandardPage
from cms.tasks import publish_scheduled
from tess.kernel.tenancy.tasks import COLLECTIVE, HEADER, WrongOrganisation


def run(**headers):
    publish_scheduled.apply(headers=headers, throw=True)


def test_a_page_appears_and_goes_at_its_hour(site, collective_client, monkeypatch):
    client, now = collective_client(), timezone.now()
    going = StandardPage.objects.get(slug="qui-sommes-nous")
    going.expire_at = now - timedelta(minutes=1)
    going.save(update_fields=["expire_at"])
    coming = StandardPage(title="Assemblée", slug="assemblee", body="<p>Venez.</p>", live=False)
    site.add_child(instance=coming)
    coming.go_live_at = now + timedelta(hours=1)
    coming.save_revision().publish()
    run(**{HEADER: COLLECTIVE})
    assert client.get("/qui-sommes-nous/").status_code == 404
    assert client.get("/assemblee/").status_code == 404
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=2))
    run(**{HEADER: COLLECTIVE})
    assert client.get("/assemblee/").status_code == 200


def test_it_runs_for_the_collective_alone(db):
    with pytest.raises(WrongOrganisation):
        run()


def test_beat_rings_it():
    rung = [entry for entry in settings.CELERY_BEAT_SCHEDULE.values() if entry["task"] == publish_scheduled.name]
    assert [entry["options"]["headers"] for entry in rung] == [{HEADER: COLLECTIVE}]
