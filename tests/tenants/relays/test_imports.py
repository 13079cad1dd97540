import pytest
from django.db import ProgrammingError, connection, transaction

from tenants.relays.demo import FILE
from tenants.relays.domain.imports import check, load
from tenants.relays.domain.services import mark_verified
from tenants.relays.models import Service
from tess.identity.roles import Role
from tess.kernel.errors import DomainError, Refused
from tess.kernel.models import AuditEntry

from .conftest import GOOD


def test_the_national_file_loads_whole(national):
    assert (national.created, national.updated, national.unchanged, national.errors) == (32, 0, 0, [])
    with connection.as_application():
        service = Service.objects.get(number="116000")
    assert service.theme_labels == ["enfants disparus"]
    assert service.audience_label == "familles"
    assert service.verified_on is None


def test_the_same_file_twice_changes_nothing(national, operator):
    with connection.as_application():
        before = list(Service.objects.values())
        acts = AuditEntry.objects.count()
        again = load(FILE, actor=operator)
        assert (again.created, again.updated, again.unchanged) == (0, 0, 32)
        assert list(Service.objects.values()) == before
        assert AuditEntry.objects.count() == acts


def test_changed_facts_are_to_be_verified_again(national, operator, collective_member, actor_of, file_of):
    coordinator = actor_of(None, Role.COORDINATOR, user=collective_member(Role.COORDINATOR))
    with connection.as_application():
        mark_verified(Service.objects.get(number="3114"), actor=coordinator)
        mark_verified(Service.objects.get(number="3919"), actor=coordinator)
        report = load(file_of(GOOD.replace("24/7", "Mo-Fr 09:00-18:00")), actor=operator)
        assert (report.created, report.updated) == (0, 1)
        changed, other = Service.objects.get(number="3114"), Service.objects.get(number="3919")
        assert changed.verified_on is None
        assert other.verified_on is not None
        assert AuditEntry.objects.filter(action="relays.service.changed").get().fields == ["opening_hours"]


BAD_LINES = [
    ("12345,X,,free,,,,national,", "numéro que l’on peut composer"),
    (",X,,free,,,,national,", "le numéro manque"),
    ("3919,,,free,,,,national,", "le nom manque"),
    ("3919,X,,free,8h-20h,,,national,", "ne sont pas compris"),
    ("3919,X,,free,,tarot,,national,", "liste des thèmes"),
    ("3919,X,,très cher,,,,national,", "on attend"),
    ("3919,X,,free,,,,galactique,", "on attend"),
    ("3919,=HYPERLINK(1),,free,,,,national,", "formule de tableur"),
    ("3919,X,@SUM(A1),free,,,,national,", "formule de tableur"),
    ("3919,X,,free,,,,national,javascript:alert(1)", "adresse du site"),
    ("3919,X\x00Y,,free,,,,national,", "caractères illisibles"),
    ("3919," + "x" * 121 + ",,free,,,,national,", "dépasse 120 caractères"),
    ("3919,a,b,free,,,,national,,trop", "plus de cases que de colonnes"),
    ("31 14,Encore,,free,,,,national,", "déjà à la ligne 2"),
]


@pytest.mark.parametrize(("line", "reason"), BAD_LINES)
def test_a_bad_line_is_named_and_the_good_ones_load(db, operator, file_of, line, reason):
    with connection.as_application():
        report = load(file_of(f"{GOOD}{line}\n"), actor=operator)
        assert report.created == 1
        assert [error.line for error in report.errors] == [3]
        assert reason in report.errors[0].reason


def test_line_numbers_count_lines_of_the_file(file_of):
    """A cell may hold a line break: the number told is the one an editor shows."""
    checked = check(file_of('3114,"Prévention\ndu suicide",,free,,,,national,\n3919,,,free,,,,national,\n'))
    assert [error.line for error in checked.errors] == [4]


def test_an_unterminated_quotation_keeps_what_came_before(file_of):
    checked = check(file_of(GOOD + '3919,"Violences,,free,,,,national,\n119,Allô,,free,,,,national,\n'))
    assert [service.number for service in checked.services] == ["3114"]
    assert "guillemet" in checked.errors[0].reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "vide"),
        (b"  \n\n", "vide"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "ZIP"),
        (b"nom,telephone\nX,3114\n", "number, name"),
        (b"x" * (5 * 1024 * 1024 + 1), "5 Mo"),
    ],
)
def test_what_is_no_directory_is_refused_whole(file_of, content, reason):
    with pytest.raises(DomainError, match=reason):
        check(file_of(content))


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(DomainError, match="ne peut pas être lu"):
        check(tmp_path / "absent.csv")


def test_a_spreadsheet_of_windows(file_of):
    text = "number;name;operator;cost;hours;themes;audience;level;url\r\n3114;Prévention;;free;;;;département;\r\n"
    checked = check(file_of(text.encode("cp1252")))
    assert [(s.name, s.level) for s in checked.services] == [("Prévention", "department")]
    checked = check(file_of(b"\xef\xbb\xbf" + text.encode()))
    assert [s.name for s in checked.services] == ["Prévention"]


def test_only_the_coordination_and_operators_load(organisation, actor_of, file_of):
    for actor in (actor_of(organisation, Role.DIRECTOR), actor_of(None, Role.TREASURER)):
        with pytest.raises(Refused):
            load(file_of(GOOD), actor=actor)


def test_an_organisation_reads_and_never_writes(national, organisation):
    assert Service.objects.count() == 32
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Service.objects.update(name="X")
