"""One sheet with many organisations: sent by the platform administrator, confirmed by each auditor."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from assessments import score_file_forms, score_sheets, workflow
from assessments.models import ScoreImport
from assessments.workflow import HeldBulk
from ita_portal import file_store
from ita_portal.jobs import JobCancelled, JobProgress
from organizations.models import Role, TrailEntry
from tests import builders
from tests.assessments.sheet_files import edited, with_cell

pytestmark = pytest.mark.django_db

YEAR = 2568
UPLOAD, WAITING = "assessments:bulk_scores", "assessments:bulk_waiting"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT, settings.VAR_DIR = tmp_path, tmp_path / "var"
    return tmp_path


@pytest.fixture
def framework():
    return builders.a_framework(YEAR)


@pytest.fixture
def offices(framework):
    """Two organisations; the first has figures of its own that nobody else may read."""
    first = builders.an_organization("first", name="องค์การบริหารส่วนตำบลหนึ่ง")
    builders.an_assessment(first, framework, {"i1": "11.11"})
    return first, builders.an_organization("second", name="องค์การบริหารส่วนตำบลสอง")


@pytest.fixture
def platform():
    """A browser in which the platform administrator is logged in."""
    client = Client()
    client.force_login(builders.a_user(role=Role.PLATFORM_ADMINISTRATOR, username="platform"))
    return client


def filled(content, rows):
    """The template with values: {organisation's place from the top: {label of a column: value}}."""

    def fill(workbook, sheet):
        columns = {sheet.cell(3, column).value: column for column in range(1, sheet.max_column + 1)}
        for place, values in rows.items():
            for label, value in values.items():
                sheet.cell(4 + place, columns[label]).value = value

    return edited(content, fill)


@pytest.fixture
def sheet(framework, offices):
    """Both organisations with two figures and a rank."""
    names = [(office.slug, office.name) for office in offices]
    template = score_sheets.write_bulk_template(score_sheets.bulk_form_of(framework), names)
    values = {"รวม": 96.83, "e1 ส่วนที่ ๒": "๙๗.๔๓", "ลำดับ": 5}
    return filled(template, {0: values, 1: values})


def send(client, content, name="รวม.xlsx"):
    framework = builders.a_framework(YEAR)
    return client.post(reverse(UPLOAD), {"framework": framework.pk, "file": SimpleUploadedFile(name, content)})


@pytest.fixture
def press_send(platform, django_capture_on_commit_callbacks):
    """Press the button that sends what was read, and let the work be done."""

    def press():
        with django_capture_on_commit_callbacks(execute=True):
            return platform.post(reverse(WAITING), {"send": "1"})

    return press


def stored(media, area):
    return [path for path in (media / area).rglob("*") if path.is_file()]


def test_the_template_has_a_row_for_each_organisation_and_no_figures(platform, framework, offices):
    response = platform.get(reverse("assessments:bulk_template"))

    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    assert [sheet.cell(row, 2).value for row in range(4, sheet.max_row + 1)] == ["second", "first"]
    assert [cell.value for row in sheet.iter_rows(min_row=4, min_col=4) for cell in row if cell.value] == []
    assert b"11.11" not in response.content


def test_the_template_may_be_of_one_province(platform, framework, offices):
    there = builders.an_organization("there", province=builders.a_province("พังงา"))

    response = platform.get(
        reverse("assessments:bulk_template"), {"framework": framework.pk, "province": there.province.pk}
    )

    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    assert [sheet.cell(row, 2).value for row in range(4, sheet.max_row + 1)] == ["there"]


def test_where_one_file_cannot_hold_all_a_province_is_asked(platform, framework, offices, monkeypatch):
    monkeypatch.setattr(score_file_forms, "MOST_ORGANIZATIONS", 1)

    page = platform.get(reverse(UPLOAD)).content.decode()

    assert "โปรดเลือกจังหวัด" in page
    assert "ทุกจังหวัด" not in page
    assert platform.get(reverse("assessments:bulk_template")).status_code == 404


@pytest.mark.parametrize("query", [{"framework": "x"}, {"framework": 999}, {"province": "ก"}])
def test_a_template_of_nowhere_is_not_found(platform, framework, query):
    assert platform.get(reverse("assessments:bulk_template"), query).status_code == 404


def test_an_upload_is_shown_before_anything_is_sent(platform, offices, sheet):
    response = send(platform, sheet)

    page = platform.get(reverse(WAITING)).content.decode()
    assert response["Location"] == reverse(WAITING)
    assert "ส่งคะแนนปี ๒๕๖๘ ให้ ๒ หน่วยงานหรือไม่" in page
    assert "องค์การบริหารส่วนตำบลหนึ่ง" in page
    assert "๑๑.๑๑" not in page
    assert not ScoreImport.objects.exists()


def test_what_is_sent_waits_at_each_organisation(platform, offices, sheet, media, press_send):
    send(platform, sheet)

    response = press_send()

    waiting = ScoreImport.objects.order_by("organization__slug")
    assert "ส่งคะแนนให้ ๒ หน่วยงานแล้ว" in platform.get(response["Location"]).content.decode()
    assert [row.organization for row in waiting] == list(offices)
    assert {row.status for row in waiting} == {"waiting"}
    assert waiting[0].figures == {"total": "96.83", "e1/2": "97.43"}
    assert waiting[0].header == {"official_rank": "5"}
    assert waiting[0].reading[0]["place"].startswith("แผ่น “คะแนนหลายหน่วยงาน” ช่อง ")
    assert stored(media, workflow.score_files.READING_AREA) == []


def test_no_row_of_an_organisation_leads_to_the_file_of_all(platform, offices, sheet, media, press_send):
    send(platform, sheet)
    press_send()

    (file,) = stored(media, workflow.score_files.BULK_AREA)
    (entry,) = TrailEntry.objects.filter(verb="send_bulk_scores")
    assert entry.organization is None
    assert file.name in str(entry.changes)
    assert {row.stored_file for row in ScoreImport.objects.all()} == {""}
    assert not TrailEntry.objects.filter(organization__isnull=False, changes__icontains=file.name).exists()


def test_a_file_is_sent_once(framework, offices, sheet):
    by = builders.a_user(role=Role.PLATFORM_ADMINISTRATOR)
    held = workflow.hold_bulk(framework, SimpleUploadedFile("รวม.xlsx", sheet))
    workflow.send_bulk(held, framework, by=by)

    with pytest.raises(ValidationError, match="ไม่ส่งซ้ำ"):
        workflow.send_bulk(held, framework, by=by)

    assert ScoreImport.objects.count() == 2


def test_all_are_sent_or_none(framework, offices, sheet, monkeypatch):
    held = workflow.hold_bulk(framework, SimpleUploadedFile("รวม.xlsx", sheet))
    propose, calls = workflow.score_files.propose_import, []

    def fail_at_the_second(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise ValidationError("เหตุขัดข้อง")
        return propose(*args, **kwargs)

    monkeypatch.setattr(workflow.score_files, "propose_import", fail_at_the_second)
    with pytest.raises(ValidationError):
        workflow.send_bulk(held, framework, by=builders.a_user(role=Role.PLATFORM_ADMINISTRATOR))

    assert not ScoreImport.objects.exists()


def test_a_file_that_was_sent_does_not_wait_any_more(platform, offices, sheet, press_send):
    send(platform, sheet)
    press_send()

    page = platform.get(reverse(WAITING)).content.decode()

    assert "ยังไม่มีแฟ้มที่รอส่ง" in page


def test_sending_that_is_stopped_sends_nothing_and_the_file_still_waits(
    platform, offices, sheet, press_send, monkeypatch
):
    send(platform, sheet)
    monkeypatch.setattr(JobProgress, "report", stopped_at_the_second)

    response = press_send()

    assert "ยังไม่มีหน่วยงานใดได้รับคะแนน" in platform.get(response["Location"]).content.decode()
    assert not ScoreImport.objects.exists()
    assert "ส่งคะแนนปี ๒๕๖๘ ให้ ๒ หน่วยงานหรือไม่" in platform.get(reverse(WAITING)).content.decode()


def stopped_at_the_second(progress, done, total, message):
    if done == 1:
        raise JobCancelled


def test_a_file_may_be_thrown_away(platform, sheet, media, django_capture_on_commit_callbacks):
    send(platform, sheet)

    with django_capture_on_commit_callbacks(execute=True):
        platform.post(reverse(WAITING), {"discard": "1"})

    assert [path for path in media.rglob("*") if path.is_file()] == []
    assert not ScoreImport.objects.exists()
    assert "ยังไม่มีแฟ้มที่รอส่ง" in platform.get(reverse(WAITING)).content.decode()


def test_a_file_that_is_gone_is_a_sentence(platform, sheet):
    send(platform, sheet)
    held = HeldBulk(**platform.session["held_bulk_scores"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_store.transaction, "on_commit", lambda remove, robust: remove())
        workflow.forget_bulk(held)

    response = platform.get(reverse(WAITING), follow=True)

    assert response.redirect_chain == [(reverse(UPLOAD), 302)]
    assert "ไม่พบแฟ้มนี้ในระบบ" in response.content.decode()


def test_an_organisation_that_is_not_known_is_told_and_left_out(platform, offices, sheet, press_send):
    send(platform, with_cell(with_cell(sheet, "B5", "no-such-place"), "C5", None))

    page = platform.get(reverse(WAITING)).content.decode()
    press_send()

    assert "ไม่พบในระบบ" in page
    assert "no-such-place" in page
    assert [row.organization for row in ScoreImport.objects.all()] == [offices[0]]


def test_a_name_that_is_not_that_of_the_code_stops_the_whole_file(platform, offices, sheet, press_send):
    send(platform, with_cell(sheet, "C5", "องค์การบริหารส่วนตำบลหนึ่ง"))

    page = platform.get(reverse(WAITING)).content.decode()
    press_send()

    assert "แฟ้มนี้ยังส่งให้หน่วยงานไม่ได้" in page
    assert not ScoreImport.objects.exists()


def test_an_organisation_that_confirmed_its_year_is_left_out(platform, offices, sheet, press_send):
    workflow.confirm(offices[0].assessments.get(), by=None)

    send(platform, sheet)
    press_send()

    assert [row.organization for row in ScoreImport.objects.all()] == [offices[1]]


def test_wrong_cells_are_told_with_their_organisation_and_nothing_is_kept(platform, offices, sheet, media):
    response = send(platform, filled(sheet, {1: {"i1": "เก้าสิบ", "O1": 100.5}}))

    told = [(problem.name, problem.reference[-1]) for problem in response.context["wrong"].problems]
    assert told == [("second i1", "5"), ("second O1", "5")]
    assert [path for path in media.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda sheet: with_cell(sheet, "B5", "first"), "มีอยู่แล้วที่แถว 4"),
        (lambda sheet: with_cell(sheet, "B5", None), "ไม่มีรหัสหน่วยงาน"),
    ],
    ids=["twice", "no code"],
)
def test_a_row_that_belongs_to_nobody_is_told(platform, offices, sheet, change, said):
    response = send(platform, change(sheet))

    assert said in response.context["wrong"].problems[0].sentence


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda sheet: with_cell(sheet, "A1", "ita-bulk 1 2567"), "แฟ้มนี้เป็นแบบคะแนนของปี ๒๕๖๗"),
        (lambda sheet: with_cell(sheet, "A1", "ita-bulk 7 2568"), "แฟ้มนี้เป็นแบบรุ่นที่ระบบไม่รู้จัก"),
        (lambda sheet: with_cell(sheet, "A1", None), "ไม่พบแผ่นคะแนน"),
        (lambda sheet: with_cell(sheet, "F3", "อะไรก็ได้"), "ไม่พบหัวตาราง"),
        (lambda sheet: sheet[:300], "เปิดแฟ้มนี้เป็นแฟ้ม Excel"),
    ],
    ids=["year", "version", "mark", "head", "cut"],
)
def test_a_file_that_is_no_use_is_refused_in_one_sentence(platform, offices, sheet, media, change, said):
    response = send(platform, change(sheet))

    (sentence,) = response.context["form"].errors["file"]
    assert sentence.startswith(said)
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_a_full_disk_is_told_in_one_sentence_and_leaves_no_file(
    platform, offices, sheet, media, monkeypatch, django_capture_on_commit_callbacks
):
    store = file_store.store

    def store_until_full(content, *, area, limit_bytes):
        if area == "bulk-score-readings":
            raise file_store.NoSpace
        return store(content, area=area, limit_bytes=limit_bytes)

    monkeypatch.setattr(file_store, "store", store_until_full)

    with django_capture_on_commit_callbacks(execute=True):
        response = send(platform, sheet)

    (sentence,) = response.context["form"].errors["file"]
    assert "เต็ม" in sentence
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_the_sheet_of_one_organisation_is_refused_here(platform, framework, offices):
    form = score_sheets.sheet_form_of(framework, offices[0])

    response = send(platform, score_sheets.write_sheet(form))

    assert "แบบของหน่วยงานเดียว" in response.context["form"].errors["file"][0]


