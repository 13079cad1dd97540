"""What gunicorn runs for browser tests: the product's application, told the port it is reached at.

Static files come from the apps' folders: nothing has to be collected first.
"""

import os

from django.conf import settings

settings.PUBLIC_PORT = f":{os.environ['TESS_BROWSER_PORT']}"
settings.WHITENOISE_USE_FINDERS = True
settings.WHITENOISE_AUTOREFRESH = True

from tess.config.wsgi import application  # noqa: E402 - after the settings

__all__ = ["application"]
