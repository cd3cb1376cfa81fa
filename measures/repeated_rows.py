"""Repeated rows of a form: titles and steps of a measure. All rows share their names, so they need no numbers."""

from functools import cached_property
from itertools import zip_longest

from django import forms

from ita_portal.fields import ThaiDateField, ThaiTextField

BOX = {"class": "form-control"}
DAY_BOX = forms.TextInput(attrs=ThaiDateField.widget.attrs | BOX)
MOST_ROWS = 100  # of one kind; the longest measure of the seeds has ten steps


class TitleRow(forms.Form):
    """One of the titles of a measure; an empty one does not count."""

    text = ThaiTextField(label="ชื่อ", required=False, widget=forms.Textarea(attrs=BOX | {"rows": 2}))


class StepRow(forms.Form):
    """One step of a measure; an empty one does not count."""

    text = ThaiTextField(label="ขั้นตอน", required=False, widget=forms.Textarea(attrs=BOX | {"rows": 2}))
    starts_on = ThaiDateField(label="เริ่ม", required=False, widget=DAY_BOX)
    due_on = ThaiDateField(label="สิ้นสุด", required=False, widget=DAY_BOX)
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self):
        text, first, last = (self.cleaned_data.get(name) for name in ("text", "starts_on", "due_on"))
        if (first or last) and not text:
            self.add_error("text", "โปรดเขียนขั้นตอนของวันที่นี้ หรือลบวันที่ออก")
        if first and last and last < first:
            self.add_error("due_on", "วันสิ้นสุดของขั้นตอนต้องไม่มาก่อนวันเริ่ม")
        return self.cleaned_data


class Rows:
    """The rows of one kind. `name` is the prefix of their fields; `values` are dicts, stored or (bound) as typed."""

    def __init__(self, name, row_form, values, *, is_bound=False):
        self.name, self.row_form, self.is_bound = name, row_form, is_bound
        self.values = list(values) or [{}]

    @classmethod
    def typed(cls, name, row_form, data, *, is_bound):
        """The rows as a person typed them in the QueryDict `data`."""
        names = list(row_form.base_fields)
        columns = [data.getlist(f"{name}-{field}")[:MOST_ROWS] for field in names]
        values = [dict(zip(names, row, strict=True)) for row in zip_longest(*columns, fillvalue="")]
        return cls(name, row_form, values, is_bound=is_bound)

    @cached_property
    def forms(self):
        return [self._form(place, row) for place, row in enumerate(self.values)]

    @property
    def blank(self):
        """An empty row for the script to copy; it puts a number in place of __row__."""
        return self.row_form(prefix=self.name, auto_id=f"{self.name}-__row__-%s")

    @property
    def filled(self):
        """What was typed in the rows that count."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get("text")]

    def is_valid(self):
        return all(form.is_valid() for form in self.forms)

    def act(self, act, place):
        """Add a row at the end, or remove or move the one at `place`; what is typed in the others stays."""
        if act == "add":
            self.values.append({})
        elif place is not None and place < len(self.values):
            row = self.values.pop(place)
            if act in ("up", "down"):
                self.values.insert(max(place + (1 if act == "down" else -1), 0), row)
        self.values = self.values or [{}]

    def _form(self, place, row):
        auto_id = f"{self.name}-{place}-%s"
        if self.is_bound:
            typed = {f"{self.name}-{field}": value for field, value in row.items()}
            return self.row_form(typed, prefix=self.name, auto_id=auto_id)
        return self.row_form(initial=row, prefix=self.name, auto_id=auto_id)
