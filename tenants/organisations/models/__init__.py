from tenants.organisations.models.organisation import Domain, Organisation, OrganisationState

__all__ = ["Domain", "Organisation", "OrganisationState"]
