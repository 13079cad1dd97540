"""The national directory, as the demonstration ships it."""

import pytest
from django.db import connection

from tenants.relays.demo import FILE
from tenants.relays.domain.imports import load
from tess.kernel.actor import Actor

HEADER = "number,name,operator,cost,hours,themes,audience,level,url\n"
GOOD = "3114,Prévention du suicide,CHU de Lille,free,24/7,suicide,all,national,https://3114.fr\n"


@pytest.fixture
def operator():
    return Actor.system("tests")


@pytest.fixture
def national(db, operator):
    with connection.as_application():
        return load(FILE, actor=operator)


@pytest.fixture
def file_of(tmp_path):
    """Write a file of the directory: its lines under the header, or raw bytes."""

    def write(content, name="annuaire.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else (HEADER + content).encode())
        return path

    return write
