from django.db import models


class CallWait(models.Model):
    """Calls of one line and one day (of Paris) by the seconds they waited: differences too, summed when read.

    Seconds are exact up to an hour, where they stop; so a day has a bounded number of them, whatever its calls.
    """

    id = models.BigAutoField(primary_key=True)
    line = models.ForeignKey("telephony.Line", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    day = models.DateField()
    seconds = models.PositiveSmallIntegerField()
    answered = models.BigIntegerField()
    abandoned = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["day", "line"], name="activity_call_wait_by_day")]
