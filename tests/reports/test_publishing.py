"""Publishing and what everybody reads: the page, the files, the check of a file, and nothing of what is in work."""

import json
import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from assessments.models import FilingItem, FilingPurpose
from ita_portal import file_store
from ita_portal.link_check import LinkResult
from organizations.models import Organization, Role
from reports import evidence_pack, filing_page, judging, open_data, signing, workflow
from reports.desk import changed_lines
from reports.models import DocumentStatus, EditionState, Publication
from reports.signing import Verdict
from reports.workflow.kept_files import AREA
from tests import builders
from tests.reports.office import AT, TODAY, Office, fake_signing

pytestmark = pytest.mark.django_db

DATA = json.dumps(
    {
        "sections": [
            {"kind": "Result", "sentence": "ได้ 96.83 คะแนน ระดับผ่านดี"},
            {
                "kind": "IndicatorBlock",
                "number": 1,
                "blocks": [
                    {
                        "questions": [{"code": "i1", "wording": "=ตามขั้นตอน", "scores": ["98.26"]}],
                        "paragraphs": ["ควรปรับปรุง", "คู่มือ"],
                    },
                    {
                        "questions": [{"code": "e1", "wording": "เท่าเทียม", "scores": ["97.00", "96.00"]}],
                        "paragraphs": [],
                    },
                ],
            },
            {
                "kind": "Table",
                "heading_lines": ["มาตรการ"],
                "columns": [{"title": "มาตรการ"}, {"title": "ผู้รับผิดชอบ"}],
                "rows": [{"cells": [{"lines": ["จัดทำคู่มือ ๒ เล่ม"]}, {"lines": ["กองคลัง", "กองช่าง"]}]}],
            },
        ]
    }
)


@pytest.fixture(autouse=True)
def without_cryptography(monkeypatch):
    monkeypatch.setattr("tests.reports.office.DATA", DATA)
    fake_signing(monkeypatch)


@pytest.fixture
def office():
    return Office()


def page(name, *arguments, **headers):
    """What a visitor without cookies gets."""
    return Client().get(reverse(f"reports:{name}", args=arguments), headers=headers)


def text(response):
    return response.content.decode()


# -- The act ---------------------------------------------------------------------------------------


def test_a_published_edition_is_in_force_with_its_data(office):
    publication = office.published()

    office.document.refresh_from_db()
    assert office.document.status == DocumentStatus.PUBLISHED
    assert publication.is_in_force
    assert {file.kind for file in publication.edition.files.all()} == {"page", "csv", "xlsx", "json"}


def test_what_is_not_signed_is_not_published(office):
    edition = office.propose()

    with pytest.raises(ValidationError, match="ลงนามครบ"):
        workflow.publish(edition, by=office.auditor, at=AT)


def test_what_was_published_meanwhile_is_not_published_twice(office):
    edition = office.signed()
    workflow.publish(edition, by=office.auditor, at=AT)

    with pytest.raises(workflow.StaleEdition):
        workflow.publish(edition, by=office.auditor, at=AT)

    assert Publication.objects.count() == 1


def test_a_publication_that_fails_leaves_no_file_and_no_row(
    office, monkeypatch, django_capture_on_commit_callbacks
):
    edition = office.signed()
    before = file_store.used_bytes(AREA)
    monkeypatch.setattr("organizations.trail.record", lambda *args, **kwargs: 1 / 0)

    with pytest.raises(ZeroDivisionError), django_capture_on_commit_callbacks(execute=True):
        workflow.publish(edition, by=office.auditor, at=AT)

    assert file_store.used_bytes(AREA) == before
    assert not Publication.objects.exists()


def test_a_new_edition_takes_the_place_of_the_old_one_when_it_is_published(office):
    old = office.published()
    office.revise()
    new = office.signed()
    old.refresh_from_db()
    assert old.is_in_force

    workflow.publish(new, by=office.auditor, at=AT)

    old.refresh_from_db()
    assert (old.is_in_force, old.edition.state) == (False, EditionState.SUPERSEDED)


