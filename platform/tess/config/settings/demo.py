"""The embedded default: `make demo`. Plain HTTP on this machine, mail in a folder, everything under TESS_HOME."""

from tess.config import env
from tess.config.settings.base import *

PUBLIC_SCHEME = "http"
STYLE_GUIDE_FOR_EVERYBODY = True
PUBLIC_PORT = f":{env.text('TESS_PORT', '8000')}"
DATABASES = databases(env.text("DATABASE_URL"), env.text("OWNER_DATABASE_URL", "") or None)
_redis = env.text("REDIS_URL", "") or None
_broker = broker(_redis)
CELERY_BROKER_URL = _broker["url"]
CELERY_BROKER_TRANSPORT_OPTIONS = _broker["options"]
CACHES = caches(_redis)

# plain HTTP: the __Host- prefix and Secure need TLS
SESSION_COOKIE_NAME = "tess_session"
CSRF_COOKIE_NAME = "tess_csrf"
HANDOVER_COOKIE_NAME = "tess_passage"
KNOWN_BROWSER_COOKIE_NAME = "tess_connu"
SHOW_CODES = True  # the page that asks for a code says which
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
WAGTAILADMIN_BASE_URL = f"http://{COLLECTIVE_HOST}{PUBLIC_PORT}"
# nothing leaves this machine: letters are files, and a page shows them
ROOT_URLCONF = "tess.config.urls_demo"
SHARED_APPS += ["tess.local.mailbox"]
INSTALLED_APPS += ["tess.local.mailbox"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(env.folder("TESS_MAIL_DIR", "mail"))
