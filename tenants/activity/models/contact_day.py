from django.db import models


class ContactDay(models.Model):
    """Contact records of one line, one channel and one day (of Paris, when they were opened): differences, summed when read.

    `unwanted` are the closed ones that turned out not to be meant for us.
    """

    id = models.BigAutoField(primary_key=True)
    line = models.ForeignKey(
        "telephony.Line", models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    channel = models.TextField()
    day = models.DateField()
    opened = models.BigIntegerField()
    closed = models.BigIntegerField()
    unwanted = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["day", "line"], name="activity_contact_day_by_day")]
