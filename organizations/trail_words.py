"""The acts on organisations in words."""

from organizations.history import TrailWords

WORDS = TrailWords(
    verbs={
        "set_emblem": "เปลี่ยนตราครุฑของบันทึกข้อความ",
        "add_holiday": "เพิ่มวันหยุดราชการ",
        "correct_holiday": "แก้ไขวันหยุดราชการ",
    },
    hidden=frozenset({"emblem"}),
)
