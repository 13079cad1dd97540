from django.db import models


class CallHour(models.Model):
    """Calls of one line that started in one hour: rows are differences, their sum is the figure.

    Written by triggers in the transaction of the calls themselves (sql/public_functions.sql), so no row is ever hot;
    `fold()` sums old ones into one. `presented` are all but phantom calls and calls outside opening hours; seconds of
    waiting and talking are those of answered calls.
    """

    id = models.BigAutoField(primary_key=True)
    line = models.ForeignKey(
        "telephony.Line", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )  # plain key: a folded-away difference must not hold a line back
    hour = models.DateTimeField()  # the start of the hour
    presented = models.BigIntegerField()
    answered = models.BigIntegerField()
    abandoned = models.BigIntegerField()
    phantom = models.BigIntegerField()
    closed = models.BigIntegerField()
    unknown = models.BigIntegerField(db_default=0)  # presented, not answered, and the switch can't tell why
    wait_seconds = models.BigIntegerField()
    talk_seconds = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["hour", "line"], name="activity_call_hour_by_hour")]