def test_what_moved_on_since_an_edition_is_told_without_names_for_machines():
    old, new = (
        json.dumps({"sections": [{"label": text, "score": None}]}, indent=1) for text in ("98.26", "97.10")
    )

    changed = changed_lines(old, new)

    assert [[passage.text for passage in line] for line in changed] == [["98.26", "97.10"]]


def test_what_is_withdrawn_says_so_and_its_document_is_a_draft_again(office):
    publication = office.published()

    workflow.withdraw_publication(publication, reason="ตัวเลขผิด", by=office.auditor, at=AT)

    office.document.refresh_from_db()
    assert office.document.status == DocumentStatus.DRAFT
    assert "ตัวเลขผิด" in text(page("public_document", office.document.code))


# -- The data --------------------------------------------------------------------------------------


def test_the_csv_has_a_row_for_each_question_and_no_formula(office):
    edition = office.published().edition

    lines = open_data.as_csv(edition).decode("utf-8-sig").splitlines()

    assert lines[0].endswith("indicator,code,wording,score,score_part_2,analysis")
    assert "'=ตามขั้นตอน" in lines[1]
    assert "97.00,96.00" in lines[3]


def test_a_difference_stays_a_number_in_the_csv(office):
    edition = office.published().edition
    cells = [{"lines": ["+1.25"]}, {"lines": ["+1.25+A1"]}]
    table = {
        "kind": "Table",
        "heading_lines": ["ผล"],
        "columns": [{"title": "ต่าง"}] * 2,
        "rows": [{"cells": cells}],
    }
    edition.data = json.dumps({"sections": [table]})

    lines = open_data.as_csv(edition).decode("utf-8-sig").splitlines()

    assert lines[1].endswith(",+1.25,'+1.25+A1")


def test_the_json_explains_its_columns(office):
    content = json.loads(open_data.as_json(office.published().edition))

    assert content["tables"]["table_1"] == [{"column_1": "จัดทำคู่มือ 2 เล่ม", "column_2": "กองคลัง\nกองช่าง"}]
    assert content["dictionary"]["questions"]["columns"]["score"]["title"] == "คะแนน"


def test_the_workbook_has_a_sheet_for_each_table_and_the_dictionary(office):
    file = office.published().edition.files.get(kind="xlsx")

    book = load_workbook(file_store.open_stored(file.stored_file))

    assert book.sheetnames == ["questions", "table_1", "พจนานุกรมข้อมูล"]


# -- What everybody reads --------------------------------------------------------------------------


def test_a_visitor_reads_number_signers_editions_and_files_without_a_cookie(office):
    edition = office.published().edition

    response = page("public_document", office.document.code)

    assert edition.sha256 in text(response)
    assert "ได้ ๙๖.๘๓ คะแนน" in text(response)
    assert all(term.person_name in text(response) for term in office.terms.values())
    assert not response.cookies
    assert response["Cache-Control"].startswith("public")


def test_caches_need_not_tell_visitors_apart(office):
    office.published()
    address = reverse("reports:public_document", args=[office.document.code])
    member = Client()
    member.force_login(office.auditor)

    responses = [client.get(address) for client in (Client(), member)]

    assert responses[0].content == responses[1].content
    assert not any("Vary" in response for response in responses)


def test_a_code_that_is_not_known_yet_is_not_kept_by_caches():
    response = page("verify_code", "2345678A")

    assert (response.status_code, response["Cache-Control"]) == (404, "private, no-store")


def test_the_words_of_an_old_edition_lead_to_the_one_in_force(office):
    office.published()
    office.revise()
    workflow.publish(office.signed(), by=office.auditor, at=AT)

    words = text(page("public_read", office.document.code, 1))

    assert reverse("reports:public_edition", args=[office.document.code, 2]) in words


