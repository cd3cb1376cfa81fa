"""Forms at the end of a paper: the words of the signer, and the way back with a reason."""

from django import forms

from ita_portal.fields import ThaiDateField, ThaiTextField
from reports.models import SignerRole

LONGEST_COMMENT = 600  # characters; whether it fits its field is seen when it is set


class SeenForm(forms.Form):
    """What was shown: the bytes by their hash, and whose turn it was."""

    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    waiting_order = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=99)

    def __init__(self, edition, *args, **kwargs):
        seen = {"sha256": edition.sha256, "waiting_order": edition.waiting_order}
        super().__init__(*args, initial=seen, **kwargs)


class SignForm(SeenForm):
    """The comment that is printed in the field, and who the signer is, shown again."""

    comment = ThaiTextField(
        label="ความเห็น",
        max_length=LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="พิมพ์ลงในเอกสารเหนือลายมือชื่อของท่าน ไม่เกินประมาณ ๔ บรรทัด เว้นว่างได้",
    )
    secret = forms.CharField(
        label="รหัสผ่านของท่าน",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, edition, signature, *args, asks_for_code, **kwargs):
        super().__init__(edition, *args, **kwargs)
        self.fields["comment"].label = signature.get_role_display()
        if signature.role == SignerRole.AUTHOR:
            del self.fields["comment"]
        if asks_for_code:
            self.fields["secret"] = forms.CharField(
                label="รหัสหกหลักจากแอปยืนยันตัวตน",
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
            )


class SendBackForm(SeenForm):
    """Why a paper goes back to its author."""

    reason = ThaiTextField(
        label="เหตุผลที่ส่งกลับ",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="ผู้จัดทำเห็นเหตุผลนี้ และเหตุผลอยู่ในประวัติของเอกสาร",
    )


class PenForm(forms.Form):
    """The scan of a paper signed by pen, and the date beside each signature on it."""

    scan = forms.FileField(
        label="สำเนาสแกนทุกหน้า",
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        help_text="แฟ้ม PDF แฟ้มเดียวทุกหน้า หรือภาพหากมีหน้าเดียว ไม่เกิน ๔๐ เมกะไบต์",
    )

    def __init__(self, edition, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for row in edition.signatures.order_by("order"):
            self.fields[f"signed_on_{row.order}"] = ThaiDateField(
                label=f"วันที่ที่ {row.person_name} ({row.get_role_display()}) ลงนาม",
                help_text="ตามที่เขียนบนกระดาษ เช่น ๕ ม.ค. ๒๕๖๙",
            )

    @property
    def signed_on(self):
        """{order of the signature: date}"""
        prefix = "signed_on_"
        return {
            int(name.removeprefix(prefix)): day
            for name, day in self.cleaned_data.items()
            if name.startswith(prefix)
        }
