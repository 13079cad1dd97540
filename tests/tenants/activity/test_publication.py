import re
import uuid
from datetime import date, timedelta

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tenants.activity.domain.changes import spans
from tenants.activity.domain.publication import mark_of, proposal_for, publish_changed, publish_day, publish_days
from tenants.activity.tasks import publish_everywhere, publish_lately
from tenants.organisations.models import Organisation, OrganisationState
from tenants.people.models import Person
from tenants.telephony.models import Call, Line
from tess.identity.roles import Role
from tess.kernel import outbox
from tess.kernel.errors import Conflict
from tess.kernel.models import OutboxMessage
from tess.kernel.tenancy.tasks import COLLECTIVE, HEADER
from tess.observatory.domain import consent
from tess.observatory.domain.indicators import BY_CODE
from tess.observatory.models import PublishedFigure, StatisticsConsent

from .conftest import DAY, call
from .test_contacts import record
from .test_day import text_of


def fill(line, day=DAY, answered=40):
    Call.objects.bulk_create(
        [call(line, wait=20 if nth % 2 else 100, talk=100, day=day) for nth in range(answered)]
        + [call(line, outcome="abandoned", day=day) for _ in range(20)]
    )


def stored(**wanted):
    rows = PublishedFigure.objects.filter(**wanted).order_by("indicator", "revision")
    return {row.indicator: (row.value, row.denominator) for row in rows}


@pytest.fixture
def director(organisation, actor_of):
    return actor_of(organisation, Role.DIRECTOR)


def test_a_day_crosses_as_it_was_read(director, line):
    fill(line)
    consent.say(True, actor=director)
    proposal = proposal_for(DAY, organisation_id=director.organisation_id)
    assert stored() == {}
    publish_day(DAY, seen=mark_of(proposal.new), actor=director)
    assert stored(period_start=DAY, period_end=DAY) == {
        "calls_presented": (60, None),
        "calls_answered": (40, 60),
        "calls_abandoned": (20, 60),
        "contacts_handled": (40, None),
        "answered_within_30s": (20, 40),
        "conversation_length": (4000, 40),
    }
    reasons = {one.figure.indicator.code: one.reason for one in proposal.withheld}
    assert reasons == {"answered_within_60s": "subtraction", "answered_within_180s": "small"}


def test_nothing_crosses_when_it_changed_since_it_was_read(director, line):
    fill(line)
    seen = mark_of(proposal_for(DAY, organisation_id=director.organisation_id).new)
    call(line).save()
    with pytest.raises(Conflict):
        publish_day(DAY, seen=seen, actor=director)
    assert stored() == {}


def test_many_days_at_once_and_their_corrections(director, line):
    days = [DAY - timedelta(days=back) for back in range(10)]
    for day in days:
        fill(line, day)
    first, last = days[-1] - timedelta(days=20), DAY
    assert publish_days(first, last, actor=director) == 40
    assert publish_days(first, last, actor=director) == 0
    call(line, day=days[3]).save()
    Call.objects.filter(started_at__date=days[5]).delete()
    assert publish_days(first, last, actor=director) == 8
    assert stored(period_start=days[3])["calls_answered"] == (41, 61)
    assert stored(period_start=days[5])["calls_presented"] == (0, None)
    assert not PublishedFigure.objects.filter(period_start__lt=days[-1]).exists()


def test_a_load_undone_before_it_was_published_publishes_no_zero(director, line):
    fill(line)
    Call.objects.all().delete()
    assert publish_days(DAY, DAY, actor=director) == 0


def test_nothing_but_numbers_and_days_crosses(director, line):
    """Every column of every row written to a shared table, looked at one by one."""
    line.name = line.number = "secret"
    fill(line)
    Call.objects.update(agent="agent-7", queue="file-secrete")
    consent.say(True, actor=director)
    publish_days(DAY, DAY, actor=director)
    kinds = {
        column.name: type(column)
        for model in (PublishedFigure, StatisticsConsent)
        for column in model._meta.concrete_fields
    }
    texts = {name for name, kind in kinds.items() if not issubclass(kind, models.IntegerField | models.DateField)}
    assert texts == {"organisation_id", "user_id", "given", "indicator", "kind"}
    for row in PublishedFigure.objects.values():
        assert row["indicator"] in BY_CODE
        assert row["kind"] in {"statutory", "statistical"}
        assert row["organisation_id"] == director.organisation_id
        assert (row["period_start"], row["period_end"]) == (DAY, DAY)
        assert all(type(row[name]) is int for name in ("id", "value", "version", "revision"))
        assert row["denominator"] is None or type(row["denominator"]) is int


