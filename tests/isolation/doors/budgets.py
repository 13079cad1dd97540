"""Shared budgets."""

from tess.identity.roles import Role
from tests.isolation.door import only

AT_THE_COLLECTIVE = {
    "budgets:budgets": only(Role.TREASURER, Role.COORDINATOR),
    "budgets:create": only(Role.TREASURER),
    "budgets:budget": only(Role.TREASURER, Role.COORDINATOR, pk="budget"),
    "budgets:change": only(Role.TREASURER, pk="budget"),
    "budgets:item": only(Role.TREASURER, pk="budget", item_pk="item"),
    "budgets:remove_item": only(Role.TREASURER, pk="budget", item_pk="item"),
    "budgets:allocate": only(Role.TREASURER, pk="budget"),
    "budgets:working": only(Role.TREASURER, Role.COORDINATOR, pk="budget"),
    "budgets:table": only(Role.TREASURER, Role.COORDINATOR, pk="budget"),
}
