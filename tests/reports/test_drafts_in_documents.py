"""Documents from drafts: every form prints them, and the page of documents says how many there still are."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments import workflow
from assessments.bands import BandLimits
from assessments.models import DocumentForm
from organizations.models import User
from reports.composition import compose
from reports.content import sections

FORMS = (
    DocumentForm.THREE_BANDS,
    DocumentForm.SEVEN_TOPICS,
    DocumentForm.PER_INDICATOR,
    DocumentForm.INDICATOR_TABLE,
)


@pytest.fixture
def khlongse(municipality, library):
    """คลองเส 2568 as a bare score sheet, drafted from the library."""
    organization = municipality("khlongse")
    assessment = organization.assessments.get()
    assessment.analyses.all().delete()
    workflow.draft_analyses(assessment, by=None)
    return organization


def in_form(organization, form, year=2568):
    organization.measure_plans.update(form=form)
    return compose(organization, year, "analysis", rows=everything)


def everything(model):
    return model.objects.unscoped("the test reads all")


@pytest.mark.any_database
@pytest.mark.parametrize("form", FORMS)
def test_a_result_with_nothing_but_drafts_prints_in_every_form(khlongse, form):
    paper = in_form(khlongse, form)

    html = paper.html()

    assert khlongse.name in html
    assert paper.docx()


def test_the_drafts_stand_at_their_questions(khlongse):
    report = in_form(khlongse, DocumentForm.PER_INDICATOR).report

    blocks = [
        block
        for section in report.sections
        if isinstance(section, sections.IndicatorBlock)
        for block in section.blocks
    ]

    assert sum(len(block.questions) for block in blocks) == 52
    assert all(block.paragraphs for block in blocks)


def test_the_three_bands_are_those_of_the_office(municipality):
    organization = municipality("thana")
    assessment = organization.assessments.get()
    limits = BandLimits(Decimal("82.50"), Decimal("60"))
    workflow.set_band_limits(assessment, limits, seen=assessment.band_limits, by=None)

    bands = in_form(organization, DocumentForm.THREE_BANDS, 2564).report.section(sections.Bands).bands

    assert [len(band.indicators) for band in bands] == [1, 7, 2]
    assert [band.title.split("ร้อยละ")[1] for band in bands] == [" 82.5)", " 60 ถึง 82.5)", " 60)"]


def documents_page(client, username, year=2568):
    client.force_login(User.objects.get(username=username))
    return client.get(reverse("reports:documents", args=["khlongse", year])).content.decode()


@pytest.mark.parametrize("year", [2568, 2569])
def test_the_page_of_documents_says_how_many_analyses_are_drafts(khlongse, client, year):
    drafts = khlongse.assessments.get().analyses.filter(is_draft=True)
    drafts.exclude(pk=drafts.first().pk).update(is_draft=False)

    page = documents_page(client, "auditor", year)

    assert "การวิเคราะห์ผลปี ๒๕๖๘ ยังเป็นร่าง ๑ เรื่อง" in page


def test_without_drafts_nothing_is_said(municipality, client):
    assert "ยังเป็นร่าง" not in documents_page(client, "auditor")


def test_an_overseer_is_not_told_of_drafts(khlongse, client):
    assert "ยังเป็นร่าง" not in documents_page(client, "overseer")
