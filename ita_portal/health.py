"""Is the portal alive, and is it well? For the watchers of a server; public, and silent about details."""

import logging
import shutil

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from organizations.database_guards import missing_guards
from organizations.trail_audit import heads_hold

LOWEST_FREE_SHARE = 0.10  # of the disk that holds VAR_DIR

log = logging.getLogger(__name__)


@login_not_required
@require_safe
def livez(request):
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def healthz(request):
    """Everything a page needs works: 200, or 503 naming the checks that failed."""
    failed = [name for name, check in CHECKS.items() if not _passes(name, check)]
    return JsonResponse(
        {"status": "failing" if failed else "ok", "failed": failed}, status=503 if failed else 200
    )


def database_answers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def database_is_guarded():
    return not missing_guards()


def disk_has_room():
    disk = shutil.disk_usage(settings.VAR_DIR)
    return disk.free >= disk.total * LOWEST_FREE_SHARE


CHECKS = {
    "database": database_answers,
    "guards": database_is_guarded,
    "trail": heads_hold,  # one small row of each organisation; verify_audit reads the entries
    "disk": disk_has_room,
}


def _passes(name, check):
    """A check that cannot be made has failed; why is for the log, not for the public answer."""
    try:
        return check()
    except Exception:
        log.exception("health check %s", name)
        return False
