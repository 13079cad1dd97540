import pytest

from tenants.telephony.models import ImportProfile, Line
from tess.kernel.actor import Actor

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
