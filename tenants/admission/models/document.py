from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    STATUTES = "statutes", _("Statutes")
    REGISTRATION = "registration", _("Proof of registration")
    ACCOUNTS = "accounts", _("Accounts of the last year")
    REPORT = "report", _("Activity report")
    OTHER = "other", _("Another document")


REQUIRED = (DocumentKind.STATUTES, DocumentKind.REPORT)


class Scan(models.TextChoices):
    """What is known of viruses in a document."""

    OFF = "off", _("not scanned")
    PENDING = "pending", _("being scanned")
    CLEAN = "clean", _("scanned, nothing found")
    INFECTED = "infected", _("a virus was found: kept aside, nobody can open it")


class Document(models.Model):
    """A document of a dossier: what it is called and made of. Its content is a sealed file apart, named by its id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidacy = models.ForeignKey("admission.Candidacy", models.CASCADE, related_name="documents")
    kind = models.CharField(_("what it is"), max_length=20, choices=DocumentKind)
    name = models.CharField(max_length=120)  # made harmless
    media_type = models.CharField(max_length=100)  # told from the content
    size = models.PositiveIntegerField()  # bytes
    digest = models.CharField(max_length=64)  # SHA-256 of the content, hexadecimal
    scan = models.CharField(max_length=10, choices=Scan)
    scanned_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="admission_document_kind_known"),
            models.CheckConstraint(condition=Q(scan__in=Scan.values), name="admission_document_scan_known"),
            models.UniqueConstraint(fields=["candidacy", "digest"], name="admission_document_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_be_opened(self) -> bool:
        """Whether it may be handed to somebody: never while a scan is due, never when it found something."""
        return self.scan in {Scan.OFF, Scan.CLEAN}
