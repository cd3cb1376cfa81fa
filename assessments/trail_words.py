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
    # analyses and their library
    "draft_analyses": "ร่างการวิเคราะห์จากคลังข้อความ",
    "keep_as_recommendation": "เก็บข้อความเข้าคลังของหน่วยงาน",
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
    "copied_from": "คัดลอกจาก",
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
    verbs=VERBS, keys=KEYS, name_of_key=name_of_element, hidden=frozenset({"sha256", "assessment"})
)
