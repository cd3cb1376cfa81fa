"""The filter of the rows as a sentence with gaps."""

from django import forms

from ita_portal.thai_text import to_thai_digits

# What a gap says while it is open, and what it is called for those who do not see the sentence around it.
GAPS = {
    "kind": ("ทุกหน่วยงาน", "ประเภทหน่วยงาน"),
    "province": ("ใดก็ได้", "จังหวัด"),
    "missing": ("ทำถึงขั้นใดก็ได้", "ขั้นที่ยังไม่ทำ"),
    "level": ("ใดก็ได้", "ระดับผลการประเมิน"),
    "year": ("", "ปีของผล"),
    "order": ("", "เรียงตาม"),
}


class RowFilterForm(forms.Form):
    """Shows a filter; what the address asks for is read by `row_filter.read_filter`, not by this form."""

    def __init__(self, scope):
        super().__init__(initial=vars(scope.wanted), auto_id="filter-%s")
        for name, choices in scope.choices.items():
            if not choices:
                continue
            anything, label = GAPS[name]
            offered = [(value, to_thai_digits(words)) for value, words in choices.items()]
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[("", anything)] * bool(anything) + offered, required=False
            )
            self.fields[name].widget.attrs["class"] = "form-select sentence__gap"
