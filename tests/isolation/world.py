"""Two organisations filled with data that could leak, then marked with a token in every free text."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, models, transaction

from cms.domain.content import publish_first_pages
from cms.exchanges.models import PracticeSheetPage
from shared_training.catalogue.domain.loading import load_module
from shared_training.sessions.models import Attempt
from tenants.desk.domain.contacts import Answers, close_contact, open_contact, save_draft
from tenants.desk.domain.past import batches as past_batches
from tenants.desk.domain.referrals import refer
from tenants.desk.models import PastImport
from tenants.people.domain import hours
from tenants.people.domain.people import person_for
from tenants.relays.domain import imports as relay_imports
from tenants.relays.models import Service
from tenants.telephony.domain import imports
from tenants.telephony.models import ImportBatch, ImportProfile, Line, Site
from tess.identity.domain.exceptional import name_operator, open_access
from tess.identity.domain.invitations import invite
from tess.identity.domain.memberships import open_account
from tess.identity.models import Membership
from tess.identity.roles import Role
from tess.kernel.actor import Actor
from tess.kernel.intake import passage

if TYPE_CHECKING:
    from tenants.organisations.models import Organisation
    from tess.identity.models import User

MODULE = "shared_training/catalogue/demo_data/accueillir_un_appel.toml"
AT = datetime(2026, 9, 7, 14, 2, tzinfo=UTC)
CALLS = (  # started, answered, ended: one answered, one abandoned, one that can't be true
    ("14:02:00", "14:02:20", "14:20:00", "ANSWERED"),
    ("15:00:00", "", "15:01:00", "NO ANSWER"),
    ("16:00:00", "15:00:00", "16:01:00", "ANSWERED"),
)


def canary_of(organisation: Organisation) -> str:
    """A token that stands nowhere else."""
    return f"kanari-{organisation.slug}-zq"


def tenant_models() -> list[type[models.Model]]:
    """Every model whose table stands in an organisation's schema."""
    names = set(settings.TENANT_APPS)
    return [model for config in apps.get_app_configs() if config.name in names for model in config.get_models()]


def fill_commons() -> dict[str, str]:
    """What all share: the relay directory, the site, a module. Returns what paths need."""
    source = Path(settings.BASE_DIR) / "tenants/relays/demo_data/relays_national.csv"
    with connection.as_application():
        relay_imports.load(source, actor=Actor.system("tests"))
        publish_first_pages(actor=Actor.system("tests"))
        load_module(Path(settings.BASE_DIR) / MODULE, actor=Actor.system("tests"))
        relay = Service.objects.get(number="3114")
        sheet = PracticeSheetPage.objects.first()
        paths = {"relay": relay.slug, "relay_id": relay.pk, "sheet": sheet.slug, "module": "accueillir-un-appel"}
        paths |= {"walled_up": "users", "rest": "add/", "no_invitation": "0" * 100, "family": "gestes"}
        return paths | {"first_step": "calls", "plan": "crise"}


def fill(organisation: Organisation, people: dict[str, User], folder: Path) -> dict[str, Any]:
    """A line, an import with a refused line, calls, a record with a note and a referral, hours. Returns what paths need."""
    listener, manager = people[Role.LISTENER], people[Role.MANAGER]
    file = folder / f"{organisation.slug}.csv"
    file.write_text(asterisk_file(canary_of(organisation)))
    with connection.as_application():
        service = Service.objects.get(number="3114")
    with connection.acting_for(organisation):
        number = int.from_bytes(organisation.slug.encode()[:3])  # each its own: a foreign number must mean nothing here
        line = Line.objects.create(pk=number, name="Ligne nationale", number="0199000001")
        site = Site.objects.create(pk=number, name="Antenne", town="Brest")
        profile = ImportProfile.objects.create(pk=number, name="Le standard", source="asterisk", line=line)
        imports.load(file, profile, actor=_actor(organisation, manager, Role.MANAGER))
        with connection.cursor() as cursor:
            cursor.execute("DISCARD TEMP")  # what a COMMIT would drop; a test has none
        call = line.calls.get(outcome="answered")
        writer = _actor(organisation, listener, Role.LISTENER)
        closed = open_contact(actor=writer, call_id=call.pk)
        answers = Answers(nature="support", note=f"Ce qui a été dit, {canary_of(organisation)}.", line_id=line.pk)
        closed = save_draft(closed, answers, version=closed.version, actor=writer)
        refer(closed, service.pk, actor=writer)
        closed = close_contact(closed, version=closed.version, actor=writer)
        draft = open_contact(actor=writer, line_id=line.pk)
        past = _past_records(line, _actor(organisation, manager, Role.MANAGER))
        entry = hours.post(
            person_for(listener.pk, actor=writer), "theory", 90, hours.Source("session", "1"), at=AT, actor=writer
        )
        return _access(organisation, people, listener) | {
            "line": line.pk,
            "site": site.pk,
            "profile": profile.pk,
            "batch": str(ImportBatch.objects.get().pk),
            "call": call.pk,
            "contact": str(closed.pk),
            "draft": str(draft.pk),
            "past": str(past.pk),
            "referral": str(closed.referrals.get().pk),
            "colleague": listener.pk,
            "hours": str(entry.pk),
            "step": "accepted",
        }


