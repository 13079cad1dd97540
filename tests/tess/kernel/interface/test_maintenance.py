import pytest


@pytest.fixture
def closed(settings, tmp_path):
    settings.MAINTENANCE_FILE = str(tmp_path / "maintenance")
    return tmp_path / "maintenance"


def test_while_the_house_is_closed_every_page_says_so(closed, organisation, client_of, collective_client):
    closed.touch()
    for web in (client_of(organisation), collective_client()):
        answer = web.get("/")
        assert answer.status_code == 503
        assert answer["Retry-After"] == "300"
        assert "La maison est fermée" in answer.content.decode()
    assert collective_client().get("/sante/").content == b"up"


@pytest.mark.parametrize(("said", "seconds"), [("20", "1200"), ("0", "60"), ("bientôt", "300"), ("99999", "86400")])
def test_the_file_may_say_for_how_long(closed, collective_client, said, seconds):
    closed.write_text(said)
    assert collective_client().get("/")["Retry-After"] == seconds


def test_open_again_at_once(closed, collective_client):
    web = collective_client()
    closed.touch()
    assert web.get("/connexion/").status_code == 503
    closed.unlink()
    assert web.get("/connexion/").status_code == 200
