"""Count every statement sent, whoever sends it: Django's own log doesn't see them all."""

from psycopg2.extensions import cursor


class CountingCursor(cursor):
    sent = 0

    def execute(self, *args, **kwargs):
        CountingCursor.sent += 1
        return super().execute(*args, **kwargs)


COUNTED = {"cursor_factory": CountingCursor}
