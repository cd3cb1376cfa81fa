"""Forms of adopting a plan, and of amending and cancelling its measures afterwards."""

from django import forms

from ita_portal.fields import ThaiDateField, ThaiTextField
from measures.plan_forms import MeasureForm


class AdoptForm(forms.Form):
    """From which day the plan is in force. `seen` carries the version that the page showed."""

    on = ThaiDateField(label="ประกาศใช้ตั้งแต่วันที่", help_text="วันที่ผู้บริหารเห็นชอบหรือลงนามในแผน")
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self):
        if self.cleaned_data["on"] > self.today:
            raise forms.ValidationError("วันที่ประกาศใช้ยังมาไม่ถึง โปรดพิมพ์วันที่ไม่เกินวันนี้")
        return self.cleaned_data["on"]


def _reason(label, required, help_text):
    return ThaiTextField(
        label=label,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
        error_messages={"required": required},
    )


class AmendMeasureForm(MeasureForm):
    """A measure of an adopted plan, with why it changes."""

    reason = _reason(
        "เหตุผลที่แก้ไข",
        "โปรดเขียนเหตุผลที่แก้ไขมาตรการ",
        "เช่น ย้ายงานพัสดุไปสังกัดกองคลัง ข้อความนี้แสดงในประวัติของมาตรการพร้อมสิ่งที่เปลี่ยน",
    )


class CancelMeasureForm(forms.Form):
    """Why a measure is no longer to be carried out."""

    reason = _reason(
        "เหตุผลที่ยกเลิก",
        "โปรดเขียนเหตุผลที่ยกเลิกมาตรการ",
        "เช่น รวมกับมาตรการลำดับที่ ๓ แล้ว ข้อความนี้แสดงคู่กับมาตรการในแผน",
    )
