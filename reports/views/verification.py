"""Is the paper in hand genuine and current? Pages for everybody, without an account."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.models import Edition


@login_not_required
@require_safe
def verify_code(request, code):
    """What is known of the edition whose code stands on a paper."""
    edition = (
        Edition.objects.published()
        .select_related("organization__province", "document", "publication", "replaces")
        .filter(code=code.upper())
        .first()
    )
    if edition is None:
        return render(request, "reports/verify_unknown.html", {"code": code}, status=404)
    context = {"edition": edition, "signatures": edition.signatures.order_by("order")}
    return render(request, "reports/verify_code.html", context)
