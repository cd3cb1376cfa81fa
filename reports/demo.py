"""The demo municipalities: fixtures/demo/*.json into rows (format: fixtures/README.md), and one account per role.

For trying the portal and for tests; a server installation never runs it.
"""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from assessments import workflow as assessment_workflow
from assessments.models import (
    Analysis,
    AnalysisTopic,
    Assessment,
    AssessmentStatus,
    Framework,
    Limitation,
    Topic,
)
from ita_portal.data_files import BrokenDataFile, read_data_file
from measures.models import (
    Measure,
    MeasureOwner,
    MeasurePlan,
    MeasureStep,
    MeasureTarget,
    MeasureTitle,
    ProgressResult,
    ProgressState,
    ProgressSummary,
)
from organizations.models import (
    ActingAppointment,
    Division,
    Membership,
    Organization,
    Position,
    PositionRank,
    Province,
    Role,
    Term,
    User,
)
from reports.models import OF_A_PLAN, Document, Signer
from reports.workflow.register_rows import keep_in_step

PASSWORD = "ita-demo-2569"

HOME = "khlongse"
FIRST_SEED = "phochai"  # whose memo is signed

# One account per role, as printed by `load_demo`, and who signs: (username, first name, last name, role, slug). The
# auditor's memberships span the five municipalities; without a slug a role holds in อบต.คลองเส or over its province.
DEMO_ACCOUNTS = [
    ("auditor", "สมจริง", "ตัวอย่างตรวจ", Role.AUDITOR, None),
    ("clerk", "สมพร", "ตัวอย่างธุรการ", Role.CLERK, HOME),
    ("secretary", "สมหญิง", "ตัวอย่างงาม", Role.EXECUTIVE, HOME),
    ("executive", "สมมติ", "ตัวอย่างดี", Role.EXECUTIVE, HOME),
    ("division", "สมนึก", "ตัวอย่างพัสดุ", Role.DIVISION_STAFF, HOME),
    ("orgadmin", "สมจิต", "ตัวอย่างดูแล", Role.ADMINISTRATOR, HOME),
    ("phochai.auditor", "สมใจ", "ตัวอย่างงาม", Role.AUDITOR, FIRST_SEED),
    ("phochai.secretary", "สมชาย", "ตัวอย่างกล้า", Role.EXECUTIVE, FIRST_SEED),
    ("phochai.executive", "สมเกียรติ", "ตัวอย่างยิ่ง", Role.EXECUTIVE, FIRST_SEED),
    ("overseer", "สมภพ", "ตัวอย่างจังหวัด", Role.OVERSEER, None),
    ("platform", "สมทรง", "ตัวอย่างส่วนกลาง", Role.PLATFORM_ADMINISTRATOR, None),
]
# Who holds which office, so that a document can go its whole way: (username, slug, rank of the office).
OFFICES = [
    ("auditor", HOME, PositionRank.OFFICER),
    ("secretary", HOME, PositionRank.SECRETARY),
    ("executive", HOME, PositionRank.HEAD),
    ("phochai.auditor", FIRST_SEED, PositionRank.OFFICER),
    ("phochai.secretary", FIRST_SEED, PositionRank.SECRETARY),
    ("phochai.executive", FIRST_SEED, PositionRank.HEAD),
]


def demo_paths():
    """The files of the demo municipalities."""
    return sorted((settings.FIXTURES_DIR / "demo").glob("*.json"))


def read_demo(path):
    """Return the checked content of a demo file. Raises BrokenDataFile."""
    return read_data_file(path, "demo")


@transaction.atomic
def load_organization(content):
    """Store one municipality with everything it has; return (organization, was it new?).

    An organisation that is there already is left as it is: the demo never overwrites work. Raises BrokenDataFile.
    """
    fields = content["organization"]
    existing = Organization.objects.filter(slug=fields["slug"]).first()
    if existing:
        return existing, False
    province, _ = Province.objects.get_or_create(name=fields["province"])
    organization = Organization.objects.create(**{**fields, "province": province})
    loader = _Loader(organization)
    loader.load_people(content)
    for assessment in content.get("assessments", []):
        loader.load_assessment(assessment)
    for plan in content.get("plans", []):
        loader.load_plan(plan)
    for document in content.get("documents", []):
        loader.load_document(document)
    loader.link_enclosures(content.get("documents", []))
    return organization, True


