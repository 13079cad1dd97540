from tenants.people.models.hours import Component, HoursEntry, ReversalReason, SourceKind
from tenants.people.models.person import Person

__all__ = ["Component", "HoursEntry", "Person", "ReversalReason", "SourceKind"]
