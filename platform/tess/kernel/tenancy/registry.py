"""The registry's models, which the floor knows by their setting alone: it imports none of ours."""

from django_tenants.utils import get_tenant_domain_model as domain_model
from django_tenants.utils import get_tenant_model as organisation_model

__all__ = ["domain_model", "organisation_model"]
