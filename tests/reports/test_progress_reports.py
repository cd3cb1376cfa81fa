"""The progress report: the plan's own measures, and what was summarised of them up to a round of the year."""

import io
import json
import re
import zipfile
from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from assessments.models import CalendarEvent, FilingItem, FilingPurpose
from measures import workflow
from measures.models import Measure, PlanStatus
from organizations.models import Role
from reports import filing_page, open_data, preparation, years
from reports.checks import Kind, read_facts
from reports.composition import Paper, compose
from reports.content import sections, source_data
from reports.models import Edition
from reports.overview import read_overview
from reports.printed_year import print_year
from tests import builders
from tests.reports.office import Office, faked_signing

pytestmark = pytest.mark.django_db

READ = (
    "preview",
    "word",
    "edit",
    "desk",
    "check",
    "check_before",
    "signers",
)  # pages of a document


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


def report(plan, kind="progress"):
    return compose(plan.organization, 2569, kind, rows=everything).report


def table(plan, kind="progress"):
    return report(plan, kind).section(sections.Table)


def summarise(plan, month, text):
    measure = plan.measures.first()
    version = getattr(measure.progress_summaries.filter(round_month=month).first(), "version", 0)
    workflow.write_summary(measure, month, [text], f"ผลของ{text}", version=version, by=None)


def printed(plan, kind="progress"):
    """(results, outcome) of the first row."""
    return tuple(cell.lines for cell in table(plan, kind).rows[0].cells[4:])


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

    half, words = report(plan, "progress-6"), "รอบ 6 เดือน (1 ตุลาคม 2568 ถึง 31 มีนาคม 2569)"

    assert printed(plan, "progress-6") == (("ครึ่งปี",), ("ผลของครึ่งปี",))
    assert printed(plan) == (("ทั้งปี",), ("ผลของทั้งปี",))
    assert half.section(sections.Cover).title_lines[-1] == words
    assert (words in half.title, words in half.section(sections.Table).introduction[0]) == (True, True)
    assert "รอบ" not in report(plan).title


def test_where_a_round_has_no_summary_the_latest_before_it_stands(plan):
    summarise(plan, 6, "ครึ่งปี")

    assert printed(plan)[0] == printed(plan, "progress-9")[0] == ("ครึ่งปี",)
    assert printed(plan, "progress-3") == ((), ())


def test_what_came_after_a_round_is_not_in_its_report(plan):
    measures = Measure.objects.filter(plan=plan)
    measures.filter(order=1).update(cancelled_on=date(2026, 4, 1), cancel_reason="รวมกับเรื่องอื่น")
    measures.filter(order=2).update(starts_on=date(2026, 4, 1))

    half, more = ([row.cells[4].lines for row in table(plan, f"progress-{month}").rows] for month in (6, 9))

    assert half == [(), ("ยังไม่ถึงกำหนดเริ่มดำเนินการ",)]
    assert more == [("ยกเลิกเมื่อ 1 เมษายน 2569", "รวมกับเรื่องอื่น"), ()]


def test_what_an_interim_report_is_made_of_stays_when_the_year_goes_on(plan):
    summarise(plan, 6, "ครึ่งปี")
    document = builders.a_document(plan.organization, "progress-6", fiscal_year=2569)
    before = preparation.data_of(document, everything)

    summarise(plan, 9, "เก้าเดือน")

    assert preparation.data_of(document, everything) == before
    assert "ครึ่งปี" in before


def test_a_measure_without_a_summary_prints_nothing_that_nobody_wrote(plan):
    builders.an_entry(plan.measures.first())

    assert printed(plan) == ((), ())


def test_a_cancelled_measure_says_so_where_its_result_would_stand(plan):
    Measure.objects.filter(plan=plan).update(cancelled_on=date(2026, 1, 5), cancel_reason="รวมกับเรื่องอื่น")

    assert printed(plan)[0] == ("ยกเลิกเมื่อ 5 มกราคม 2569", "รวมกับเรื่องอื่น")