def test_a_file_that_is_lost_is_not_found(office, settings, tmp_path):
    office.published()
    settings.MEDIA_ROOT = tmp_path

    responses = [page(name, office.document.code, 1) for name in ("public_read", "public_pdf")]

    assert {response.status_code for response in responses} == {404}


def test_a_file_that_was_changed_on_disk_is_not_shown(office, settings):
    edition = office.published().edition
    for row in (edition, *edition.files.all()):
        with open(f"{settings.MEDIA_ROOT}/{row.stored_file}", "ab") as file:
            file.write(b" ")

    answers = [page(name, office.document.code, 1) for name in ("public_read", "public_pdf")]
    answers += [page("public_file", office.document.code, 1, kind) for kind in ("csv", "xlsx", "json")]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert {answer["Cache-Control"] for answer in answers} == {"private, no-store"}


def test_who_has_the_file_is_told_so_by_its_hash_without_reading_it(office, settings, tmp_path):
    edition = office.published().edition
    first = page("public_pdf", office.document.code, 1)
    settings.MEDIA_ROOT = tmp_path

    again = page("public_pdf", office.document.code, 1, if_none_match=first["ETag"])

    assert first["ETag"] == f'"{edition.sha256}"'
    assert (again.status_code, again["Cache-Control"]) == (304, first["Cache-Control"])


def test_the_pages_of_a_document_read_no_file(office, settings, tmp_path):
    edition = office.published().edition
    settings.MEDIA_ROOT = tmp_path

    pages = [page("public_document", office.document.code), page("verify_code", edition.code)]

    assert all(edition.sha256 in text(response) for response in pages)


def test_the_same_page_asked_again_costs_nothing(office):
    office.published()
    first = page("public_document", office.document.code)

    second = page("public_document", office.document.code, if_none_match=first["ETag"])

    assert second.status_code == 304


@pytest.mark.parametrize("state", ["draft", "routing", "sent_back", "signed"])
def test_what_is_not_published_is_nowhere(office, state):
    edition = None if state == "draft" else office.signed() if state == "signed" else office.propose()
    if state == "sent_back":
        workflow.send_back(edition, waiting_order=1, reason="แก้", by=office.auditor, at=AT)
    office.document.refresh_from_db()
    code, paper = office.document.code or "NOCODE", edition.code if edition else "NOCODE"

    answers = [
        page("public_document", code),
        page("public_edition", code, 1),
        page("public_read", code, 1),
        page("public_pdf", code, 1),
        page("public_file", code, 1, "json"),
        page("verify_code", paper),
        page("public_organization", office.organization.slug),
    ]

    assert [answer.status_code for answer in answers] == [404] * 7
    assert office.organization.name not in text(page("public_organizations"))


def test_an_old_edition_leads_to_the_one_in_force(office):
    office.published()
    office.revise()
    office.published()

    old, new = page("public_edition", office.document.code, 1), page("public_document", office.document.code)

    assert "มีฉบับใหม่แทนแล้ว" in text(old)
    assert reverse("reports:public_edition", args=[office.document.code, 2]) in text(old)
    assert "ฉบับนี้ใช้อยู่" in text(new)


def test_the_file_that_is_served_is_the_one_that_was_signed(office):
    edition = office.published().edition

    response = page("public_pdf", office.document.code, 1)

    assert judging.sha256_of(response.content) == edition.sha256


# -- Is it genuine? --------------------------------------------------------------------------------


def judged(content, monkeypatch, is_genuine=False):
    monkeypatch.setattr(signing, "check_in_child", lambda content: Verdict(is_genuine, ("ตรวจแล้ว",)))
    return judging.judge(content).finding


