"""What an organisation counts."""

from tess.identity.roles import Role
from tests.isolation.door import only

AT_ORGANISATIONS = {
    "activity:day": only(Role.DIRECTOR, Role.MANAGER, Role.SUPERVISOR, Role.DISPATCHER),
    "activity:definitions": only(Role.DIRECTOR, Role.MANAGER, Role.SUPERVISOR, Role.DISPATCHER),
    "activity:publish": only(Role.DIRECTOR, Role.MANAGER),
    "activity:agree": only(Role.DIRECTOR),
}
