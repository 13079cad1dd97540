"""An organisation's own words for themes: asked once, its files are read with them; what a file says is not kept."""

import pytest
from django.db import connection

from tenants.desk.domain.past import own_words
from tenants.desk.models import Contact, PastImport, ThemeWord
from tess.identity.roles import Role
from tess.kernel.errors import DomainError
from tests.tenants.desk.test_past_pages import PAGE, send, text

WORDS = f"{PAGE}mots/"
ROWS = (
    "Date;Nature;Thème\n03/02/2024;Écoute;Vie sociale\n04/02/2024;Écoute;VIE SOCIALE, Deuil\n05/02/2024;Écoute;Météo\n"
)


@pytest.fixture(autouse=True)
def kept_apart(private_folder, line_of, organisation):
    line_of(organisation)


@pytest.fixture
def manager(web_of):
    return web_of(Role.MANAGER)


def test_words_are_explained_once_and_the_file_is_read_again_with_them(manager, take_in):
    shown = text(send(manager, ROWS + "06/02/2024;Écoute;Deuil\n"))
    assert "Ce fichier contient une nouvelle fiche" in shown
    assert "2 mots désignent des thèmes" in shown
    batch = PastImport.objects.get()
    page = text(manager.get(f"{WORDS}?fichier={batch.pk}"))
    assert "Vie sociale" in page
    assert "Sur 2 lignes du fichier." in page
    shown = text(
        manager.post(f"{WORDS}?fichier={batch.pk}", {"mot_vie_sociale": "loneliness", "mot_meteo": "-"}, follow=True)
    )
    assert "Ce fichier contient 4 nouvelles fiches" in shown
    manager.post(f"{PAGE}{batch.pk}/charger/")
    found = [record.themes for record in Contact.objects.order_by("opened_at")]
    assert found == [["loneliness"], ["loneliness", "grief"], [], ["grief"]]
    assert take_in("Date;Nature;Thème\n03/02/2023;Écoute;vie-sociale\n").loaded == 1, "the next file too"


def test_a_file_of_nothing_but_own_words_is_asked_for_again(manager):
    shown = text(send(manager, ROWS))
    assert "Ce fichier n’a pas pu être pris" in shown
    batch = PastImport.objects.get()
    shown = text(manager.post(f"{WORDS}?fichier={batch.pk}", {"mot_vie_sociale": "loneliness"}, follow=True))
    assert "envoyez-le de nouveau" in shown
    assert "Ce fichier contient 2 nouvelles fiches" in text(send(manager, ROWS))


def test_a_meaning_can_change_or_go(manager, actor_of, organisation):
    own_words.explain({"Météo": "other"}, actor=actor_of(organisation, Role.MANAGER))
    assert 'value="other" selected' in manager.get(WORDS).content.decode()
    manager.post(WORDS, {"mot_meteo": "health"})
    assert own_words.known() == {"meteo": "health"}
    manager.post(WORDS, {"mot_meteo": ""})
    assert own_words.known() == {}
    assert manager.post(WORDS, {"mot_autre": "health"}).status_code == 302
    assert not ThemeWord.objects.exists(), "only words the page showed"
    with pytest.raises(DomainError):
        own_words.explain({"Météo": "weather"}, actor=actor_of(organisation, Role.MANAGER))


@pytest.mark.parametrize("said", ["Marie Durand est seule depuis le départ de son mari", "rappeler au 06 39 98 12 34"])
def test_a_sentence_or_a_number_is_never_shown_nor_kept(manager, said):
    shown = text(send(manager, f"Date;Nature;Thème\n03/02/2024;Écoute;{said}\n04/02/2024;Écoute;Deuil\n"))
    assert "Une ligne refusée" in shown
    assert "désign" not in shown
    batch = PastImport.objects.get()
    assert own_words.unknown_of(batch.pk) == []
    with connection.cursor() as cursor:
        for relation in ("desk_pastimport", "desk_refusedpastline", "desk_themeword"):
            cursor.execute(
                f"SELECT count(*) FROM {relation} t WHERE t::text LIKE '%%Durand%%' OR t::text LIKE '%%98 12%%'"
            )
            assert cursor.fetchone() == (0,)


def test_signs_alone_say_nothing_and_are_not_asked_about(take_in):
    batch = take_in(
        "Date;Nature;Thème\n03/02/2024;Écoute;***\n04/02/2024;Écoute;Deuil, ...\n05/02/2024;Écoute;Météo !\n"
    )
    assert (batch.loaded, batch.refused) == (2, 1)
    assert [record.themes for record in Contact.objects.order_by("opened_at")] == [[], ["grief"]]
    assert own_words.unknown_of(batch.pk) == [("Météo !", 1)]
    assert own_words.showable("***") == ""


def test_another_organisations_file_is_unknown(manager, other_organisation, acting_for):
    with acting_for(other_organisation):
        theirs = PastImport.objects.create(file_name="a.csv", size=1, sha256="0" * 64)
        own_words.remember(theirs.pk, {"Secret": 1})
    assert manager.get(f"{WORDS}?fichier={theirs.pk}").status_code == 404
    assert manager.get(f"{WORDS}?fichier=x").status_code == 404