def test_rows_without_figures_are_passed_over(platform, offices, framework, press_send):
    names = [(office.slug, office.name) for office in offices]
    template = score_sheets.write_bulk_template(score_sheets.bulk_form_of(framework), names)

    send(platform, filled(template, {1: {"IIT": 90}}))
    press_send()

    assert [row.organization for row in ScoreImport.objects.all()] == [offices[1]]


def test_nobody_else_sends_a_file_of_many(offices, sheet):
    client = Client()
    client.force_login(builders.a_user(offices[0], Role.AUDITOR))

    statuses = {send(client, sheet).status_code, client.post(reverse(WAITING), {"send": "1"}).status_code}

    assert statuses == {403}
    assert not ScoreImport.objects.exists()


def test_each_organisation_more_takes_a_few_queries_and_no_look_at_the_framework(
    framework, django_assert_max_num_queries
):
    many = [builders.an_organization(f"office-{number}") for number in range(30)]
    names = [(office.slug, office.name) for office in many]
    template = score_sheets.write_bulk_template(score_sheets.bulk_form_of(framework), names)
    content = filled(template, {place: {"รวม": 90} for place in range(30)})
    held = workflow.hold_bulk(framework, SimpleUploadedFile("รวม.xlsx", content))
    by = builders.a_user(role=Role.PLATFORM_ADMINISTRATOR)

    # Eighteen each: the trail of every one of them begins with this act.
    with django_assert_max_num_queries(30 + 30 * 18):
        workflow.send_bulk(held, framework, by=by)

    assert ScoreImport.objects.count() == 30
