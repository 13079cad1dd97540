"""Served to people. Everything secret comes from the environment; nothing has a guessable default."""

from tess.config import env
from tess.config.settings.base import *

DATABASES = databases(env.text("DATABASE_URL"), env.text("OWNER_DATABASE_URL", "") or None)
_redis = env.text("REDIS_URL")
_broker = broker(_redis)
CELERY_BROKER_URL = _broker["url"]
CELERY_BROKER_TRANSPORT_OPTIONS = _broker["options"]
CACHES = caches(_redis)

PROXIES = int(env.text("TESS_PROXIES", "1"))
SHOW_CODES = False
SECURE_SSL_REDIRECT = env.text("TESS_SSL_REDIRECT", "yes") == "yes"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
EMAIL_HOST = env.text("TESS_EMAIL_HOST", "localhost")
EMAIL_PORT = int(env.text("TESS_EMAIL_PORT", "587"))
EMAIL_HOST_USER = env.text("TESS_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("TESS_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env.text("TESS_EMAIL_TLS", "yes") == "yes"
