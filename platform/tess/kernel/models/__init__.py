from tess.kernel.models.audit import AuditEntry
from tess.kernel.models.outbox import OutboxMessage

__all__ = ["AuditEntry", "OutboxMessage"]
