"""The acts on results, analyses, imports and frameworks in words."""

import re

from organizations.history import TrailWords

ELEMENT = re.compile(r"(?P<code>[A-Z]{2,}|[A-Za-z]?\d+)(?:/(?P<part>\d+))?")

VERBS = {
    # results
    "start": "เริ่มบันทึกผลการประเมิน",
    "record_scores": "บันทึกคะแนน",
    "import_scores": "บันทึกคะแนนจากการนำเข้า",
    "save_header": "บันทึกข้อมูลที่ประกาศ",
    "confirm": "ยืนยันคะแนน",
    "reopen": "เปิดแก้ไขคะแนนที่ยืนยันแล้ว",
    "follow_framework": "คะแนนที่คำนวณเปลี่ยนตามการแก้ไขเกณฑ์",
    "recompute_scores": "คำนวณคะแนนใหม่",
    # imports
    "propose_import": "นำเข้าคะแนน รอยืนยัน",
    "apply_import": "ยืนยันการนำเข้าคะแนน",
    "discard_import": "ไม่ใช้การนำเข้าคะแนน",
    "send_bulk_scores": "ส่งคะแนนจากแฟ้มรวมให้หน่วยงานยืนยัน",
    # analyses and limitations
    "draft_analyses": "ร่างการวิเคราะห์จากคลังข้อความ",
    "draft_analysis": "ร่างการวิเคราะห์",
    "save_analysis": "เขียนการวิเคราะห์",
    "accept_draft": "รับร่างการวิเคราะห์",
    "give_reason": "เขียนเหตุผลที่ไม่จัดทำมาตรการ",
    "move_questions": "ย้ายข้อไปการวิเคราะห์อื่น",
    "split_analysis": "แยกการวิเคราะห์",
    "delete_analysis": "ลบการวิเคราะห์",
    "copy_last_year": "คัดลอกการวิเคราะห์จากปีก่อน",
    "set_band_limits": "กำหนดขีดจุดแข็งและเร่งแก้ไข",
    "add_limitation": "เพิ่มข้อจำกัด",
    "write_limitation": "แก้ข้อจำกัด",
    "move_limitations": "จัดลำดับข้อจำกัด",
    "delete_limitation": "ลบข้อจำกัด",
    # the library of texts
    "keep_as_recommendation": "เก็บข้อความเข้าคลังของหน่วยงาน",
    "save_recommendation": "เขียนข้อความในคลัง",
    "retire_recommendation": "เลิกใช้ข้อความในคลัง",
    "restore_recommendation": "นำข้อความในคลังกลับมาใช้",
    # frameworks
    "correct_framework": "แก้ไขเกณฑ์การประเมิน",
    "copy_framework": "คัดลอกเกณฑ์จากปีอื่น",
}

KEYS = {
    "total": "คะแนนรวม",
    "year": "ปี",
    "reason": "เหตุผล",
    "figures": "จำนวนคะแนนที่อ่านได้",
    "changed": "จำนวนที่เปลี่ยน",
    "drafted": "ข้อที่ร่าง",
    "subject": "ใช้กับ",
    "copied_from": "คัดลอกจาก",
    "copied": "ข้อที่คัดลอก",
    "from_year": "จากปี",
    "organizations": "จำนวนหน่วยงาน",
}


def name_of_element(key):
    """The element key of a figure in words: "ตัวชี้วัดที่ 4", "e1 ส่วนที่ 2", "EIT ส่วนที่ 1"; "" for any other key."""
    match = ELEMENT.fullmatch(key)
    if match is None:
        return ""
    code = match["code"]
    name = f"ตัวชี้วัดที่ {code}" if code.isdecimal() else code
    return f"{name} ส่วนที่ {match['part']}" if match["part"] else name


WORDS = TrailWords(
    verbs=VERBS, keys=KEYS, name_of_key=name_of_element, hidden=frozenset({"sha256", "assessment", "file"})
)
