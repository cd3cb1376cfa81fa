"""WSGI entry point of ITA Portal."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")
application = get_wsgi_application()
_ = get_resolver().url_patterns  # all views now, not while the first person waits
# What is loaded by now stays as long as the process: looking through it again for what nobody needs any more would hold
# up every tenth page by a tenth of a second (benchmarks/README.md).
gc.collect()
gc.freeze()
