"""Forms of what was done: one entry, and the summary that is printed."""

import re
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from ita_portal.fields import ThaiDateField, ThaiTextField
from ita_portal.sent_numbers import whole_number
from ita_portal.thai_text import to_arabic_digits, to_thai_digits
from measures.models import ProgressState
from measures.repeated_rows import BOX, Rows
from measures.rounds import rounds_of

TICK = {"class": "form-check-input"}
# What a percentage must be where the state alone says it.
PERCENT_OF = {ProgressState.DONE: 100, ProgressState.NOT_STARTED: 0, ProgressState.NOT_DONE: 0}
WHOLE_MEASURE, OF_THE_DAY = "ทั้งมาตรการ", "ตามวันที่ดำเนินการ"


class PercentField(forms.CharField):
    """A whole percentage as people type it: ๔๐, 40%, ร้อยละ ๔๐; empty gives None."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value):
        if value is None or isinstance(value, int):
            return value
        typed = re.sub(r"^ร้อยละ\s*|\s*(?:%|เปอร์เซ็นต์)$", "", to_arabic_digits(value).strip()).strip()
        if not typed:
            return None
        if not re.fullmatch(r"[0-9]{1,3}", typed) or int(typed) > 100:
            raise ValidationError(
                f"“{value.strip()}” ไม่ใช่ร้อยละ พิมพ์จำนวนเต็ม 0 ถึง 100 เช่น ๔๐", code="invalid_percent"
            )
        return int(typed)

    def prepare_value(self, value):
        return to_thai_digits(str(value)) if isinstance(value, int) else value


def _long(label, rows, help_text="", *, required=False, missing=""):
    widget = forms.Textarea(attrs={"rows": rows})
    messages = {"required": missing} if missing else None
    return ThaiTextField(
        label=label, required=required, widget=widget, help_text=help_text, error_messages=messages
    )


class ProgressForm(forms.Form):
    """What one division did about a measure or one of its steps.

    `form_key` is the form's own: sent twice, it makes one entry.
    """

    division = forms.ModelChoiceField(
        label="รายงานในนามของ",
        queryset=None,
        empty_label="โปรดเลือกส่วนราชการ",
        error_messages={"required": "โปรดเลือกส่วนราชการที่ดำเนินการ"},
    )
    step = forms.ModelChoiceField(label="เรื่องที่รายงาน", queryset=None, required=False, empty_label=WHOLE_MEASURE)
    state = forms.ChoiceField(
        label="ทำถึงไหนแล้ว",
        choices=ProgressState,
        widget=forms.RadioSelect(attrs=TICK),
        error_messages={"required": "โปรดเลือกว่าทำถึงไหนแล้ว"},
    )
    percent = PercentField(
        label="ความก้าวหน้า (ร้อยละ)", required=False, help_text="พิมพ์เมื่อกำลังดำเนินการ เช่น ๔๐ สถานะอื่นเว้นว่างได้"
    )
    done_on = ThaiDateField(
        label="วันที่ดำเนินการ", error_messages={"required": "โปรดพิมพ์วันที่ดำเนินการ"}, help_text="เช่น ๑ ต.ค. ๒๕๖๘"
    )
    text = _long(
        "ทำอะไรไปแล้ว",
        5,
        "เขียนให้เห็นว่าทำอะไร กี่ครั้ง กี่คน หรือกี่ฉบับ ถ้าไม่ได้ทำ เขียนเหตุผล",
        required=True,
        missing="โปรดเขียนว่าดำเนินการอะไรไปแล้ว หรือเหตุที่ยังไม่ได้ดำเนินการ",
    )
    outcome = _long("ผลลัพธ์หรือความสำเร็จ", 3, "สิ่งที่เกิดขึ้นจากการทำ เช่น ประชาชนใช้บริการได้เร็วขึ้น เว้นว่างได้")
    problems = _long("ปัญหาและอุปสรรค", 3, "เว้นว่างได้")
    round_month = forms.TypedChoiceField(
        label="รอบรายงาน", required=False, coerce=int, empty_value=None, help_text="ปกติไม่ต้องเปลี่ยน"
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, measure, divisions, data=None, *, initial):
        """`divisions` are those the person may report for; a single one is chosen already, of several the lead."""
        super().__init__(data, initial={"form_key": uuid4(), "division": measure.lead_division_id, **initial})
        self.divisions, self.sent_before = list(divisions), None
        self.fields["division"].queryset = divisions
        if len(self.divisions) == 1:
            self.initial["division"] = self.divisions[0]
            self.fields["division"].widget = forms.HiddenInput()
        self.fields["step"].queryset = measure.steps.all()
        rounds = rounds_of(measure.plan.fiscal_year)
        self.fields["round_month"].choices = [("", OF_THE_DAY), *((row.month, str(row)) for row in rounds)]

    def clean(self):
        super().clean()
        state = self.cleaned_data.get("state")
        if state and self.cleaned_data.get("percent") is None and "percent" not in self.errors:
            self.cleaned_data["percent"] = PERCENT_OF.get(state)
            if state not in PERCENT_OF:
                self.add_error("percent", "โปรดพิมพ์ว่าทำไปแล้วร้อยละเท่าใด เช่น ๔๐")
        return self.cleaned_data

    def says_the_same_as(self, entry):
        """True when the entry holds what the valid form holds."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "round_month"}
        same_round = self.cleaned_data["round_month"] in (None, entry.round_month)
        return same_round and all(getattr(entry, name) == value for name, value in said.items())

    def ask_again(self, entry):
        """The form made `entry` before and says something else now: it stays, as one that was not sent yet."""
        self.sent_before = entry
        self.data = self.data.copy()
        self.data["form_key"] = str(uuid4())

    def add_refusal(self, error):
        """Put what a verb refuses beside its field, or above all where the form has none of that name."""
        for name, texts in getattr(error, "message_dict", {None: error.messages}).items():
            self.add_error(name if name in self.fields else None, texts)


