"""The progress report: the plan's own measures, and what was summarised of them up to a round of the year."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from measures import workflow
from measures.models import Measure, PlanStatus
from organizations.models import Role
from reports.composition import compose
from reports.content import sections, source_data
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = builders.a_plan(builders.an_organization("khlongse"), 2569, status=PlanStatus.ADOPTED)
    builders.a_measure(plan, title="จัดทำคู่มือ")
    builders.a_measure(plan, title="เผยแพร่คู่มือ")
    return plan


@pytest.fixture
def auditor(client, plan):
    client.force_login(builders.a_user(plan.organization, Role.AUDITOR))
    return client


def everything(model):
    return model.objects.unscoped("the test reads all")


def report(plan, kind="progress", **asked):
    return compose(plan.organization, 2569, kind, rows=everything, **asked).report


def table(plan, kind="progress", **asked):
    return report(plan, kind, **asked).section(sections.Table)


def summarise(plan, month, text):
    measure = plan.measures.first()
    version = getattr(measure.progress_summaries.filter(round_month=month).first(), "version", 0)
    workflow.write_summary(measure, month, [text], f"ผลของ{text}", version=version, by=None)


def printed(plan, **asked):
    """(results, outcome) of the first row."""
    return tuple(cell.lines for cell in table(plan, **asked).rows[0].cells[4:])


def text_of(response):
    return response.content.decode()


def test_a_row_of_the_plan_becomes_the_row_of_the_report(plan):
    summarise(plan, 12, "จัดทำแล้ว ๒ เล่ม")

    planned, reported = table(plan, "measure_plan"), table(plan)

    keys = list(plan.measures.values_list("pk", flat=True))
    assert [row.measure for row in planned.rows] == [row.measure for row in reported.rows] == keys
    assert [row.cells[:2] for row in planned.rows] == [row.cells[:2] for row in reported.rows]
    assert reported.rows[0].cells[4].lines == ("จัดทำแล้ว ๒ เล่ม",)


def test_the_data_inside_both_documents_names_the_same_measures(plan):
    documents = [json.loads(source_data.as_json(report(plan, kind))) for kind in ("measure_plan", "progress")]

    planned, reported = ([row["measure"] for row in _rows(document)] for document in documents)

    assert planned == reported == list(plan.measures.values_list("pk", flat=True))


def _rows(document):
    return next(section for section in document["sections"] if section["kind"] == "Table")["rows"]


def test_a_report_of_a_round_prints_that_round_and_says_so(plan):
    summarise(plan, 6, "ครึ่งปี")
    summarise(plan, 12, "ทั้งปี")

    half = report(plan, round_month=6)

    assert printed(plan, round_month=6) == (("ครึ่งปี",), ("ผลของครึ่งปี",))
    assert printed(plan) == (("ทั้งปี",), ("ผลของทั้งปี",))
    assert half.section(sections.Cover).title_lines[-1] == "รอบ 6 เดือน (1 ตุลาคม 2568 ถึง 31 มีนาคม 2569)"
    assert "รอบ" not in report(plan).title


def test_where_a_round_has_no_summary_the_latest_before_it_stands(plan):
    summarise(plan, 6, "ครึ่งปี")

    assert printed(plan)[0] == printed(plan, round_month=9)[0] == ("ครึ่งปี",)
    assert printed(plan, round_month=3) == ((), ())


def test_a_measure_without_a_summary_prints_nothing_that_nobody_wrote(plan):
    builders.an_entry(plan.measures.first())

    assert printed(plan) == ((), ())


def test_a_cancelled_measure_says_so_where_its_result_would_stand(plan):
    Measure.objects.filter(plan=plan).update(cancelled_on=date(2026, 1, 5), cancel_reason="รวมกับเรื่องอื่น")

    assert printed(plan)[0] == ("ยกเลิกเมื่อ 5 มกราคม 2569", "รวมกับเรื่องอื่น")


def test_the_address_says_the_round_for_preview_and_files(auditor, plan):
    summarise(plan, 6, "ครึ่งปี")

    preview = auditor.get("/khlongse/2569/documents/progress/?round=6")
    word = auditor.get("/khlongse/2569/documents/progress.docx?round=6")

    assert "รอบ ๖ เดือน" in text_of(preview)
    assert "/khlongse/2569/documents/progress.pdf?round=6" in text_of(preview)
    assert "progress-khlongse-2569-6.docx" in word["Content-Disposition"]


@pytest.mark.parametrize("asked", ["5", "x", "", "-6", "๖"])
def test_a_round_there_is_not_is_not_found(auditor, plan, asked):
    assert auditor.get(f"/khlongse/2569/documents/progress/?round={asked}").status_code == 404


def test_the_page_of_documents_counts_what_is_missing_and_offers_the_rounds_there_are(auditor, plan):
    summarise(plan, 6, "ครึ่งปี")

    text = text_of(auditor.get("/khlongse/2569/documents/"))

    assert "๑ มาตรการยังไม่มีสรุปผล" in text
    assert 'progress/?round=6">รอบ ๖ เดือน</a>' in text
    assert "?round=3" not in text


def test_the_command_prints_a_round(plan, tmp_path):
    summarise(plan, 6, "ครึ่งปี")
    output = tmp_path / "progress.html"

    call_command("render_report", "khlongse", "2569", "progress", "-o", output, "--round", "6", verbosity=0)

    assert "รอบ ๖ เดือน" in output.read_text()