def test_only_the_published_bytes_are_called_genuine(office, monkeypatch):
    edition = office.published().edition
    with file_store.open_stored(edition.stored_file) as file:
        content = file.read()

    findings = {
        "published": judged(content, monkeypatch),
        "before the signatures": judged(builders.A_PDF, monkeypatch),
        "one byte more": judged(content + b" ", monkeypatch, is_genuine=True),
        "something else": judged(b"%PDF-1.7", monkeypatch),
    }

    assert findings == {
        "published": "exact",
        "before the signatures": "unfinished",
        "one byte more": "signed",
        "something else": "unknown",
    }


def test_a_code_is_understood_as_people_type_it(office):
    code = office.published().edition.code
    typed = (f" {code[:4].lower()}-{code[4:].lower()} ", f"รหัส {code}")

    responses = [Client().get(reverse("reports:verify"), {"code": text}) for text in typed]

    assert {row["Location"] for row in responses} == {reverse("reports:verify_code", args=[code])}


def test_what_is_no_code_is_told_so():
    for typed in ("กขค", "²", "--"):
        response = Client().get(reverse("reports:verify"), {"code": typed})

        assert (response.status_code, "รหัสเป็นตัวอักษรภาษาอังกฤษ" in text(response)) == (200, True)


# -- Filing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "is_own"),
    [
        ("https://www.khlongse.go.th/ita/o27.pdf", True),
        ("https://ita.khlongse.go.th/", True),
        ("https://khlongse.go.th.example.com/", False),
        ("https://notkhlongse.go.th/", False),
        ("https://drive.google.com/file/1", False),
    ],
)
def test_an_address_is_the_offices_own_under_its_domain_alone(address, is_own):
    organization = builders.an_organization(domain="khlongse.go.th")

    assert filing_page.is_own_address(organization, address) is is_own


def test_what_is_published_leads_to_its_item_and_an_item_without_it_names_what_it_asks_for(office):
    question = builders.a_framework(2569).questions.get(code="O4")
    years = {"analysed_year_offset": -1, "covered_year_offset": 0}
    FilingItem.objects.create(
        framework=question.framework,
        question=question,
        purpose=FilingPurpose.MEASURES,
        form="three_bands",
        **years,
    )
    office.published()

    item = filing_page.items_of(office.organization, question.framework, office.auditor)[0]

    assert [row.document for row in item.documents] == [office.document]
    assert item.wanted[0] == "รายงานการวิเคราะห์ผลการประเมิน ปี 2568"
    assert filing_page.filing_year_of(office.document) == 2569


def test_the_page_of_a_year_without_a_framework_says_what_it_waits_for(office, client):
    client.force_login(office.auditor)

    response = client.get(reverse("reports:filing", args=[office.organization.slug, 2580]))

    assert "เกณฑ์ปีนี้ยังไม่ระบุรายการ" in text(response)


def test_a_website_that_is_not_known_leads_to_who_can_say_it(office, client):
    Organization.objects.filter(pk=office.organization.pk).update(domain="")
    keeper = builders.a_user(office.organization, Role.ADMINISTRATOR)
    page = reverse("reports:filing", args=[office.organization.slug, 2569])
    profile = reverse("organizations:profile", args=[office.organization.slug])

    pages = {}
    for user in (keeper, office.auditor):
        client.force_login(user)
        pages[user] = text(client.get(page)).partition("notice--warning")[2]

    assert [f"{profile}#id_domain" in pages[user] for user in (keeper, office.auditor)] == [True, False]
    assert f"โปรดแจ้ง {keeper}" in pages[office.auditor]


def test_an_address_is_called_foreign_only_where_the_offices_website_is_known(office):
    question = builders.a_framework(2568).questions.get(code="O4")
    builders.a_filing(office.organization, question)

    told = []
    for domain in ("", "elsewhere.go.th"):
        office.organization.domain = domain
        told += [
            row.is_own
            for row in filing_page.items_of(office.organization, question.framework, office.auditor)
            if row.filing
        ]

    assert told == [True, False]


