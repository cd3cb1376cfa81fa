"""Forms of confirming an assessment and of opening it again."""

from django import forms

from ita_portal.fields import ThaiTextField


class ConfirmForm(forms.Form):
    """Nothing to fill in: it carries what the page showed, so that nothing newer is confirmed unseen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class ReopenForm(forms.Form):
    reason = ThaiTextField(
        label="เหตุผลที่เปิดแก้ไข",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="เขียนให้ผู้อื่นเข้าใจได้ภายหลัง เช่น คะแนนข้อ i4 พิมพ์สลับหลัก ข้อความนี้เก็บไว้ในประวัติและแสดงที่เอกสารซึ่งต้องตรวจใหม่",
        error_messages={"required": "โปรดเขียนเหตุผลที่เปิดแก้ไข"},
    )
