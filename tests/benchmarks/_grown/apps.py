from django.apps import AppConfig


class GrownConfig(AppConfig):
    """A tenant app that exists for the figures alone: it is read twenty times a page, and it grows by one migration."""

    name = "tests.benchmarks._grown"
    label = "grown"
    default_auto_field = "django.db.models.BigAutoField"
