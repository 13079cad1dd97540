"""The Celery application: `celery -A tess.config.celery_app worker|beat`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tess.config.settings.demo")

app = Celery("tess")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