def create_demo_accounts():
    """Create the accounts of DEMO_ACCOUNTS where missing and return [(user, role label, place)]."""
    rows = []
    for username, first_name, last_name, role, slug in DEMO_ACCOUNTS:
        user, is_new = User.objects.get_or_create(
            username=username, defaults={"first_name": first_name, "last_name": last_name}
        )
        if is_new:
            user.set_password(PASSWORD)
            user.save()
        organization = Organization.objects.get(slug=slug or HOME)
        for place in _places(role, organization):
            Membership.objects.get_or_create(user=user, role=role, **place)
        rows.append((user, role.label, _place_name(role, organization)))
    _give_offices()
    return rows


def _give_offices():
    """Link the accounts to the offices they hold; terms that have an account keep it."""
    for username, slug, rank in OFFICES:
        terms = Term.objects.filter(organization__slug=slug, position__rank=rank, user__isnull=True)
        terms.update(user=User.objects.get(username=username))


def _places(role, organization):
    if role == Role.AUDITOR and organization.slug == HOME:
        return [{"organization": row} for row in Organization.objects.all()]
    if role == Role.OVERSEER:
        return [{"province": organization.province}]
    if role == Role.PLATFORM_ADMINISTRATOR:
        return [{}]
    if role == Role.DIVISION_STAFF:
        return [{"organization": organization, "division": organization.divisions.get(name="กองคลัง")}]
    return [{"organization": organization}]


def _place_name(role, organization):
    if role == Role.AUDITOR and organization.slug == HOME:
        return "ทั้งห้าหน่วยงาน"
    if role == Role.OVERSEER:
        return organization.province_line
    return "ทั้งระบบ" if role == Role.PLATFORM_ADMINISTRATOR else organization.short_name


def _day(text):
    return date.fromisoformat(text) if text else None


def _score(text):
    return None if text is None else Decimal(text)


def _progress_of(row):
    """A measure whose printed report tells results was carried out; of the others nothing is known."""
    return {"state": ProgressState.DONE, "percent": 100} if row["results"] else {}


