"""Forms about what an organisation is: profile, divisions, positions, terms of office, acting appointments."""

from django import forms

from ita_portal.fields import ThaiDateField, ThaiTextField
from organizations.models import (
    Capacity,
    Membership,
    OrganizationKind,
    PositionRank,
    User,
)
from organizations.provinces import PROVINCES
from organizations.usual_divisions import USUAL_DIVISIONS

DATE_HELP = "เช่น ๑ ต.ค. ๒๕๖๘"


def _text(label, *, required=True, **kwargs):
    kwargs.setdefault("max_length", 200)
    return ThaiTextField(
        label=label, required=required, error_messages={"required": f"โปรดพิมพ์{label}"}, **kwargs
    )


def head_title(kind, place_name):
    """How the highest office of an organisation of the kind is called: นายกเทศมนตรีตำบลโพธิ์ชัย."""
    return f"นายก{kind.label.replace('เทศบาล', 'เทศมนตรี')}{place_name}"


class VersionedForm(forms.Form):
    """A form about a stored row; tells the verb which version the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, row, *args, **kwargs):
        names = [name for name in self.base_fields if hasattr(row, name)]
        super().__init__(*args, initial={name: getattr(row, name) for name in names}, **kwargs)

    @property
    def values(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ProvinceField(forms.ChoiceField):
    """One of the provinces of Thailand, by name."""

    def __init__(self, **kwargs):
        choices = [("", "เลือกจังหวัด"), *((name, name) for name in PROVINCES)]
        messages = {"required": "โปรดเลือกจังหวัด", "invalid_choice": "โปรดเลือกจังหวัดจากรายการ"}
        super().__init__(label="จังหวัด", choices=choices, error_messages=messages, **kwargs)

    def prepare_value(self, value):
        return getattr(value, "name", value)


class ProfileForm(VersionedForm):
    """What the organisation says of itself; most of it is printed in documents."""

    name = _text("ชื่อเต็ม", help_text="พิมพ์ในเอกสารทุกฉบับ เช่น องค์การบริหารส่วนตำบลคลองเส")
    place_name = _text("ชื่อพื้นที่", max_length=120, help_text="ไม่มีคำนำหน้าประเภท เช่น คลองเส")
    district = _text("อำเภอ", max_length=120, required=False, help_text="ตามที่พิมพ์ในเอกสาร เช่น อำเภอถ้ำพรรณรา")
    province = ProvinceField()
    document_number_prefix = _text(
        "เลขประจำหน่วยงาน", max_length=40, required=False, help_text="หน้าเลขหนังสือ เช่น นค ๕๓๗๑๑"
    )
    phone = _text("โทรศัพท์", max_length=120, required=False)
    fax = _text("โทรสาร", max_length=120, required=False)
    domain = forms.CharField(
        label="เว็บไซต์หลัก",
        required=False,
        max_length=200,
        help_text="เช่น khlongse.go.th ใช้ตรวจลิงก์ที่เผยแพร่",
    )
    head_title = _text("ตำแหน่งผู้บริหารสูงสุด", help_text="เช่น นายกองค์การบริหารส่วนตำบลคลองเส")

    field_order = [
        "name",
        "place_name",
        "district",
        "province",
        "document_number_prefix",
        "phone",
        "fax",
        "domain",
        "head_title",
    ]

    def clean_domain(self):
        """The name alone: people copy the whole address from their browser."""
        typed = self.cleaned_data["domain"].strip().lower()
        return typed.removeprefix("https://").removeprefix("http://").partition("/")[0]


class NewOrganizationForm(forms.Form):
    """The few facts a new organisation begins with, and its first administrator. The rest it says itself."""

    kind = forms.ChoiceField(
        label="ประเภท",
        choices=[("", "เลือกประเภท"), *OrganizationKind.choices],
        error_messages={"required": "โปรดเลือกประเภท", "invalid_choice": "โปรดเลือกประเภทจากรายการ"},
    )
    place_name = _text("ชื่อพื้นที่", max_length=120, help_text="ไม่มีคำนำหน้าประเภท เช่น คลองเส")
    district = _text("อำเภอ", max_length=120, required=False, help_text="เช่น อำเภอถ้ำพรรณรา")
    province = ProvinceField()
    slug = forms.SlugField(
        label="ชื่อในที่อยู่เว็บ",
        max_length=60,
        help_text="ตัวอักษรอังกฤษ ตัวเลข และขีด เช่น khlongse เปลี่ยนภายหลังไม่ได้",
        error_messages={
            "required": "โปรดพิมพ์ชื่อในที่อยู่เว็บ",
            "invalid": "ชื่อในที่อยู่เว็บมีได้เฉพาะตัวอักษรอังกฤษ ตัวเลข และขีด",
        },
    )
    person_name = _text("ชื่อ–สกุลผู้ดูแลระบบคนแรก")
    email = forms.EmailField(
        label="อีเมลของผู้ดูแลระบบคนแรก",
        required=False,
        max_length=254,
        help_text="เว้นว่างได้ แล้วส่งลิงก์คำเชิญเองทางที่ท่านไว้ใจ",
        error_messages={"invalid": "โปรดพิมพ์อีเมลให้ครบ เช่น somchai@example.go.th"},
    )

    @property
    def organization_values(self):
        """Fields of the Organization; the full name and the head's title as they usually read."""
        given = {
            name: self.cleaned_data[name] for name in ("kind", "place_name", "district", "province", "slug")
        }
        kind, place = OrganizationKind(given["kind"]), given["place_name"]
        return {**given, "name": kind.label + place, "head_title": head_title(kind, place)}


