from tess.identity.models.handover import HandOver
from tess.identity.models.membership import Colleague, Membership
from tess.identity.models.session import Session
from tess.identity.models.user import User

__all__ = ["Colleague", "HandOver", "Membership", "Session", "User"]
