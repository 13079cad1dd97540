"""A whole team invited at once: read first, every fault by its line, sent once one has seen it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from tess.identity.models import Invitation
from tess.identity.roles import Role

PATH = "/premiers-pas/equipe/"
LIST = "nom;courriel;rôle\nZoé Martin;zoe@ailleurs.example;écoutante\nSam Petit;sam@ailleurs.example;\nPersonne;nulle part;"


@pytest.fixture
def director(organisation, member, client_of):
    return client_of(organisation, member(organisation, Role.DIRECTOR))


def words(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def invited():
    with connection.as_application():
        return dict(Invitation.objects.values_list("email", "roles"))


def test_a_list_is_read_before_anything_is_sent(director):
    page = words(director.post(PATH, {"text": LIST, "role": "trainee"}))
    assert "2 personnes peuvent être invitées." in page
    assert "1 ligne est laissée de côté" in page
    assert "Ligne 4" in page
    assert invited() == {}


def test_what_was_shown_is_what_is_sent(director):
    answer = director.post(PATH, {"text": LIST, "role": "trainee"})
    again = {"text": answer.context["again"], "role": answer.context["role"], "send": "1"}
    page = words(director.post(PATH, again, follow=True))
    assert "2 invitations partent." in page
    assert invited() == {"zoe@ailleurs.example": ["listener"], "sam@ailleurs.example": ["trainee"]}
    page = words(director.post(PATH, {"text": LIST, "role": "trainee"}))
    assert "3 lignes sont laissées de côté" in page


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_is_read_in_the_encoding_it_has(director, encoding):
    file = SimpleUploadedFile("equipe.csv", LIST.encode(encoding), "text/csv")
    page = words(director.post(PATH, {"file": file, "text": "", "role": "listener"}))
    assert "Zoé Martin" in page
    assert "2 personnes peuvent être invitées." in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choisissez un fichier"),
        (b"  \r\n ", "Choisissez un fichier"),
        (b"a" * 1024 * 1025, "dépasse 1 Mo"),
        (b"\x00\x01\x02\xff" * 500, ""),
    ],
)
def test_a_file_that_is_no_list_is_said_so(director, content, sentence):
    answer = director.post(PATH, {"file": SimpleUploadedFile("x.csv", content), "text": "", "role": "listener"})
    assert answer.status_code in {200, 422}
    assert sentence in words(answer)
    assert invited() == {}


def test_a_manager_invites_nobody_above_them(organisation, member, client_of):
    manager = client_of(organisation, member(organisation, Role.MANAGER))
    page = words(
        manager.post(
            PATH, {"text": "Ada;ada@ailleurs.example;directrice", "role": "listener", "send": "1"}, follow=True
        )
    )
    assert invited() == {}
    assert "Ligne 1" in page


def test_a_direction_cannot_be_the_default(director):
    assert director.post(PATH, {"text": LIST, "role": "director"}).status_code == 422


def test_the_step_is_done_once_somebody_is_invited(director):
    assert "Je suis seul·e pour l’instant" in words(director.get("/premiers-pas/"))
    director.post(PATH, {"text": "Zoé;zoe@ailleurs.example", "role": "listener", "send": "1"})
    assert "Je suis seul·e pour l’instant" not in words(director.get("/premiers-pas/"))
