"""The first hour of an organisation: what has to be there before a year's work can begin, and what is there already.

Nothing is stored about the steps: each looks at the data itself, so that skipping one, or doing it elsewhere, is fine.
"""

from dataclasses import dataclass

from django.urls import reverse

from ita_portal.thai_dates import fiscal_year_of
from organizations.models import Division, Invitation, Membership, Role, Term
from reports import years

PROFILE_NEEDED = ("district", "phone", "document_number_prefix")


@dataclass(frozen=True)
class Way:
    """One way to do a step."""

    name: str
    address: str


@dataclass(frozen=True)
class Step:
    """One step: what it is, why it is asked, what is there. `ways` is empty for people whose work it is not."""

    title: str
    why: str
    found: str
    is_done: bool
    ways: tuple[Way, ...]
    whose: str


@dataclass(frozen=True)
class FirstHour:
    steps: tuple[Step, ...]

    @property
    def done_count(self):
        return sum(step.is_done for step in self.steps)

    @property
    def is_complete(self):
        return self.done_count == len(self.steps)

    @property
    def next_step(self):
        """The first step that is open and this person's to do; None when there is none."""
        return next((step for step in self.steps if not step.is_done and step.ways), None)


def of_organization(organization, user, today):
    """The FirstHour of an organisation as one of its people sees it; `today` says who holds office now."""
    known = years.of_organization(organization, user)
    steps = (*_office_steps(organization, user, today), *_work_steps(organization, user, known, today))
    return FirstHour(steps)


def _office_steps(organization, user, today):
    slug, keeps = organization.slug, user.has_role(organization, Role.ADMINISTRATOR)
    missing = [name for name in PROFILE_NEEDED if not getattr(organization, name)]
    divisions = Division.objects.visible_to(user).filter(organization=organization).count()
    holders = Term.objects.visible_to(user).filter(organization=organization).on(today).count()
    people = Membership.objects.visible_to(user).filter(organization=organization, is_active=True)
    roles, has_others = set(people.values_list("role", flat=True)), people.exclude(user=user).exists()
    invited = Invitation.objects.visible_to(user).filter(organization=organization).unused().count()

    def ways(name, route):
        return (Way(name, reverse(route, args=[slug])),) if keeps else ()

    whose = "ผู้ดูแลระบบของหน่วยงาน"
    yield Step(
        "ข้อมูลหน่วยงาน",
        "ชื่อ อำเภอ โทรศัพท์ และเลขหนังสือ พิมพ์ที่หัวเอกสารทุกฉบับ กรอกครั้งเดียวใช้ทุกปี",
        "ครบแล้ว" if not missing else f"ยังขาด {_labels(organization, missing)}",
        not missing,
        ways("ตรวจและเติมข้อมูล", "organizations:profile"),
        whose,
    )
    yield Step(
        "ส่วนราชการ",
        "มาตรการแต่ละข้อต้องมีส่วนราชการรับผิดชอบ ระบบมีรายชื่อที่มักใช้ให้เลือก",
        f"มี {divisions} แห่ง" if divisions else "ยังไม่มี",
        divisions > 0,
        ways("เลือกส่วนราชการ", "organizations:divisions"),
        whose,
    )
    yield Step(
        "ตำแหน่งและผู้ดำรงตำแหน่ง",
        "ชื่อและตำแหน่งพิมพ์ใต้ลายมือชื่อ และบอกระบบว่าเอกสารต้องเสนอใคร",
        f"มีผู้ดำรงตำแหน่ง {holders} คน" if holders else "ยังไม่มี",
        holders > 0,
        ways("บันทึกตำแหน่ง", "organizations:positions"),
        whose,
    )
    yield Step(
        "บุคคล",
        "ผู้ตรวจสอบภายในเป็นผู้บันทึกผลและจัดทำแผน จึงต้องมีอย่างน้อยหนึ่งคน คนเดียวมีหลายบทบาทได้",
        _people_found(roles, invited),
        Role.AUDITOR in roles and (has_others or len(roles) > 1),
        ways("เชิญบุคคล", "organizations:people"),
        whose,
    )


def _work_steps(organization, user, known, today):
    slug, audits = organization.slug, user.has_role(organization, Role.AUDITOR)
    results = [year.number for year in known if year.assessment]
    plans = [year.number for year in known if year.plan]
    # Results of a fiscal year are announced near its end: that of the running year is not there yet.
    announced = [number for number in years.without_result(known) if number < fiscal_year_of(today)]
    to_enter, to_plan = next(iter(announced), None), years.next_to_plan(known)
    enter = (
        ()
        if not (audits and to_enter)
        else tuple(
            Way(name, reverse(route, args=[slug, to_enter]))
            for name, route in (
                (f"วางคะแนนปี {to_enter}", "assessments:paste_scores"),
                ("นำเข้าแฟ้ม", "assessments:upload_scores"),
                ("พิมพ์เอง", "assessments:scores"),
            )
        )
    )
    plan = (Way(f"จัดทำแผนปี {to_plan}", reverse("measures:plan", args=[slug, to_plan])),) if to_plan else ()
    yield Step(
        "ผลการประเมินปีล่าสุด",
        "คะแนนที่ ป.ป.ช. ประกาศเป็นจุดตั้งต้นของการวิเคราะห์ แผน และรายงานทั้งหมด",
        f"มีผลปี {', '.join(map(str, results))}" if results else "ยังไม่มี",
        bool(results),
        enter,
        "ผู้ตรวจสอบภายใน",
    )
    yield Step(
        "แผนมาตรการปีแรก",
        "ระบบร่างแผนจากข้อที่คะแนนยังไม่เต็มให้ท่านตรวจแก้ แผนเป็นเอกสารที่ต้องเผยแพร่ตามแบบวัด OIT",
        f"มีแผนปี {', '.join(map(str, plans))}" if plans else ("ยังไม่มี" if results else "ทำได้เมื่อมีผลแล้ว"),
        bool(plans),
        plan if audits else (),
        "ผู้ตรวจสอบภายใน",
    )


def _labels(organization, names):
    return " ".join(str(organization._meta.get_field(name).verbose_name).partition(" (")[0] for name in names)


def _people_found(roles, invited):
    found = " · ".join(role.label for role in Role if role in roles) or "ยังไม่มี"
    return f"{found} · เชิญแล้วรอตอบรับ {invited} คน" if invited else found
