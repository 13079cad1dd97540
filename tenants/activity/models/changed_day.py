from django.db import models


class ChangedDay(models.Model):
    """A day (of Paris) whose figures have changed since it was last looked at for publication.

    A row a day for each statement that changed some, written by the triggers that write the differences, so no row is
    ever hot; `take_changed()` takes them away.
    """

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
