"""Either application, as DJANGO_SETTINGS_MODULE names it."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
