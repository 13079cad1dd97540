"""What stays here of somebody whose account was deleted: the hours, of a person nobody can name any more."""

from __future__ import annotations

import uuid
from typing import Any

from tenants.people.models import Person


def forget_user(user_id: uuid.UUID, *, organisation: Any) -> None:  # noqa: ARG001  the connection says which
    """Cut the link to the account. The hours stay: they are the organisation's accounts of work done."""
    Person.objects.filter(user_id=user_id).update(user_id=uuid.uuid4(), active=False)
