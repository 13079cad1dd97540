"""What the web server loads. WSGI only: under ASGI a thread's schema would be lost between two awaits."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tess.config.settings.demo")

application = get_wsgi_application()

from tess.config import celery_app  # noqa: E402, F401  tasks are enqueued from here: the app must be the default one
