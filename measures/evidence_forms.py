"""Forms of evidence: what proves an entry, and why something is taken back."""

from django import forms
from django.core.exceptions import ValidationError

from ita_portal.fields import ThaiTextField
from ita_portal.thai_text import to_thai_digits

# Phones offer their camera for pictures, and hand over JPEG where HEIC is not asked for.
ACCEPTED = "image/jpeg,image/png,application/pdf,.pdf,.jpg,.jpeg,.png,.docx,.xlsx"
MOST_FILES = 10
NOTHING_SENT = "ยังไม่ได้เลือกแฟ้มหรือพิมพ์ลิงก์ โปรดเลือกอย่างน้อยหนึ่งอย่าง"


class FilesInput(forms.FileInput):
    """A box for several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name)


class FilesField(forms.FileField):
    """Several files; each is judged for itself by the verb, so that one that is refused takes no other with it."""

    widget = FilesInput

    def clean(self, data, initial=None):
        if len(data) > MOST_FILES:
            raise ValidationError(f"แนบได้ครั้งละไม่เกิน {to_thai_digits(str(MOST_FILES))} แฟ้ม โปรดเลือกใหม่")
        return data


class EvidenceForm(forms.Form):
    """Files and a link that prove what was done. `must_bring`: sending it empty is a mistake."""

    files = FilesField(
        label="รูปถ่ายหรือแฟ้ม",
        required=False,
        widget=FilesInput(attrs={"accept": ACCEPTED}),
        help_text="รูปถ่าย PDF Word หรือ Excel เลือกได้หลายแฟ้ม แฟ้มละไม่เกิน ๒๐ เมกะไบต์ ข้อมูลสถานที่และเครื่องถ่ายในรูปจะถูกลบออก",
    )
    link = forms.CharField(
        label="ลิงก์",
        required=False,
        strip=True,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
        help_text="หน้าเว็บไซต์ที่เผยแพร่เรื่องนี้ เว้นว่างได้",
    )
    link_name = ThaiTextField(
        label="ชื่อของลิงก์",
        required=False,
        max_length=255,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="เช่น ประกาศเผยแพร่คู่มือในเว็บไซต์ เว้นว่างได้",
    )

    def __init__(self, data=None, files=None, *, must_bring=True):
        super().__init__(data, files)
        self.must_bring = must_bring

    def clean(self):
        super().clean()
        if self.must_bring and not self.errors and not (self.cleaned_data["files"] or self.links):
            raise ValidationError(NOTHING_SENT)
        return self.cleaned_data

    @property
    def brought_files(self):
        """True when files came with the form: shown again, it has lost them, as browsers send a file only once."""
        return bool(self.files)

    @property
    def links(self):
        """(link, name) of the valid form, as a list of one or none."""
        link = self.cleaned_data.get("link")
        return [(link, self.cleaned_data.get("link_name", ""))] if link else []

    def add_refusals(self, sentences):
        for sentence in sentences:
            self.add_error(None, f"ไม่ได้แนบ {sentence}")


class WithdrawForm(forms.Form):
    reason = ThaiTextField(
        label="เหตุผลที่ถอน",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="เช่น แนบผิดแฟ้ม หรือมีข้อมูลส่วนบุคคล เหตุผลนี้จะแสดงข้างชื่อหลักฐาน",
        error_messages={"required": "โปรดเขียนเหตุผลที่ถอนหลักฐาน"},
    )