def _access(organisation: Organisation, people: dict[str, User], somebody: User) -> dict[str, Any]:
    """An access, an invitation and an exceptional access of an operator."""
    director = _actor(organisation, people[Role.DIRECTOR], Role.DIRECTOR)
    with connection.as_application():
        operator = open_account(
            f"operateur@{organisation.slug}.example", "Opérateur", None, actor=Actor.system("tests")
        )
        name_operator(operator, is_operator=True, actor=Actor.system("tests"))
        opened = open_access(operator, organisation, f"Pour {canary_of(organisation)}, vu", minutes=60, actor=director)
        sent = invite(f"{canary_of(organisation)}@exemple.example", "", organisation, [Role.TRAINEE], actor=director)
        member = Membership.objects.get(user=somebody, organisation=organisation)
        return {"access": member.pk, "invitation": sent.pk, "exceptional": opened.pk}


def collective_access(people: dict[str, User]) -> dict[str, Any]:
    """An access to the collective's own space, and an invitation."""
    with connection.as_application():
        coordinator = Actor(people[Role.COORDINATOR].pk, None, frozenset({Role.COORDINATOR}))
        sent = invite("quelquun@exemple.example", "", None, [Role.OBSERVER], actor=coordinator)
        member = Membership.objects.get(user=people[Role.OBSERVER], organisation=None)
        return {"collective_access": member.pk, "collective_invitation": sent.pk}


MISSING = {
    "access": 10**9,
    "invitation": UUID(int=7),
    "exceptional": UUID(int=8),
    "line": 10**9,
    "site": 10**9,
    "profile": 10**9,
    "batch": str(UUID(int=1)),
    "call": 10**9,
    "contact": str(UUID(int=2)),
    "draft": str(UUID(int=3)),
    "past": str(UUID(int=7)),
    "referral": str(UUID(int=4)),
    "colleague": UUID(int=5),
    "hours": str(UUID(int=6)),
}


def _past_records(line: Line, manager: Actor) -> PastImport:
    """A file of past records, loaded, with a refused line."""
    content = "date;nature\n03/02/2024;Écoute\nhier;Écoute\n".encode()
    batch = past_batches.receive(iter([content]), file_name="fiches.csv", line=line, channel="phone", actor=manager)
    passage.begin_check(batch)
    past_batches.run_check(batch, actor=manager)
    passage.begin_load(batch)
    past_batches.run_load(batch, actor=manager)
    return PastImport.objects.get(pk=batch.pk)


def mark(organisation: Organisation) -> set[str]:
    """Put the organisation's token in every free text of every row; returns the columns that took it.

    A column whose constraints or triggers refuse it (a code, a ledger) keeps its value.
    """
    token, marked = canary_of(organisation), set()
    with connection.as_application():
        type(organisation).objects.filter(pk=organisation.pk).update(state_reason=token)
    with connection.acting_for(organisation):
        for model in tenant_models():
            for column in filter(_is_free_text, model._meta.concrete_fields):
                try:
                    with transaction.atomic():
                        rows = model.objects.update(**{column.name: token})
                except DatabaseError:
                    continue
                if rows:
                    marked.add(f"{model._meta.db_table}.{column.name}")
    return marked


def mark_answers(organisation: Organisation, enrolment: UUID) -> None:
    """One more go at the quiz of a training record, whose answers are the organisation's token."""
    with connection.acting_for(organisation):
        Attempt.objects.create(
            organisation_id=organisation.pk,
            enrolment_id=enrolment,
            answers={canary_of(organisation): [canary_of(organisation)]},
            score=0,
            total=1,
            pass_mark=75,
            passed=False,
            at=AT,
        )


def asterisk_file(token: str) -> str:
    """A Master.csv whose identifiers carry the token."""
    return "".join(_asterisk_line(token, number) for number in range(len(CALLS)))


def _asterisk_line(token: str, number: int) -> str:
    """One line of a Master.csv: 18 columns, no header."""
    *times, said = CALLS[number]
    began, answered, ended = (f"2026-09-07 {time}" if time else "" for time in times)
    who = ["", "anonymous", "0800000000", "ecoute", "", "PJSIP/a", "PJSIP/agent-05-1", "Queue", ""]
    columns = [*who, began, answered, ended, "60", "40", said, "DOCUMENTATION", f"{token}-{number}", ""]
    return ",".join(f'"{column}"' for column in columns) + "\n"


def _is_free_text(column: Any) -> bool:
    return (
        isinstance(column, models.CharField | models.TextField)
        and not column.choices
        and not column.unique
        and not column.primary_key
        and (column.max_length is None or column.max_length >= 30)
    )


def _actor(organisation: Organisation, user: User, role: Role) -> Actor:
    return Actor(user_id=user.pk, organisation_id=organisation.pk, roles=frozenset({role.value}))
