"""A key per organisation, wrapped by a master key, kept outside the database.

AES-256-GCM; the associated data binds a text to its organisation, model, row and field, so a ciphertext moved elsewhere
doesn't open. Destroying the key file erases, for good, all it protected: in the database and in its dumps.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

if TYPE_CHECKING:
    from uuid import UUID

_FORMAT = b"\x01"
_NONCE = 12  # bytes
_KEY = 32  # bytes


class KeyMissing(Exception):
    """The organisation has no key: never made, or destroyed."""


def create_key(organisation_id: UUID) -> None:
    """Make the organisation's key; leaves an existing one as it is."""
    path = _path(organisation_id)
    if path.exists():
        return
    nonce = os.urandom(_NONCE)
    wrapped = AESGCM(_master()).encrypt(nonce, os.urandom(_KEY), str(organisation_id).encode())
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = json.dumps({"version": 1, "key": base64.b64encode(nonce + wrapped).decode()})
    partial = path.with_suffix(".new")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    partial.rename(path)


def destroy_key(organisation_id: UUID) -> bool:
    """Overwrite and remove the key; returns whether there was one. What it protected can't be read any more."""
    path = _path(organisation_id)
    if not path.exists():
        return False
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(os.urandom(size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    return True


def encrypt(text: str, *, organisation_id: UUID, model: str, row_id: UUID, field: str) -> bytes:
    """Encrypt `text` for one field of one row. Raises KeyMissing."""
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(_key(organisation_id)).encrypt(
        nonce, text.encode(), _bound_to(organisation_id, model, row_id, field)
    )
    return _FORMAT + nonce + sealed


def decrypt(sealed: bytes, *, organisation_id: UUID, model: str, row_id: UUID, field: str) -> str:
    """The text again. Raises KeyMissing, or InvalidTag when it was sealed for another place."""
    raw = bytes(sealed)
    if raw[:1] != _FORMAT:
        raise ValueError("unknown format of encrypted text")
    nonce, body = raw[1 : 1 + _NONCE], raw[1 + _NONCE :]
    opened = AESGCM(_key(organisation_id)).decrypt(nonce, body, _bound_to(organisation_id, model, row_id, field))
    return opened.decode()


def fingerprint(value: str, *, organisation_id: UUID, purpose: str) -> str:
    """An HMAC-SHA256 of `value` under the organisation's key, hexadecimal: equal values are recognised, not readable."""
    derived = HKDF(hashes.SHA256(), _KEY, salt=None, info=f"tess fingerprint {purpose}".encode()).derive(
        _key(organisation_id)
    )
    return hmac.new(derived, value.encode(), hashlib.sha256).hexdigest()


def _bound_to(organisation_id: UUID, model: str, row_id: UUID, field: str) -> bytes:
    return "\x1f".join([str(organisation_id), model, str(row_id), field]).encode()


def _path(organisation_id: UUID) -> Path:
    return Path(settings.KEYS_DIR) / f"{organisation_id}.key"


def _key(organisation_id: UUID) -> bytes:
    path = _path(organisation_id)
    try:
        changed = path.stat().st_mtime_ns  # a destroyed key must not live on in a process's memory
    except FileNotFoundError:
        raise KeyMissing(str(organisation_id)) from None
    return _unwrap(path, str(organisation_id), changed)


@lru_cache(maxsize=256)
def _unwrap(path: Path, organisation_id: str, changed: int) -> bytes:  # noqa: ARG001  `changed` is part of the cache's key
    raw = base64.b64decode(json.loads(path.read_text())["key"])
    return AESGCM(_master()).decrypt(raw[:_NONCE], raw[_NONCE:], organisation_id.encode())


def _master() -> bytes:
    key = bytes.fromhex(Path(settings.MASTER_KEY_FILE).read_text().strip())
    if len(key) != _KEY:
        raise ValueError("the master key must be 32 bytes, in hexadecimal")
    return key