class ResultRow(forms.Form):
    """One printed result; further lines are its sub-items. An empty row does not count."""

    text = ThaiTextField(label="ผลการดำเนินการ", required=False, widget=forms.Textarea(attrs=BOX | {"rows": 3}))


class SummaryForm(forms.Form):
    """What is printed of a measure for a round: numbered results, and the outcome."""

    outcome = ThaiTextField(
        label="ผลลัพธ์หรือความสำเร็จของการดำเนินการ",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="สิ่งที่เกิดขึ้นจริงกับประชาชนหรือหน่วยงาน ไม่ใช่สิ่งที่ตั้งใจจะทำ",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, results=(), outcome="", version=0, typed=None):
        """Begins with `results` and `outcome`; `typed` shows what was typed without judging it."""
        initial = {"outcome": outcome, "version": version}
        if typed is not None:
            initial = {"outcome": typed.get("outcome", ""), "version": typed.get("version", version)}
        super().__init__(data, initial=initial)
        source = data if typed is None else typed
        if source is None:
            self.results = Rows("result", ResultRow, [{"text": text} for text in results])
        else:
            self.results = Rows.typed("result", ResultRow, source, is_bound=typed is None)

    @classmethod
    def after_row_act(cls, typed):
        """The form after one of its row buttons ("result-add", "result-up-2"), with all that was typed."""
        form = cls(typed=typed)
        _, act, place = (*typed["rows"].split("-"), "", "")[:3]
        form.results.act(act, whole_number(place))
        return form

    def is_valid(self):
        return all([super().is_valid(), self.results.is_valid()])

    @property
    def texts(self):
        """The results of the valid form, in order."""
        return [row["text"] for row in self.results.filled]

    def show_version(self, version):
        """Let what was typed stand against what is stored now: saving again replaces it."""
        self.data = self.data.copy()
        self.data["version"] = version
