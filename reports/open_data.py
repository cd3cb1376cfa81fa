"""The data of an issued edition as tables that a machine reads: from the frozen JSON, never from rows that have moved on.

A table has columns with a name for machines, a name for people and a meaning; together they are the data dictionary.
Values are as the document printed them, scores with two decimals and a point, digits Arabic.
"""

import csv
import io
import json
import re
from dataclasses import dataclass

from ita_portal.thai_text import to_arabic_digits

LIST_MARK = "\n"  # between the lines of one cell
SIGNED_NUMBER = re.compile(r"[+-][0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Column:
    name: str  # for machines
    title: str  # for people
    meaning: str


@dataclass(frozen=True)
class OpenTable:
    """`rows` hold one text per column; "" is "not given"."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


FACTS = (
    Column("organization", "หน่วยงาน", "ชื่อเต็มขององค์กรปกครองส่วนท้องถิ่นที่ออกเอกสาร"),
    Column("kind", "ชนิดเอกสาร", "ชื่อชนิดของเอกสาร รายงานระหว่างปีบอกรอบที่รายงาน"),
    Column("fiscal_year", "ปีงบประมาณ", "ปีงบประมาณ พ.ศ. ของเอกสาร (1 ต.ค. ปีก่อน ถึง 30 ก.ย.)"),
    Column("edition", "ฉบับที่", "ลำดับฉบับของเอกสาร ฉบับที่มากกว่าแทนฉบับก่อน"),
    Column("code", "รหัสตรวจสอบ", "รหัสที่พิมพ์ทุกหน้าของเอกสาร ใช้ตรวจสอบในระบบ"),
)
INDICATORS = (
    Column("number", "ตัวชี้วัดที่", "ลำดับตัวชี้วัด 1–10 ตามเกณฑ์ของ ป.ป.ช."),
    Column("name", "ชื่อตัวชี้วัด", "ชื่อตัวชี้วัดตามเกณฑ์ของปีนั้น"),
    Column("score", "คะแนน", "คะแนนตัวชี้วัด 0.00–100.00"),
)
QUESTIONS = (
    Column("indicator", "ตัวชี้วัดที่", "ลำดับตัวชี้วัดที่ข้อนี้สังกัด"),
    Column("code", "ข้อ", "รหัสข้อคำถามหรือรายการ (i = IIT, e = EIT, O = OIT)"),
    Column("wording", "ข้อคำถาม", "ถ้อยคำของข้อคำถามหรือรายการ"),
    Column("score", "คะแนน", "คะแนนของข้อ 0.00–100.00 สำหรับ EIT คือส่วนที่ 1"),
    Column("score_part_2", "คะแนน EIT ส่วนที่ 2", "คะแนน EIT ส่วนที่ 2 ว่างสำหรับข้ออื่น"),
    Column("analysis", "การวิเคราะห์", "ผลการวิเคราะห์และข้อเสนอของหน่วยงาน"),
)
MEANING_OF_CELLS = "ข้อความตามตารางในเอกสาร หลายรายการคั่นด้วยการขึ้นบรรทัดใหม่"


def facts_of(edition):
    """What every format says of the edition itself: {column name: value}."""
    return {
        "organization": edition.organization.name,
        "kind": to_arabic_digits(edition.get_kind_display()),
        "fiscal_year": str(edition.fiscal_year),
        "edition": str(edition.number),
        "code": edition.code,
    }


def tables_of(data):
    """The tables in the JSON text of an edition, the one that answers most first."""
    sections = json.loads(data).get("sections", [])
    tables = [_questions(sections), *_printed_tables(sections), _indicators(sections)]
    return [table for table in tables if table and table.rows]


def result_sentence(data):
    """The sentence in which the document tells the result; "" where it tells none."""
    sections = json.loads(data).get("sections", [])
    return next((section["sentence"] for section in sections if section["kind"] == "Result"), "")


def as_csv(edition):
    """The first table as CSV (UTF-8 with a mark for Excel), each row with the facts of the edition; b"" without one."""
    tables = tables_of(edition.data)
    if not tables:
        return b""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in (*FACTS, *tables[0].columns)])
    for row in tables[0].rows:
        writer.writerow([_harmless(value) for value in (*facts_of(edition).values(), *row)])
    return text.getvalue().encode("utf-8-sig")


def as_json(edition):
    """All tables and the dictionary as JSON (UTF-8)."""
    tables = tables_of(edition.data)
    content = {
        "document": {**facts_of(edition), "subject": edition.subject},
        "tables": {
            table.name: [
                dict(zip([column.name for column in table.columns], row, strict=True)) for row in table.rows
            ]
            for table in tables
        },
        "dictionary": {
            table.name: {
                "title": table.title,
                "columns": {
                    column.name: {"title": column.title, "meaning": column.meaning} for column in table.columns
                },
            }
            for table in tables
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _harmless(value):
    """A spreadsheet reads a leading =, +, - or @ as a formula; an apostrophe makes it a text. A number stays a number."""
    if SIGNED_NUMBER.fullmatch(value) or not value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return value
    return f"'{value}"


def _indicators(sections):
    for section in sections:
        if section["kind"] == "IndicatorTable":
            rows = tuple(
                (str(line["number"]), line["name"], line["score"] or "") for line in section["indicators"]
            )
            return OpenTable("indicators", "คะแนนรายตัวชี้วัด", INDICATORS, rows)
    return None


def _questions(sections):
    rows = []
    for section in sections:
        for block in section.get("blocks", []) if section["kind"] == "IndicatorBlock" else []:
            words = LIST_MARK.join(block["paragraphs"])
            for question in block["questions"]:
                first, second = ([score or "" for score in question["scores"]] + ["", ""])[:2]
                rows.append(
                    (str(section["number"]), question["code"], question["wording"], first, second, words)
                )
    return OpenTable("questions", "คะแนนและการวิเคราะห์รายข้อ", QUESTIONS, tuple(rows))


def _printed_tables(sections):
    tables = [section for section in sections if section["kind"] == "Table"]
    for number, section in enumerate(tables, start=1):
        columns = tuple(
            Column(f"column_{place}", column["title"], MEANING_OF_CELLS)
            for place, column in enumerate(section["columns"], start=1)
        )
        rows = tuple(
            tuple(to_arabic_digits(LIST_MARK.join(cell["lines"])) for cell in row["cells"])
            for row in section["rows"]
        )
        yield OpenTable(f"table_{number}", " ".join(section["heading_lines"]), columns, rows)
