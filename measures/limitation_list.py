"""The editor of the limitations: a formset whose every button saves the list and then does its part."""

from dataclasses import dataclass
from functools import cached_property

from django.forms import formset_factory

from assessments.counterparts import previous_of
from assessments.recommendations import fill, limitation_suggestions
from assessments.workflow import LimitationEdit
from ita_portal.sent_numbers import whole_number
from ita_portal.thai_text import to_thai_digits
from measures.analysis_forms import LimitationForm

LimitationFormSet = formset_factory(LimitationForm, extra=0)


@dataclass(frozen=True)
class Offer:
    """A text that can be added: of the library, or of last year."""

    key: str
    source: str
    text: str


class LimitationList:
    """The list as stored, or as posted. A new row is typed in the empty box `new`."""

    def __init__(self, assessment, data=None):
        self.assessment, self.data = assessment, data
        initial = [
            {"pk": row.pk, "version": row.version, "text": row.text}
            for row in assessment.limitations.order_by("order")
        ]
        self.formset = LimitationFormSet(data, initial=initial, prefix="rows")
        self.errors, self.conflicts = [], []

    def is_valid(self):
        return self.formset.is_valid()

    # -- what the buttons do -----------------------------------------------------------------------

    @property
    def edits(self):
        """The posted rows in the order they shall have, with what the pressed button asks for."""
        edits = [self._edit(form, place) for place, form in enumerate(self.formset)]
        place, step = self._pressed("up", -1) or self._pressed("down", 1) or (None, 0)
        if place is not None and 0 <= place + step < len(edits):
            edits.insert(place + step, edits.pop(place))
        texts = [self.new, *(offer.text for offer in self.offers if offer.key in self.data.getlist("add"))]
        return [*edits, *(LimitationEdit(text) for text in texts if text)]

    @property
    def typed(self):
        """What stands in the empty box, as typed."""
        return self.data.get("new", "") if self.data else ""

    @property
    def new(self):
        return LimitationForm.base_fields["text"].clean(self.typed)

    def _edit(self, form, place):
        values = form.cleaned_data
        deleted = self._pressed("delete", 0)
        return LimitationEdit(
            values.get("text", ""),
            values.get("pk"),
            values.get("version") or 0,
            is_changed="text" in form.changed_data,
            is_deleted=deleted is not None and deleted[0] == place,
        )

    def _pressed(self, name, step):
        """(place of the row, step) when the button of this name was pressed; else None."""
        place = whole_number(self.data.get(name, ""))
        return None if place is None else (place, step)

    @property
    def what_was_done(self):
        if gone := self._pressed("delete", 0):
            text = (
                self.formset[gone[0]].cleaned_data.get("text", "") if gone[0] < len(self.formset.forms) else ""
            )
            return f"ลบข้อจำกัดแล้ว ข้อความที่ลบคือ “{text}” หากต้องการคืน โปรดวางในช่องเพิ่มข้อจำกัด"
        return "บันทึกข้อจำกัดแล้ว"

    # -- what stands in the way --------------------------------------------------------------------

    def refuse(self, sentences):
        self.errors = list(sentences)

    def show_conflicts(self, conflicts):
        """Both texts of each row that two people changed; what is typed counts as an answer to what is stored now."""
        self.conflicts = conflicts
        data = self.data.copy()
        now = {edit.pk: row for edit, row in conflicts}
        for place, form in enumerate(self.formset):
            pk = form.cleaned_data.get("pk")
            if pk in now:
                row = now[pk]
                data[f"rows-{place}-version"] = row.version if row else 0
                data[f"rows-{place}-pk"] = pk if row else ""
        self.formset = LimitationFormSet(data, prefix="rows", initial=self.formset.initial)

    # -- texts to add ------------------------------------------------------------------------------

    @cached_property
    def offers(self):
        """Texts of the library and of last year that do not stand in the list yet."""
        organization, stored = (
            self.assessment.organization,
            {row.text for row in self.assessment.limitations.all()},
        )
        previous = previous_of(self.assessment)
        earlier = list(previous.limitations.order_by("order")) if previous else []
        offers = [
            Offer(f"last-year-{row.pk}", f"ปี {to_thai_digits(str(previous.year))}", row.text) for row in earlier
        ]
        for text in limitation_suggestions(self.assessment):
            words = fill(text.finding or text.recommendation, organization)
            offers.append(Offer(f"library-{text.pk}", "คลังข้อความ", words))
        return list({offer.text: offer for offer in offers if offer.text not in stored}.values())
