from tenants.relays.models.service import Service

__all__ = ["Service"]
