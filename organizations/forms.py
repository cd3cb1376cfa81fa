"""Forms about what organisations print, and the days all of them share."""

from django import forms

from ita_portal.fields import ThaiDateField, ThaiTextField


class EmblemForm(forms.Form):
    """The official Garuda as the office has it: PNG or JPEG."""

    image = forms.FileField(
        label="แฟ้มภาพตราครุฑ",
        help_text="แฟ้ม PNG หรือ JPEG ไม่เกิน ๔ เมกะไบต์ ควรเป็นภาพขาวดำพื้นหลังใส กว้างอย่างน้อย ๓๐๐ จุด",
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg"}),
        error_messages={"required": "โปรดเลือกแฟ้มภาพ", "empty": "แฟ้มที่เลือกว่างเปล่า โปรดเลือกแฟ้มอื่น"},
    )


class HolidayForm(forms.Form):
    """What can be corrected about a public holiday; the day itself identifies it."""

    name = ThaiTextField(label="ชื่อวันหยุด", max_length=200, error_messages={"required": "โปรดพิมพ์ชื่อวันหยุด"})
    is_provisional = forms.BooleanField(label="ยังไม่ยืนยัน (รอประกาศของปีนั้น)", required=False)
    is_cancelled = forms.BooleanField(label="ยกเลิกแล้ว วันนี้เป็นวันทำการ", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, holiday, *args, **kwargs):
        super().__init__(*args, initial={name: getattr(holiday, name) for name in self.base_fields}, **kwargs)

    @property
    def values(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class NewHolidayForm(forms.Form):
    """A day the cabinet declared, or a holiday of a year that has no file yet."""

    day = ThaiDateField(label="วันที่", error_messages={"required": "โปรดพิมพ์วันที่ เช่น ๒ ม.ค. ๒๕๖๙"})
    name = ThaiTextField(label="ชื่อวันหยุด", max_length=200, error_messages={"required": "โปรดพิมพ์ชื่อวันหยุด"})
    is_provisional = forms.BooleanField(label="ยังไม่ยืนยัน (รอประกาศของปีนั้น)", required=False)
