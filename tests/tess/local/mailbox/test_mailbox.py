"""The letters of the demonstration, in the browser; nowhere else."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import override_settings
from django.urls import clear_url_caches

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(tmp_path):
    """The demonstration's routes and its folder of letters."""
    backend = "django.core.mail.backends.filebased.EmailBackend"
    with override_settings(
        ROOT_URLCONF="tess.config.urls_demo", EMAIL_BACKEND=backend, EMAIL_FILE_PATH=str(tmp_path / "mail")
    ):
        yield tmp_path / "mail"
    clear_url_caches()


def write(subject, text, html=""):
    message = EmailMultiAlternatives(subject, text, "tess@tess.localhost", ["ada@rivage.example"])
    if html:
        message.attach_alternative(html, "text/html")
    message.send()


def test_an_empty_box_says_what_to_do(box, collective_client):
    page = collective_client().get("/courrier/")
    assert page.status_code == 200
    assert "Pas encore de lettre" in page.content.decode()


def test_letters_are_read_with_their_links(box, collective_client):
    write("Votre accès à Écoute Rivage", "Ouvrez http://tess.localhost/invitation/abc/", "<p>Ouvrez</p>")
    browser = collective_client()
    page = browser.get("/courrier/").content.decode()
    assert "Votre accès à Écoute Rivage" in page
    assert "ada@rivage.example" in page
    (file,) = box.iterdir()
    letter = browser.get(f"/courrier/{file.name}/").content.decode()
    assert 'href="http://tess.localhost/invitation/abc/"' in letter
    dressed = browser.get(f"/courrier/{file.name}/lettre/")
    assert "<p>Ouvrez</p>" in dressed.content.decode()
    assert "default-src 'none'" in dressed["Content-Security-Policy"]
    assert "sandbox" in dressed["Content-Security-Policy"]


@pytest.mark.parametrize("key", ["..", "a.log", "20260101-000000-1.log", "%2e%2e%2fsecrets%2fmaster.key"])
def test_only_letters_are_read(box, collective_client, key):
    (box.parent / "a.log").write_text("x")
    assert collective_client().get(f"/courrier/{key}/").status_code == 404


def test_outside_the_demonstration_there_is_no_mailbox(collective_client):
    assert collective_client().get("/courrier/").status_code == 404
