import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0002_ledger"),
        ("telephony", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PastImport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=120)),
                ("size", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("received", "received"),
                            ("checking", "being checked"),
                            ("checked", "checked, not loaded"),
                            ("loading", "being loaded"),
                            ("loaded", "loaded"),
                            ("undone", "undone"),
                            ("refused", "refused"),
                            ("given_up", "given up"),
                        ],
                        default="received",
                    ),
                ),
                ("message", models.TextField(blank=True)),
                ("lines", models.BigIntegerField(default=0)),
                ("loaded", models.BigIntegerField(default=0)),
                ("known", models.BigIntegerField(default=0)),
                ("refused", models.BigIntegerField(default=0)),
                ("summary", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("created_by", models.UUIDField(null=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("loaded_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.UUIDField(null=True)),
                (
                    "channel",
                    models.TextField(
                        choices=[
                            ("phone", "telephone"),
                            ("chat", "chat"),
                            ("email", "e-mail"),
                            ("sms", "text message"),
                            ("forum", "forum"),
                        ],
                        default="phone",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="telephony.line"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-created_at", "-id"], name="desk_past_latest"),
                    models.Index(fields=["sha256"], name="desk_past_same_file"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "received",
                                    "checking",
                                    "checked",
                                    "loading",
                                    "loaded",
                                    "undone",
                                    "refused",
                                    "given_up",
                                ],
                            )
                        ),
                        name="desk_past_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "lines",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("loaded"), "+", models.F("known")
                                    ),
                                    "+",
                                    models.F("refused"),
                                ),
                            )
                        ),
                        name="desk_past_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("known__gte", 0),
                            ("lines__gte", 0),
                            ("loaded__gte", 0),
                            ("refused__gte", 0),
                            ("size__gte", 0),
                        ),
                        name="desk_past_counts_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("loaded_at", None), ("state__in", ["loaded", "undone"]), _connector="OR"),
                        name="desk_past_loaded_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("undone_at", None), ("state", "undone"), _connector="XOR"),
                        name="desk_past_undone_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["phone", "chat", "email", "sms", "forum"])),
                        name="desk_past_channel_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RefusedPastLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("line_number", models.BigIntegerField()),
                (
                    "reason",
                    models.TextField(
                        choices=[
                            ("encoding", "letters that can't be read: save the file again, as UTF-8"),
                            ("binary", "bytes that are not text"),
                            ("too_long", "a line too long to be a record"),
                            ("quote", "a quotation mark is opened and not closed"),
                            ("columns", "not the number of columns of the first line"),
                            ("no_date", "no date"),
                            ("date", "a date or time that doesn't exist, or isn't written like 31/12/2024 14:30"),
                            ("day", "a day before the year 2000, or still to come"),
                            ("no_line", "no line: say which in the file, or choose one for all of it"),
                            (
                                "line",
                                "this line is none of yours: write its name or its number as the page of lines does",
                            ),
                            ("channel", "this channel is not known: telephone, chat, e-mail, text message or forum"),
                            ("no_nature", "nothing says what it was: listening, information or unwanted"),
                            ("nature", "what it was is not known: listening, information or unwanted"),
                            (
                                "no_kind",
                                "an unwanted contact without its kind: silence, hung up, joke, wrong number, abusive, fantasy",
                            ),
                            (
                                "kind",
                                "this kind of unwanted contact is not known: silence, hung up, joke, wrong number, abusive, fantasy",
                            ),
                            ("kind_alone", "a kind of unwanted contact, though the contact was not unwanted"),
                            ("themes", "a theme that is not among ours: write it as the page of themes does"),
                            ("many_themes", "more than eight themes"),
                            (
                                "relation",
                                "who called is not known: for themselves, for someone close, as a professional",
                            ),
                            ("age", "this age is neither a number nor one of our bands"),
                            ("gender", "this gender is not known: woman, man, otherwise, not known"),
                            ("departement", "there is no such département: write its number, 29 or 2A or 974"),
                            ("risk", "this risk is not known: none, to be watched, high"),
                            ("differs", "a record with this identifier is here already, with other answers"),
                        ]
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refused_lines",
                        to="desk.pastimport",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "line_number"), name="desk_refused_past_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                [
                                    "encoding",
                                    "binary",
                                    "too_long",
                                    "quote",
                                    "columns",
                                    "no_date",
                                    "date",
                                    "day",
                                    "no_line",
                                    "line",
                                    "channel",
                                    "no_nature",
                                    "nature",
                                    "no_kind",
                                    "kind",
                                    "kind_alone",
                                    "themes",
                                    "many_themes",
                                    "relation",
                                    "age",
                                    "gender",
                                    "departement",
                                    "risk",
                                    "differs",
                                ],
                            )
                        ),
                        name="desk_refused_past_reason_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("line_number__gte", 1)), name="desk_refused_past_line_number"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.TextField(
                        choices=[("draft", "Being written"), ("closed", "Closed record")], default="draft"
                    ),
                ),
                ("version", models.BigIntegerField(default=1)),
                (
                    "channel",
                    models.TextField(
                        choices=[
                            ("phone", "telephone"),
                            ("chat", "chat"),
                            ("email", "e-mail"),
                            ("sms", "text message"),
                            ("forum", "forum"),
                        ],
                        default="phone",
                    ),
                ),
                (
                    "nature",
                    models.TextField(
                        blank=True,
                        choices=[("support", "Listening"), ("information", "Information"), ("unwanted", "Unwanted")],
                        default="",
                    ),
                ),
                (
                    "unwanted_kind",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("silent", "Silence"),
                            ("hang_up", "Hung up"),
                            ("joke", "Joke"),
                            ("wrong_number", "Wrong number"),
                            ("abusive", "Abusive"),
                            ("fantasy", "Fantasy"),
                        ],
                        default="",
                    ),
                ),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "relation",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("self", "For themselves"),
                            ("relative", "For someone close"),
                            ("professional", "As a professional"),
                        ],
                        default="",
                    ),
                ),
                (
                    "age_band",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("under_18", "under 18"),
                            ("18_25", "18–25"),
                            ("26_39", "26–39"),
                            ("40_59", "40–59"),
                            ("60_74", "60–74"),
                            ("75_plus", "75 +"),
                            ("unknown", "Not known"),
                        ],
                        default="",
                    ),
                ),
                (
                    "gender",
                    models.TextField(
                        blank=True,
                        choices=[("woman", "Woman"), ("man", "Man"), ("other", "Otherwise"), ("unknown", "Not known")],
                        default="",
                    ),
                ),
                ("departement", models.CharField(blank=True, default="", max_length=3)),
                (
                    "risk",
                    models.TextField(
                        blank=True,
                        choices=[("none", "No risk"), ("watch", "To be watched"), ("high", "High")],
                        default="",
                    ),
                ),
                (
                    "consent",
                    models.TextField(
                        blank=True,
                        choices=[("not_asked", "Not asked"), ("given", "Agrees"), ("refused", "Does not want it")],
                        default="",
                    ),
                ),
                ("opened_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("saved_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "call",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact",
                        to="telephony.call",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="telephony.line",
                    ),
                ),
                (
                    "listener",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="people.person",
                    ),
                ),
                (
                    "past_import",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="desk.pastimport",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["opened_at", "id"], name="desk_contact_latest"),
                    models.Index(fields=["listener", "opened_at", "id"], name="desk_contact_of_a_listener"),
                    models.Index(
                        condition=models.Q(("state", "draft")), fields=["listener"], name="desk_contact_drafts"
                    ),
                    models.Index(
                        condition=models.Q(("past_import__isnull", False)),
                        fields=["past_import"],
                        name="desk_contact_of_a_file",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "closed"])), name="desk_contact_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["phone", "chat", "email", "sms", "forum"])),
                        name="desk_contact_channel_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("nature__in", ["", "support", "information", "unwanted"])),
                        name="desk_contact_nature_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("relation__in", ["", "self", "relative", "professional"])),
                        name="desk_contact_relation_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("age_band__in", ["", "under_18", "18_25", "26_39", "40_59", "60_74", "75_plus", "unknown"])
                        ),
                        name="desk_contact_age_band_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gender__in", ["", "woman", "man", "other", "unknown"])),
                        name="desk_contact_gender_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("risk__in", ["", "none", "watch", "high"])), name="desk_contact_risk_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("consent__in", ["", "not_asked", "given", "refused"])),
                        name="desk_contact_consent_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("nature", "unwanted"),
                                (
                                    "unwanted_kind__in",
                                    ["silent", "hang_up", "joke", "wrong_number", "abusive", "fantasy"],
                                ),
                            ),
                            models.Q(models.Q(("nature", "unwanted"), _negated=True), ("unwanted_kind", "")),
                            _connector="OR",
                        ),
                        name="desk_contact_kind_iff_unwanted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at", None)),
                            _connector="OR",
                        ),
                        name="desk_contact_closed_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(models.Q(("nature", ""), _negated=True), ("line__isnull", False)),
                            _connector="OR",
                        ),
                        name="desk_contact_closed_says_what_and_where",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("departement", ""),
                            ("departement__regex", "^([0-9]{2}|2[AB]|9[78][0-9])$"),
                            _connector="OR",
                        ),
                        name="desk_contact_departement_is_a_code",
                    ),
                    models.CheckConstraint(condition=models.Q(("themes__len__lte", 8)), name="desk_contact_few_themes"),
                    models.CheckConstraint(condition=models.Q(("version__gte", 1)), name="desk_contact_version_counts"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("listener__isnull", False), ("past_import", None)),
                            models.Q(
                                ("call", None),
                                ("consent", ""),
                                ("listener", None),
                                ("past_import__isnull", False),
                                ("state", "closed"),
                            ),
                            _connector="OR",
                        ),
                        name="desk_contact_has_a_listener_or_a_file",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactNote",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="note", to="desk.contact"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sealed", b""), _negated=True), name="desk_note_is_sealed"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("service_id", models.UUIDField()),
                ("service_name", models.CharField(max_length=120)),
                ("service_number", models.CharField(max_length=16)),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("accepted", "Number taken"),
                            ("put_through", "Put through"),
                            ("declined", "Declined"),
                        ],
                        default="proposed",
                    ),
                ),
                ("proposed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("changed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="referrals",
                        to="desk.contact",
                    ),
                ),
            ],
            options={
                "ordering": ["proposed_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("contact", "service_id"), name="desk_referral_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["proposed", "accepted", "put_through", "declined"])),
                        name="desk_referral_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("service_name", ""), _negated=True),
                            models.Q(("service_number", ""), _negated=True),
                        ),
                        name="desk_referral_copies_the_service",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("changed_at__gte", models.F("proposed_at"))),
                        name="desk_referral_changes_after",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListedTheme",
            fields=[
                ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[a-z][a-z_]*$")), name="desk_listed_theme_is_a_code"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SheetAtHand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=255)),
                ("title", models.CharField(max_length=255)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sheets_at_hand", to="telephony.line"
                    ),
                ),
            ],
            options={
                "ordering": ["title", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("line", "slug"), name="desk_sheet_at_hand_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("slug", ""), _negated=True), models.Q(("title", ""), _negated=True)
                        ),
                        name="desk_sheet_at_hand_has_a_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ThemeWord",
            fields=[
                ("word", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("code", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "ordering": ["word"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("word", ""), _negated=True), name="desk_theme_word_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), ("code__regex", "^[a-z][a-z_]*$"), _connector="OR"),
                        name="desk_theme_word_means_a_code",
                    ),
                ],
            },
        ),
    ]
