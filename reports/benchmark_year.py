"""One made-up year of all organisations: results, analyses, plans with their measures, documents with their editions."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

from django.db.models import Exists, OuterRef, Subquery

from assessments.models import (
    Analysis,
    Assessment,
    Disposition,
    DocumentForm,
    IndicatorScore,
    InstrumentScore,
    QuestionScore,
)
from ita_portal.thai_text import to_thai_digits
from measures.models import (
    Evidence,
    Measure,
    MeasurePlan,
    MeasureStep,
    MeasureTarget,
    MeasureTitle,
    ProgressEntry,
    ProgressState,
)
from organizations.models import Division, OrganizationKind
from reports.benchmark_texts import STEPS_OF_A_MEASURE, data_of_document
from reports.models import Document, DocumentKind, Edition, Publication

LATEST_YEAR = 2569
BATCH = 2000
RESULTS_AT_ONCE = 500
MEASURES_OF_A_PLAN, ANALYSES_OF_A_RESULT = 6, 4
MOMENT = datetime(2026, 11, 1, tzinfo=UTC)


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


class YearData:
    """The rows of one framework's year, for all organisations."""

    def __init__(self, framework, organizations, user, levels, texts, pdf):
        self.framework, self.organizations, self.user, self.levels = framework, organizations, user, levels
        self.texts, self.pdf, self.document_data = texts, pdf, data_of_document(texts)
        self.questions = list(framework.questions.all())
        self.random = Random(framework.year)
        self.shares = LATEST if framework.year == LATEST_YEAR else EARLIER
        self.rating = [(row.minimum_total, row.name) for row in framework.rating_levels.all()]
        # One number for each organisation and year: who has got as far as publishing has done all before it.
        # The last, whose pages are measured, has done everything.
        self.diligence = {row.pk: self.random.random() * 100 for row in organizations[:-1]}
        self.diligence[organizations[-1].pk] = 0

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
        analyses = Analysis.objects.bulk_create(
            (
                Analysis(
                    organization_id=row.organization_id,
                    assessment=row,
                    indicator=indicator,
                    order=order,
                    disposition=Disposition.DEVELOP,
                    recommendation=self.random.choice(self.texts.recommendations),
                )
                for row in results
                if self.diligence[row.organization_id] < (self.shares.adopted + self.shares.confirmed) / 2
                for order, indicator in enumerate(indicators, start=1)
            ),
            batch_size=BATCH,
        )
        through = Analysis.questions.through
        through.objects.bulk_create(
            (through(analysis=row, question=self.random.choice(self.questions)) for row in analyses), BATCH
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
        self._parts_of(measures)
        self._evidence([row for row in measures if row.state == ProgressState.UNDER_WAY])

    def _parts_of(self, measures):
        random, texts = self.random, self.texts
        MeasureTitle.objects.bulk_create(
            (
                MeasureTitle(
                    organization_id=row.organization_id,
                    measure=row,
                    order=1,
                    text=texts.title(random, row.plan.organization),
                )
                for row in measures
            ),
            batch_size=BATCH,
        )
        MeasureStep.objects.bulk_create(
            (
                MeasureStep(
                    organization_id=row.organization_id,
                    measure=row,
                    order=order,
                    text=random.choice(texts.steps),
                    due_on=row.due_on,
                )
                for row in measures
                for order in range(1, STEPS_OF_A_MEASURE + 1)
            ),
            batch_size=BATCH,
        )
        MeasureTarget.objects.bulk_create(
            (self._target(row, random.choice(self.questions)) for row in measures), batch_size=BATCH
        )

    def _target(self, measure, question):
        return MeasureTarget(
            organization_id=measure.organization_id,
            measure=measure,
            indicator_id=question.indicator_id,
            question=question,
            order=1,
        )

    def _evidence(self, measures):
        """One entry with one link for each measure that was reported on."""
        divisions = dict(Division.objects.filter(order=1).values_list("organization_id", "pk"))
        entries = ProgressEntry.objects.bulk_create(
            (
                ProgressEntry(
                    organization_id=row.organization_id,
                    measure=row,
                    division_id=divisions[row.organization_id],
                    done_on=row.starts_on,
                    state=row.state,
                    percent=50,
                    text=self.random.choice(self.texts.steps),
                    by=self.user,
                )
                for row in measures
            ),
            batch_size=BATCH,
        )
        Evidence.objects.bulk_create(
            (
                Evidence(
                    organization_id=row.organization_id,
                    entry=row,
                    name=f"ภาพถ่าย {row.text[:100]}",
                    link="https://example.go.th/evidence",
                )
                for row in entries
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
                Document(
                    organization=row,
                    kind=kind,
                    fiscal_year=year,
                    subject=_subject(row, kind, year),
                    code=f"{kind[0].upper()}{year}{row.pk:06d}",
                )
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
            # All of one organisation can be read; so much for everybody would be gigabytes of the same.
            data=self.document_data if document.organization_id == self.organizations[-1].pk else "{}",
            data_sha256="0" * 64,
            prepared_sha256="0" * 64,
            prepared_at=MOMENT,
            prepared_by=self.user,
            state="signed",
            stored_file=self.pdf.key,
            sha256=self.pdf.sha256,
            size=self.pdf.size,
            signed_at=MOMENT,
        )

    def make_scores(self, organizations):
        """A score of every instrument, indicator and question of their results: for all, the largest tables there are."""
        wanted = [row.pk for row in organizations]
        results = Assessment.objects.filter(framework=self.framework, organization__in=wanted).order_by("pk")
        for model, key, asked in (
            (InstrumentScore, "instrument_id", self.framework.instruments.all()),
            (IndicatorScore, "indicator_id", self.framework.indicators.all()),
            (QuestionScore, "question_id", self.questions),
        ):
            for start in range(0, len(organizations), RESULTS_AT_ONCE):
                model.objects.bulk_create(
                    (
                        model(assessment=row, official=row.official_total, **{key: of.pk})
                        for row in results[start : start + RESULTS_AT_ONCE]
                        for of in asked
                    ),
                    batch_size=BATCH,
                )


def _subject(organization, kind, year):
    return f"{DocumentKind(kind).label} ของ{organization.name} ปี {to_thai_digits(str(year))}"
