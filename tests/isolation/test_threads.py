"""Threads that alternate organisations on their own connections, with errors in the middle: never a wrong role, path or cache."""

import random
import threading

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import DatabaseError, connection, transaction

from tenants.organisations.models import Organisation
from tess.identity.models import User
from tests.tess.kernel.committed import founded, sql

__all__ = ["founded"]


@pytest.fixture(autouse=True)
def shared_pages():
    """None here: these tests commit, and the folder's own fixture opens a transaction."""


def alternate(organisations, turns, threads, seed):
    """Each thread serves one organisation after another, half of the time badly; returns what went wrong."""
    wrong, start = [], threading.Barrier(threads)

    def work(number):
        dice = random.Random(seed + number)
        try:
            start.wait(30)
            for _ in range(turns):
                organisation = dice.choice(organisations)
                try:
                    with connection.acting_for(organisation):
                        _one_turn(organisation, dice, wrong)
                except (KeyError, DatabaseError):
                    pass
                _check_left(wrong)
        except Exception as error:  # noqa: BLE001  told to the test
            wrong.append(repr(error))
        finally:
            connection.close()

    running = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return wrong


def _one_turn(organisation, dice, wrong):
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, current_user, public.current_organisation() FROM essai")
        word, role, known = cursor.fetchone()
    if (word, role, known) != (organisation.slug, f"o_test_tess_{organisation.schema_name}", organisation.pk):
        wrong.append(("read", organisation.slug, word, role))
    cache = caches["organisation"]
    if cache.get_or_set("word", organisation.slug) != organisation.slug:
        wrong.append(("cache", organisation.slug))
    if ContentType.objects.get_for_model(User).model != "user":
        wrong.append(("content type", organisation.slug))
    mishap = dice.randrange(6)
    if mishap == 0:
        raise KeyError
    if mishap == 1:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
    if mishap == 2:
        with transaction.atomic():
            with connection.as_application():
                User.objects.count()
            raise KeyError
    if mishap == 3:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM identity_user")
    if mishap == 4:
        connection.close()


def _check_left(wrong):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_schema()")
        if cursor.fetchone() != ("tess_app", "public"):
            wrong.append("left in force")


@pytest.fixture
def two(founded):
    for slug in ("essai", "autre"):
        founded(slug)
        sql(f"CREATE TABLE org_{slug}.essai (word text); INSERT INTO org_{slug}.essai VALUES ('{slug}')")
    with connection.as_application():
        ContentType.objects.get_for_model(User)
    return list(Organisation.objects.filter(slug__in=("essai", "autre")))


def test_a_few_threads_alternating(two):
    assert alternate(two, turns=40, threads=4, seed=1) == []
