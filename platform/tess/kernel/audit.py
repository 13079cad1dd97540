"""The audit trail: one row an act, in the transaction of the act itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tess.kernel.models import AuditEntry
from tess.kernel.tenancy.names import DEFAULT_ALIAS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tess.kernel.actor import Actor


def record(
    actor: Actor,
    action: str,
    obj: Any = None,
    *,
    fields: Iterable[str] = (),
    marks: Mapping[str, str] | None = None,
    using: str = DEFAULT_ALIAS,
) -> None:
    """Write that `actor` did `action` ("desk.contact.closed") to `obj`, a model instance.

    `fields` are the names of what changed; `marks` maps a field to its HMAC (`encryption.fingerprint`), never a value.
    `using` is the connection whose transaction does the act: an operator's verbs act as the owner.
    """
    AuditEntry.objects.using(using).bulk_create(
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
