"""The form that passes one finding of the check before routing."""

from django import forms

from ita_portal.fields import ThaiTextField
from reports.workflow.findings import LONGEST_REASON, SHORTEST_REASON


class OverrideForm(forms.Form):
    """Why a finding stays as it is. One page holds many, so each has ids of its own."""

    reason = ThaiTextField(
        label="เหตุผลที่ไม่ต้องแก้",
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="เหตุผลนี้อยู่ในประวัติของเอกสาร เช่น อ้างคู่มือของเทศบาลนั้นโดยตั้งใจ",
        error_messages={
            "required": "โปรดเขียนเหตุผล",
            "min_length": "โปรดเขียนเหตุผลอย่างน้อย ๑๐ ตัวอักษร ให้ผู้อื่นอ่านแล้วเข้าใจ",
        },
    )

    def __init__(self, *args, key, **kwargs):
        super().__init__(*args, auto_id=f"{key}-%s", **kwargs)
