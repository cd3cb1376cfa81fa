"""What people do with a row of a library on its pages, whatever the row holds: start one, save it, take it out of use."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404

from assessments.workflow import StaleLibraryRow
from ita_portal.sent_numbers import whole_number


@dataclass(frozen=True)
class LibraryActs:
    """The acts of one library: its model, its verbs, and what is said after each of them. `word` is what a row is called."""

    model: type
    word: str
    save: Callable
    saved: str
    retire: Callable
    retired: str
    restore: Callable
    restored: str

    def row_to_start_from(self, request):
        """The row named by ?from=, without its key: the start of a new one. An empty one where none is named."""
        pk = request.GET.get("from", "")
        if not pk:
            return self.model()
        row = get_object_or_404(self.model.objects.visible_to(request.user), pk=whole_number(pk))
        row.pk = None
        return row

    def store(self, request, form, row, context):
        """Save what the form holds; False when it has to be looked at again, and form or context say why."""
        version = form.cleaned_data["version"] or 0
        try:
            self.save(row, form.values, version=version, by=request.user)
        except StaleLibraryRow as stale:
            context["theirs"] = form.show_stale(stale.current)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, self.saved)
            return True
        return False

    def switch(self, request, row):
        """Take the row out of use or back into it, where that is what was pressed; False where it was not."""
        switches = {"retire": (self.retire, self.retired), "restore": (self.restore, self.restored)}
        if request.POST.get("act") not in switches:
            return False
        verb, done = switches[request.POST["act"]]
        try:
            verb(row, version=whole_number(request.POST.get("version", "")) or 0, by=request.user)
        except StaleLibraryRow:
            messages.error(request, f"มีผู้อื่นแก้ไข{self.word}นี้ก่อนท่านกด โปรดอ่านข้อความล่าสุดในหน้านี้แล้วกดอีกครั้ง")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, done)
        return True
