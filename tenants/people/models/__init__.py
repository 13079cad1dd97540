from tenants.people.models.hours import Component, HoursEntry, ReversalReason
from tenants.people.models.person import Person

__all__ = ["Component", "HoursEntry", "Person", "ReversalReason"]
