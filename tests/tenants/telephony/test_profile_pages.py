"""Saved ways of reading files, made on a sample."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from tenants.telephony.domain import profiles
from tenants.telephony.models import ImportProfile
from tess.kernel.errors import DomainError

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
        ({"ended_1": "", "ended_2": "", "ended_3": "", "wait_1": "wait"}, "donnez à la place les deux durées"),
        ({"said_0": "", "said_1": "", "said_2": ""}, "Dites ce que veut dire"),
        ({"name": ""}, "Un point à revoir"),
    ],
)
def test_a_profile_that_could_read_nothing_is_told(manager, line, wrong, said):
    response = manager.post("/appels/profils/nouveau/", PROFILE | MEANINGS | {"line": line.pk} | wrong)
    assert (response.status_code, said in text_of(response)) == (400, True), text_of(response)


def test_two_durations_stand_for_an_end(manager, line):
    data = {name: value for name, value in (PROFILE | MEANINGS).items() if not name.startswith(("answered", "ended"))}
    manager.post("/appels/profils/nouveau/", data | {"line": line.pk, "wait_1": "attente", "talk_1": "durée"})
    columns = ImportProfile.objects.get().columns
    assert (columns["ended"], columns["wait"], columns["talk"]) == ([], ["attente"], ["durée"])


def test_a_profile_is_changed_and_keeps_its_name_to_itself(manager, generic, asterisk, line):
    data = PROFILE | MEANINGS | {"line": line.pk, "name": "Serveur"}
    manager.post(f"/appels/profils/{generic.pk}/", data)
    generic.refresh_from_db()
    assert generic.name == "Serveur"
    assert "porte ce nom" in text_of(manager.post(f"/appels/profils/{generic.pk}/", data | {"name": "Standard"}))


def test_a_name_taken_while_one_types_is_told_too(manager, generic, line, overtaken):
    data = PROFILE | MEANINGS | {"line": line.pk, "name": generic.name}
    with overtaken(profiles, "_check_name"):
        shown = manager.post("/appels/profils/nouveau/", data)
    assert (shown.status_code, "porte ce nom" in text_of(shown)) == (400, True)
    assert ImportProfile.objects.count() == 1


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


MASTER = '"","0639981234","0800000000","ecoute","""Zoé"" <0639981234>","PJSIP/41-0000aa9e","","Queue","ecoute,t,,,300",'
MASTER += '"2026-09-07 00:10:10","","2026-09-07 00:10:27",17,0,"NO ANSWER","DOCUMENTATION","1788739810.43678",""\n'


@pytest.mark.parametrize("content", [MASTER * 3, "0639981234;06 39 98 12 34;08:00:00\n+33639981234;06.39.98.12.34;a\n"])
def test_a_file_without_a_header_shows_no_number_of_its_first_call(manager, line, content):
    file = SimpleUploadedFile("Master.csv", content.encode())
    address = manager.post("/appels/profils/exemple/", {"file": file})["Location"]
    for page in (manager.get(address), manager.post(address, PROFILE | {"line": line.pk, "apercu": "1"})):
        assert not re.search(r"39.?98.?12.?34", page.content.decode())
        assert "•••" in text_of(page)


def test_the_first_line_of_a_master_csv_is_a_call_like_the_others(manager, line):
    file = SimpleUploadedFile("Master.csv", (MASTER * 3).encode())
    page = manager.get(manager.post("/appels/profils/exemple/", {"file": file})["Location"])
    assert text_of(page).count("2026-09-07 00:10:27") == 3
    assert "<thead>" not in page.content.decode()
    assert page.context["form"]["source"].value() == "asterisk"
    assert [name for name, _shown in page.context["form"].fields["started_1"].choices] == [""]


@pytest.mark.parametrize("number", ["0639981234", "+33 6 39 98 12 34", '"Zoé" <06.39.98.12.34>'])
def test_a_column_is_not_called_by_a_number(manager, line, number, system):
    response = manager.post("/appels/profils/nouveau/", PROFILE | MEANINGS | {"line": line.pk, "agent_1": number})
    assert response.status_code == 400
    assert "Ce n’est pas le nom d’une colonne" in text_of(response)
    profile = ImportProfile(name="x", line=line, columns={"external_id": [number]}, outcomes={"ok": "answered"})
    with translation.override("fr"), pytest.raises(DomainError, match="numéro de téléphone pour nom"):
        profiles.save_profile(profile, actor=system)
    assert not ImportProfile.objects.exists()


@pytest.mark.parametrize("profile", ["٣", "３", "²", "%00", "-1", "9" * 30])
def test_a_sample_for_a_profile_that_is_none_is_still_taken(manager, profile):
    file = SimpleUploadedFile("jour.csv", b"Id;D\n1;2\n")
    response = manager.post(f"/appels/profils/exemple/?profil={profile}", {"file": file})
    assert response.status_code == 302


@pytest.mark.parametrize("field", ["agent_1", "external_id_1", "said_0", "name", "nothing"])
def test_a_character_no_text_has_is_told(manager, line, field):
    data = PROFILE | MEANINGS | {"line": line.pk}
    assert manager.post("/appels/profils/nouveau/", data | {field: "a\x00b"}).status_code == 400
