"""A function of public is replaced before the organisations are migrated, so it may only name what its first migration had.

Else an organisation not yet migrated refuses every write that fires it, for as long as the migration lasts. See docs/adr/0008.
"""

import re
from pathlib import Path

from django.apps import apps
from django.db.migrations import AddField, CreateModel, RenameField, RenameModel, RunSQL
from django.db.migrations.loader import MigrationLoader

from tenants.organisations.domain.template import tenant_labels
from tess.kernel.tenancy import replay

_FUNCTION = re.compile(r"CREATE OR REPLACE FUNCTION public\.(\w+)(.*?)\$\$;", re.DOTALL)
_ATTACHED = re.compile(r"\bON\s+(\w+)\s(?:(?!;).)*?EXECUTE FUNCTION public\.(\w+)", re.DOTALL)


def functions():
    """Those that tenant apps bring, by name: their text."""
    labels = tenant_labels()
    files = [
        Path(config.path) / "sql" / "public_functions.sql"
        for config in apps.get_app_configs()
        if config.label in labels
    ]
    return {name: body for file in files if file.exists() for name, body in _FUNCTION.findall(file.read_text())}


def plan():
    """The migrations of an organisation's schema, in their order."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return [(key, loader.get_migration(*key)) for key in replay._plan(loader, tenant_labels())]


def brought(label, operation):
    """(table, word) of each thing an operation makes that a function could name; the word is a column, or the table itself."""
    if isinstance(operation, AddField):
        column = f"{operation.name}_id" if operation.field.many_to_one else operation.name
        return [(f"{label}_{operation.model_name_lower}", column)]
    if isinstance(operation, RenameField):
        return [(f"{label}_{operation.model_name_lower}", operation.new_name)]
    if isinstance(operation, CreateModel):
        return [(f"{label}_{operation.name}".lower(), f"{label}_{operation.name}".lower())]
    if isinstance(operation, RenameModel):
        return [(f"{label}_{operation.new_name}".lower(), f"{label}_{operation.new_name}".lower())]
    return []


def outrunning(found, migrations):
    """What functions name and only a migration after the one that attaches them makes: (function, migration, word)."""
    attached, outrun = {}, []
    for key, migration in migrations:
        for operation in migration.operations:
            for table, word in brought(key[0], operation):
                for name, (since, on) in attached.items():
                    names = set(re.findall(r"\w+", found[name]))
                    if since != key and table in names | on and word in names:
                        outrun.append((name, key, word))
            if isinstance(operation, RunSQL):
                for table, name in _ATTACHED.findall(str(operation.sql)):
                    if name in found:
                        _since, on = attached.setdefault(name, (key, set()))
                        on.add(table)
    return attached, outrun


def test_no_function_names_what_a_later_migration_makes():
    attached, outrun = outrunning(functions(), plan())
    assert set(attached) == set(functions()), "a function that no migration attaches is not looked at"
    assert outrun == [], "give it another name, and switch the trigger in the migration that makes what it needs"
