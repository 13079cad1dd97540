from tess.identity.models.exceptional import ExceptionalAccess
from tess.identity.models.handover import HandOver
from tess.identity.models.invitation import Invitation, InvitationState
from tess.identity.models.membership import Colleague, Membership
from tess.identity.models.session import Session
from tess.identity.models.tries import Tries
from tess.identity.models.user import User

__all__ = [
    "Colleague",
    "ExceptionalAccess",
    "HandOver",
    "Invitation",
    "InvitationState",
    "Membership",
    "Session",
    "Tries",
    "User",
]
