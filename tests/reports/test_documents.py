"""What each kind of document says and how it is built, without paper."""

from datetime import date

import pypdf
import pytest

from assessments.models import DocumentForm
from reports.composition import compose
from reports.content import sections

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


def everything(model):
    return model.objects.unscoped("the test reads all")


def report(organization, year, kind):
    return compose(organization, year, kind, rows=everything, today=TODAY).report


def test_the_memo_of_seed_000_carries_number_date_and_the_routing_blocks(municipality):
    memo = report(municipality("phochai"), 2567, "memo").section(sections.Memo)

    assert (memo.number, memo.date) == ("นค ๕๓๗๑๑/๐๐๕", "16 มกราคม 2568")
    assert [block.heading for block in memo.routing] == ["ความเห็น", "ข้อพิจารณา"]
    assert memo.routing[0].military_rank == "จ่าอากาศเอก"
    assert memo.routing[0].comment == "เพื่อโปรดทราบ"


def test_the_memo_of_seed_004_prints_the_acting_title_on_two_lines(municipality):
    memo = report(municipality("thana"), 2564, "memo").section(sections.Memo)

    assert memo.author.title_lines == ("รองปลัดเทศบาล ปฏิบัติราชการแทน", "นายกเทศมนตรีตำบลท่านา")


def test_a_memo_carries_the_report_it_encloses(municipality):
    kinds = [type(section) for section in report(municipality("phochai"), 2567, "memo").sections]

    assert kinds[:2] == [sections.Memo, sections.Cover]


def test_a_memo_without_own_words_is_composed_from_the_data(municipality):
    memo = report(municipality("khlongse"), 2568, "memo").section(sections.Memo)

    assert "มีผลคะแนนการประเมินรวม 96.83 คะแนน อยู่ในระดับผ่านดี" in memo.paragraphs[0]
    assert memo.addressee == "นายกองค์การบริหารส่วนตำบลคลองเส"


def test_the_seven_topics_stand_in_order_with_one_measure_row_each(municipality):
    plan = report(municipality("phochai"), 2568, "measure_plan")

    topics, table = plan.section(sections.Topics), plan.section(sections.Table)

    assert [topic.number for topic in topics.topics] == [1, 2, 3, 4, 5, 6, 7]
    assert [len(row.cells[1].lines) for row in table.rows] == [3, 3, 3, 4, 2, 2, 2]


def test_one_analysis_serves_two_topics_under_its_right_code(municipality):
    topics = report(municipality("phochai"), 2568, "measure_plan").section(sections.Topics).topics

    under = [topic.number for topic in topics for text in topic.paragraphs if text.startswith("e6 ประเด็น")]

    assert under == [2, 3]


def test_the_three_bands_of_seed_004_hold_its_indicators(municipality):
    bands = report(municipality("thana"), 2565, "measure_plan").section(sections.Bands).bands

    assert [len(band.indicators) for band in bands] == [0, 2, 8]
    assert bands[1].indicators[0].name == "คุณภาพการดำเนินงาน"


def test_the_plan_of_seed_004_prints_follow_up_and_its_closing_signature(municipality):
    plan = report(municipality("thana"), 2565, "measure_plan")

    table = [section for section in plan.sections if isinstance(section, sections.Table)][-1]
    closing = plan.section(sections.Closing)

    assert [column.title for column in table.columns][-1] == "การติดตามผล"
    assert closing.date_line == "วันที่ 18 เดือน มีนาคม พ.ศ. 2565"
    assert closing.signature.title_lines[0].endswith("รักษาราชการแทน")


def test_the_one_table_of_seed_002_names_its_year_and_has_a_row_for_each_indicator(municipality):
    table = report(municipality("khokphutsa"), 2568, "analysis").section(sections.Table)

    assert table.columns[0].title == "ตัวชี้วัด ITA 2568"
    assert len(table.rows) == 10
    assert all(row.cells[2].lines for row in table.rows)


def test_the_progress_report_of_seed_003_has_ten_measures_and_eight_results_in_the_ninth(municipality):
    progress = report(municipality("bangkhrok"), 2568, "progress")

    table = progress.section(sections.Table)

    assert [len(row.cells[4].lines) for row in table.rows] == [5, 1, 3, 3, 7, 7, 5, 6, 8, 9]
    assert progress.section(sections.Prose).heading == "คำนำ"


def test_a_plan_without_a_result_prints_no_scores(municipality):
    table = report(municipality("bangkhrok"), 2568, "measure_plan").section(sections.Table)

    assert len(table.columns) == 4
    assert len(table.rows) == 10


@pytest.mark.parametrize(
    ("slug", "year", "form"),
    [("thana", 2564, DocumentForm.THREE_BANDS), ("phochai", 2567, DocumentForm.SEVEN_TOPICS)],
)
def test_without_a_plan_the_form_is_what_the_next_years_filing_item_asks(municipality, slug, year, form):
    from reports.content.analysis import AnalysisContent

    assessment = municipality(slug).assessments.get(framework__year=year)
    content = AnalysisContent(assessment, everything)
    content.plan = None

    assert content.form == form


def test_the_executive_summary_is_one_page_with_three_best_and_three_weakest(municipality, tmp_path):
    paper = compose(municipality("khlongse"), 2568, "summary", rows=everything, today=TODAY)
    path = tmp_path / "summary.pdf"
    path.write_bytes(paper.pdf())
    summary = paper.report.section(sections.Summary)

    assert len(pypdf.PdfReader(path).pages) == 1
    assert [line.number for line in summary.weakest] == [4, 5, 8]
    assert len(summary.strongest) == 3
    assert summary.overdue_title.endswith("(7 รายการ)")


def test_a_measure_is_overdue_only_after_its_last_day(municipality):
    on_the_day = compose(
        municipality("khlongse"), 2568, "summary", rows=everything, today=date(2026, 9, 30)
    ).report.section(sections.Summary)

    assert on_the_day.overdue == ()
