"""The acts on documents in words."""

from organizations.history import TrailWords

WORDS = TrailWords(
    verbs={
        "write_document": "เขียนถ้อยคำของเอกสาร",
        "check_document": "ตรวจแล้วว่าเอกสารยังใช้ได้",
        "choose_signers": "เลือกผู้ลงนาม",
        "propose": "เสนอเอกสารเพื่อลงนาม",
        "sign": "ลงลายมือชื่อดิจิทัล",
        "record_pen_signatures": "นำสำเนาสแกนที่ลงนามด้วยปากกาเข้าระบบ",
        "send_back": "ส่งเอกสารกลับแก้ไข",
        "revise": "เริ่มฉบับแก้ไข",
        "take_back_revision": "ยกเลิกการแก้ไข กลับไปใช้ฉบับเดิม",
        "publish": "เผยแพร่เอกสาร",
        "file_item": "บันทึกที่อยู่ที่ยื่นรายการ OIT",
        "correct_filing": "แก้ที่อยู่ที่ยื่นรายการ OIT",
        "withdraw_publication": "ยกเลิกการเผยแพร่",
        "take_number": "ลงเลขที่บันทึกข้อความตามสมุดทะเบียน",
        "draw_number": "ขอเลขที่บันทึกข้อความจากทะเบียนในระบบ",
        "note_number": "บันทึกว่าเลขที่เป็นของหนังสืออื่น",
        "forget_noted_number": "ลบหมายเหตุของเลขที่ในทะเบียน",
        "set_number_source": "เปลี่ยนวิธีออกเลขที่บันทึกข้อความ",
        "override_finding": "ผ่านข้อสังเกตของการตรวจโดยมีเหตุผล",
        "take_back_override": "ยกเลิกเหตุผลที่ผ่านข้อสังเกต",
        "export_oversight": "นำผลของหน่วยงานในความดูแลออกเป็นแฟ้ม",
        "ask_question": "ถามผู้ตรวจสอบภายใน",
        "answer_question": "ตอบคำถาม",
        "acknowledge_answer": "รับทราบคำตอบ",
    },
    hidden=frozenset({"written_at", "acknowledged_at"}),
)
