"""Score sheets: what is asked for, what comes back as it was exported, and the pages that hand them out."""

import io
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from assessments import score_sheets, workflow
from assessments.import_changes import NOTHING_ANNOUNCED, changes_of, fingerprint
from assessments.models import Assessment, Framework
from assessments.score_sheets.forms import FACTS
from assessments.score_tree import officials_of
from ita_portal.thai_text import normalize, to_thai_digits
from organizations.models import Organization, Role
from tests import builders
from tests.assessments.score_sheets.figures import (
    ANNOUNCED,
    FIGURES,
    YEAR,
    assert_read_whole,
    decimals,
    read,
)
from tests.assessments.sheet_files import (
    SHEET,
    parts_of,
    row_of,
)

pytestmark = pytest.mark.django_db


# -- What is asked for ------------------------------------------------------------------------------


@pytest.mark.parametrize("year", range(2564, 2571))
def test_a_sheet_asks_for_every_figure_of_its_year_and_every_announced_fact(frameworks, year):
    framework = Framework.objects.get(year=year)
    places = set(workflow.places_of(framework))

    form = score_sheets.sheet_form_of(framework, Organization(slug="x", name="x"))
    bulk = score_sheets.bulk_form_of(framework)

    assert form.keys == bulk.keys == places | set(FACTS)
    assert set(FACTS) == set(workflow.HEADER_FIELDS) == set(NOTHING_ANNOUNCED)
    assert len(set(bulk.columns.values())) == len(bulk.columns)


def test_only_the_cells_to_fill_in_are_open(sheet):
    worksheet = load_workbook(io.BytesIO(sheet)).worksheets[0]

    opened = [cell.coordinate for row in worksheet.iter_rows() for cell in row if not cell.protection.locked]

    assert worksheet.protection.sheet
    assert not worksheet.protection.password
    assert {f"D{row_of(sheet, code)}" for code in ("i1", "IIT", "รวม", "ระดับ")} <= set(opened)
    assert not {"A1", "B7", "C3", f"E{row_of(sheet, 'i1')}", f"D{row_of(sheet, 'e1')}"} & set(opened)


def test_a_level_is_chosen_from_those_of_the_year_and_a_score_is_a_number(sheet):
    workbook = load_workbook(io.BytesIO(sheet))

    rules = {rule.type: rule for rule in workbook.worksheets[0].data_validations.dataValidation}

    title, cells = rules["list"].formula1.replace("$", "").split("!")
    levels = [row[0].value for row in workbook[title.strip("'")][cells]]
    assert levels == ["ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน", "ต้องปรับปรุง"]
    assert (rules["decimal"].formula1, rules["decimal"].formula2) == ("0", "100")


def test_the_sheet_prints_on_a4_with_its_head_on_each_page(sheet):
    worksheet = load_workbook(io.BytesIO(sheet)).worksheets[0]

    assert (int(worksheet.page_setup.paperSize), worksheet.page_setup.orientation) == (9, "portrait")
    assert (worksheet.print_title_rows, worksheet.freeze_panes) == ("$5:$5", "D6")
    assert (worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight) == (1, 0)


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(1)", "=cmd|' /C calc'!A0"])
def test_a_text_is_never_a_formula(form, start):
    content = score_sheets.write_sheet(form, {}, {"source": start})

    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    cell = sheet[f"D{row_of(content, 'ที่มา')}"]

    assert (cell.value, cell.data_type, cell.quotePrefix) == (start, "s", True)
    assert b"<f>" not in parts_of(content)[SHEET]
    assert read(content, form).facts == {"source": start}


def test_a_text_that_no_cell_could_hold_is_cut_to_what_it_can(form):
    content = score_sheets.write_sheet(form, {}, {"source": "ก\x00\x0b\ufffe\ud800ข" + "ค" * 40_000})

    sheet = load_workbook(io.BytesIO(content)).worksheets[0]

    assert sheet[f"D{row_of(content, 'ที่มา')}"].value.startswith("กขคคค")


# -- There and back ---------------------------------------------------------------------------------


def scores():
    return st.integers(0, 10_000).map(lambda cents: f"{Decimal(cents) / 100:.2f}")


def texts(longest):
    """Texts as the portal stores them: one spelling, one line."""
    letters = st.sampled_from("กขคงอี่ำฯๆ๐๙ abcXYZ0159=+-@<>&\"'\\/_[]{}%;:,.")
    return (
        st.text(letters, max_size=longest)
        .map(lambda text: " ".join(normalize(text).split()))
        .filter(is_settled)
    )


def is_settled(text):
    return " ".join(normalize(text).split()) == text


def subsets_of(keys):
    return st.dictionaries(st.sampled_from(sorted(keys)), scores())


