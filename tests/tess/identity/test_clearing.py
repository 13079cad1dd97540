"""What the night clears of signing in: nobody who is there is signed out."""

from datetime import timedelta

from django.utils import timezone

from tess.identity import sessions
from tess.identity.domain import handover
from tess.identity.models import HandOver, Session
from tess.identity.roles import Role
from tess.identity.tasks import clear_sign_ins


def test_sessions_and_hand_overs_that_are_over_go_and_no_other(other_organisation, client_of, member, monkeypatch):
    organisation = other_organisation
    monkeypatch.setattr(sessions, "_BATCH", 2)
    there, gone = (member(organisation, Role.LISTENER, name=name) for name in ("Ana", "Bob"))
    browser = client_of(organisation, there)
    for _time in range(3):
        client_of(organisation, gone)
    over = timezone.now() - timedelta(minutes=5)
    Session.objects.filter(user=gone).update(expire_date=over)
    parent = Session.objects.get(user=there, organisation=None)
    for _time in range(2):
        handover.issue(there, organisation, session_key=parent.pk, browser="x")
    late = HandOver.objects.latest("created_at")
    HandOver.objects.filter(pk=late.pk).update(created_at=over)
    for _night in range(2):
        clear_sign_ins.run()
    assert not Session.objects.filter(user=gone).exists()
    assert Session.objects.filter(user=there).count() == 2
    assert HandOver.objects.exclude(pk=late.pk).count() == HandOver.objects.count() == 1
    assert browser.get("/").status_code == 200
