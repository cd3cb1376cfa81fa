"""Forms about people and organisations."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm


class LoginForm(AuthenticationForm):
    """User name and password, refused in words that help at a Thai keyboard."""

    error_messages = {
        "invalid_login": "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง โปรดตรวจภาษาของแป้นพิมพ์และตัวพิมพ์ใหญ่–เล็ก แล้วลองอีกครั้ง",
        "inactive": "บัญชีนี้ถูกระงับการใช้งาน โปรดแจ้งผู้ดูแลระบบของหน่วยงาน",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "ชื่อผู้ใช้"
        self.fields["username"].error_messages["required"] = "โปรดกรอกชื่อผู้ใช้"
        self.fields["password"].error_messages["required"] = "โปรดกรอกรหัสผ่าน"


class EmblemForm(forms.Form):
    """The official Garuda as the office has it: PNG or JPEG."""

    image = forms.FileField(
        label="แฟ้มภาพตราครุฑ",
        help_text="แฟ้ม PNG หรือ JPEG ไม่เกิน 4 MB ควรเป็นภาพขาวดำพื้นหลังใส กว้างอย่างน้อย 300 จุด",
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg"}),
        error_messages={"required": "โปรดเลือกแฟ้มภาพ", "empty": "แฟ้มที่เลือกว่างเปล่า โปรดเลือกแฟ้มอื่น"},
    )
