"""Who one may be. The rules of each app are predicates on these; see each app's rules.py."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """Held through a membership: of an organisation, or of the collective."""

    COORDINATOR = "coordinator", _("coordinator")
    COLLECTIVE_TRAINER = "collective_trainer", _("trainer of the collective")
    TREASURER = "treasurer", _("treasurer")
    OBSERVER = "observer", _("observer")
    DIRECTOR = "director", _("director")
    MANAGER = "manager", _("manager")
    SUPERVISOR = "supervisor", _("supervisor")
    TRAINER = "trainer", _("trainer")
    DISPATCHER = "dispatcher", _("dispatcher")
    LISTENER = "listener", _("listener")
    TRAINEE = "trainee", _("trainee")


COLLECTIVE_ROLES = frozenset({Role.COORDINATOR, Role.COLLECTIVE_TRAINER, Role.TREASURER, Role.OBSERVER})
ORGANISATION_ROLES = frozenset(Role) - COLLECTIVE_ROLES
# these read about callers or decide for everyone: only in a session where a second factor was given
SECOND_FACTOR_ROLES = (ORGANISATION_ROLES - {Role.TRAINEE}) | {Role.COORDINATOR, Role.TREASURER}