def test_two_who_file_the_same_item_do_not_overwrite_each_other(office):
    question = builders.a_framework(2568).questions.get(code="O4")
    given = {"address": "https://example.go.th/o4.pdf", "filed_on": date(2026, 4, 1), "by": office.auditor}
    workflow.file_item(office.organization, question, **given)

    with pytest.raises(workflow.StaleFiling):
        workflow.file_item(office.organization, question, **given)


def test_an_address_too_long_to_keep_is_refused_also_when_it_corrects(office):
    question = builders.a_framework(2568).questions.get(code="O4")
    filing = builders.a_filing(office.organization, question)
    address = f"https://example.go.th/{'a' * 500}"

    with pytest.raises(ValidationError, match="500"):
        workflow.correct_filing(filing, version=1, address=address, filed_on=AT.date(), by=office.auditor)


def test_filed_addresses_are_looked_at_by_command_and_a_new_address_has_not_been(office, monkeypatch, capsys):
    filing = builders.a_filing(office.organization)
    monkeypatch.setattr("ita_portal.link_check.check_link", lambda link: LinkResult(False, "ไม่พบชื่อเว็บไซต์นี้"))

    call_command("check_filings")
    filing.refresh_from_db()
    found = (filing.link_state, filing.is_link_good, filing.checked_at is None)
    new = {"address": "https://example.go.th/new.pdf", "filed_on": AT.date()}
    workflow.correct_filing(filing, version=1, **new, by=office.auditor)

    assert found == ("ไม่พบชื่อเว็บไซต์นี้", False, False)
    assert (filing.link_state, filing.checked_at) == ("", None)
    assert "เปิดได้ 0 เปิดไม่ได้ 1" in capsys.readouterr().out


def test_of_a_paper_signed_by_pen_the_scan_is_filed(office):
    edition = office.propose("pen")
    upload = SimpleUploadedFile("memo.pdf", builders.A_PDF)
    workflow.record_pen_signatures(edition, upload, dict.fromkeys((1, 2, 3), TODAY), by=office.auditor, at=AT)
    publication = workflow.publish(edition, by=office.auditor, at=AT)
    scan = publication.edition.files.get(kind="scan")

    answer = filing_page.answers_of(office.organization, office.auditor)[
        "analysis", office.document.fiscal_year
    ]
    item = filing_page.Item(builders.a_framework(2568).questions.get(code="O4"), documents=[answer])
    with evidence_pack.make_pack(item, office.organization, office.auditor) as file:
        names = zipfile.ZipFile(file).namelist()

    assert (answer.scan, scan.sha256 in answer.html_block) == (scan, True)
    assert [name for name in names if "สแกนที่ลงนามแล้ว" in name]


def test_the_pack_of_an_item_holds_documents_evidence_and_an_index(office):
    publication = office.published()
    measure = builders.a_measure(builders.a_plan(office.organization, 2568))
    division = builders.a_division(office.organization)
    entry = builders.an_entry(measure, division, by=office.auditor)
    builders.an_evidence_file(entry, b"one")
    builders.an_evidence_file(entry, b"two")
    progress = builders.a_document(office.organization, "progress")
    answers = [
        filing_page.Answer(office.document, publication, "รายงาน ปี 2568.pdf", ""),
        filing_page.Answer(progress, None, "รายงานผล ปี 2568.pdf", ""),
    ]
    item = filing_page.Item(builders.a_framework(2568).questions.get(code="O4"), documents=answers)

    with evidence_pack.make_pack(item, office.organization, office.auditor) as file:
        archive = zipfile.ZipFile(BytesIO(file.read()))

    names = archive.namelist()
    assert names[:2] == ["สารบัญ.html", "เอกสาร/รายงาน ปี 2568.pdf"]
    assert len(names) == len(set(names)) == 4
    assert "ยังไม่ลงนามครบ" in archive.read("สารบัญ.html").decode()