def facts_of(levels):
    return st.fixed_dictionaries(
        {},
        optional={
            "announced_on": st.dates(date(1997, 1, 1), date(2057, 12, 31)),
            "source": texts(300),
            "official_rating": st.sampled_from(levels),
            "official_rank": st.integers(1, 100_000),
            "rank_scope": texts(120),
        },
    )


@pytest.fixture(scope="module")
def large_form(frameworks, module_rows):
    """The sheet of the real year 2568: 77 figures."""
    with module_rows():
        organization = builders.an_organization("large")
        return score_sheets.sheet_form_of(Framework.objects.get(year=2568), organization)


@settings(max_examples=40)
@given(st.data())
def test_whatever_is_exported_comes_back_identical(large_form, data):
    figures = data.draw(subsets_of(large_form.keys - set(FACTS)))
    facts = data.draw(facts_of(large_form.levels))
    assume(figures or any(facts.values()))

    understood = read(score_sheets.write_sheet(large_form, decimals(figures), facts), large_form)

    assert understood.problems == ()
    assert understood.figures == figures
    assert understood.facts == {
        name: value.isoformat() if name == "announced_on" else str(value)
        for name, value in facts.items()
        if value
    }


@settings(max_examples=10)
@given(st.data())
def test_an_export_read_into_an_empty_assessment_gives_the_same_officials(office, form, data):
    organization, framework = office
    figures = data.draw(subsets_of(form.keys - set(FACTS)))
    facts = data.draw(facts_of(form.levels))
    assume(figures or any(facts.values()))
    with taken_back():
        original = builders.an_assessment(organization, framework, figures, **facts)
        content = exported(original)
        copy = builders.an_organization()

        applied = applied_to(copy, framework, content)

        assert officials_of(applied) == officials_of(original) == decimals(figures)
        for name in workflow.HEADER_FIELDS:
            assert getattr(applied, name) == getattr(original, name)


@contextmanager
def taken_back():
    """Each example of a property starts with the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def exported(assessment):
    form = score_sheets.sheet_form_of(assessment.framework, assessment.organization)
    facts = {name: getattr(assessment, name) for name in workflow.HEADER_FIELDS}
    return score_sheets.write_sheet(form, officials_of(assessment), facts)


def applied_to(organization, framework, content):
    """The assessment after what was exported elsewhere is imported here, as the pages do it."""
    original = Assessment.objects.get(framework=framework)
    understood = read(content, score_sheets.sheet_form_of(framework, original.organization))
    waiting = workflow.propose_import(
        organization,
        framework,
        source="sheet",
        figures=understood.figures,
        header=understood.facts,
        reading=score_sheets.reading_of(understood.title, understood.cells),
        by=builders.a_user(),
    )
    return workflow.apply_import(waiting, seen=fingerprint(changes_of(waiting, None)), by=None)


# -- Pages ------------------------------------------------------------------------------------------


def test_a_template_is_an_export_without_figures(office):
    organization, framework = office
    client = Client()
    client.force_login(builders.a_user(organization, Role.AUDITOR))

    response = client.get(reverse("assessments:scores_template", args=[organization.slug, framework.year]))

    assert response.status_code == 200
    assert response["Content-Type"] == score_sheets.CONTENT_TYPE
    form = score_sheets.sheet_form_of(framework, organization)
    assert cells_of(response.content) == cells_of(score_sheets.write_sheet(form))


def cells_of(content):
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).worksheets[0]]


def test_an_export_holds_what_is_stored(office):
    organization, framework = office
    builders.an_assessment(organization, framework, FIGURES, **ANNOUNCED)
    client = Client()
    client.force_login(builders.a_user(organization, Role.CLERK))

    response = client.get(reverse("assessments:export_scores", args=[organization.slug, framework.year]))

    assert_read_whole(response.content, score_sheets.sheet_form_of(framework, organization))


def test_the_upload_page_says_where_the_template_is(office):
    organization, framework = office
    client = Client()
    client.force_login(builders.a_user(organization, Role.AUDITOR))

    page = client.get(
        reverse("assessments:upload_scores", args=[organization.slug, framework.year])
    ).content.decode()

    assert reverse("assessments:scores_template", args=[organization.slug, framework.year]) in page
    assert f"คะแนนปี {to_thai_digits(str(YEAR))} อยู่ในแฟ้มใด" in page
    assert "ยังไม่บันทึกจนกว่าท่านจะยืนยัน" in page


def test_a_closed_year_offers_no_upload(office):
    organization, framework = office
    builders.an_assessment(organization, framework, FIGURES, is_confirmed=True)
    client = Client()
    client.force_login(builders.a_user(organization, Role.AUDITOR))

    page = client.get(
        reverse("assessments:upload_scores", args=[organization.slug, framework.year])
    ).content.decode()

    assert 'type="file"' not in page
    assert "ยืนยันแล้ว จึงนำเข้าคะแนนไม่ได้" in page
