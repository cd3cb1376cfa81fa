"""Made-up data as large as the country, to measure pages with: fictional organisations in all provinces, many years.

The shares are plausible, not real: most organisations have a confirmed result, fewer have adopted a plan, reported,
issued and published. The same arguments make the same data. Everything is written in bulk, past the verbs and without
a trail, and only into a database that has no organisation yet.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Subquery

from assessments.framework_files import framework_paths, load_framework, read_framework
from assessments.models import (
    Analysis,
    Assessment,
    Disposition,
    DocumentForm,
    Framework,
    IndicatorScore,
    InstrumentScore,
    QuestionScore,
)
from ita_portal.thai_text import to_thai_digits
from measures.models import Measure, MeasurePlan, MeasureTitle, ProgressState
from organizations.models import Membership, Organization, OrganizationKind, Province, Role, User
from organizations.provinces import PROVINCES
from reports.models import Document, DocumentKind, Edition, Publication

LATEST_YEAR = 2569
WITHOUT_ORGANIZATIONS = "กรุงเทพมหานคร"  # governs itself: none of the five kinds
# About as many of each kind as there are: 7,850 in all.
KINDS = {
    OrganizationKind.PAO: 76,
    OrganizationKind.CITY: 35,
    OrganizationKind.TOWN: 205,
    OrganizationKind.SUBDISTRICT: 2240,
    OrganizationKind.SAO: 5294,
}
SYLLABLES = ("หนอง", "โคก", "ห้วย", "แก่ง", "เวียง", "ไทร", "โพธิ์", "เขา", "เกาะ", "ดอน", "นา", "ท่า", "วัง")
ENDINGS = ("ใหม่", "กลาง", "เหนือ", "ใต้", "แก้ว", "เย็น", "สว่าง", "งาม", "ใหญ่", "น้อย", "ทราย", "เงิน")
BATCH = 2000
RESULTS_AT_ONCE = 500
MEASURES_OF_A_PLAN, ANALYSES_OF_A_RESULT = 6, 4
USERS = {"overseer": Role.OVERSEER, "platform": Role.PLATFORM_ADMINISTRATOR, "auditor": Role.AUDITOR}
MOMENT = datetime(2026, 11, 1, tzinfo=UTC)


class NotEmpty(Exception):
    """The database holds organisations already: invented ones do not belong beside them."""


@dataclass(frozen=True)
class Shares:
    """How many of a hundred organisations got this far with a year."""

    recorded: int
    confirmed: int
    adopted: int
    reported: int
    issued: int
    published: int


EARLIER, LATEST = Shares(98, 97, 80, 65, 55, 45), Shares(90, 78, 50, 12, 25, 15)


def make_benchmark_data(organization_count, year_count, *, with_scores=False, say=print):
    """Fill an empty database; `with_scores` adds every question's score. Raises NotEmpty."""
    if Organization.objects.exists():
        raise NotEmpty
    say("frameworks")
    frameworks = _frameworks(range(LATEST_YEAR - year_count + 1, LATEST_YEAR + 1))
    organizations = _organizations(organization_count)
    users = _users(organizations)
    talent = Random(0)
    levels = {row.pk: Decimal(str(round(talent.gauss(86, 7), 2))) for row in organizations}
    for framework in frameworks:
        say(f"{framework.year}")
        year = _Year(framework, organizations, users["auditor"], levels)
        year.make()
        if with_scores:
            year.make_scores()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # else the first pages are planned for empty tables


def _frameworks(years):
    """The frameworks of the years; those from before the files get the content of the first file."""
    contents = sorted((read_framework(path) for path in framework_paths()), key=lambda content: content["year"])
    first = contents[0]
    for year in years:
        if year < first["year"]:
            load_framework({**first, "year": year, "title": f"เกณฑ์ทดสอบ ปี {year}", "calendar": []})
    for content in contents:
        load_framework(content)
    return list(Framework.objects.filter(year__in=years).order_by("year").prefetch_related("rating_levels"))


