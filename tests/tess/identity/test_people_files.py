"""Lists of people as they come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tess.identity.domain import people_files
from tess.identity.domain.people_files import read
from tess.kernel.errors import DomainError

LISTENER = ("listener",)


def emails(found):
    return [row.email for row in found.rows]


def errors(found):
    return [str(error) for error in found.errors]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends(encoding, delimiter, ending):
    lines = (("Prénom", "Nom", "Courriel", "Rôle"), ("Zoé", "Lefèvre", "Zoe@Rivage.example", "Écoutante"))
    text = ending.join(delimiter.join(line) for line in lines) + ending
    found = read(text.encode(encoding))
    assert errors(found) == []
    (row,) = found.rows
    assert (row.line, row.email, row.name, row.roles) == (2, "zoe@rivage.example", "Zoé Lefèvre", LISTENER)


def test_a_file_put_together_from_two_encodings():
    content = "nom;mail;rôle\nZoé;zoe@a.example;écoute\n".encode() + "Noël;noel@a.example;régulation\n".encode("cp1252")
    assert [(row.name, row.roles) for row in read(content).rows] == [("Zoé", LISTENER), ("Noël", ("dispatcher",))]


def test_one_line_that_cannot_be_read_leaves_the_others():
    content = b"nom;mail;role\n\x81\x8d;a@a.example;ecoute\nZoe;z@a.example;ecoute\n"
    found = read(content)
    assert emails(found) == ["z@a.example"]
    assert errors(found) == ["Ligne 2\xa0: des lettres illisibles"]


def test_lines_pasted_from_a_mail():
    found = read(
        'Zoé Petit <zoe@a.example>\n"Ali, le grand" <ali@a.example>\n\nbea@a.example\n', default_roles=LISTENER
    )
    assert [(row.line, row.name, row.email) for row in found.rows] == [
        (1, "Zoé Petit", "zoe@a.example"),
        (2, "Ali, le grand", "ali@a.example"),
        (4, "", "bea@a.example"),
    ]
    assert {row.roles for row in found.rows} == {LISTENER}


def test_without_headings_the_cell_with_an_at_is_the_address():
    found = read("zoe@a.example;Zoé;écoute\nAli;ali@a.example;formation / supervision\n")
    assert [(row.name, row.roles) for row in found.rows] == [("Zoé", LISTENER), ("Ali", ("supervisor", "trainer"))]


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        ("écoutant·e", LISTENER),
        ("Écoutant.e.s", LISTENER),
        ("écoutant(e)", LISTENER),
        ("ÉCOUTANTES", LISTENER),
        ("listener", LISTENER),
        ("directrice", ("director",)),
        ("formateur·rice", ("trainer",)),
        ("Régulateur et superviseure", ("dispatcher", "supervisor")),
        ("responsable, stagiaire", ("manager", "trainee")),
    ],
)
def test_roles_as_people_write_them(said, roles):
    assert read(f"mail;role\na@a.example;{said}\n").rows[0].roles == roles


def test_the_collectives_roles_are_its_own():
    assert read("a@a.example;A;formatrice\n", collective=True).rows[0].roles == ("collective_trainer",)
    assert errors(read("a@a.example;A;trésorière\n")) == ["Ligne 1\xa0: il n’y a pas ici de rôle «\xa0trésorière\xa0»"]


def test_sites_by_name():
    found = read("mail;role;antenne\na@a.example;écoute;SAINT-ETIENNE, lyon\nb@a.example;écoute;Paris\n", sites=SITES)
    assert found.rows[0].sites == (3, 8)
    assert errors(found) == ["Ligne 3\xa0: il n’y a pas ici d’antenne «\xa0Paris\xa0»"]


SITES = {"Lyon": 8, "Saint-Étienne": 3}


def test_every_slip_is_told_with_its_line():
    found = read(
        "nom;mail;rôle\n"
        "Zoé;zoe@a.example;écoute\n"
        "Zoé bis;ZOE@A.example ;écoute\n"
        "Sans;;écoute\n"
        "Faux;zoe@@a;écoute\n"
        ";;\n"
        "Roi;roi@a.example;roi\n"
        "Rien;rien@a.example;\n" + "N" * 101 + ";n@a.example;écoute\n"
    )
    assert emails(found) == ["zoe@a.example"]
    assert errors(found) == [
        "Ligne 3\xa0: zoe@a.example est déjà à la ligne 2",
        "Ligne 4\xa0: pas d’adresse électronique",
        "Ligne 5\xa0: «\xa0zoe@@a\xa0» n’est pas une adresse électronique",
        "Ligne 7\xa0: il n’y a pas ici de rôle «\xa0roi\xa0»",
        "Ligne 8\xa0: pas de rôle",
        "Ligne 9\xa0: ce nom est trop long",
    ]


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00\x08", b"a;b\n\x00\x01\x02\n" + b"x" * 50])
def test_what_is_no_list_is_refused_whole(content):
    with pytest.raises(DomainError, match="CSV"):
        read(content)


@pytest.mark.parametrize("line", ["a" + " " * 900_000 + "b@c.example", "x" * 140_000, "a" * 250 + "@b.example"])
def test_a_line_without_end_is_an_error_of_its_own(line):
    """Neither an hour of a worker's time nor a page that breaks."""
    read = people_files.read(f"ana@web.example\n{line}", default_roles=["listener"])
    assert [row.email for row in read.rows] == ["ana@web.example"]
    assert [error.line for error in read.errors] == [2]


def test_too_much_is_refused_whole(monkeypatch):
    with pytest.raises(DomainError):
        read(b"x" * (people_files.MOST_BYTES + 1))
    with pytest.raises(DomainError):
        read("a@a.example\n" * (people_files.MOST_LINES + 1))


@given(st.binary(max_size=300))
def test_whatever_comes_is_read_or_refused_in_words(content):
    try:
        found = read(content)
    except DomainError:
        return
    assert all(str(error).startswith("Ligne ") for error in found.errors)
