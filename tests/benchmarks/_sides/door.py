"""The door as it is served: real passwords, addresses told by a proxy, letters in a folder."""

from tess.config import env
from tess.config.settings.testing import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PROXIES = 1
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(env.HOME / "mail")
LOGGING = {"version": 1, "disable_existing_loggers": True}
