"""Two organisations as they are in use, each with rows of every wing: exported, erased, backed up, restored."""

import csv
import html
import io
import os
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from tenants.desk.domain import notes
from tenants.desk.models import ContactNote
from tenants.organisations.domain import backups, erasure
from tenants.organisations.models import Organisation
from tess.identity.domain.memberships import grant, open_account
from tess.identity.models import User
from tess.identity.roles import Role
from tess.identity.sessions import SECOND_FACTOR, SessionStore
from tess.kernel import audit, encryption, outbox
from tess.kernel.actor import Actor
from tess.kernel.errors import DomainError
from tess.kernel.tenancy.backup.checksums import content_of
from tess.kernel.tenancy.files import folder_of
from tess.kernel.tenancy.names import DEFAULT_ALIAS, OWNER_ALIAS
from tess.local.postgres import Cluster
from tests.isolation import billing_samples, training_samples, world
from tests.tenants.organisations.test_backups import _connected_to as connected_to
from tests.tess.kernel.committed import commons_put_back, founding, sql

TESTS = Actor.system("tests")
PASSWORD = "mot de passe long"
NOTE = "Ce qui a été dit, {}."


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker, cluster, tmp_path_factory):
    """What stays of what is founded here, in the database and in a folder: nothing."""
    folder = tmp_path_factory.mktemp("house")
    with commons_put_back(django_db_blocker, cluster), founding(django_db_blocker, cluster, folder / "media") as found:
        yield SimpleNamespace(founded=found, folder=folder)


@pytest.fixture(scope="module")
def bare(place):
    """A backup of the collective before the house was filled: an installation that doesn't know these organisations."""
    backups.back_up_all(place.folder / "bare")
    return place.folder / "bare"


@pytest.fixture(scope="module")
def house(place, bare):
    """`house.essai`, `house.autre`, and `house.parti` who leaves: the organisation, its people and what paths need of it."""
    found = SimpleNamespace()
    commons, treasurer = world.fill_commons(), open_account("tresor@commun.example", "Trésor", PASSWORD, actor=TESTS)
    grant(treasurer, None, [Role.TREASURER], actor=TESTS)
    for slug in ("essai", "autre", "parti"):
        organisation = place.founded(slug)
        people = {role: _member(organisation, role) for role in (Role.LISTENER, Role.MANAGER, Role.DIRECTOR)}
        paths = world.fill(organisation, people, place.folder)
        paths |= training_samples.follow(organisation, people[Role.LISTENER], passes=True)
        folder_of(organisation.pk).mkdir(parents=True)
        (folder_of(organisation.pk) / "rapport.txt").write_text(world.canary_of(organisation))
        _mark(organisation, paths["training"])
        setattr(found, slug, SimpleNamespace(organisation=organisation, people=people, paths=paths))
    everybody = [found.essai.organisation, found.autre.organisation, found.parti.organisation]
    found.commons = commons | billing_samples.filled(*everybody)
    return found


@pytest.fixture(scope="module")
def second(tmp_path_factory):
    """Another cluster, where nothing of ours stands but the four roles."""
    found = Cluster(tmp_path_factory.mktemp("second") / "cluster", fast=True, tied=True)
    found.ensure()
    yield found
    found.remove()


@pytest.fixture
def elsewhere(second, place, tmp_path, monkeypatch):
    """`with elsewhere():` the empty database of another installation, its own keys and files."""
    database = connection.settings_dict["NAME"]
    second.create_database(database)
    yield lambda: connected_to(second, database, tmp_path / "elsewhere", monkeypatch)
    with closing(second.connect("postgres", "postgres")) as server, server.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {database} WITH (FORCE)")


def _mark(organisation, training):
    """Its token wherever it may write, in shared tables too."""
    token = world.canary_of(organisation)
    world.mark(organisation)
    world.mark_answers(organisation, training)
    audit.record(Actor.system(token, organisation.pk), f"essai.{token}")
    outbox.post("essai", {"id": token}, organisation=organisation.pk)


def _member(organisation, role):
    user = open_account(f"{role}@{organisation.slug}.example", f"{role} de {organisation.slug}", PASSWORD, actor=TESTS)
    grant(user, organisation, [role], actor=TESTS)
    return user