def test_a_memo_encloses_the_report_of_a_round(plan):
    summarise(plan, 6, "ครึ่งปี")
    office = plan.organization
    builders.an_assessment(office)
    half = builders.a_document(office, "progress-6", fiscal_year=2569)
    builders.a_document(office, "memo", fiscal_year=2568, encloses=half)

    memo = compose(office, 2568, "memo", rows=everything).report

    assert memo.section(sections.Table).rows[0].cells[4].lines == ("ครึ่งปี",)


# -- What the check asks of it ---------------------------------------------------------------------


def asked_of(plan, kind):
    """What the check says is missing in a report, as {(measure, what)}."""
    document = builders.a_document(plan.organization, kind, fiscal_year=2569, dated_on=date(2026, 10, 5))
    found = read_facts(document, everything, today=date(2026, 11, 1))
    return {(row.number, row.missing, row.url.split("/")[-2]) for row in found.lacking}


def test_an_interim_report_is_asked_for_what_was_to_be_done_by_then(plan):
    measure, later = plan.measures.all()
    workflow.write_summary(measure, 6, ["จัดทำแล้ว"], "", version=0, by=None)
    Measure.objects.filter(pk=later.pk).update(starts_on=date(2026, 4, 1))

    told = {kind: asked_of(plan, kind) for kind in ("progress-3", "progress-6", "progress-9", "progress")}

    assert told["progress-3"] == {(1, "results", "3")}
    assert told["progress-6"] == set()
    assert told["progress-9"] == {(2, "results", "9")}
    assert told["progress"] == {(1, "outcome", "12"), (2, "results", "12")}


def test_the_check_reads_the_words_of_the_round_and_mends_them_there(plan):
    summarise(plan, 6, "ครึ่งปี")
    summarise(plan, 12, "ทั้งปี")
    document = builders.a_document(plan.organization, "progress-9", fiscal_year=2569)

    texts = read_facts(document, everything, today=date(2026, 11, 1)).texts
    results = [(text.typed, text.url.split("/")[-2]) for text in texts if text.kind == Kind.RESULT]

    assert results == [("ครึ่งปี", "6"), ("ผลของครึ่งปี", "6")]


def test_an_interim_report_is_late_for_no_filing(plan):
    days = {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 4, 30), "is_provisional": False}
    CalendarEvent.objects.create(framework=builders.a_framework(2569), event="oit_filing", **days)
    kinds = ("measure_plan", "progress-9")
    documents = [builders.a_document(plan.organization, kind, fiscal_year=2569) for kind in kinds]

    filed_by = [read_facts(document, everything, today=date(2026, 7, 1)).filed_by for document in documents]

    assert filed_by == [date(2026, 4, 30), None]


# -- Pages -----------------------------------------------------------------------------------------


def test_a_round_has_an_address_and_files_of_its_own(auditor, plan):
    summarise(plan, 6, "ครึ่งปี")

    preview = auditor.get("/khlongse/2569/documents/progress-6/")
    word = auditor.get("/khlongse/2569/documents/progress-6.docx")

    assert "รอบ ๖ เดือน" in text_of(preview)
    assert "/khlongse/2569/documents/progress-6/print/" in text_of(preview)
    assert "progress-6-khlongse-2569.docx" in word["Content-Disposition"]


@pytest.mark.parametrize(
    ("day", "offered"),
    [
        (date(2025, 9, 30), {}),
        (date(2025, 10, 1), {3: True}),
        (date(2026, 3, 31), {3: False, 6: True}),
        (date(2026, 4, 1), {3: False, 6: False, 9: True}),
        (date(2026, 11, 21), {3: False, 6: False, 9: False}),
    ],
)
def test_an_interim_report_is_offered_from_the_day_its_last_months_begin(plan, day, offered):
    auditor = builders.a_user(plan.organization, Role.AUDITOR)
    (year,) = years.of_organization(plan.organization, auditor)

    told = years.progress_told(year, auditor, day).interim

    assert {row.round.month: row.is_open for row in told} == offered


