import datetime as dt
import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tess.identity.models.session


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Colleague",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), size=None),
                ),
                ("active", models.BooleanField()),
                ("sites", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
            ],
            options={
                "db_table": "identity_colleague",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail address")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("is_active", models.BooleanField(default=True)),
                ("date_joined", models.DateTimeField(auto_now_add=True)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                ("is_operator", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="identity_user_email_is_lower_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("coordinator", "coordinator"),
                                ("collective_trainer", "trainer of the collective"),
                                ("treasurer", "treasurer"),
                                ("observer", "observer"),
                                ("director", "director"),
                                ("manager", "manager"),
                                ("supervisor", "supervisor"),
                                ("trainer", "trainer"),
                                ("dispatcher", "dispatcher"),
                                ("listener", "listener"),
                                ("trainee", "trainee"),
                            ],
                            max_length=30,
                        ),
                        size=None,
                        verbose_name="roles",
                    ),
                ),
                ("active", models.BooleanField(default=True)),
                ("since", models.DateTimeField(auto_now_add=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                (
                    "sites",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("until", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "organisation"), name="identity_one_membership", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("roles", []), _negated=True), name="identity_membership_has_a_role"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("organisation", None),
                                ("roles__contained_by", ["collective_trainer", "coordinator", "observer", "treasurer"]),
                            ),
                            models.Q(
                                ("organisation__isnull", False),
                                (
                                    "roles__contained_by",
                                    [
                                        "director",
                                        "dispatcher",
                                        "listener",
                                        "manager",
                                        "supervisor",
                                        "trainee",
                                        "trainer",
                                    ],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="identity_membership_roles_of_its_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("until", None)),
                            models.Q(
                                ("organisation__isnull", False),
                                ("until__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="identity_membership_that_ends_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("organisation__isnull", False), ("sites", []), _connector="OR"),
                        name="identity_membership_sites_are_somewhere",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="identity.session",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("locked_at", models.DateTimeField(null=True)),
                ("second_factor_at", models.DateTimeField(null=True)),
                ("device", models.CharField(blank=True, max_length=40)),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("seen_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("parent", None), ("organisation__isnull", False), _connector="OR"),
                        name="identity_session_parent_is_for_organisations",
                    )
                ],
            },
            managers=[
                ("objects", tess.identity.models.session.SessionManager()),
            ],
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("browser", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="identity.session"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ExceptionalAccess",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("operator", models.CharField(max_length=100)),
                ("reason", models.TextField()),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "-opened_at"], name="identity_exceptional_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__gt", models.F("opened_at")),
                            (
                                "until__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("opened_at"), "+", models.Value(dt.timedelta(seconds=3600))
                                ),
                            ),
                        ),
                        name="identity_exceptional_an_hour_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.text.Length("reason"), 20
                            )
                        ),
                        name="identity_exceptional_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None), ("ended_at__gte", models.F("opened_at")), _connector="OR"
                        ),
                        name="identity_exceptional_ends_after",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("coordinator", "coordinator"),
                                ("collective_trainer", "trainer of the collective"),
                                ("treasurer", "treasurer"),
                                ("observer", "observer"),
                                ("director", "director"),
                                ("manager", "manager"),
                                ("supervisor", "supervisor"),
                                ("trainer", "trainer"),
                                ("dispatcher", "dispatcher"),
                                ("listener", "listener"),
                                ("trainee", "trainee"),
                            ],
                            max_length=30,
                        ),
                        size=None,
                    ),
                ),
                (
                    "sites",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "pending"), ("accepted", "accepted"), ("revoked", "withdrawn")],
                        default="pending",
                        max_length=20,
                    ),
                ),
                ("serial", models.PositiveIntegerField(default=1)),
                ("token_hash", models.CharField(max_length=64)),
                ("invited_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("code_serial", models.PositiveIntegerField(default=0)),
                ("code_sent_at", models.DateTimeField(null=True)),
                ("code_tries", models.PositiveIntegerField(default=0)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "state"], name="identity_invitation_by_place")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "pending")),
                        fields=("email", "organisation"),
                        name="identity_one_pending_invitation",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="identity_invitation_email_is_lower_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("roles", []), _negated=True), name="identity_invitation_has_a_role"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("organisation", None),
                                ("roles__contained_by", ["collective_trainer", "coordinator", "observer", "treasurer"]),
                                ("sites", []),
                            ),
                            models.Q(
                                ("organisation__isnull", False),
                                (
                                    "roles__contained_by",
                                    [
                                        "director",
                                        "dispatcher",
                                        "listener",
                                        "manager",
                                        "supervisor",
                                        "trainee",
                                        "trainer",
                                    ],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="identity_invitation_roles_of_its_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["pending", "accepted", "revoked"])),
                        name="identity_invitation_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("accepted_at", None), ("state", "accepted"), _connector="XOR"),
                        name="identity_invitation_accepted_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revoked_at", None), ("state", "revoked"), _connector="XOR"),
                        name="identity_invitation_revoked_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("sent_at"))),
                        name="identity_invitation_expires_after_it_is_sent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tries",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField()),
                ("until", models.DateTimeField(db_index=True)),
            ],
        ),
        # the owner's rights on the tables, the caller's organisation in the filter: its own members' names, roles and sites,
        # an exceptional access over when its hour is; nothing else
        migrations.RunSQL(
            """
            CREATE VIEW public.identity_colleague WITH (security_barrier) AS
              SELECT u.id, u.name, m.roles,
                     (m.active AND u.is_active AND (m.until IS NULL OR m.until > now())) AS active, m.sites
              FROM public.identity_user u JOIN public.identity_membership m ON m.user_id = u.id
              WHERE m.organisation_id = public.current_organisation();
            GRANT SELECT ON public.identity_colleague TO tess_base;
            """,
            "DROP VIEW public.identity_colleague;",
        ),
    ]
