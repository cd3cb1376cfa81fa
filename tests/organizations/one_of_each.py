"""One row of every model that belongs to an organisation, for tests that hold for all of them."""

from datetime import date

from assessments.models import (
    AnalysisTopic,
    FilingItem,
    InstrumentScore,
    Limitation,
    QuestionScore,
    Recommendation,
    ScoreImport,
    Topic,
)
from measures.models import (
    Evidence,
    MeasureOwner,
    MeasureTarget,
    MeasureTemplate,
    PlanSnapshot,
    PlanStatus,
    ProgressEntry,
    ProgressResult,
    ProgressSummary,
    Reminder,
    ReminderMail,
    SavedView,
)
from organizations import trail
from organizations.models import ActingAppointment, Membership, Role, TrailHead
from reports.models import EditionFile, Filing, OverriddenFinding, Publication, Signer
from tests import builders


def one_of_each(organization, is_finished=False):
    """Build the rows and return {model: row}; finished: confirmed, adopted and issued."""
    framework = builders.a_framework()
    assessment = builders.an_assessment(organization, framework, builders.FULL_SCORES)
    analysis = builders.an_analysis(assessment)
    plan = builders.a_plan(organization, source_assessment=assessment)
    measure = builders.a_measure(plan)
    division = builders.a_division(organization)
    term = builders.a_term(organization, rank="secretary")
    document = builders.a_document(organization, division=division)
    user = builders.a_user(organization, Role.DIVISION_STAFF, division=division)
    acting = ActingAppointment.objects.create(
        term=term, position=builders.a_term(organization).position, capacity="for", starts_on=date(2025, 10, 1)
    )
    entry = ProgressEntry.objects.create(
        measure=measure,
        step=measure.steps.get(),
        division=division,
        done_on=date(2026, 1, 5),
        state="done",
        percent=100,
        text="จัดทำคู่มือแล้ว",
        by=user,
    )
    summary = ProgressSummary.objects.create(measure=measure)
    mail = ReminderMail.objects.create(
        organization=organization, user=user, subject="งานที่ครบกำหนด", body="จัดทำคู่มือ", status="sent"
    )
    rows = [
        Membership.objects.get(user=user),
        division,
        term.position,
        term,
        acting,
        trail.record("test", assessment, by=None),
        TrailHead.objects.get(organization=organization),
        assessment,
        InstrumentScore.objects.filter(assessment=assessment).first(),
        assessment.indicator_scores.first(),
        QuestionScore.objects.filter(assessment=assessment).first(),
        analysis,
        AnalysisTopic.objects.create(analysis=analysis, topic=a_topic(framework)),
        Limitation.objects.create(assessment=assessment, order=1, text="บุคลากรไม่เพียงพอ"),
        Recommendation.objects.create(organization=organization, band="fix", finding="ขั้นตอนไม่ชัดเจน"),
        ScoreImport.objects.create(organization=organization, framework=framework, source="paste", by=user),
        plan,
        measure,
        measure.titles.get(),
        measure.steps.get(),
        MeasureOwner.objects.create(measure=measure, division=division, order=1),
        MeasureTarget.objects.create(measure=measure, indicator=framework.indicators.first(), order=1),
        entry,
        summary,
        ProgressResult.objects.create(summary=summary, order=1, text="จัดทำคู่มือแล้ว"),
        Evidence.objects.create(entry=entry, name="คู่มือ", link="https://example.go.th/manual"),
        MeasureTemplate.objects.create(organization=organization, titles="จัดทำคู่มือ"),
        PlanSnapshot.objects.create(plan=plan, label="ลบมาตรการ", content={}, by=user),
        SavedView.objects.create(organization=organization, user=user, name="งานที่เลยกำหนด", query="late=1"),
        mail,
        Reminder.objects.create(
            mail=mail, user=user, measure=measure, stage="at_due", stage_on=date(2026, 9, 30)
        ),
        document,
        Signer.objects.create(document=document, order=1, role="author", term=term),
        *papers(document, term, user, framework),
        builders.an_inquiry(organization, by=user),
        builders.a_register_number(organization),
        builders.an_invitation(organization, by=user),
    ]
    if is_finished:
        finish(assessment, plan, document)
    return {type(row): row for row in rows}


def finish(assessment, plan, document):
    builders.workflow.confirm(assessment, by=None)
    type(plan).objects.filter(pk=plan.pk).update(status=PlanStatus.ADOPTED)
    edition = document.editions.get()
    builders.issue(edition)


def papers(document, term, user, framework):
    """An edition of the document and all that hangs on it."""
    edition = builders.an_edition(document, by=user)
    publication = Publication.objects.create(
        edition=edition,
        document=document,
        kind=edition.kind,
        fiscal_year=edition.fiscal_year,
        published_at=edition.prepared_at,
        published_by=user,
    )
    filing = Filing.objects.create(
        organization=document.organization,
        question=framework.questions.get(code="O4"),
        address="https://example.go.th/o4.pdf",
        filed_on=date(2026, 1, 5),
        filed_by=user,
        publication=publication,
    )
    file = EditionFile.objects.create(
        edition=edition,
        kind="csv",
        name="data.csv",
        content_type="text/csv",
        stored_file=edition.stored_file,
        sha256="0" * 64,
        size=1,
    )
    finding = OverriddenFinding.objects.create(
        document=document, key="form:1", sentence="เลขข้ามลำดับ", reason="ตามต้นฉบับของสำนักงาน ป.ป.ช.", by=user
    )
    return [edition, builders.a_signature(edition, term), publication, filing, file, finding]


def a_topic(framework):
    """A topic of a filing item of the framework."""
    item, _ = FilingItem.objects.get_or_create(
        framework=framework,
        purpose="measures",
        defaults={
            "question": framework.questions.get(code="O4"),
            "form": "per_indicator",
            "analysed_year_offset": -1,
            "covered_year_offset": 0,
        },
    )
    return Topic.objects.get_or_create(filing_item=item, number=1, defaults={"name": "ประเด็นตัวอย่าง"})[0]
