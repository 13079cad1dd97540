from tenants.governance.models.request import Answer, CommonsRequest, Outcome

__all__ = ["Answer", "CommonsRequest", "Outcome"]
