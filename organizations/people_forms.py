"""Forms about the people of an organisation."""

from django import forms

from ita_portal.fields import ThaiTextField
from organizations.models import Role
from organizations.models.people import ROLES_IN_AN_ORGANIZATION

# What each role is for, where one chooses: people know their work, not the words of the portal.
ROLE_HELP = {
    Role.AUDITOR: "บันทึกผล วิเคราะห์ จัดทำแผนและเอกสาร",
    Role.CLERK: "จัดทำเอกสารและบันทึกข้อความ",
    Role.EXECUTIVE: "อ่าน ให้ความเห็น ลงนาม (ปลัด นายก)",
    Role.DIVISION_STAFF: "รายงานงานของส่วนราชการตน",
    Role.ADMINISTRATOR: "ดูแลบุคคล ส่วนราชการ และตำแหน่ง",
}


class RoleForm(forms.Form):
    """A role, and the division it is held in."""

    role = forms.ChoiceField(
        label="บทบาท",
        choices=[("", "เลือกบทบาท")]
        + [(role.value, f"{role.label} – {ROLE_HELP[role]}") for role in ROLES_IN_AN_ORGANIZATION],
        error_messages={"required": "โปรดเลือกบทบาท", "invalid_choice": "โปรดเลือกบทบาทจากรายการ"},
    )
    division = forms.ModelChoiceField(
        label="ส่วนราชการ",
        queryset=None,
        required=False,
        empty_label="ไม่ระบุ",
        help_text="ต้องระบุสำหรับเจ้าหน้าที่ส่วนราชการ บทบาทอื่นเว้นว่างได้",
        error_messages={"invalid_choice": "โปรดเลือกส่วนราชการจากรายการ"},
    )

    def __init__(self, organization, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["division"].queryset = organization.divisions.all()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("role") == Role.DIVISION_STAFF and not cleaned.get("division"):
            self.add_error("division", "เจ้าหน้าที่ส่วนราชการต้องระบุส่วนราชการที่สังกัด")
        return cleaned


class ChangeRoleForm(RoleForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class InvitationForm(RoleForm):
    person_name = ThaiTextField(
        label="ชื่อ–สกุล",
        max_length=200,
        error_messages={"required": "โปรดพิมพ์ชื่อ–สกุลของผู้ที่จะเชิญ"},
    )
    email = forms.EmailField(
        label="อีเมล",
        required=False,
        max_length=254,
        help_text="เว้นว่างได้ แล้วคัดลอกลิงก์ไปส่งเองทางที่ท่านไว้ใจ",
        error_messages={"invalid": "โปรดพิมพ์อีเมลให้ครบ เช่น somchai@example.go.th"},
    )

    field_order = ["person_name", "role", "division", "email"]
