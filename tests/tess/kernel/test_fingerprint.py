import pytest
from django.db import connections, transaction

from tess.kernel.tenancy import clone
from tess.kernel.tenancy.names import OWNER_ALIAS, TEMPLATE


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_list_of_values_in_a_check_is_no_difference_to_its_clone():
    """Postgres deparses `varchar IN (…)` in two ways, before and after it was read back."""
    owner = connections[OWNER_ALIAS]
    with transaction.atomic(using=OWNER_ALIAS), owner.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {TEMPLATE}.proof (state varchar(10) CONSTRAINT proof_state CHECK (state IN ('a', 'b')))"
        )
        script = clone.clone_script(cursor, TEMPLATE)
        role = clone.create_role(cursor, "org_proof")
        cursor.execute(clone.fill_in(script, "org_proof", role))
        assert clone.fingerprint(cursor, "org_proof") == clone.fingerprint(cursor, TEMPLATE)
        cursor.execute("ALTER TABLE org_proof.proof DROP CONSTRAINT proof_state")
        cursor.execute("ALTER TABLE org_proof.proof ADD CONSTRAINT proof_state CHECK (state IN ('a', 'c'))")
        assert clone.fingerprint(cursor, "org_proof") != clone.fingerprint(cursor, TEMPLATE)
        transaction.set_rollback(True, using=OWNER_ALIAS)
