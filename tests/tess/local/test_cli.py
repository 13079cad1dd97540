"""The `tess` command speaks French, keeps its exit codes, and answers programs too."""

import json

import click
import pytest

from tess.local.cli import tess
from tess.local.interface import speak


def commands(group=tess, path=()):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def test_it_groups_what_an_operator_does():
    assert {" ".join(path) for path, _command in commands()} == {
        "up", "demo", "status", "doctor", "backup", "restore", "import calls", "import relays",
        "organisation create", "organisation list", "organisation suspend", "organisation resume",
        "organisation export", "organisation erase", "member add", "member remove", "member list",
        "member forget-factors", "operator add", "operator remove", "operator list",
    }  # fmt: skip


@pytest.mark.parametrize(("path", "command"), list(commands()), ids=[" ".join(path) for path, _each in commands()])
def test_every_command_explains_itself_in_french_and_answers_json(capsys, path, command):
    assert speak(tess, [*path, "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"Utilisation : tess {' '.join(path)}")
    assert "--json" in said
    assert "Affiche cette aide." in said
    for english in ("Usage", "Show this", "default", "INTEGER", "FILE", "required"):
        assert english not in said
    assert all(option.help for option in command.params if isinstance(option, click.Option))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["dancer"], "Cette commande n'est pas comprise."),
        (["up", "--loin"], "L'option --loin n'existe pas."),
        (["up", "--port", "mille"], "Cette valeur ne convient pas à port."),
        (["organisation", "create"], "Il manque quelque chose"),
        (["import", "calls", "x.csv", "--organisation", "rivage"], "Il manque quelque chose"),
    ],
)
def test_what_is_mistyped_is_told_and_ends_with_2(capsys, words, sentence):
    assert speak(tess, words) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert "--help" in told.err
    assert speak(tess, [*words, "--json"]) == 2
    assert sentence in json.loads(capsys.readouterr().out)["error"]


def test_nothing_typed_shows_what_there_is(capsys):
    assert speak(tess, []) == 2
    told = capsys.readouterr()
    assert "organisation" in told.out + told.err
