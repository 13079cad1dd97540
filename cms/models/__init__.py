from cms.models.home import HomePage
from cms.models.members import MembersPage
from cms.models.standard import StandardPage

__all__ = ["HomePage", "MembersPage", "StandardPage"]