class _Loader:
    """Loads the parts of one organisation; keeps the keys by which the file links them."""

    def __init__(self, organization):
        self.organization = organization
        self.divisions, self.positions, self.terms, self.documents = {}, {}, {}, {}

    def load_people(self, content):
        for order, row in enumerate(content["divisions"], start=1):
            fields = {key: value for key, value in row.items() if key != "key"}
            self.divisions[row["key"]] = Division.objects.create(
                organization=self.organization, order=order, **fields
            )
        for row in content["positions"]:
            position = self.positions[row["key"]] = Position.objects.create(
                organization=self.organization,
                title=row["title"],
                rank=row["rank"],
                division=self.divisions.get(row["division"]),
            )
            for term in row["terms"]:
                self.terms[term["key"]] = self._checked(
                    Term(
                        position=position,
                        person_name=term["person"],
                        military_rank=term["military_rank"],
                        starts_on=_day(term["starts_on"]),
                        ends_on=_day(term["ends_on"]),
                    )
                )
        for row in content.get("actings", []):
            self._checked(
                ActingAppointment(
                    term=self.terms[row["term"]],
                    position=self.positions[row["position"]],
                    capacity=row["capacity"],
                    starts_on=_day(row["starts_on"]),
                    ends_on=_day(row["ends_on"]),
                )
            )

    def _checked(self, row):
        """Save a row after the checks its form would make."""
        row.take_organization()
        row.full_clean()
        row.save()
        return row

    # -- assessments -------------------------------------------------------------------------------

    def load_assessment(self, content):
        framework = self._framework(content["year"])
        assessment = Assessment.objects.create(
            organization=self.organization,
            framework=framework,
            announced_on=_day(content["announced_on"]),
            source=content["source"],
            official_rating=content["official_rating"] or "",
            official_rank=content["official_rank"],
            rank_scope=content["rank_scope"],
        )
        figures = {**content["instruments"], **content["indicators"], **content["questions"]}
        figures["total"] = content["official_total"]
        figures = {key: _score(value) for key, value in figures.items() if value is not None}
        assessment_workflow.record_scores(assessment, figures, by=None)
        for order, row in enumerate(content["analyses"], start=1):
            self._load_analysis(assessment, order, row)
        Limitation.objects.bulk_create(
            Limitation(assessment=assessment, order=order, text=text)
            for order, text in enumerate(content["limitations"], start=1)
        )
        if content["status"] == AssessmentStatus.CONFIRMED:
            assessment_workflow.confirm(assessment, by=None)

    def _load_analysis(self, assessment, order, row):
        framework = assessment.framework
        analysis = Analysis.objects.create(
            assessment=assessment,
            indicator=framework.indicators.get(number=row["indicator"]),
            order=order,
            disposition=row["disposition"],
            finding=row["finding"],
            recommendation=row["recommendation"],
        )
        analysis.questions.set(framework.questions.filter(code__in=row["questions"]))
        for topic in self._topics(framework.year + 1).filter(number__in=row["topics"]):
            AnalysisTopic.objects.create(analysis=analysis, topic=topic)

    def _framework(self, year):
        framework = Framework.objects.filter(year=year).first()
        if framework is None:
            raise BrokenDataFile(f"{self.organization}: ยังไม่มีเกณฑ์ปี {year} โปรดโหลดเกณฑ์ก่อน (load_frameworks)")
        return framework

    def _topics(self, filing_year):
        return Topic.objects.filter(filing_item__framework__year=filing_year, filing_item__purpose="measures")

    # -- plans -------------------------------------------------------------------------------------

    def load_plan(self, content):
        source = content["source_year"]
        plan = MeasurePlan.objects.create(
            organization=self.organization,
            fiscal_year=content["fiscal_year"],
            source_assessment=self.organization.assessments.get(framework__year=source) if source else None,
            form=content["form"],
            status=content["status"],
        )
        for order, row in enumerate(content["measures"], start=1):
            self._load_measure(plan, order, row)

    def _load_measure(self, plan, order, row):
        topic = row["topic"]
        measure = Measure.objects.create(
            plan=plan,
            order=order,
            kind=row["kind"],
            topic=self._topics(plan.fiscal_year).get(number=topic) if topic else None,
            finding=row["finding"],
            is_all_divisions=row["is_all_divisions"],
            owner_text=row["owner_text"],
            starts_on=_day(row["starts_on"]),
            due_on=_day(row["due_on"]),
            period_text=row["period_text"],
            **_progress_of(row),
            follow_up="\n".join(row["follow_up"]),
        )
        for model, texts in ((MeasureTitle, row["titles"]), (MeasureStep, row["steps"])):
            model.objects.bulk_create(
                model(measure=measure, order=place, text=text) for place, text in enumerate(texts, start=1)
            )
        MeasureOwner.objects.bulk_create(
            MeasureOwner(measure=measure, order=place, division=self.divisions[key], is_lead=key == row["lead"])
            for place, key in enumerate(row["owners"], start=1)
        )
        self._load_targets(measure, row["targets"])
        if row["results"] or row["outcome"]:
            summary = ProgressSummary.objects.create(measure=measure, outcome=row["outcome"])
            ProgressResult.objects.bulk_create(
                ProgressResult(summary=summary, order=place, text=text)
                for place, text in enumerate(row["results"], start=1)
            )

    def _load_targets(self, measure, targets):
        if not targets:
            return
        framework = measure.plan.source_assessment.framework
        MeasureTarget.objects.bulk_create(
            MeasureTarget(
                measure=measure,
                order=place,
                indicator=framework.indicators.get(number=row["indicator"]),
                question=framework.questions.get(code=row["question"]) if row["question"] else None,
            )
            for place, row in enumerate(targets, start=1)
        )

    # -- documents ---------------------------------------------------------------------------------

    def load_document(self, content):
        texts = ("body", "preface", "introduction", "conclusion")
        document = Document.objects.create(
            organization=self.organization,
            division=self.divisions.get(content["division"]),
            dated_on=_day(content["dated_on"]),
            **{
                key: content[key]
                for key in ("kind", "fiscal_year", "number", "phone_text", "subject", "addressee", "closing")
            },
            **{key: "\n".join(content[key]) for key in texts},
        )
        keep_in_step(document, by=None)
        self.documents[content["key"]] = document
        for order, row in enumerate(content["signers"], start=1):
            Signer.objects.create(
                document=document,
                order=order,
                role=row["role"],
                term=self.terms[row["term"]],
                acting=self._acting(row, document.dated_on),
                comment=row["comment"],
            )

    def _acting(self, row, day):
        if not row["acting_for"]:
            return None
        return ActingAppointment.objects.on(day).get(
            term=self.terms[row["term"]], position=self.positions[row["acting_for"]]
        )

    def link_enclosures(self, contents):
        """A memo encloses the document of the kind it names: the plan of the year after its results."""
        for content in contents:
            if content["encloses"]:
                memo = self.documents[content["key"]]
                year = memo.fiscal_year + 1 if content["encloses"] in OF_A_PLAN else memo.fiscal_year
                memo.encloses = Document.objects.get(
                    organization=self.organization, kind=content["encloses"], fiscal_year=year
                )
                memo.save()
