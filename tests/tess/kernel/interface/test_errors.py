import pytest

from tess.kernel.interface import errors


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (errors.bad_request, 400, "Nous n’avons pas pu lire cette demande"),
        (errors.forbidden, 403, "Cette page ne vous est pas ouverte"),
        (errors.not_found, 404, "Il n’y a rien à cette adresse"),
        (errors.server_error, 500, "Vous n’y êtes pour rien"),
        (errors.unavailable, 503, "La maison est fermée pour un court moment"),
        (errors.csrf_failure, 403, "Cette page est restée ouverte trop longtemps"),
    ],
)
def test_each_says_in_french_what_happened_without_the_database(rf, answer, status, words):
    response = answer(rf.get("/"))
    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert '<html lang="fr">' in page


def test_a_closed_house_says_when_to_come_back(rf):
    assert errors.unavailable(rf.get("/"), retry_after=60)["Retry-After"] == "60"


def test_a_broken_error_page_still_says_something(rf, monkeypatch):
    def broken(_name):
        raise RuntimeError

    monkeypatch.setattr(errors, "render_to_string", broken)
    response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert response.content.decode() == "Quelque chose s’est cassé de notre côté"


def test_nothing_at_an_address(collective_client, organisation, client_of):
    for web in (collective_client(), client_of(organisation)):
        page = web.get("/rien/de/tel/")
        assert page.status_code == 404
        assert "Il n’y a rien à cette adresse" in page.content.decode()


def test_a_form_from_elsewhere_is_refused_kindly(collective_client):
    page = collective_client(enforce_csrf_checks=True).post("/connexion/", {"email": "a@b.example"})
    assert page.status_code == 403
    assert "Cette page est restée ouverte trop longtemps" in page.content.decode()