def test_interim_reports_that_nobody_wrote_are_one_quiet_line(auditor):
    page = auditor.get("/khlongse/2569/documents/")

    told = re.search("ทำรายงานระหว่างปีเพิ่มได้: (.*?)</p>", text_of(page))
    assert "รอบ ๓ เดือน" in strip_tags(told[1])
    assert [shelf.kind for shelf in page.context["shelves"]] == ["measure_plan", "progress"]


def test_an_interim_report_that_is_written_stands_among_the_documents_and_is_not_offered_again(auditor, plan):
    builders.a_document(plan.organization, "progress-6", fiscal_year=2569)

    page = auditor.get("/khlongse/2569/documents/")

    assert [shelf.kind for shelf in page.context["shelves"]] == ["measure_plan", "progress", "progress-6"]
    assert "รอบ ๖ เดือน" not in [row.round.name for row in page.context["progress"].interim]


def test_whoever_does_not_write_reads_the_round_and_others_read_what_is_issued(client, plan):
    office = plan.organization
    builders.a_document(office, "progress-3", fiscal_year=2569)
    builders.issue(builders.an_edition(builders.a_document(office, "progress-6", fiscal_year=2569)))
    client.force_login(builders.a_user(office, Role.EXECUTIVE))
    inside = text_of(client.get("/khlongse/2569/documents/"))
    client.force_login(builders.a_user(role=Role.OVERSEER, province=office.province))

    outside = client.get("/khlongse/2569/documents/")

    assert 'href="/khlongse/2569/documents/progress-9/"' in inside
    assert [shelf.kind for shelf in outside.context["shelves"]] == ["progress-6"]
    assert "progress-9" not in text_of(outside)
    assert client.get("/khlongse/2569/documents/progress-6/").status_code == 404


def test_a_round_there_is_not_is_not_found(auditor):
    kinds = ("progress-5", "progress-12", "progress-06", "progress-", "Progress-6", "progress_6")
    places = [reverse(f"reports:{name}", args=["khlongse", 2569, kind]) for name in READ for kind in kinds]

    answers = {auditor.get(place).status_code for place in places}

    assert answers == {404}


def test_an_interim_report_of_another_office_is_not_found(client, plan):
    builders.a_document(plan.organization, "progress-6", fiscal_year=2569)
    client.force_login(builders.a_user(builders.an_organization("bangkhrok"), Role.AUDITOR))
    place = ["khlongse", 2569, "progress-6"]

    answers = {client.get(reverse(f"reports:{name}", args=place)).status_code for name in READ}
    answers |= {
        client.post(reverse(f"reports:{name}", args=place)).status_code for name in (*READ, "propose", "revise")
    }

    assert answers <= {404, 405}


def test_the_command_prints_a_round(plan, tmp_path):
    summarise(plan, 6, "ครึ่งปี")
    output = tmp_path / "progress.html"

    call_command("render_report", "khlongse", "2569", "progress-6", "-o", output, verbosity=0)

    assert "รอบ ๖ เดือน" in output.read_text()


def test_all_documents_of_a_year_hold_the_interim_reports_that_are_written(plan, monkeypatch):
    monkeypatch.setattr(Paper, "pdf", lambda paper: b"")
    builders.a_document(plan.organization, "progress-6", fiscal_year=2569)
    auditor = builders.a_user(plan.organization, Role.AUDITOR)

    packed, _ = print_year(plan.organization, 2569, auditor, lambda *told: None)

    names = [name.partition("-khlongse")[0] for name in zipfile.ZipFile(io.BytesIO(packed)).namelist()]
    assert names == ["measure_plan", "progress", "progress-6"]


# -- Its way ---------------------------------------------------------------------------------------


