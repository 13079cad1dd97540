"""The folder a backup is: made beside and put in place by a rename, with the SHA-256 of each file in its manifest."""

from __future__ import annotations

import hashlib
import json
import shutil
import tarfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = 1
KEYS = "keys"  # wrapped keys: kept apart from the dumps, and for less long, or destroying a key would erase nothing
_MANIFEST = "manifest.json"


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder to fill, readable by its owner alone; it takes its name when the block ends well, else it is gone.

    Raises DomainError when `folder` exists.
    """
    if folder.exists():
        raise DomainError(_("%(path)s exists already; nothing was overwritten.") % {"path": folder})
    partial = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True, mode=0o700)
    try:
        yield partial
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def write_keys(folder: Path, keys: dict[str, str]) -> None:
    """The wrapped keys, by organisation's id, in a folder of their own."""
    (folder / KEYS).mkdir(mode=0o700)
    for organisation_id, wrapped in keys.items():
        path = folder / KEYS / f"{organisation_id}.key"
        path.touch(mode=0o600)
        path.write_text(wrapped)


def read_key(folder: Path, organisation_id: str) -> str | None:
    """A wrapped key of the backup; None when keys were put elsewhere or are past their time."""
    path = folder / KEYS / f"{organisation_id}.key"
    return path.read_text() if path.exists() else None


def write_manifest(folder: Path, kind: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The manifest, last: `facts` and the hash of each file (keys apart, they may be moved)."""
    files = {path.name: _sha256(path) for path in sorted(folder.iterdir()) if path.is_file()}
    manifest = {"format": FORMAT, "kind": kind, **facts, "files": files}
    (folder / _MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


def read_manifest(folder: Path, kind: str) -> dict[str, Any]:
    """The manifest of a backup whose files are what they were.

    Raises DomainError: not a backup, of the other kind, of a later format, or damaged.
    """
    path = folder / _MANIFEST
    if not path.is_file():
        raise DomainError(_("%(path)s is not a backup: it has no manifest.") % {"path": folder})
    manifest: dict[str, Any] = json.loads(path.read_text())
    if manifest["kind"] != kind:
        wanted = _("everything") if kind == "all" else _("one organisation")
        raise DomainError(_("%(path)s is not a backup of %(wanted)s.") % {"path": folder, "wanted": wanted})
    if manifest["format"] > FORMAT:
        raise DomainError(_("%(path)s was made by a later version.") % {"path": folder})
    damaged = [
        name
        for name, sha in manifest["files"].items()
        if not (folder / name).is_file() or _sha256(folder / name) != sha
    ]
    if damaged:
        raise DomainError(_("The backup is damaged: %(names)s. Nothing was restored.") % {"names": ", ".join(damaged)})
    return manifest


def write_tar(source: Path, target: Path, *, without: str = "") -> None:
    """The files under `source`, which may not exist; but not its folder `without`."""

    def kept(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
        return None if without and member.name == f"./{without}" else member  # nor what is in it

    with tarfile.open(target, "w") as tar:
        if source.exists():
            tar.add(source, arcname=".", filter=kept)


def read_tar(source: Path, target: Path) -> None:
    """Put the files of a tar under `target`; anything else in it (a link, a path that leads out) is not from us.

    By hand: the filter of `extractall` is younger than the Python of Debian 12. Raises DomainError.
    """
    with tarfile.open(source) as tar:
        for member in tar:
            place = (target / member.name).resolve()
            if not place.is_relative_to(target.resolve()) or not (member.isfile() or member.isdir()):
                raise DomainError(_("The backup is damaged: %(names)s. Nothing was restored.") % {"names": member.name})
            (place if member.isdir() else place.parent).mkdir(parents=True, exist_ok=True)
            content = tar.extractfile(member)
            if content is not None:
                with place.open("wb") as out:
                    shutil.copyfileobj(content, out)


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
