"""งานของฉัน: the first page of a working day."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from measures.work_list import work_of


@require_safe
def work(request):
    """What is late, what is due soon and what waits for the person, over all their organisations."""
    today = timezone.localdate()
    return render(request, "measures/work.html", {"work": work_of(request.user, today), "today": today})
