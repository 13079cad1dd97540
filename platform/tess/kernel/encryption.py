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
    if not _path(organisation_id).exists():
        _write(organisation_id, _wrap(os.urandom(_KEY), str(organisation_id)))


def copy_key(source: UUID, target: UUID) -> None:
    """Give `target`, an organisation restored from `source` under another name, a key that opens its texts.

    They stay bound to `source`. Raises KeyMissing.
    """
    _key(source)
    _write(target, _path(source).read_text())


def copies_of(organisation_id: UUID) -> list[str]:
    """The ids of other organisations whose key opens what `organisation_id`'s opens: restored copies, still alive."""
    others = [path for path in Path(settings.KEYS_DIR).glob("*.key") if path != _path(organisation_id)]
    return sorted(path.stem for path in others if _content(path)["bound_to"] == str(organisation_id))


def has_key(organisation_id: UUID) -> bool:
    """Whether the organisation's texts can be read here."""
    return _path(organisation_id).exists()


def wrapped_key(organisation_id: UUID) -> str:
    """The key as it is kept, wrapped by the master key: what a backup carries, apart from the dump. Raises KeyMissing."""
    _key(organisation_id)
    return _path(organisation_id).read_text()


def install_key(organisation_id: UUID, wrapped: str) -> None:
    """Put a backed-up key in place. Raises InvalidTag when another master key wrapped it; nothing is then written."""
    content = json.loads(wrapped)
    _unwrap(content["key"], content["bound_to"])
    _write(organisation_id, wrapped)


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
    _sync(path.parent)
    _open_file.cache_clear()
    return True


def encrypt(text: str, *, organisation_id: UUID, model: str, row_id: UUID, field: str) -> bytes:
    """Encrypt `text` for one field of one row. Raises KeyMissing."""
    key, bound_to = _key(organisation_id)
    nonce = os.urandom(_NONCE)
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, text.encode(), _place(bound_to, model, row_id, field))


def decrypt(sealed: bytes, *, organisation_id: UUID, model: str, row_id: UUID, field: str) -> str:
    """The text again. Raises KeyMissing, or InvalidTag when it was sealed for another place."""
    key, bound_to = _key(organisation_id)
    raw = bytes(sealed)
    if raw[:1] != _FORMAT:
        raise ValueError("unknown format of encrypted text")
    nonce, body = raw[1 : 1 + _NONCE], raw[1 + _NONCE :]
    return AESGCM(key).decrypt(nonce, body, _place(bound_to, model, row_id, field)).decode()


def fingerprint(value: str, *, organisation_id: UUID, purpose: str) -> str:
    """An HMAC-SHA256 of `value` under the organisation's key, hexadecimal: equal values are recognised, not readable."""
    key, _bound_to = _key(organisation_id)
    derived = HKDF(hashes.SHA256(), _KEY, salt=None, info=f"tess fingerprint {purpose}".encode()).derive(key)
    return hmac.new(derived, value.encode(), hashlib.sha256).hexdigest()


def _place(bound_to: str, model: str, row_id: UUID, field: str) -> bytes:
    return "\x1f".join([bound_to, model, str(row_id), field]).encode()


def _path(organisation_id: UUID) -> Path:
    return Path(settings.KEYS_DIR) / f"{organisation_id}.key"


def _write(organisation_id: UUID, text: str) -> None:
    path = _path(organisation_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_suffix(".new")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    partial.rename(path)
    _sync(path.parent)  # else a power cut could keep the rows and lose their key


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _key(organisation_id: UUID) -> tuple[bytes, str]:
    """The key, and the id of the organisation its texts are bound to (another one after a restore under another name)."""
    path = _path(organisation_id)
    try:
        changed = (
            path.stat().st_mtime_ns
        )  # the file decides: a key destroyed by another process is not used from memory
    except FileNotFoundError:
        raise KeyMissing(str(organisation_id)) from None
    return _open_file(path, changed)


@lru_cache(maxsize=256)
def _open_file(path: Path, changed: int) -> tuple[bytes, str]:  # noqa: ARG001  `changed` is part of the cache's key
    content = _content(path)
    return _unwrap(content["key"], content["bound_to"]), content["bound_to"]


def _content(path: Path) -> dict[str, str]:
    return {"bound_to": path.stem, **json.loads(path.read_text())}


def _wrap(key: bytes, bound_to: str) -> str:
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(_master()).encrypt(nonce, key, bound_to.encode())
    return json.dumps({"version": 1, "bound_to": bound_to, "key": base64.b64encode(nonce + sealed).decode()})


def _unwrap(wrapped: str, bound_to: str) -> bytes:
    raw = base64.b64decode(wrapped)
    return AESGCM(_master()).decrypt(raw[:_NONCE], raw[_NONCE:], bound_to.encode())


def _master() -> bytes:
    key = bytes.fromhex(Path(settings.MASTER_KEY_FILE).read_text().strip())
    if len(key) != _KEY:
        raise ValueError("the master key must be 32 bytes, in hexadecimal")
    return key


def seal(text: str, *, purpose: str) -> str:
    """Encrypt a secret of the collective's own, of no organisation ("identity.factor"), under a key made of the master key."""
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(_derived(purpose)).encrypt(nonce, text.encode(), purpose.encode())
    return base64.urlsafe_b64encode(_FORMAT + nonce + sealed).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """The secret again. Raises InvalidTag when it was sealed for another purpose or under another master key."""
    raw = base64.urlsafe_b64decode(sealed)
    if raw[:1] != _FORMAT:
        raise ValueError("unknown format of a sealed secret")
    nonce, body = raw[1 : 1 + _NONCE], raw[1 + _NONCE :]
    return AESGCM(_derived(purpose)).decrypt(nonce, body, purpose.encode()).decode()


def _derived(purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), _KEY, salt=None, info=f"tess seal {purpose}".encode()).derive(_master())
