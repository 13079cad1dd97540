"""What stays of somebody whose account was deleted: the files they brought or took back, by nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tenants.desk.models import PastImport

if TYPE_CHECKING:
    from uuid import UUID


def forget_user(user_id: UUID, *, organisation: Any) -> None:  # noqa: ARG001  the connection says which
    """Empty who brought a file and who took its load back; the audit trail says it for as long as it is kept."""
    PastImport.objects.filter(created_by=user_id).update(created_by=None)
    PastImport.objects.filter(undone_by=user_id).update(undone_by=None)
