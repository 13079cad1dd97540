"""The collective’s figures."""

from tess.identity.roles import COLLECTIVE_ROLES
from tests.isolation.door import Door

AT_THE_COLLECTIVE = {
    "observatory:overview": Door(COLLECTIVE_ROLES),
    "observatory:table": Door(COLLECTIVE_ROLES),
    "observatory:definitions": Door(COLLECTIVE_ROLES),
}
