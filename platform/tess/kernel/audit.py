"""The audit trail: one row an act, in the transaction of the act itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tess.kernel.models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tess.kernel.actor import Actor


def record(
    actor: Actor, action: str, obj: Any = None, *, fields: Iterable[str] = (), marks: Mapping[str, str] | None = None
) -> None:
    """Write that `actor` did `action` ("desk.contact.closed") to `obj`, a model instance.

    `fields` are the names of what changed; `marks` maps a field to its HMAC (`encryption.fingerprint`), never a value.
    """
    AuditEntry.objects.bulk_create(  # bulk: no RETURNING, an organisation's role may not read all columns back
        [
            AuditEntry(
                organisation_id=actor.organisation_id,
                user_id=actor.user_id,
                label=actor.label,
                action=action,
                object_type=obj._meta.label_lower if obj is not None else "",  # noqa: SLF001
                object_id=str(obj.pk) if obj is not None else "",
                fields=sorted(fields),
                marks=dict(marks or {}),
            )
        ]
    )