def _operator(*words):
    """`tess …`, as somebody at a terminal types it."""
    given = {alias: settings.DATABASES[alias] for alias in (DEFAULT_ALIAS, OWNER_ALIAS)}
    urls = {alias: f"postgresql://{each['USER']}@/{each['NAME']}?host={each['HOST']}" for alias, each in given.items()}
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tess.config.settings.production",
        "DATABASE_URL": urls[DEFAULT_ALIAS],
        "OWNER_DATABASE_URL": urls[OWNER_ALIAS],
        "REDIS_URL": "redis://127.0.0.1:1",
        "TESS_KEYS_DIR": str(settings.KEYS_DIR),
        "TESS_MASTER_KEY_FILE": str(settings.MASTER_KEY_FILE),
        "TESS_MEDIA_DIR": str(settings.MEDIA_ROOT),
        "PYTHONPATH": os.pathsep.join([f"{settings.BASE_DIR}/platform", str(settings.BASE_DIR)]),
    }
    command = [sys.executable, "-m", "tess.local.cli", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _rows(archive, name):
    return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode())))


def _content(schema):
    with transaction.atomic(using=OWNER_ALIAS), connections[OWNER_ALIAS].cursor() as cursor:
        return content_of(cursor, schema)["tables"]


def _notes(organisation):
    with connection.acting_for(organisation):
        return [notes.opened(note, organisation.pk) for note in ContactNote.objects.all()]


def test_the_export_is_complete_in_clear_and_names_its_own_people_alone(house, tmp_path):
    mine, other = house.essai, house.autre
    _operator("organisation", "export", "essai", str(tmp_path / "essai.zip"))
    archive = zipfile.ZipFile(tmp_path / "essai.zip")
    assert [row["sealed"] for row in _rows(archive, "organisation/desk_contactnote")] == [
        NOTE.format(world.canary_of(mine.organisation))
    ]
    operator = User.objects.get(email="operateur@essai.example")  # let in for an hour, and that shows
    own = {user.pk: user for user in (*mine.people.values(), operator)}
    assert {row["user_id"] for row in _rows(archive, "commun/identity_membership")} == set(map(str, own))
    for table in ("observatory_publishedfigure", "budgets_draftcall", "training_sessions_enrolment"):
        assert len(_rows(archive, f"commun/{table}")) == 1, table
    for name in ("commun/training_sessions_attempt", "commun/kernel_auditentry", "commun/kernel_outboxmessage"):
        assert world.canary_of(mine.organisation) in archive.read(f"{name}.csv").decode(), name
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert {(row["id"], row["name"]) for row in _rows(archive, "commun/identity_colleague")} == {
        (str(user.pk), user.name) for user in own.values()
    }
    foreign = {world.canary_of(other.organisation), str(other.organisation.pk), other.organisation.name}
    foreign |= {text for user in other.people.values() for text in (str(user.pk), user.name, user.email)}
    foreign |= {str(other.paths[what]) for what in ("contact", "draft", "referral", "batch", "training", "attempt")}
    assert {text for text in foreign if text in everything} == set()


def test_the_erasure_counts_what_went_and_says_what_stays_until_when(house):
    mine, other = house.parti.organisation, house.autre.organisation
    before = _content(other.schema_name)
    proof = erasure.erase_organisation(mine, actor=TESTS)
    assert erasure.left_over(proof) == []
    expected = {
        "telephony_call": 2,
        "desk_contact": 3,
        "desk_contactnote": 1,
        "desk_referral": 1,
        "people_hoursentry": 1,
    }
    assert {table: proof.own_tables[table] for table in expected} == expected
    expected = {"identity_membership": 4, "observatory_publishedfigure": 1, "budgets_measuredvalue": 1}
    expected |= {"budgets_allocationline": 1, "budgets_draftcall": 1}
    assert {table: proof.shared_tables[table] for table in expected} == expected
    today = timezone.localdate()
    for entry in proof.kept:
        assert "code du travail" in entry["basis"]
        assert entry["until"] == today.replace(year=today.year + 3).isoformat()
    assert {entry["table"]: entry["rows"] for entry in proof.kept} == {
        "training_sessions_attempt": 2,
        "training_sessions_enrolment": 1,
        "training_sessions_lessonread": 4,
    }
    assert proof.completion.files_removed == 1
    assert _content(other.schema_name) == before
    assert _notes(other) == [NOTE.format(world.canary_of(other))]
    _still_read(house)


