from django.db import connection

from tenants.organisations.models import Organisation
from tess.config import demo
from tess.identity.models import Membership, User
from tess.identity.roles import Role


def test_every_listed_account_is_in_the_invented_people():
    wanted = dict(demo._everybody())
    made = {demo._address(role, slug, number) for role, slug, number in wanted.values()}
    assert {line.email for line in demo.sign_ins()} <= made


def test_every_role_can_be_tried():
    assert {line.who for line in demo.sign_ins()} == {str(role.label) for role in Role}


def test_people_are_made_once(db, monkeypatch):
    with connection.as_application():
        here = {o.slug: o for o in Organisation.objects.all()}
        monkeypatch.setattr(demo, "SKETCHES", tuple(s for s in demo.SKETCHES if s.slug in here))
        first = demo._people(here)
        again = demo._people(here)
        assert {key: user.pk for key, user in first.items()} == {key: user.pk for key, user in again.items()}
        assert User.objects.count() == Membership.objects.count() == len(first) == 4 + 2 * 6 + 30 + 60
