"""Forms of the desk: who signs, how the document is put before them, and why a new edition is made or not after all."""

from django import forms

from ita_portal.fields import ThaiTextField
from organizations.models import ActingAppointment, Term
from reports.models import SignerRole, SigningMethod
from reports.workflow.signers import lacking_to_sign

NOBODY = ("", "ไม่มี")
NOT_CHOSEN = (
    "",
    "โปรดเลือก",
)  # nobody is proposed for who must be named: the first of a list would be the mayor
# Field, role, whether somebody must be named.
PLACES = (
    ("author", SignerRole.AUTHOR, "ผู้จัดทำ", True),
    ("opinion", SignerRole.OPINION, "ผู้ให้ความเห็น", False),
    ("second_opinion", SignerRole.OPINION, "ผู้ให้ความเห็นคนที่สอง", False),
    ("decision", SignerRole.DECISION, "ผู้พิจารณา", True),
)


class VersionForm(forms.Form):
    """An act on the document as it was seen."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), "ข้อมูลของหน้านี้ไม่ครบ โปรดเปิดหน้านี้ใหม่แล้วทำอีกครั้ง"),
    )

    def __init__(self, document, *args, **given):
        super().__init__(*args, initial={"version": document.version, **given})


class SignersForm(VersionForm):
    """Who signs a draft: people who hold an office today, or stand in for its holder."""

    def __init__(self, document, user, today, chosen, *args):
        """`chosen`: [(role, Term, ActingAppointment or None)], those of the document or the suggested ones."""
        self.people = _people(document.organization, user, today)
        super().__init__(document, *args, **_initial(chosen))
        choices = [(key, label) for key, (label, _, _) in self.people.items()]
        for name, _, label, is_required in PLACES:
            self.fields[name] = forms.ChoiceField(
                label=label,
                required=is_required,
                choices=[NOT_CHOSEN if is_required else NOBODY, *choices],
                error_messages={"required": f"โปรดเลือก{label}"},
            )

    @property
    def signers(self):
        """[(role, Term, ActingAppointment or None)] in the order of signing."""
        given = [(role, self.cleaned_data.get(name)) for name, role, _, _ in PLACES]
        return [(role, *self.people[key][1:]) for role, key in given if key]


def _people(organization, user, today):
    """{key: (label, Term, ActingAppointment or None)} of everybody who may sign something on the day."""
    terms = Term.objects.visible_to(user).on(today).filter(organization=organization)
    found = {
        f"term-{row.pk}": (f"{row.person_name} · {row.position.title}{_lacking(row)}", row, None)
        for row in terms.select_related("position").order_by("position", "starts_on")
    }
    acting = ActingAppointment.objects.visible_to(user).on(today).filter(organization=organization)
    for row in acting.select_related("term__position", "position"):
        label = f"{row.term.person_name} · {row.term.position.title} {row.get_capacity_display()}{row.position.title}"
        found[f"acting-{row.pk}"] = (f"{label}{_lacking(row.term)}", row.term, row)
    return found


def _lacking(term):
    """What of a person is told in a list of choices; "" of whoever can sign here."""
    lacking = lacking_to_sign(term)
    return f" ({lacking} ลงนามด้วยปากกาได้)" if lacking else ""


def _initial(chosen):
    names = {}
    for role, term, acting in chosen:
        name = next(name for name, place, _, _ in PLACES if place == role and name not in names)
        names[name] = f"acting-{acting.pk}" if acting else f"term-{term.pk}"
    return names


class ProposeForm(VersionForm):
    """How a draft is signed."""

    method = forms.ChoiceField(
        label="ลงนามอย่างไร",
        choices=[
            (SigningMethod.DIGITAL, "ลายมือชื่อดิจิทัลในระบบ ผู้ลงนามอ่านและลงนามจากโทรศัพท์หรือคอมพิวเตอร์"),
            (SigningMethod.PEN, "พิมพ์ออกมาลงนามด้วยปากกา แล้วนำสำเนาสแกนเข้าระบบ"),
        ],
        initial=SigningMethod.DIGITAL,
        widget=forms.RadioSelect,
        error_messages={"required": "โปรดเลือกวิธีลงนามแล้วเสนออีกครั้ง"},
    )


class ReviseForm(VersionForm):
    """Why a document that was signed gets a new edition."""

    reason = ThaiTextField(
        label="เหตุผลของฉบับแก้ไข",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="เช่น แก้คะแนนข้อ i4 ตามประกาศที่แก้ไข เหตุผลนี้แสดงในประวัติที่ประชาชนเห็น",
        error_messages={"required": "โปรดเขียนเหตุผลของฉบับแก้ไข"},
    )
