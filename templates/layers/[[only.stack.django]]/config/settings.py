"""Django's settings. Those that the environment can change are in `ENV`, which reads it once."""

import logging

from app.databases import configuration_of
from app.logs import configure_logs
from app.routes import apps, load_settings

ENV = load_settings()

SECRET_KEY = ENV.secret_key
# Its error pages would show settings and input.
DEBUG = False
# No address is built from the Host header.
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": configuration_of(ENV.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "app",
    *apps,
]
# The last ones are the admin's, whose views check CSRF tokens themselves. The API has no cookies to abuse.
MIDDLEWARE = [
    "app.answer_errors.AnswerErrors",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
ROOT_URLCONF = "config.urls"
APPEND_SLASH = False
# The server refuses large bodies before Django sees them.
SECURE_CONTENT_TYPE_NOSNIFF = False
DATA_UPLOAD_MAX_MEMORY_SIZE = None
USE_I18N = False
USE_TZ = True

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["app.accounts.backends.LimitedBackend"]
PASSWORD_HASHERS = ["app.passwords.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"}]

# The admin is off in production unless it is asked for. The only static files are its own.
HAS_ADMIN = ENV.admin or ENV.environment != "production"
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
if HAS_ADMIN:
    MIDDLEWARE.insert(1, "whitenoise.middleware.WhiteNoiseMiddleware")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.environment == "production"

LOGGING_CONFIG = None
configure_logs(ENV)
# They would log every error once more.
for name in ("django.request", "django.security"):
    logging.getLogger(name).disabled = True

SILENCED_SYSTEM_CHECKS = [
    "security.W003",  # see MIDDLEWARE
    "security.W006",  # app/middleware.py adds this header
    "security.W004",  # the proxy that has the certificate decides about HSTS
    "security.W008",  # and redirects to HTTPS; health checks come without it
    "security.W009",  # app/settings.py checks SECRET_KEY
]
