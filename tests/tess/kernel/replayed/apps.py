from django.apps import AppConfig


class ReplayedConfig(AppConfig):
    """A tenant app that exists for the tests of the replay alone."""

    name = "tests.tess.kernel.replayed"
    label = "replayed"
    default_auto_field = "django.db.models.BigAutoField"
