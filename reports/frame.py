"""What stands around every page: the switchers of organisation and year, the menu in the order of the year's work.

The page says where it is (`organization`, `year`, `has_result`); all else is found here, in three queries.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import F, IntegerField, Value
from django.urls import NoReverseMatch, reverse

from assessments.models import Analysis, Assessment, ScoreImport
from ita_portal.thai_text import sort_key, to_thai_digits
from measures.models import Measure, MeasurePlan
from organizations.models import Membership, Role
from reports.models import Signature

# Pages that stand under another entry of the menu than that of their app.
SECTIONS = {
    "reports:organization": "years",
    "reports:start": "years",
    **dict.fromkeys(("reports:guide", "reports:guide_page"), "guide"),
    "reports:province": "province",
    **dict.fromkeys(("reports:to_sign", "reports:sign"), "signing"),
    **{
        f"reports:{name}": "overview"
        for name in ("overview", "executive", "meeting", "place", "ask", "inquiries", "inquiry")
    },
    "reports:meeting": "overview",
    "reports:executive": "overview",
    **{f"organizations:{name}": "people_above" for name in ("invite_above", "role_above")},
    "measures:work": "work",
    "measures:effect": "measures",
    "assessments:history": "history",
    "reports:filing": "filing",
    "reports:file_item": "filing",
    "reports:register": "register",
} | {
    f"measures:{name}": "analysis"
    for name in (
        "analysis",
        "new_analysis",
        "edit_analysis",
        "delete_analysis",
        "bands",
        "limitations",
        "from_last_year",
    )
}
SECTION_OF_APP = {"assessments": "scores", "measures": "measures", "reports": "documents"}


@dataclass(frozen=True)
class Place:
    """One entry of a menu. `here` is what aria-current says: "page", "true" for a page below it, or nothing."""

    name: str
    address: str
    here: str = ""
    open_count: int = 0
    open_words: str = ""  # what is counted, after the number
    note: str = ""


@dataclass(frozen=True)
class YearOfOrganization:
    """A year that this person may see something of. `source_year` is the year whose result its plan answers."""

    number: int
    has_result: bool = False
    has_plan: bool = False
    source_year: int | None = None


@dataclass
class Frame:
    """The frame of one page for one person; every list is ready to be printed."""

    user: object
    today: object
    page: str  # the name of the route
    organization: object = None
    year: int | None = None
    has_result: bool = False
    memberships: list = field(default_factory=list)

    # -- Who and where ------------------------------------------------------------------------------

    @property
    def is_member(self):
        return bool(self.organization) and any(
            row.organization_id == self.organization.pk for row in self.memberships
        )

    @property
    def works_somewhere(self):
        return any(row.organization_id for row in self.memberships)

    def holds(self, *roles):
        return any(row.role in roles for row in self.memberships)

    def holds_here(self, *roles):
        return any(
            row.role in roles and row.organization_id == self.organization.pk for row in self.memberships
        )

    @property
    def section(self):
        return SECTIONS.get(self.page) or SECTION_OF_APP.get(self.page.partition(":")[0], "")

    # -- The switchers ------------------------------------------------------------------------------

    @cached_property
    def organizations(self):
        """The organisations the person works for, in Thai order; the way to all others comes last."""
        own = {row.organization_id: row.organization for row in self.memberships if row.organization_id}
        return [
            self._place(row.short_name, "reports:organization", row.slug, here=row == self.organization)
            for row in sorted(own.values(), key=lambda row: sort_key(row.name))
        ]

    @cached_property
    def years(self):
        """The years of the organisation, latest first, each leading to what the person is looking at now."""
        return [
            self._place(
                f"ปี {to_thai_digits(str(year.number))}",
                *self._route_in(year),
                here=year.number == self.year,
                note=" ".join(["ผล"] * year.has_result + ["แผน"] * year.has_plan),
            )
            for year in self._known_years.values()
        ]

    def _route_in(self, year):
        slug, number = self.organization.slug, year.number
        if self.section == "documents":
            return "reports:documents", slug, number
        if year.has_plan and (self.section == "measures" or not year.has_result):
            return "measures:plan", slug, number
        if year.has_result and self.section in ("scores", "measures", "analysis", "history"):
            return "assessments:assessment", slug, number
        if _address("reports:overview", slug, number):
            return "reports:overview", slug, number
        return "assessments:assessment" if year.has_result else "reports:documents", slug, number

    @cached_property
    def _known_years(self):
        """{number: year}, latest first, of results and plans this person may read: one query."""
        if not self.organization:
            return {}
        none = Value(None, output_field=IntegerField())
        of_organization = {"organization": self.organization}
        results = Assessment.objects.visible_to(self.user).filter(**of_organization).order_by()
        plans = MeasurePlan.objects.visible_to(self.user).filter(**of_organization).order_by()
        rows = results.values_list("framework__year", Value("result"), none).union(
            plans.values_list("fiscal_year", Value("plan"), F("source_assessment__framework__year")), all=True
        )
        found = {}
        for number, kind, source_year in rows:
            found.setdefault(number, {"number": number})
            found[number] |= (
                {"has_result": True} if kind == "result" else {"has_plan": True, "source_year": source_year}
            )
        return {number: YearOfOrganization(**found[number]) for number in sorted(found, reverse=True)}

    # -- The menu -----------------------------------------------------------------------------------

    @cached_property
    def year_places(self):
        """The places of the year, in the order of its work."""
        if not (self.organization and self.year):
            return []
        slug, year, known = self.organization.slug, self.year, self._known_years
        this = known.get(year, YearOfOrganization(year))
        has_result = self.has_result or this.has_result
        has_begun, places = has_result or this.has_plan, []
        if has_begun:
            places.append(self._place("ภาพรวม", "reports:overview", slug, year, section="overview"))
        if has_result:
            places.append(
                self._place(
                    "คะแนน", "assessments:assessment", slug, year, section="scores", counts="ชุดที่นำเข้ารอตรวจ"
                )
            )
        if has_result and self.is_member:
            places.append(
                self._place(
                    "วิเคราะห์", "measures:analysis", slug, year, section="analysis", counts="ร่างที่ยังไม่ได้ตรวจ"
                )
            )
        following = known.get(year + 1)
        if self.is_member and following and following.source_year == year:
            name = f"แผนปี {to_thai_digits(str(year + 1))} จากผลนี้"
            places.append(self._place(name, "measures:plan", slug, year + 1, here=False))
        if this.source_year and this.source_year != year:
            name = f"ผลปี {to_thai_digits(str(this.source_year))} ที่มาของแผน"
            places.append(self._place(name, "assessments:assessment", slug, this.source_year, here=False))
        if this.has_plan or (self.is_member and not (following and following.source_year == year)):
            places.append(
                self._place("มาตรการ", "measures:plan", slug, year, section="measures", counts="เรื่องที่เลยกำหนด")
            )
        if has_begun:
            places.append(self._place("เอกสาร", "reports:documents", slug, year, section="documents"))
        if self.is_member:
            # What follows from a result is filed as OIT items of the year after; what a plan's own year asks for, in it.
            filed_in = year + 1 if has_result and self.section != "filing" else year
            name = f"เผยแพร่และยื่น ปี {to_thai_digits(str(filed_in))}"
            places.append(self._place(name, "reports:filing", slug, filed_in, section="filing"))
        if has_result and self.is_member:
            places.append(self._place("ประวัติ", "assessments:history", slug, year, section="history"))
        return [place for place in places if place]

    @cached_property
    def _open_counts(self):
        """{section: how much is open in it}, in one query: papers to sign anywhere, and the work of a member's year."""
        if not self.works_somewhere:
            return Counter()
        to_sign = Signature.objects.waiting_for(self.user, self.today).order_by()
        rows = to_sign.values_list(Value("signing"), "pk")
        if self.is_member and self.year:
            rows = rows.union(*self._open_rows_of_year(), all=True)
        return Counter(section for section, _ in rows)

    def _open_rows_of_year(self):
        of_year = {"organization": self.organization}
        waiting = (
            ScoreImport.objects.editable_by(self.user).waiting().filter(framework__year=self.year, **of_year)
        )
        drafts = Analysis.objects.visible_to(self.user).filter(
            assessment__framework__year=self.year, is_draft=True, **of_year
        )
        late = Measure.objects.visible_to(self.user).overdue(self.today)
        # The organisation is said of the plan, too: so the database looks for one plan, not for those of a whole year.
        plan = {"plan__organization": self.organization, "plan__fiscal_year": self.year}
        late = late.filter(plan__status="adopted", **plan, **of_year)
        sections = {"scores": waiting, "analysis": drafts, "measures": late}
        return [rows.order_by().values_list(Value(section), "pk") for section, rows in sections.items()]

    @cached_property
    def organization_places(self):
        """What belongs to the organisation and to no year."""
        if not self.organization:
            return []
        slug = self.organization.slug
        places = [self._place("ทุกปีของหน่วยงาน", "reports:organization", slug, section="years")]
        if self.is_member:
            places.append(self._place("ทะเบียนเลขที่", "reports:register", slug, section="register"))
        if self.holds_here(Role.ADMINISTRATOR):
            places += [
                self._place("ข้อมูลหน่วยงาน", "organizations:profile", slug),
                self._place("ตำแหน่งและวาระ", "organizations:positions", slug),
                self._place("ผู้ใช้และบทบาท", "organizations:people", slug),
                self._place("อีเมลแจ้งเตือน", "measures:mail_log", slug),
            ]
        return [place for place in places if place]

    @cached_property
    def own_places(self):
        """What belongs to the person, wherever the person is."""
        places = [
            self._place("งานของฉัน", "measures:work", section="work"),
            self._to_sign("หนังสือที่รอท่าน") if self.works_somewhere else None,
            self._place("หน่วยงานของฉัน", "organizations:index"),
        ]
        if self.holds(Role.OVERSEER, Role.PLATFORM_ADMINISTRATOR):
            places.append(self._place("ทุกหน่วยงานในความดูแล", "reports:province"))
        if self.holds(Role.PLATFORM_ADMINISTRATOR):
            places.append(self._place("บัญชีส่วนกลาง", "organizations:people_above", section="people_above"))
        return [place for place in places if place]

    @cached_property
    def library_places(self):
        """What all organisations share."""
        places = [
            self._place("เกณฑ์การประเมิน", "assessments:frameworks"),
            self._place("คลังข้อความ", "assessments:recommendations"),
            self._place("คลังมาตรการ", "measures:templates"),
            self._place("วันหยุดราชการ", "organizations:holidays"),
        ]
        if self.holds(Role.PLATFORM_ADMINISTRATOR):
            places += [
                self._place("แฟ้มคะแนนรวม", "assessments:bulk_scores"),
                self._place("แบบของหน้าจอ", "reports:design"),
            ]
        return [place for place in places if place]

    @cached_property
    def bar_places(self):
        """The three places of the role at the lower edge of a phone."""
        if self.holds(Role.OVERSEER, Role.PLATFORM_ADMINISTRATOR) and not self.works_somewhere:
            first = self._place("จังหวัด", "reports:province", section="province")
        else:
            first = self._overview()
        last = self._to_sign("ลงนาม") if self.works_somewhere else self._place("เกณฑ์", "assessments:frameworks")
        return [first, self._place("งาน", "measures:work", section="work"), last]

    def _to_sign(self, name):
        return self._place(name, "reports:to_sign", section="signing", counts="ฉบับที่รอท่านลงนาม")

    def _overview(self):
        """Where we stand: of this organisation, else of the only one the person works for."""
        own = {row.organization_id: row.organization for row in self.memberships if row.organization_id}
        organization = self.organization or (next(iter(own.values())) if len(own) == 1 else None)
        if not organization:
            return self._place("หน่วยงาน", "organizations:index")
        if any(
            row.role == Role.EXECUTIVE and row.organization_id == organization.pk for row in self.memberships
        ):
            return self._place("ภาพรวม", "reports:executive", organization.slug, section="overview")
        if self.has_result or self.year in self._known_years:
            return self._place("ภาพรวม", "reports:overview", organization.slug, self.year, section="overview")
        return self._place("ภาพรวม", "reports:latest", organization.slug, section="overview")

    # -- One entry ----------------------------------------------------------------------------------

    def _place(self, name, route, *arguments, section=None, here=None, counts="", note=""):
        """An entry, or None while the portal has no such page."""
        address = _address(route, *arguments)
        if address is None:
            return None
        current = ""
        if here is None:
            current = "page" if self.page == route else "true" if section and self.section == section else ""
        elif here:
            current = "true"
        count = self._open_counts[section] if counts and self._open_counts else 0
        return Place(name, address, current, count, counts, note)


def frame_of(user, today, page, *, organization=None, year=None, has_result=False):
    """The frame of a page (`page` is the name of its route) for somebody who is logged in."""
    memberships = Membership.objects.current_of(user).select_related("division", "organization", "province")
    return Frame(user, today, page, organization, year, bool(has_result), list(memberships))


def _address(route, *arguments):
    try:
        return reverse(route, args=arguments)
    except NoReverseMatch:
        return None