def test_at_night_every_served_organisation_publishes_its_last_days(
    organisation, other_organisation, line, acting_for, monkeypatch
):
    today = date(2026, 9, 9)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: today)
    fill(line, today)  # not over yet
    fill(line, DAY)
    with acting_for(other_organisation):
        fill(Line.objects.create(name="Veille", number="0199004321"), DAY, answered=77)
    with connection.as_application():
        Organisation.objects.exclude(pk__in=[organisation.pk, other_organisation.pk]).update(
            state=OrganisationState.SUSPENDED
        )
        OutboxMessage.objects.all().delete()
        assert publish_everywhere.run() == 2
        assert outbox.deliver_due() == 2
        answered = PublishedFigure.objects.filter(indicator="calls_answered").order_by("value")
        assert list(answered.values_list("organisation_id", "value", "period_start")) == [
            (organisation.pk, 40, DAY),
            (other_organisation.pk, 77, DAY),
        ]
    publish_lately({}, organisation=organisation)  # delivered twice
    assert PublishedFigure.objects.count() == 4


def test_what_changes_long_after_crosses_the_next_night(organisation, director, line, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: DAY)
    old, older, before = (DAY - timedelta(days=back) for back in (40, 41, 400))
    for day in (old, older, before):
        fill(line, day)
    publish_lately({}, organisation=organisation)
    for day in (old, older, before):
        assert stored(period_start=day)["calls_answered"] == (40, 60)
    call(line, day=before).save()
    Call.objects.filter(started_at__date=old).delete()
    listener = Person.objects.create(user_id=uuid.uuid4())
    record(listener, line, channel="chat", day=older).save()
    assert publish_changed(DAY - timedelta(days=1), actor=director) == 4 + 4 + 1
    assert stored(period_start=before)["calls_answered"] == (41, 61)
    assert stored(period_start=old)["calls_presented"] == (0, None)
    assert stored(period_start=older)["contacts_handled"] == (41, None)


def test_a_day_looked_at_is_looked_at_again_only_when_it_changes(organisation, director, line):
    fill(line)
    yesterday = DAY + timedelta(days=40)
    assert publish_changed(yesterday, actor=director) == 4
    with CaptureQueriesContext(connection) as quiet:
        assert publish_changed(yesterday, actor=director) == 0
    Call.objects.update(agent="agent-7")  # no figure is made of it
    with CaptureQueriesContext(connection) as again:
        assert publish_changed(yesterday, actor=director) == 0
    assert len(again) == len(quiet)


def test_a_day_that_is_not_over_waits_for_its_night(organisation, director, line):
    fill(line)
    assert publish_changed(DAY - timedelta(days=1), actor=director) == 0
    assert publish_changed(DAY + timedelta(days=30), actor=director) == 4


def test_days_that_follow_each_other_go_together():
    days = [DAY - timedelta(days=back) for back in (0, 1, 2, 7, 40, 41)]
    assert spans(days) == [(days[5], days[4]), (days[3], days[3]), (days[2], days[0])]
    assert spans([]) == []


def test_beat_asks_for_it_once_a_night_as_the_collective(settings):
    asked = [one for one in settings.CELERY_BEAT_SCHEDULE.values() if one["task"] == publish_everywhere.name]
    assert [one["options"]["headers"] for one in asked] == [{HEADER: COLLECTIVE}]
    assert asked[0]["schedule"].hour == {3}


@pytest.fixture
def web(organisation, client_of, member):
    return client_of(organisation, member(organisation, Role.DIRECTOR))


PAGE = "/activite/publier/?jour=2026-09-07"


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())[1]


def test_the_page_shows_what_leaves_then_lets_it(web, line, organisation, acting_for):
    fill(line)
    page = web.get(PAGE)
    words = text_of(page)
    assert "Lundi 7 septembre : 4 chiffres partiraient au collectif." in words
    assert "Appels décrochés 40 60" in words
    assert "Décrochés en 30 secondes Votre organisation n’a pas consenti à publier des statistiques." in words
    sent = {"jour": hidden(page, "jour"), "seen": hidden(page, "seen")}
    answer = web.post("/activite/publier/", sent, follow=True)
    assert "4 chiffres ont été publiés au collectif." in text_of(answer)
    assert "Ce qui peut partir de ce jour est publié tel que c’est ici ; 4 chiffres restent chez vous." in text_of(
        answer
    )
    assert "Les chiffres de ce jour sont publiés" not in text_of(answer)
    assert "il ne reste rien à publier" in text_of(web.get(PAGE))
    with acting_for(organisation):
        assert len(stored()) == 4


