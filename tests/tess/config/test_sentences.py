"""The rules for sentences of `.ci/sentences.py`, on sentences that keep and that break them."""

import importlib.util
from pathlib import Path

import pytest
from django.conf import settings

SPEC = importlib.util.spec_from_file_location("sentences", Path(settings.BASE_DIR) / ".ci/sentences.py")
sentences = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(sentences)


@pytest.mark.parametrize(
    "text",
    [
        "Choisissez la ligne, puis le jour.",
        "La personne qui s’occupe de TeSS dans votre organisation peut vous aider.",
        "%(number)s appels le %(day)s : <b>%(answered)s ont trouvé quelqu’un</b>.",
    ],
)
def test_plain_sentences_pass(text):
    assert sentences.troubles(text) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("mot " * 23, "23 words"),
        ("Ce qui reste quand celui qui part ne dit pas ce que veut celle qui vient.", "subordinates"),
        ("La liste des lignes de l’antenne de Brest", "hangs too much"),
        ("Bravo !", "exclamation"),
        ("Il est demandé de remplir ce champ.", "hides who does it"),
        ("L’import a été effectué.", "hides who does it"),
        ("Veuillez choisir une ligne.", "veuillez"),
        ("Remplissez ceci afin de continuer.", "afin de"),
    ],
)
def test_sentences_that_tire_are_told(text, why):
    assert why in " ".join(sentences.troubles(text))


def test_a_text_is_cut_where_one_breathes():
    cut = sentences.SENTENCE.split("Une chose. Une autre : la fin ; et <b>c’est</b> tout…")
    assert len(cut) == 4


def test_an_exception_gives_its_reason():
    text = (Path(settings.BASE_DIR) / ".ci/sentences.toml").read_text()
    for one in sentences.tomllib.loads(text)["allowed"]:
        assert one["text"]
        assert one["why"]
