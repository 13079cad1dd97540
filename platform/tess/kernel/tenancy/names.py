"""Names that Postgres and the code must agree on. Roles are cluster-wide, so an organisation's role carries the database's name."""

OWNER = "tess_owner"  # owns the tables, migrates and provisions; never serves a page
APPLICATION = "tess_app"  # the login role that serves; owns nothing, inherits nothing
BASE = "tess_base"  # what every organisation's role may read of the commons
COMMONS_READER = "tess_commons_reader"  # renders shared pages at an organisation's host; reads only

PUBLIC = "public"
TEMPLATE = "template"  # the migrated schema from which organisations are cloned
EXTENSIONS = "ext"

DEFAULT_ALIAS = "default"  # connects as APPLICATION
OWNER_ALIAS = "owner"  # connects as OWNER; present only where an operator works

_LONGEST_IDENTIFIER = 63  # PostgreSQL cuts longer ones silently


def role_of(database: str, schema: str) -> str:
    """The role of the organisation whose schema is `schema` in `database`.

    Raises ValueError when Postgres would cut the name.
    """
    name = f"o_{database}_{schema}"
    if len(name.encode()) > _LONGEST_IDENTIFIER:
        raise ValueError(f"role name too long for PostgreSQL: {name}")
    return name
