"""A key per organisation, outside the database: what it opens, what it refuses, and that it can really be destroyed."""

import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from django.conf import settings

from tess.kernel import encryption
from tess.kernel.encryption import KeyMissing

MINE, OTHER, ROW = uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=3)
PLACE = {"organisation_id": MINE, "model": "desk.ContactNote", "row_id": ROW, "field": "text"}
READER = """
import sys, uuid, django
django.setup()
from tess.kernel import encryption
place = {"organisation_id": uuid.UUID(int=1), "model": "desk.ContactNote", "row_id": uuid.UUID(int=3), "field": "text"}
for sealed in sys.stdin:
    try:
        print(encryption.decrypt(bytes.fromhex(sealed), **place), flush=True)
    except encryption.KeyMissing:
        print("KeyMissing", flush=True)
"""


@pytest.fixture(autouse=True)
def keys(tmp_path, monkeypatch):
    """An installation with a master key and the keys of two organisations."""
    monkeypatch.setattr(settings, "KEYS_DIR", str(tmp_path / "keys"))
    monkeypatch.setattr(settings, "MASTER_KEY_FILE", str(tmp_path / "master.key"))
    (tmp_path / "master.key").write_text("ab" * 32)
    for organisation_id in (MINE, OTHER):
        encryption.create_key(organisation_id)
    return tmp_path / "keys"


def test_a_text_opens_where_it_was_written_and_is_not_written_twice_alike():
    sealed = encryption.encrypt("très secret", **PLACE)
    assert b"secret" not in sealed
    assert sealed != encryption.encrypt("très secret", **PLACE)
    assert encryption.decrypt(memoryview(sealed), **PLACE) == "très secret"  # as psycopg2 gives it


@pytest.mark.parametrize(
    "elsewhere",
    [{"organisation_id": OTHER}, {"model": "desk.Contact"}, {"row_id": uuid.UUID(int=4)}, {"field": "reason"}],
    ids=lambda each: next(iter(each)),
)
def test_moved_elsewhere_it_stays_closed(elsewhere, keys):
    sealed = encryption.encrypt("secret", **PLACE)
    with pytest.raises(InvalidTag):
        encryption.decrypt(sealed, **{**PLACE, **elsewhere})


def test_the_organisation_is_part_of_the_place_and_not_its_key_alone(keys, monkeypatch):
    """Even with the very same key, what was sealed for one organisation doesn't open for another."""
    sealed = encryption.encrypt("secret", **PLACE)
    key, _bound_to = encryption._key(MINE)
    monkeypatch.setattr(encryption, "_key", lambda organisation_id: (key, str(organisation_id)))
    assert encryption.decrypt(sealed, **PLACE) == "secret"
    with pytest.raises(InvalidTag):
        encryption.decrypt(sealed, **{**PLACE, "organisation_id": OTHER})


def test_a_text_that_was_touched_stays_closed():
    sealed = encryption.encrypt("secret", **PLACE)
    for at in range(1, len(sealed)):
        with pytest.raises(InvalidTag):
            encryption.decrypt(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], **PLACE)
    for cut in (sealed[:-1], sealed[:14]):
        with pytest.raises(InvalidTag):
            encryption.decrypt(cut, **PLACE)
    with pytest.raises(ValueError, match="format"):
        encryption.decrypt(b"\x02" + sealed[1:], **PLACE)


def test_another_master_key_opens_nothing_and_a_short_one_is_refused(keys):
    sealed, wrapped = encryption.encrypt("secret", **PLACE), encryption.wrapped_key(MINE)
    encryption._open_file.cache_clear()
    Path(settings.MASTER_KEY_FILE).write_text("cd" * 32)
    with pytest.raises(InvalidTag):
        encryption.decrypt(sealed, **PLACE)
    with pytest.raises(InvalidTag):
        encryption.install_key(uuid.UUID(int=9), wrapped)
    assert not encryption.has_key(uuid.UUID(int=9))
    Path(settings.MASTER_KEY_FILE).write_text("cd" * 16)
    with pytest.raises(ValueError, match="32 bytes"):
        encryption.create_key(uuid.UUID(int=9))


def test_a_key_that_stands_is_never_made_again(keys):
    sealed, file = encryption.encrypt("secret", **PLACE), keys / f"{MINE}.key"
    before = file.read_bytes()
    encryption.create_key(MINE)
    assert file.read_bytes() == before
    assert encryption.decrypt(sealed, **PLACE) == "secret"


def test_nobody_else_on_the_machine_reads_keys(keys):
    assert keys.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in keys.iterdir()} == {
        f"{MINE}.key": 0o600,
        f"{OTHER}.key": 0o600,
    }


def test_a_destroyed_key_is_gone_for_everybody_at_once(keys):
    """A web process that has just used the key keeps nothing of it that would open a text."""
    sealed = encryption.encrypt("secret", **PLACE)
    environment = {**os.environ, "TESS_KEYS_DIR": str(keys), "TESS_MASTER_KEY_FILE": settings.MASTER_KEY_FILE}
    environment["PYTHONPATH"] = os.pathsep.join([f"{settings.BASE_DIR}/platform", str(settings.BASE_DIR)])
    reading = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", READER],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip

    def ask():
        reading.stdin.write(sealed.hex() + "\n")
        reading.stdin.flush()
        return reading.stdout.readline().strip()

    try:
        assert ask() == "secret"
        assert encryption.destroy_key(MINE)
        assert ask() == "KeyMissing"
    finally:
        reading.communicate()
    for use in (encryption.decrypt, encryption.encrypt):
        with pytest.raises(KeyMissing):
            use(sealed if use is encryption.decrypt else "x", **PLACE)
    with pytest.raises(KeyMissing):
        encryption.fingerprint("x", organisation_id=MINE, purpose="p")
    assert not encryption.destroy_key(MINE)
    assert encryption.encrypt("x", **{**PLACE, "organisation_id": OTHER}), "the other's key stays"


def test_a_key_made_anew_does_not_open_what_the_old_one_closed():
    """Also at the same path: the process forgets the key it has known."""
    sealed = encryption.encrypt("secret", **PLACE)
    encryption.destroy_key(MINE)
    encryption.create_key(MINE)
    with pytest.raises(InvalidTag):
        encryption.decrypt(sealed, **PLACE)


def test_marks_are_alike_for_one_organisation_and_purpose_alone():
    marks = {
        encryption.fingerprint(value, organisation_id=organisation_id, purpose=purpose)
        for value in ("a", "b")
        for organisation_id in (MINE, OTHER)
        for purpose in ("p", "q")
    }
    assert len(marks) == 8
    again = encryption.fingerprint("a", organisation_id=MINE, purpose="p")
    assert again in marks
    assert len(again) == 64
