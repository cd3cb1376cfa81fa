"""The filters of a plan's list pages as a form, and naming what one comes back to."""

from django import forms

from ita_portal.fields import ThaiTextField
from measures.measure_filter import LABELS, LONGEST_TEXT
from measures.workbench import Layout

EVERYTHING = {
    "division": "ทุกส่วนราชการ",
    "state": "ทุกสถานะ",
    "late": "ไม่ว่าเลยกำหนดหรือไม่",
    "indicator": "ทุกตัวชี้วัด",
    "month": "ทุกเดือน",
    "kind": "ทุกประเภท",
}
NOT_GROUPED = {Layout.BOARD: "ตามความก้าวหน้า", Layout.TIMELINE: "ไม่จัดกลุ่ม เรียงตามแผน"}


class MeasureFilterForm(forms.Form):
    """Shows a filter; what the address asks for is read by `measure_filter.read_filter`, not by this form."""

    q = ThaiTextField(
        label=LABELS["q"],
        required=False,
        widget=forms.TextInput(attrs={"maxlength": LONGEST_TEXT, "type": "search"}),
    )

    def __init__(self, bench):
        super().__init__(initial=bench.wanted.chosen, auto_id="filter-%s")
        everything = {**EVERYTHING, "by": NOT_GROUPED[bench.layout]}
        for name, choices in bench.choices.items():
            offered = [(value, choice.label) for value, choice in choices.items()]
            if name == "by" and bench.layout == Layout.BOARD:
                offered.remove(("state", choices["state"].label))  # a board without a choice
            self.fields[name] = forms.ChoiceField(
                label=LABELS[name], choices=[("", everything[name]), *offered], required=False
            )


class SavedViewForm(forms.Form):
    """The name of a view."""

    name = ThaiTextField(
        label="ชื่อมุมมอง", max_length=120, error_messages={"required": "โปรดตั้งชื่อมุมมอง เช่น งานของกองคลังที่ค้าง"}
    )
