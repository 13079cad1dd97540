"""Letters the product writes: to members, candidates, trainees. Never about a caller.

A letter is an outbox row holding ids, written in the transaction of the act; the worker builds it from what is true when
it is sent. Each app declares its letters in `mails.py`, which its `AppConfig.ready()` imports.
"""

from __future__ import annotations

import logging
import smtplib
from dataclasses import dataclass, field
from email.utils import make_msgid
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from tess.kernel import outbox
from tess.kernel.tenancy.hosts import collective_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

logger = logging.getLogger(__name__)

KIND = "kernel.letter"
_NAME = "letter"  # in the payload: which letter; the other entries are its ids
_builders: dict[str, Builder] = {}


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one person: `template` names two files, `<template>.txt` and `<template>.html`.

    They extend `kernel/mails/letter.txt` and `kernel/mails/letter.html`.

    `to` is an address; one letter never shows an address to another person. `subject` says what it is about in words
    that may stand on a locked screen: no name of a caller, no reason, no figure.
    """

    to: str
    subject: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    attachments: Sequence[tuple[str, bytes, str]] = ()  # (file name, content, type)


class Builder(Protocol):
    """Makes a letter of its ids; None when there is nothing left to say (a withdrawn invitation)."""

    def __call__(self, payload: Mapping[str, Any]) -> Letter | None: ...


def letter(name: str) -> Callable[[Builder], Builder]:
    """Register what builds the letter called `name` ("identity.invitation"); one name has one builder."""

    def register(builder: Builder) -> Builder:
        if _builders.get(name, builder) is not builder:
            raise ValueError(f"two builders for the letter {name!r}")
        _builders[name] = builder
        return builder

    return register


def post(name: str, payload: Mapping[str, str | int], *, organisation: UUID | None = None) -> None:
    """Have the letter called `name` written and sent, once the current transaction is committed.

    `payload` holds ids only. The builder runs under `organisation`'s role, or as the application when it is None.
    """
    outbox.post(KIND, {**payload, _NAME: name}, organisation=organisation)


def deliver(payload: Mapping[str, Any]) -> None:
    """Build and send one posted letter. An address refused for good is told in the log, without the address."""
    written = _builders[payload[_NAME]]({key: value for key, value in payload.items() if key != _NAME})
    if written is None:
        return
    try:
        send(written)
    except smtplib.SMTPRecipientsRefused as refusal:
        if any(code < 500 for code, _said in refusal.recipients.values()):  # noqa: PLR2004  4xx: later, says RFC 5321
            raise
        logger.warning("a letter %s was refused for good by the mail server", payload[_NAME])


def send(written: Letter) -> None:
    """Send a letter now, in the product's language. For what can't wait for the worker, or holds a secret no row may.

    Raises what the mail server's connection raises.
    """
    with translation.override(settings.LANGUAGE_CODE):
        context = {**written.context, "subject": written.subject, "collective_url": collective_url()}
        message = EmailMultiAlternatives(
            subject=" ".join(str(written.subject).split()),
            body=render_to_string(f"{written.template}.txt", context),
            to=[written.to],
            headers={
                "Auto-Submitted": "auto-generated",  # RFC 3834: out-of-office answers stay away
                "Message-ID": make_msgid(domain=settings.COLLECTIVE_HOST),  # not the name of this machine
            },
        )
        message.attach_alternative(render_to_string(f"{written.template}.html", context), "text/html")
    for name, content, kind in written.attachments:
        message.attach(name, content, kind)
    message.send()