class Walk:
    """The people of an office and the pages through which its half-year report goes."""

    def __init__(self, plan):
        self.office = Office(organization=plan.organization)
        self.writer = self.of(self.office.auditor)

    def of(self, person):
        client = Client()
        client.force_login(person)
        return client

    def page(self, client, name, *arguments):
        return client.get(reverse(f"reports:{name}", args=["khlongse", *arguments]))

    def send(self, client, name, *arguments, **fields):
        response = client.post(reverse(f"reports:{name}", args=["khlongse", *arguments]), fields)
        assert response.status_code == 302, text_of(response)

    def sign(self, person):
        client, edition = self.of(person), Edition.objects.unscoped("the test reads all").get()
        assert "รายงานผลการดำเนินการ รอบ ๖ เดือน" in text_of(client.get(reverse("reports:to_sign")))
        seen = {"sha256": edition.sha256, "waiting_order": edition.waiting_order}
        self.send(client, "sign", edition.code, secret=builders.PASSWORD, **seen)


def test_the_report_of_half_a_year_goes_from_draft_to_the_public(plan):
    summarise(plan, 6, "ครึ่งปี")
    walk, place = Walk(plan), (2569, "progress-6")
    draft = walk.page(walk.writer, "edit", *place).context["form"].initial
    with faked_signing():
        walk.send(walk.writer, "edit", *place, subject=draft["subject"], dated_on="1/4/2569", version=1)
        terms = {name: f"term-{term.pk}" for name, term in walk.office.terms.items()}
        walk.send(walk.writer, "signers", *place, version=1, **terms)
        walk.send(walk.writer, "propose", *place, version=2, method="digital")
        for person in (walk.office.auditor, walk.office.secretary, walk.office.mayor):
            walk.sign(person)
        edition = Edition.objects.unscoped("the test reads all").get()
        walk.send(walk.writer, "publish", edition.code, sha256=edition.sha256)

    desk = text_of(walk.page(walk.writer, "desk", *place))
    public = text_of(Client().get(f"/p/{edition.document.code}/"))

    assert (edition.kind, edition.subject == draft["subject"]) == ("progress-6", True)
    assert "<dd>รายงานผลการดำเนินการ รอบ ๖ เดือน</dd>" in public
    assert "รอบ ๖ เดือน (๑ ตุลาคม ๒๕๖๘ ถึง ๓๑ มีนาคม ๒๕๖๙)" in public
    assert "รายงานผลการดำเนินการ รอบ ๖ เดือน ปี ๒๕๖๙" in desk
    assert "รอบ ๖ เดือน" in text_of(Client().get(f"/v/{edition.code}/"))
    assert "รอบ 6 เดือน" in open_data.facts_of(edition)["kind"]


def test_an_interim_report_is_listed_and_is_not_the_report_of_the_year(plan):
    half = builders.a_document(plan.organization, "progress-6", fiscal_year=2569)
    auditor = builders.a_user(plan.organization, Role.AUDITOR)
    builders.publish(builders.an_edition(half))

    seen = read_overview(plan.organization, 2568, auditor, date(2026, 4, 2), is_member=True)

    assert [(line.kind, line.year) for line in seen.documents] == [("progress-6", 2569)]
    assert seen.steps[-1].note == "ยังไม่ได้เผยแพร่เอกสาร"


@pytest.mark.parametrize(("offset", "answers"), [(0, True), (-1, False)])
def test_an_interim_report_answers_an_item_on_the_year_in_which_it_is_filed(plan, offset, answers):
    framework = builders.a_framework(2569 - offset)
    question = framework.questions.get(code="O4")
    FilingItem.objects.create(
        framework=framework,
        question=question,
        purpose=FilingPurpose.REPORT,
        form="progress",
        analysed_year_offset=-1,
        covered_year_offset=offset,
    )
    half = builders.a_document(plan.organization, "progress-6", fiscal_year=2569)

    item = filing_page.items_of(plan.organization, framework, builders.a_user(plan.organization, Role.AUDITOR))[
        0
    ]

    assert ([answer.document for answer in item.documents] == [half]) == answers
    assert filing_page.filing_year_of(half) == (2569 if answers else None)
    assert item.wanted == ["รายงานผลการดำเนินการ ปี 2569"]
