"""The acts on organisations in words."""

from organizations.history import TrailWords

WORDS = TrailWords(verbs={"set_emblem": "เปลี่ยนตราครุฑของบันทึกข้อความ"}, hidden=frozenset({"emblem"}))