class NewDivisionsForm(forms.Form):
    """Divisions to add: ticked among the usual ones, or typed, one a line."""

    usual = forms.MultipleChoiceField(
        label="ส่วนราชการที่หน่วยงานประเภทนี้มักมี", required=False, widget=forms.CheckboxSelectMultiple
    )
    others = ThaiTextField(
        label="ส่วนราชการอื่น",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="บรรทัดละหนึ่งชื่อ ตามลำดับที่พิมพ์ในเอกสาร",
    )

    def __init__(self, organization, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = set(organization.divisions.values_list("name", flat=True))
        usual = [name for name in USUAL_DIVISIONS[organization.kind] if name not in self.known]
        self.fields["usual"].choices = [(name, name) for name in usual]
        if not self.known:
            self.initial["usual"] = usual
        if not usual:
            del self.fields["usual"]

    def clean(self):
        cleaned = super().clean()
        typed = [line.strip() for line in cleaned.get("others", "").splitlines() if line.strip()]
        self.names = list(dict.fromkeys([*cleaned.get("usual", []), *typed]))
        if not self.names:
            self.add_error("others", "โปรดเลือกหรือพิมพ์ชื่อส่วนราชการอย่างน้อยหนึ่งชื่อ")
        if double := [name for name in self.names if name in self.known]:
            self.add_error("others", f"มีส่วนราชการชื่อ {double[0]} อยู่แล้ว")
        if any(len(name) > 120 for name in self.names):
            self.add_error("others", "ชื่อส่วนราชการยาวได้ไม่เกิน ๑๒๐ ตัวอักษร โปรดแยกบรรทัดละหนึ่งชื่อ")
        return cleaned


class DivisionForm(VersionedForm):
    name = _text("ชื่อส่วนราชการ", max_length=120)
    document_number_prefix = _text(
        "เลขประจำส่วนราชการ", max_length=40, required=False, help_text="หน้าเลขหนังสือของส่วนราชการนี้"
    )
    phone = _text("โทรศัพท์", max_length=120, required=False)


class PositionForm(VersionedForm):
    title = _text("ชื่อตำแหน่ง", help_text="ตามที่พิมพ์ใต้ลายมือชื่อ เช่น ปลัดองค์การบริหารส่วนตำบลคลองเส")
    rank = forms.ChoiceField(
        label="ชั้น",
        choices=[("", "เลือกชั้น"), *PositionRank.choices],
        help_text="บอกระบบว่าเอกสารเสนอใครตามลำดับ",
        error_messages={"required": "โปรดเลือกชั้น", "invalid_choice": "โปรดเลือกชั้นจากรายการ"},
    )
    division = forms.ModelChoiceField(
        label="ส่วนราชการ",
        queryset=None,
        required=False,
        empty_label="ไม่สังกัดส่วนราชการ",
        error_messages={"invalid_choice": "โปรดเลือกส่วนราชการจากรายการ"},
    )

    def __init__(self, row, organization, *args, **kwargs):
        super().__init__(row, *args, **kwargs)
        self.fields["division"].queryset = organization.divisions.all()


class TermForm(VersionedForm):
    person_name = _text("ชื่อ–สกุล (มีคำนำหน้า)", help_text="ตามที่พิมพ์ในวงเล็บใต้ลายมือชื่อ เช่น นายสมชาย ตัวอย่าง")
    military_rank = _text("ยศ", max_length=60, required=False, help_text="พิมพ์เหนือชื่อ เช่น จ่าอากาศเอก เว้นว่างได้")
    user = forms.ModelChoiceField(
        label="บัญชีผู้ใช้",
        queryset=None,
        required=False,
        empty_label="ไม่มีบัญชี",
        help_text="ผู้ที่จะลงนามในระบบต้องมีบัญชี หากยังไม่มี เชิญที่หน้าผู้ใช้และบทบาทก่อน แล้วกลับมาเลือกภายหลัง",
        error_messages={"invalid_choice": "โปรดเลือกบัญชีจากรายการ"},
    )
    starts_on = ThaiDateField(
        label="ตั้งแต่วันที่", help_text=DATE_HELP, error_messages={"required": "โปรดพิมพ์วันที่เริ่ม เช่น ๑ ต.ค. ๒๕๖๘"}
    )
    ends_on = ThaiDateField(label="ถึงวันที่", required=False, help_text="เว้นว่างหากยังดำรงตำแหน่งอยู่")

    def __init__(self, row, organization, *args, **kwargs):
        super().__init__(row, *args, **kwargs)
        held = Membership.objects.unscoped("the people of the organisation in hand")
        held = held.filter(organization=organization, is_active=True)
        known = User.objects.filter(pk__in=held.values("user_id")).order_by("first_name", "last_name")
        self.fields["user"].queryset = known
        self.initial["user"] = row.user_id


class ActingForm(VersionedForm):
    term = forms.ModelChoiceField(
        label="ผู้แทน",
        queryset=None,
        empty_label="เลือกผู้ดำรงตำแหน่ง",
        error_messages={"required": "โปรดเลือกผู้แทน", "invalid_choice": "โปรดเลือกผู้แทนจากรายการ"},
    )
    position = forms.ModelChoiceField(
        label="แทนตำแหน่ง",
        queryset=None,
        empty_label="เลือกตำแหน่ง",
        error_messages={"required": "โปรดเลือกตำแหน่งที่แทน", "invalid_choice": "โปรดเลือกตำแหน่งจากรายการ"},
    )
    capacity = forms.ChoiceField(
        label="ฐานะ",
        choices=[("", "เลือกฐานะ"), *Capacity.choices],
        help_text="รักษาราชการแทน เมื่อตำแหน่งว่างหรือผู้ดำรงตำแหน่งปฏิบัติราชการไม่ได้ ปฏิบัติราชการแทน เมื่อได้รับมอบอำนาจ",
        error_messages={"required": "โปรดเลือกฐานะ", "invalid_choice": "โปรดเลือกฐานะจากรายการ"},
    )
    starts_on = ThaiDateField(
        label="ตั้งแต่วันที่", help_text=DATE_HELP, error_messages={"required": "โปรดพิมพ์วันที่เริ่ม เช่น ๑ ต.ค. ๒๕๖๘"}
    )
    ends_on = ThaiDateField(label="ถึงวันที่", required=False, help_text="เว้นว่างหากยังไม่มีกำหนด")

    def __init__(self, row, organization, *args, **kwargs):
        super().__init__(row, *args, **kwargs)
        self.fields["term"].queryset = organization.terms.select_related("position")
        self.fields["position"].queryset = organization.positions.all()
        self.initial |= {"term": row.term_id, "position": row.position_id}