def test_a_published_day_that_was_emptied_still_leads_to_its_correction(web, line, director, acting_for, organisation):
    fill(line)
    with acting_for(organisation):
        publish_days(DAY, DAY, actor=director)
        Call.objects.all().delete()
    page = web.get("/activite/?jour=2026-09-07")
    assert "chiffres de ce jour" in text_of(page)
    assert 'href="/activite/publier/?jour=2026-09-07"' in page.content.decode()
    assert "/activite/publier/" not in web.get("/activite/?jour=2026-09-06").content.decode()  # nothing ever stood


def test_a_page_that_has_aged_publishes_nothing(web, line, organisation, acting_for):
    fill(line)
    page = web.get(PAGE)
    sent = {"jour": hidden(page, "jour"), "seen": hidden(page, "seen")}
    with acting_for(organisation):
        call(line).save()
    assert "Les chiffres ont changé" in text_of(web.post("/activite/publier/", sent, follow=True))
    with acting_for(organisation):
        assert stored() == {}


@pytest.mark.parametrize("ahead", [0, 1, 2, 400])
def test_a_day_that_is_not_over_is_not_published_by_hand_either(web, line, organisation, acting_for, director, ahead):
    day = timezone.localdate() + timedelta(days=ahead)
    fill(line, day)
    page = web.get(f"/activite/publier/?jour={day}")
    assert "ce jour n’est pas terminé" in text_of(page)
    assert 'name="seen"' not in page.content.decode()
    assert "ses chiffres partiront d’eux-mêmes la nuit suivante" in text_of(web.get(f"/activite/?jour={day}"))
    with acting_for(organisation):
        seen = mark_of(proposal_for(day, organisation_id=organisation.pk).new)
    answer = web.post("/activite/publier/", {"jour": day, "seen": seen}, follow=True)
    assert "Un jour se publie une fois terminé." in text_of(answer)
    with acting_for(organisation):
        assert stored() == {}


def test_a_day_that_crossed_whole_is_said_too(web, line, organisation, acting_for, director):
    Call.objects.bulk_create(
        [call(line, wait=wait, talk=100) for wait in (20, 50, 100, 200) for _ in range(15)]
        + [call(line, outcome="abandoned") for _ in range(20)]
    )
    with acting_for(organisation):
        consent.say(True, actor=director)
        assert publish_days(DAY, DAY, actor=director) == 8
    assert "Les chiffres de ce jour sont publiés tels qu’ils sont ici." in text_of(web.get("/activite/"))


def test_yesterday_is_published_by_hand(line, director):
    yesterday = timezone.localdate() - timedelta(days=1)
    fill(line, yesterday)
    seen = mark_of(proposal_for(yesterday, organisation_id=director.organisation_id).new)
    assert len(publish_day(yesterday, seen=seen, actor=director)) == 4


def test_the_direction_agrees_and_takes_it_back(web, line):
    fill(line)
    answer = web.post("/activite/accord/", {"given": "yes", "jour": "2026-09-07"}, follow=True)
    assert "Votre organisation consent à publier ses statistiques." in text_of(answer)
    assert "6 chiffres partiraient" in text_of(answer)
    answer = web.post("/activite/accord/", {"given": "no", "jour": "2026-09-07"}, follow=True)
    assert "4 chiffres partiraient" in text_of(answer)


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/activite/publier/", {}),
        ("/activite/publier/", {"jour": "demain", "seen": "0" * 16}),
        ("/activite/publier/", {"jour": "2026-09-07", "seen": "'; DROP TABLE"}),
        ("/activite/accord/", {"given": "perhaps", "jour": "2026-09-07"}),
        ("/activite/accord/", {"given": "yes", "jour": "\x00"}),
    ],
)
def test_a_form_nobody_was_given_is_no_page(web, path, sent, organisation, acting_for):
    assert web.post(path, sent).status_code == 404
    with acting_for(organisation):
        assert not StatisticsConsent.objects.exists()


@pytest.mark.parametrize("day", ["", "x", "0001-01-01", "2026-02-30", "9999-12-31"])
def test_a_day_that_is_none_is_no_page(web, day):
    assert web.get(f"/activite/publier/?jour={day}").status_code == 404


def test_reading_alone_changes_nothing(web):
    assert web.get("/activite/accord/").status_code == 405
    assert web.put("/activite/publier/").status_code == 405
