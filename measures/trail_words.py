"""The acts on plans, measures and what was done about them in words."""

from measures.measure_content import NAMES
from organizations.history import TrailWords

VERBS = {
    "start_plan": "เริ่มจัดทำแผนมาตรการ",
    "create_measure": "เพิ่มมาตรการ",
    "save_measure": "แก้ไขมาตรการ",
    "copy_measure": "คัดลอกมาตรการ",
    "delete_measure": "ลบมาตรการจากร่างแผน",
    "move_measure": "ย้ายลำดับมาตรการ",
    "assign_owners": "กำหนดผู้รับผิดชอบ",
    "assign_dates": "กำหนดช่วงเวลา",
    "undo": "ย้อนกลับการแก้ไขแผน",
    "save_template": "เขียนมาตรการในคลัง",
    "retire_template": "เลิกใช้มาตรการในคลัง",
    "restore_template": "นำมาตรการในคลังกลับมาใช้",
    "create_from_suggestions": "เพิ่มมาตรการจากข้อเสนอแนะ",
    "carry_over": "ยกมาตรการที่ค้างจากปีก่อน",
    "adopt": "ประกาศใช้แผน",
    "amend_measure": "แก้ไขมาตรการของแผนที่ประกาศใช้แล้ว",
    "cancel_measure": "ยกเลิกมาตรการ",
    "report_progress": "รายงานผลการดำเนินการ",
    "write_summary": "เขียนสรุปผลที่พิมพ์",
    "add_evidence": "แนบหลักฐาน",
    "withdraw_evidence": "ถอนหลักฐาน",
    "export_plan": "ส่งออกมาตรการเป็นแฟ้ม Excel",
}

KEYS = {
    **NAMES,
    "order": "ลำดับ",
    "subject": "ใช้กับ",
    "undone": "การกระทำที่ย้อนกลับ",
    "reason": "เหตุผล",
    "removed": "มาตรการที่หายไป",
    "restored": "มาตรการที่กลับมา",
    "entry": "ผลการดำเนินการ",
    "evidence": "หลักฐาน",
    "corrects": "รายการที่แก้",
    "results": "ผลการดำเนินการที่พิมพ์",
    "filters": "ตัวกรอง",
    "count": "จำนวนมาตรการ",
}

WORDS = TrailWords(verbs=VERBS, keys=KEYS)
