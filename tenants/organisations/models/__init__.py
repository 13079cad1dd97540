from tenants.organisations.models.erasure import ErasureCompletion, ErasureProof
from tenants.organisations.models.organisation import NEXT_STATES, Domain, Organisation, OrganisationState

__all__ = ["NEXT_STATES", "Domain", "ErasureCompletion", "ErasureProof", "Organisation", "OrganisationState"]
