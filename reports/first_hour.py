"""The first hour of an organisation: what has to be there before a year's work can begin, and what is there already.

Nothing is stored about the steps: each looks at the data itself, so that skipping one, or doing it elsewhere, is fine.
"""

from dataclasses import dataclass

from django.urls import reverse

from ita_portal.thai_dates import fiscal_year_of
from organizations.models import Division, Invitation, Membership, Role, Term
from reports import years

KEEPER = "ผู้ดูแลระบบของหน่วยงาน"
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
    audits = user.has_role(organization, Role.AUDITOR)
    has_result = any(year.assessment for year in known)
    return FirstHour(
        (
            *_office_steps(organization, user, today),
            _people_step(organization, user),
            _result_step(organization.slug, known, audits, today),
            _plan_step(organization.slug, known, audits, has_result),
        )
    )


def _ways(is_theirs, slug, *named):
    """The ways (name, route, year …) of a step; none for people whose work it is not."""
    return tuple(Way(name, reverse(route, args=[slug, *rest])) for name, route, *rest in named if is_theirs)


def _office_steps(organization, user, today):
    slug, keeps = organization.slug, user.has_role(organization, Role.ADMINISTRATOR)
    missing = [name for name in PROFILE_NEEDED if not getattr(organization, name)]
    later = "" if organization.domain else " · เว็บไซต์หลักยังว่าง ต้องใช้เมื่อยื่น OIT"
    divisions = Division.objects.visible_to(user).filter(organization=organization).count()
    terms = Term.objects.visible_to(user).filter(organization=organization).on(today)
    holders = list(terms.values_list("user_id", flat=True))
    yield Step(
        "ข้อมูลหน่วยงาน",
        "ชื่อ อำเภอ โทรศัพท์ และเลขหนังสือ พิมพ์ที่หัวเอกสารทุกฉบับ กรอกครั้งเดียวใช้ทุกปี",
        (f"ยังขาด {_labels(organization, missing)}" if missing else "ครบสำหรับเอกสาร") + later,
        not missing,
        _ways(keeps, slug, ("ตรวจและเติมข้อมูล", "organizations:profile")),
        KEEPER,
    )
    yield Step(
        "ส่วนราชการ",
        "มาตรการแต่ละข้อต้องมีส่วนราชการรับผิดชอบ ระบบมีรายชื่อที่มักใช้ให้เลือก",
        f"มี {divisions} แห่ง" if divisions else "ยังไม่มี",
        divisions > 0,
        _ways(keeps, slug, ("เลือกส่วนราชการ", "organizations:divisions")),
        KEEPER,
    )
    yield Step(
        "ตำแหน่งและผู้ดำรงตำแหน่ง",
        "ชื่อและตำแหน่งพิมพ์ใต้ลายมือชื่อ และบอกระบบว่าเอกสารต้องเสนอใคร",
        _holders_found(holders),
        bool(holders),
        _ways(keeps, slug, ("บันทึกตำแหน่ง", "organizations:positions")),
        KEEPER,
    )


def _people_step(organization, user):
    people = Membership.objects.visible_to(user).filter(organization=organization, is_active=True)
    roles, has_others = set(people.values_list("role", flat=True)), people.exclude(user=user).exists()
    invited = Invitation.objects.visible_to(user).filter(organization=organization).unused().count()
    keeps = user.has_role(organization, Role.ADMINISTRATOR)
    return Step(
        "บุคคล",
        "ผู้ตรวจสอบภายในเป็นผู้บันทึกผลและจัดทำแผน จึงต้องมีอย่างน้อยหนึ่งคน คนเดียวมีหลายบทบาทได้",
        _people_found(roles, invited),
        Role.AUDITOR in roles and (has_others or len(roles) > 1),
        _ways(keeps, organization.slug, ("เชิญบุคคล", "organizations:people")),
        KEEPER,
    )


def _result_step(slug, known, audits, today):
    results = [year.number for year in known if year.assessment]
    # Results of a fiscal year are announced near its end: that of the running year is not there yet.
    announced = (number for number in years.without_result(known) if number < fiscal_year_of(today))
    to_enter = next(announced, None)
    ways = (
        (f"วางคะแนนปี {to_enter}", "assessments:paste_scores", to_enter),
        ("นำเข้าแฟ้ม", "assessments:upload_scores", to_enter),
        ("พิมพ์เอง", "assessments:scores", to_enter),
    )
    return Step(
        "ผลการประเมินปีล่าสุด",
        "คะแนนที่ ป.ป.ช. ประกาศเป็นจุดตั้งต้นของการวิเคราะห์ แผน และรายงานทั้งหมด",
        f"มีผลปี {', '.join(map(str, results))}" if results else "ยังไม่มี",
        bool(results),
        _ways(audits and to_enter is not None, slug, *ways),
        "ผู้ตรวจสอบภายใน",
    )


def _plan_step(slug, known, audits, has_result):
    plans, to_plan = [year.number for year in known if year.plan], years.next_to_plan(known)
    way = (f"จัดทำแผนปี {to_plan}", "measures:plan", to_plan)
    return Step(
        "แผนมาตรการปีแรก",
        "ระบบร่างแผนจากข้อที่คะแนนยังไม่เต็มให้ท่านตรวจแก้ แผนเป็นเอกสารที่ต้องเผยแพร่ตามแบบวัด OIT",
        f"มีแผนปี {', '.join(map(str, plans))}" if plans else ("ยังไม่มี" if has_result else "ทำได้เมื่อมีผลแล้ว"),
        bool(plans),
        _ways(audits and to_plan is not None, slug, way),
        "ผู้ตรวจสอบภายใน",
    )


def _labels(organization, names):
    return " ".join(str(organization._meta.get_field(name).verbose_name).partition(" (")[0] for name in names)


def _holders_found(holders):
    """`holders` are the accounts of those in office, None where a term has none."""
    if not holders:
        return "ยังไม่มี"
    unable = holders.count(None)
    return f"มีผู้ดำรงตำแหน่ง {len(holders)} คน" + (f" · ยังไม่ผูกบัญชีเพื่อลงนาม {unable} คน" if unable else "")


def _people_found(roles, invited):
    found = " · ".join(role.label for role in Role if role in roles) or "ยังไม่มี"
    return f"{found} · เชิญแล้วรอตอบรับ {invited} คน" if invited else found
