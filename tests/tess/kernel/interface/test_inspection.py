import pytest
from django.http import HttpResponse

from tess.kernel.interface.inspection import InspectingClient, problems_in

PAGE = '<html lang="fr"><head><title>Appels</title></head><body><h1>Appels</h1>{}</body></html>'


def wrong(inside):
    return problems_in(PAGE.format(inside))


def test_a_sound_page_has_nothing_to_say():
    assert wrong('<label for="a">Nom</label><input id="a"><a href="#a">Nom</a><script src="/x.js"></script>') == []


@pytest.mark.parametrize(
    ("inside", "word"),
    [
        ("<p onclick='x()'>Ici</p>", "onclick"),
        ("<p style='color:red'>Ici</p>", "inline style"),
        ("<script>x()</script>", "inline script"),
        ("<style>p{}</style>", "inline style"),
        ('<a href="javascript:x()">Ici</a>', "a script in href"),
        ("<p>{{ name }}</p>", "template mark"),
        ("<p>Bonjour %(name)s</p>", "template mark"),
        ('<p aria-label="{% x %}">Bonjour</p>', "template mark"),
        ("<p>Skip to the content</p>", "not in French"),
        ("<p>The calls of your team are here.</p>", "not in French"),
        ('<input placeholder="The name of the person">', "not in French"),
        ('<p id="a">Un</p><p id="a">Deux</p>', "used 2 times"),
        ('<label for="nulle-part">Nom</label>', "#nulle-part"),
        ('<a href="#nulle-part">Nom</a>', "#nulle-part"),
        ('<img src="a.png">', "without alt"),
        ("<h1>Encore</h1>", "2 h1"),
    ],
)
def test_each_slip_is_named(inside, word):
    assert any(word in problem for problem in wrong(inside)), wrong(inside)


@pytest.mark.parametrize(
    "inside",
    [
        '<p lang="en">The calls of your team</p>',
        "<textarea>{{ the and of }}</textarea>",
        "<p>Écoute Rivage</p>",
        "<code>%(name)s</code>",
        "<p>10 % de la file est là</p>",
        "<br><p>Un<br>deux</p>",
    ],
)
def test_what_is_right_passes(inside):
    assert wrong(inside) == []


def test_a_fragment_needs_no_title_but_the_rest_holds():
    assert problems_in("<p>Bonjour</p>") == []
    assert problems_in("<p onclick='x()'>Bonjour</p>")


def test_another_organisations_name_is_a_leak():
    assert problems_in("<p>Les Veilleurs de nuit</p>", foreign=["Les Veilleurs de nuit"])


def test_the_client_fails_on_such_a_page(monkeypatch):
    monkeypatch.setattr(
        "django.test.Client.request", lambda *_args, **_more: HttpResponse("<p onclick='x()'>Bonjour</p>")
    )
    with pytest.raises(AssertionError, match="onclick"):
        InspectingClient().get("/appels/")
    InspectingClient().get("/cms/pages/")