def _in(user):
    """A browser at the collective's host in which that person gave a second factor."""
    session, browser = SessionStore(), Client(SERVER_NAME=settings.COLLECTIVE_HOST)
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY], session[SECOND_FACTOR] = user.get_session_auth_hash(), int(time.time())
    session.create()
    browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return browser


def _still_read(house):
    """What pages of the commons show of a budget, of figures and of a person's own training."""
    treasurer = _in(User.objects.get(email="tresor@commun.example"))
    budget = house.commons["budget"]
    for page in (f"/budget/{budget}/", f"/budget/{budget}/calcul/", "/observatoire/?jour=2026-09-07"):
        answer = treasurer.get(page)
        assert answer.status_code == 200, page
        assert house.autre.organisation.name in html.unescape(answer.content.decode()), page
    trainee = _in(User.objects.get(email="listener@parti.example"))
    assert "Accueillir un appel" in trainee.get("/formations/les-miennes/").content.decode()


def test_one_comes_back_in_place_with_all_that_was_written(house, tmp_path):
    mine, other = house.essai.organisation, house.autre.organisation
    before, beside = _content(mine.schema_name), _content(other.schema_name)
    assert before["desk_contactnote"][0] == 1
    backups.back_up_organisation(mine, tmp_path / "one")
    sql("DROP SCHEMA org_essai CASCADE")
    encryption.destroy_key(mine.pk)
    backups.restore_organisation(tmp_path / "one", actor=TESTS)
    assert _content(mine.schema_name) == before
    assert _notes(mine) == [NOTE.format(world.canary_of(mine))]
    assert _content(other.schema_name) == beside


def test_all_come_back_in_an_empty_cluster_closed_without_their_keys(house, elsewhere, tmp_path):
    """As of an organisation erased since: its key is in no backup of keys any more. The others want for nothing."""
    closed, other = house.essai.organisation, house.autre.organisation
    schemas = ["public", closed.schema_name, other.schema_name]
    before = {schema: _content(schema) for schema in schemas}
    backups.back_up_all(tmp_path / "all")
    key = tmp_path / "all" / "keys" / f"{closed.pk}.key"
    wrapped = key.read_text()
    key.unlink()
    with elsewhere():
        with pytest.raises(DomainError, match=str(closed.pk)):
            backups.restore_all(tmp_path / "all")
        assert {schema: _content(schema) for schema in schemas} == before
        with pytest.raises(encryption.KeyMissing):
            _notes(closed)
        encryption.install_key(closed.pk, wrapped)
        for each in (closed, other):
            assert _notes(each) == [NOTE.format(world.canary_of(each))]
            assert (folder_of(each.pk) / "rapport.txt").read_text() == world.canary_of(each)
        assert all(encryption.has_key(pk) for pk in Organisation.objects.values_list("pk", flat=True))


def test_one_is_taken_over_by_another_installation(bare, house, elsewhere, tmp_path):
    mine = house.essai.organisation
    before = _content(mine.schema_name)
    backups.back_up_organisation(mine, tmp_path / "one")
    with elsewhere():
        backups.restore_all(bare)
        for slug in ("reprise", mine.slug):
            taken = backups.restore_organisation_as(tmp_path / "one", slug=slug, name="La reprise", actor=TESTS)
            assert taken.pk != mine.pk
            assert _content(taken.schema_name) == before
            assert _notes(taken) == [NOTE.format(world.canary_of(mine))]
            assert (folder_of(taken.pk) / "rapport.txt").read_text() == world.canary_of(mine)
            with connection.acting_for(taken), connection.cursor() as cursor:
                cursor.execute("SELECT public.current_organisation()")
                assert cursor.fetchone() == (taken.pk,)
