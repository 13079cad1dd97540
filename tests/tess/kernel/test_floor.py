import pytest
from django.db import ProgrammingError, connection, transaction

from tess.identity.models import Colleague, User
from tess.identity.roles import Role


def test_connects_as_the_login_role(organisation):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT session_user, current_user, (SELECT rolsuper FROM pg_roles WHERE rolname = session_user)"
        )
        assert cursor.fetchone() == ("tess_app", "o_test_tess_org_rivage", False)


def test_an_organisation_cannot_read_users(organisation):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        User.objects.count()


def test_colleagues_are_its_own(organisation, other_organisation, member):
    member(organisation, Role.LISTENER, name="Ana")
    member(other_organisation, Role.LISTENER, name="Bob")
    assert [c.name for c in Colleague.objects.all()] == ["Ana"]


def test_home(organisation, client_of, member):
    web = client_of(organisation, member(organisation, Role.LISTENER, name="Ana Le Goff"))
    assert "Ana" in web.get("/").content.decode()


def test_unknown_host_is_404(client, db):
    assert client.get("/", SERVER_NAME="nowhere.tess.localhost").status_code == 404
