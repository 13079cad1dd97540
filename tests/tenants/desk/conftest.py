"""Lines, calls and records of two organisations."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tenants.desk.domain.contacts import Answers, close_contact, open_contact, save_draft
from tenants.desk.domain.past import batches
from tenants.desk.models import PastImport
from tenants.telephony.models import Call, CallSource, Line, Outcome
from tess.identity.models import User
from tess.identity.roles import Role
from tess.kernel.intake import passage

NINE = datetime(2026, 9, 7, 7, 0, tzinfo=UTC)  # nine o'clock in Paris
NOTE = "A perdu sa compagne en mars. Dort peu, ne sort plus."


@pytest.fixture
def line_of(acting_for):
    def make(organisation, name="Ligne nationale", number="0199000000"):
        with acting_for(organisation):
            return Line.objects.get_or_create(name=name, number=number)[0]

    return make


@pytest.fixture
def call_of(acting_for, line_of):
    """`call_of(organisation)`: an answered call at nine; `number` later minutes; `outcome=` another end."""

    def make(organisation, number=0, outcome=Outcome.ANSWERED, at=NINE):
        line = line_of(organisation)
        begun = at + timedelta(minutes=number)
        answered = outcome == Outcome.ANSWERED
        with acting_for(organisation):
            return Call.objects.create(
                line=line, source=CallSource.DEMO, external_id=f"essai-{organisation.slug}-{number}", agent="214",
                started_at=begun, answered_at=begun + timedelta(seconds=20) if answered else None,
                ended_at=begun + timedelta(minutes=18), wait_seconds=20, talk_seconds=1060 if answered else 0, outcome=outcome,
            )  # fmt: skip

    return make


@pytest.fixture
def listener(organisation, member, actor_of):
    """Somebody who listens at Écoute Rivage, as an actor."""
    return actor_of(organisation, Role.LISTENER, user=member(organisation, Role.LISTENER, name="Ana Le Goff"))


@pytest.fixture
def draft(organisation, listener, line_of):
    """A record the listener has just begun."""
    line_of(organisation)
    return open_contact(actor=listener)


@pytest.fixture
def closed(draft, listener):
    """A record with its note, closed."""
    answers = Answers(nature="support", themes=("grief", "loneliness"), line_id=draft.line_id, note=NOTE)
    saved = save_draft(draft, answers, version=draft.version, actor=listener)
    return close_contact(saved, version=saved.version, actor=listener)


@pytest.fixture
def elsewhere(other_organisation, acting_for, line_of, call_of, member, actor_of):
    """A record, with a note, of the other organisation, and the call it speaks of."""
    call = call_of(other_organisation)
    who = actor_of(other_organisation, Role.LISTENER, user=member(other_organisation, Role.LISTENER, name="Bob Kerr"))
    with acting_for(other_organisation):
        found = open_contact(actor=who, call_id=call.pk)
        answers = Answers(nature="support", line_id=found.line_id, note="Le secret des veilleurs")
        save_draft(found, answers, version=1, actor=who)
    return found


@pytest.fixture
def now():
    return timezone.now()


class Browser:
    """A browser at the organisation's host; a request ends as the application, so the role is taken again after it."""

    def __init__(self, client, organisation):
        self.client, self.organisation = client, organisation

    def get(self, *args, **more):
        return self._then(self.client.get(*args, **more))

    def post(self, *args, **more):
        return self._then(self.client.post(*args, **more))

    def _then(self, answer):
        connection.set_tenant(self.organisation)
        return answer


@pytest.fixture
def web(organisation, listener, client_of):
    """The listener's browser."""
    with connection.as_application():
        user = User.objects.get(pk=listener.user_id)
    return Browser(client_of(organisation, user), organisation)


@pytest.fixture
def web_of(organisation, member, client_of):
    """`web_of(Role.DIRECTOR)`: somebody else's browser."""
    return lambda *roles: Browser(client_of(organisation, member(organisation, *roles)), organisation)


@pytest.fixture
def private_folder(settings, tmp_path):
    """Where files that were sent are kept, for this test alone."""
    settings.IMPORTS_DIR = str(tmp_path / "imports")
    return tmp_path / "imports"


@pytest.fixture
def take_in(organisation, actor_of, line_of, private_folder):
    """`take_in(content)`: a file of past records checked, and loaded unless `load=False`; returns the batch."""
    manager = actor_of(organisation, Role.MANAGER)
    usual = line_of(organisation)

    def run(content, *, load=True, line=usual, channel="phone", name="fiches.csv"):
        data = content if isinstance(content, bytes) else content.encode()
        batch = batches.receive(iter([data]), file_name=name, line=line, channel=channel, actor=manager)
        passage.begin_check(batch)
        batches.run_check(batch, actor=manager)
        if load and batch.state == "checked":
            passage.begin_load(batch)
            batches.run_load(batch, actor=manager)
        return PastImport.objects.get(pk=batch.pk)

    return run
