from tenants.admission.models.access import Access
from tenants.admission.models.candidacy import (
    EDITABLE,
    MEMBERS,
    NEXT_STATES,
    OPEN,
    WITH_ORGANISATION,
    Candidacy,
    State,
)
from tenants.admission.models.document import REQUIRED, Document, DocumentKind, Scan
from tenants.admission.models.event import AMONG_COORDINATORS, Event, Kind
from tenants.admission.models.review import Assessment, Finding, Question, Voice, Vote
from tenants.admission.models.undertaking import Progress, Task, Undertaking

__all__ = [
    "AMONG_COORDINATORS",
    "EDITABLE",
    "MEMBERS",
    "NEXT_STATES",
    "OPEN",
    "REQUIRED",
    "WITH_ORGANISATION",
    "Access",
    "Assessment",
    "Candidacy",
    "Document",
    "DocumentKind",
    "Event",
    "Finding",
    "Kind",
    "Progress",
    "Question",
    "Scan",
    "State",
    "Task",
    "Undertaking",
    "Voice",
    "Vote",
]
