"""Saved ways of reading files, made on a sample."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tenants.telephony.models import ImportProfile

from .conftest import DATA, send, text_of

PROFILE = {
    "name": "Serveur vocal",
    "source": "generic",
    "delimiter": ",",
    "encoding": "utf-8",
    "time_zone": "Europe/Paris",
    "day_format": "times",
    "nothing": "0:00:00",
    "external_id_1": "vru+line",
    "external_id_2": "call_id",
    "started_1": "vru_entry",
    "answered_1": "ser_start",
    "ended_1": "ser_exit",
    "ended_2": "q_exit",
    "ended_3": "vru_exit",
    "outcome_1": "outcome",
    "agent_1": "server",
}
MEANINGS = {
    "said_0": "AGENT",
    "meant_0": "answered",
    "said_1": "HANG",
    "meant_1": "abandoned",
    "said_2": "PHANTOM",
    "meant_2": "phantom",
}


@pytest.fixture
def shown_file(manager):
    """The address of the profile page beside a sample that was sent."""
    file = SimpleUploadedFile("jour.csv", (DATA / "calls_one_day.csv").read_bytes())
    return manager.post("/appels/profils/exemple/", {"file": file})["Location"]


def test_a_profile_is_made_on_a_file_tried_and_saved(manager, line, shown_file):
    first = manager.get(shown_file)
    assert "vru+line" in text_of(first)
    assert "AA0204" in text_of(first)
    tried = manager.post(shown_file, PROFILE | {"line": line.pk, "apercu": "1"})
    assert [b["said_0"].value() for b in [tried.context["form"]]] == [
        "AGENT"
    ]  # the words the file uses, to be given a meaning
    assert not ImportProfile.objects.exists()
    tried = manager.post(shown_file, PROFILE | MEANINGS | {"line": line.pk, "apercu": "1"})
    assert "2 375 lignes : 2 375 nouveaux appels, 0 déjà connus, 0 refusées ; 1 511 appels décrochés." in text_of(tried)
    manager.post(shown_file, PROFILE | MEANINGS | {"line": line.pk})
    profile = ImportProfile.objects.get()
    assert profile.columns["ended"] == ["ser_exit", "q_exit", "vru_exit"]
    content = (DATA / "calls_one_day.csv").read_bytes()
    assert "2 375 nouveaux appels" in text_of(send(manager, content, profile, day="2026-09-07"))


def test_what_is_seen_is_proposed_not_assumed(manager, line):
    file = SimpleUploadedFile("jour.csv", "Id;Début\n1;é\n".encode("cp1252"))
    address = manager.post("/appels/profils/exemple/", {"file": file})["Location"]
    form = manager.get(address).context["form"]
    assert (form["delimiter"].value(), form["encoding"].value()) == (";", "cp1252")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"external_id_1": "", "external_id_2": ""}, "Dites dans quelle colonne"),
        ({"ended_1": "", "ended_2": "", "ended_3": ""}, "Dites dans quelle colonne"),
        ({"said_0": "", "said_1": "", "said_2": ""}, "Dites ce que veut dire"),
        ({"name": ""}, "Un point à revoir"),
    ],
)
def test_a_profile_that_could_read_nothing_is_told(manager, line, wrong, said):
    response = manager.post("/appels/profils/nouveau/", PROFILE | MEANINGS | {"line": line.pk} | wrong)
    assert (response.status_code, said in text_of(response)) == (400, True), text_of(response)


def test_a_profile_is_changed_and_keeps_its_name_to_itself(manager, generic, asterisk, line):
    data = PROFILE | MEANINGS | {"line": line.pk, "name": "Serveur"}
    manager.post(f"/appels/profils/{generic.pk}/", data)
    generic.refresh_from_db()
    assert generic.name == "Serveur"
    assert "porte ce nom" in text_of(manager.post(f"/appels/profils/{generic.pk}/", data | {"name": "Standard"}))


@pytest.mark.parametrize("content", [b"", b"%PDF-1", b"PK\x03\x04rien"])
def test_a_sample_that_is_no_text_is_told(manager, content, private_folder):
    response = manager.post("/appels/profils/exemple/", {"file": SimpleUploadedFile("x", content)})
    assert response.status_code == 400
    assert not list(private_folder.glob("*/*"))


@pytest.mark.parametrize(
    "query", ["exemple=rien", "exemple=../../etc/passwd", "exemple=6f1d6e1e-0000-0000-0000-000000000000"]
)
def test_a_sample_that_is_gone_leaves_the_page_standing(manager, query):
    assert manager.get(f"/appels/profils/nouveau/?{query}").status_code == 200
