import html
import re
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

import tenants.telephony
from tenants.telephony.domain import imports
from tenants.telephony.models import ImportProfile, Line
from tess.identity.roles import Role
from tess.kernel.actor import Actor

DATA = Path(tenants.telephony.__file__).parent / "demo_data"
ASTERISK = DATA / "calls_one_day.asterisk.csv"
PARIS = ZoneInfo("Europe/Paris")

GENERIC_COLUMNS = {
    "external_id": ["vru+line", "call_id"],
    "started": ["vru_entry"],
    "answered": ["ser_start"],
    "ended": ["ser_exit", "q_exit", "vru_exit"],
    "queue": ["type"],
    "agent": ["server"],
    "outcome": ["outcome"],
}
GENERIC_OUTCOMES = {"AGENT": "answered", "HANG": "abandoned", "PHANTOM": "phantom"}


def text_of(response):
    shown = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).replace("\u00a0", " ").split())


def send(client, content, profile, **more):
    file = SimpleUploadedFile("appels.csv", content if isinstance(content, bytes) else content.encode())
    return client.post("/appels/imports/nouveau/", {"file": file, "profile": profile.pk, **more}, follow=True)


HEADER = "id;start;answer;end;agent;outcome;caller\n"


def row(key="a1", start="08:00:00", answer="08:00:20", end="08:05:00", outcome="ok", day="2026-09-07", agent="41"):
    """One line for the `plain` profile; times without a date get `day`."""
    times = [f"{day} {time}" if time and " " not in time else time for time in (start, answer, end)]
    return ";".join([key, *times, agent, outcome, "06 39 98 12 34"]) + "\n"


def refusals(report):
    assert report.lines == report.added + report.known + report.refused
    return [(line.line_number, line.reason.value) for line in report.refusals]


@pytest.fixture
def system(organisation):
    return Actor.system("tests", organisation.pk)


@pytest.fixture
def line(organisation):
    return Line.objects.create(name="Écoute", number="01 99 00 12 34")


@pytest.fixture
def asterisk(line):
    return ImportProfile.objects.create(name="Standard", source="asterisk", line=line)


@pytest.fixture
def generic(line):
    """The saved profile of the centre's own export: times of one day."""
    return ImportProfile.objects.create(
        name="Serveur vocal",
        source="generic",
        line=line,
        day_format="times",
        columns=GENERIC_COLUMNS,
        outcomes=GENERIC_OUTCOMES,
    )


@pytest.fixture
def plain(line):
    """A small profile for files written in the tests: id, start, answer, end, outcome."""
    return ImportProfile.objects.create(
        name="Petit",
        source="generic",
        line=line,
        delimiter=";",
        columns={
            "external_id": ["id"],
            "started": ["start"],
            "answered": ["answer"],
            "ended": ["end"],
            "agent": ["agent"],
            "outcome": ["outcome"],
        },
        outcomes={"ok": "answered", "raccroché": "abandoned"},
    )


@pytest.fixture
def write(tmp_path):
    def make(content, name="appels.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    settings.IMPORTS_DIR = str(tmp_path / "imports")
    return tmp_path / "imports"


@pytest.fixture
def browse(client_of):
    """A browser at an organisation's host; after each page the test goes on as `organisation`, not as the application."""

    def make(where, user, **more):
        client = client_of(where, user, **more)
        ask, before = client.request, connection.tenant

        def request(**asked):
            try:
                return ask(**asked)
            finally:
                connection.set_tenant(before)

        client.request = request
        return client

    return make


@pytest.fixture
def web(organisation, browse, member):
    """A browser for a role; a manager's by default."""
    return lambda *roles, name="": browse(organisation, member(organisation, *(roles or (Role.MANAGER,)), name=name))


@pytest.fixture
def manager(web):
    return web(name="Ana Le Goff")


@pytest.fixture
def overtaken(monkeypatch):
    """Within this block a check finds nothing the first time it is asked: somebody was faster than what follows it."""

    @contextmanager
    def make(module, name):
        check, asked = getattr(module, name), []

        def late(*args):
            asked.append(args)
            return check(*args) if len(asked) > 1 else None

        with monkeypatch.context() as patch:
            patch.setattr(module, name, late)
            yield

    return make


@pytest.fixture
def load(plain, system, write):
    """Load a content by the small profile; says what was loaded."""

    def run(content, profile=plain, **more):
        return imports.load(write(content), profile, actor=system, **more)

    return run
