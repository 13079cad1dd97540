import uuid

from tenants.organisations.domain.forgetting import forget_user
from tenants.people.models import Person


def test_a_deleted_account_leaves_a_person_nobody_can_name(organisation):
    user_id, other = uuid.uuid4(), uuid.uuid4()
    person, standing = Person.objects.create(user_id=user_id), Person.objects.create(user_id=other)
    for _again in range(2):
        forget_user(user_id, organisation)
    person.refresh_from_db()
    standing.refresh_from_db()
    assert person.user_id != user_id
    assert not person.active
    assert standing.user_id == other
    assert standing.active
