"""Forms about the own account: logging in, passwords, the second factor."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.core.exceptions import ValidationError
from django.utils import timezone

from ita_portal.fields import ThaiTextField
from organizations import throttle
from organizations.client_address import client_address
from organizations.known_device import device_of
from organizations.models import User
from organizations.reauthentication import asks_for_code

PASSWORD_HELP = "อย่างน้อย ๑๐ ตัวอักษร ไม่เป็นตัวเลขล้วน และไม่คล้ายชื่อของท่าน วลีที่จำง่ายหลายคำต่อกันก็ใช้ได้"


def password_field(label, *, is_new=False, **kwargs):
    """A password as people type it, spaces included."""
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password" if is_new else "current-password"})
    required = f"โปรดกรอก{label}"
    return forms.CharField(
        label=label, strip=False, widget=widget, error_messages={"required": required}, **kwargs
    )


def code_field(label, **kwargs):
    widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})
    return forms.CharField(
        label=label, max_length=40, widget=widget, error_messages={"required": "โปรดพิมพ์รหัส"}, **kwargs
    )


def identity_field(user):
    """What confirm_identity() asks of the person."""
    return code_field("รหัสหกหลักจากแอปยืนยันตัวตน") if asks_for_code(user) else password_field("รหัสผ่านของท่าน")


class LoginForm(AuthenticationForm):
    """User name and password, refused in words that help at a Thai keyboard, and not tried without end."""

    error_messages = {
        "invalid_login": "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง โปรดตรวจภาษาของแป้นพิมพ์และตัวพิมพ์ใหญ่–เล็ก แล้วลองอีกครั้ง",
        "inactive": "บัญชีนี้ถูกระงับการใช้งาน โปรดแจ้งผู้ดูแลระบบของหน่วยงาน",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "ชื่อผู้ใช้"
        self.fields["username"].error_messages["required"] = "โปรดกรอกชื่อผู้ใช้"
        self.fields["password"].error_messages["required"] = "โปรดกรอกรหัสผ่าน"

    def clean(self):
        username = self.cleaned_data.get("username")
        if not (username and self.cleaned_data.get("password")):
            return self.cleaned_data
        attempt = throttle.begin(
            throttle.Door.LOGIN,
            username,
            client_address(self.request),
            now=timezone.now(),
            device=device_of(self.request, username),
        )
        cleaned = super().clean()  # raises when they do not fit: the attempt stays counted
        attempt.succeeded()
        return cleaned


class CodeForm(forms.Form):
    """The second step of logging in."""

    code = code_field("รหัสยืนยัน", help_text="รหัส ๖ หลักจากแอปยืนยันตัวตน หรือรหัสสำรองหนึ่งรหัสหากไม่มีโทรศัพท์")


class NewPasswordForm(forms.Form):
    """A new password, typed twice. What it must be is checked by the verb."""

    password = password_field("รหัสผ่านใหม่", is_new=True, help_text=PASSWORD_HELP)
    again = password_field("พิมพ์รหัสผ่านใหม่อีกครั้ง", is_new=True)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", "รหัสผ่านสองช่องไม่ตรงกัน โปรดพิมพ์ใหม่")
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    current = password_field("รหัสผ่านปัจจุบัน")

    field_order = ["current", "password", "again"]


class OwnPasswordForm(forms.Form):
    """Shows again who one is, before an act on the account."""

    current = password_field("รหัสผ่านของท่าน")


class SecondFactorForm(OwnPasswordForm):
    """The app was set up: its code, and the password that says it is the owner who did so."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=600)
    code = code_field("รหัส ๖ หลักที่แอปแสดง")

    field_order = ["code", "current", "token"]


class OwnDetailsForm(forms.Form):
    """Name and mail address of the account."""

    first_name = ThaiTextField(label="ชื่อ", max_length=150, error_messages={"required": "โปรดพิมพ์ชื่อ"})
    last_name = ThaiTextField(label="นามสกุล", max_length=150, error_messages={"required": "โปรดพิมพ์นามสกุล"})
    email = forms.EmailField(
        label="อีเมล",
        required=False,
        max_length=254,
        help_text="ใช้ส่งการแจ้งเตือนงานที่ใกล้ครบกำหนด และลิงก์เมื่อลืมรหัสผ่าน เว้นว่างได้",
        error_messages={"invalid": "โปรดพิมพ์อีเมลให้ครบ เช่น somchai@example.go.th"},
    )
    current = password_field("รหัสผ่านของท่าน", required=False, help_text="กรอกเฉพาะเมื่อเปลี่ยนอีเมล")

    def __init__(self, user, *args, **kwargs):
        details = {"first_name": user.first_name, "last_name": user.last_name, "email": user.email}
        super().__init__(*args, initial=details, **kwargs)

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in ("first_name", "last_name", "email")}


class ForgottenPasswordForm(forms.Form):
    email = forms.EmailField(
        label="อีเมลของบัญชี",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "โปรดพิมพ์อีเมล", "invalid": "โปรดพิมพ์อีเมลให้ครบ เช่น somchai@example.go.th"},
    )


class NewAccountForm(NewPasswordForm):
    """The account that an invited person opens."""

    first_name = ThaiTextField(
        label="ชื่อ (มีคำนำหน้าหรือไม่ก็ได้)", max_length=150, error_messages={"required": "โปรดพิมพ์ชื่อ"}
    )
    last_name = ThaiTextField(label="นามสกุล", max_length=150, error_messages={"required": "โปรดพิมพ์นามสกุล"})
    username = UsernameField(
        label="ชื่อผู้ใช้ที่ต้องการ",
        max_length=150,
        help_text="ใช้เมื่อเข้าสู่ระบบ เป็นตัวอักษรอังกฤษ ตัวเลข หรือ . _ - ไม่มีช่องว่าง เช่น somchai.k",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        error_messages={"required": "โปรดพิมพ์ชื่อผู้ใช้"},
    )

    field_order = ["first_name", "last_name", "username", "password", "again"]

    def clean_username(self):
        username = self.cleaned_data["username"]
        try:
            User._meta.get_field("username").run_validators(username)
        except ValidationError:
            raise ValidationError("ชื่อผู้ใช้มีได้เฉพาะตัวอักษรอังกฤษ ตัวเลข และ . _ - ไม่มีช่องว่าง") from None
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError("ชื่อผู้ใช้นี้มีผู้ใช้แล้ว โปรดเลือกชื่ออื่น เช่น เติมชื่อหน่วยงานต่อท้าย")
        return username