def _organizations(count):
    Province.objects.bulk_create(Province(name=name) for name in PROVINCES)
    provinces = list(Province.objects.exclude(name=WITHOUT_ORGANIZATIONS))
    total, rows = sum(KINDS.values()), []
    for kind, there_are in KINDS.items():
        for place in range(max(1, round(there_are * count / total))):
            rows.append(_organization(kind, place, len(rows), provinces[place % len(provinces)]))
    rows = rows[:count]
    with transaction.atomic():
        for row in rows:
            row.save()
    return rows


def _organization(kind, place, number, province):
    first, last = SYLLABLES[number % len(SYLLABLES)], ENDINGS[number // len(SYLLABLES) % len(ENDINGS)]
    place_name = (
        f"ทดสอบ{first}{last} {to_thai_digits(str(number + 1))}"
        if kind != OrganizationKind.PAO
        else province.name
    )
    name = f"{OrganizationKind(kind).label}{place_name}"
    return Organization(
        slug=f"test-{number + 1}",
        kind=kind,
        name=name,
        place_name=place_name,
        district=f"อำเภอทดสอบ{to_thai_digits(str(place % 7 + 1))}",
        province=province,
        head_title=f"นายก{name}",
    )


def _users(organizations):
    """One person for each view of the data, without a password: {username: User}."""
    users = {}
    places = {
        Role.OVERSEER: {"province_id": organizations[-1].province_id},
        Role.AUDITOR: {"organization": organizations[-1]},
    }
    for username, role in USERS.items():
        user = users[username] = User.objects.create_user(username, first_name="ทดสอบ", last_name=role.label)
        Membership.objects.create(user=user, role=role, **places.get(role, {}))
    return users


class _Year:
    """The rows of one framework's year, for all organisations."""

    def __init__(self, framework, organizations, user, levels):
        self.framework, self.organizations, self.user, self.levels = framework, organizations, user, levels
        self.random = Random(framework.year)
        self.shares = LATEST if framework.year == LATEST_YEAR else EARLIER
        self.rating = [(row.minimum_total, row.name) for row in framework.rating_levels.all()]
        # One number for each organisation and year: who has got as far as publishing has done all before it.
        self.diligence = {row.pk: self.random.random() * 100 for row in organizations}

    def make(self):
        """Results with analyses, plans with measures, documents with editions."""
        results = self._results()
        self._analyses(results)
        plans = self._plans(results)
        self._measures(plans)
        self._documents()

    def _did(self, share):
        return [row for row in self.organizations if self.diligence[row.pk] < share]

    def _results(self):
        confirmed = {row.pk for row in self._did(self.shares.confirmed)}
        rows = [self._result(row, row.pk in confirmed) for row in self._did(self.shares.recorded)]
        places = dict.fromkeys(OrganizationKind.values, 0)
        for row in sorted(rows, key=lambda row: -row.official_total):
            places[row.organization.kind] += 1
            row.official_rank = places[row.organization.kind]
        return Assessment.objects.bulk_create(rows, batch_size=BATCH)

    def _result(self, organization, is_confirmed):
        drift = Decimal(self.framework.year - LATEST_YEAR) + Decimal(str(round(self.random.gauss(0, 4), 2)))
        total = min(max(self.levels[organization.pk] + drift, Decimal(40)), Decimal(100))
        return Assessment(
            organization=organization,
            framework=self.framework,
            status="confirmed" if is_confirmed else "draft",
            official_total=total,
            official_rating=next(name for minimum, name in self.rating if total >= minimum),
            rank_scope=f"ของ{OrganizationKind(organization.kind).label}",
            computed_total=total,
        )

    def _analyses(self, results):
        indicators = list(self.framework.indicators.order_by("number")[:ANALYSES_OF_A_RESULT])
        Analysis.objects.bulk_create(
            (
                Analysis(
                    organization_id=row.organization_id,
                    assessment=row,
                    indicator=indicator,
                    order=order,
                    disposition=Disposition.DEVELOP,
                    finding="ผลทดสอบ",
                )
                for row in results
                if self.diligence[row.organization_id] < (self.shares.adopted + self.shares.confirmed) / 2
                for order, indicator in enumerate(indicators, start=1)
            ),
            batch_size=BATCH,
        )

    def _plans(self, results):
        result_of = {row.organization_id: row for row in results}
        return MeasurePlan.objects.bulk_create(
            (
                MeasurePlan(
                    organization=row,
                    fiscal_year=self.framework.year + 1,
                    source_assessment=result_of.get(row.pk),
                    form=DocumentForm.PER_INDICATOR,
                    status="adopted" if self.diligence[row.pk] < self.shares.adopted else "draft",
                )
                for row in self._did(self.shares.adopted + 8)
            ),
            batch_size=BATCH,
        )

    def _measures(self, plans):
        reporting = {row.pk for row in self._did(self.shares.reported)}
        measures = Measure.objects.bulk_create(
            (
                self._measure(plan, order, is_reported=order == 1 and plan.organization_id in reporting)
                for plan in plans
                for order in range(1, MEASURES_OF_A_PLAN + 1)
            ),
            batch_size=BATCH,
        )
        MeasureTitle.objects.bulk_create(
            (
                MeasureTitle(organization_id=row.organization_id, measure=row, order=1, text="มาตรการทดสอบ")
                for row in measures
            ),
            batch_size=BATCH,
        )

    def _measure(self, plan, order, *, is_reported):
        return Measure(
            organization_id=plan.organization_id,
            plan=plan,
            order=order,
            is_all_divisions=True,
            starts_on=date(plan.fiscal_year - 544, 10, 1),
            due_on=date(plan.fiscal_year - 543, 9, 30),
            state=ProgressState.UNDER_WAY if is_reported else ProgressState.NOT_STARTED,
        )

    def _documents(self):
        kinds = {
            DocumentKind.ANALYSIS: self.framework.year,
            DocumentKind.MEASURE_PLAN: self.framework.year + 1,
        }
        documents = Document.objects.bulk_create(
            (
                Document(organization=row, kind=kind, fiscal_year=year, subject="เอกสารทดสอบ")
                for row in self._did(self.shares.issued + 10)
                for kind, year in kinds.items()
            ),
            batch_size=BATCH,
        )
        self._editions([row for row in documents if self.diligence[row.organization_id] < self.shares.issued])

    def _editions(self, documents):
        editions = Edition.objects.bulk_create((self._edition(row) for row in documents), batch_size=BATCH)
        of_document = Edition.objects.filter(document=OuterRef("pk")).values("pk")
        waiting = Document.objects.filter(Exists(of_document), current_edition=None)
        waiting.update(current_edition=Subquery(of_document[:1]))
        Publication.objects.bulk_create(
            (
                Publication(
                    organization_id=row.organization_id,
                    edition=row,
                    document_id=row.document_id,
                    kind=row.kind,
                    fiscal_year=row.fiscal_year,
                    published_at=MOMENT,
                    published_by=self.user,
                )
                for row in editions
                if self.diligence[row.organization_id] < self.shares.published
            ),
            batch_size=BATCH,
        )

    def _edition(self, document):
        return Edition(
            organization_id=document.organization_id,
            document=document,
            number=1,
            code=f"T{document.pk:09d}",
            method="digital",
            kind=document.kind,
            fiscal_year=document.fiscal_year,
            subject=document.subject,
            layout_version="1",
            data="{}",
            data_sha256="0" * 64,
            prepared_sha256="0" * 64,
            prepared_at=MOMENT,
            prepared_by=self.user,
            state="signed",
            stored_file="test",
            sha256="0" * 64,
            size=1,
            signed_at=MOMENT,
        )

    def make_scores(self):
        """A score of every instrument, indicator and question of every result: the largest tables there are."""
        results = Assessment.objects.filter(framework=self.framework).order_by("pk")
        for model, key, asked in (
            (InstrumentScore, "instrument_id", self.framework.instruments.all()),
            (IndicatorScore, "indicator_id", self.framework.indicators.all()),
            (QuestionScore, "question_id", self.framework.questions.all()),
        ):
            for start in range(0, len(self.organizations), RESULTS_AT_ONCE):
                model.objects.bulk_create(
                    (
                        model(assessment=row, official=row.official_total, **{key: of.pk})
                        for row in results[start : start + RESULTS_AT_ONCE]
                        for of in asked
                    ),
                    batch_size=BATCH,
                )
