"""The least that Django wants, with its data where the image's volume is."""

import os

SECRET_KEY = os.environ["DJANGO_SECRET"]
# The container's port is published on a name and number it does not know.
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "hello.urls"
INSTALLED_APPS = ["hello"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": "/var/lib/django/db.sqlite3",
    }
}
