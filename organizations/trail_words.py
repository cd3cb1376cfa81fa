"""The acts on organisations in words."""

from organizations.history import TrailWords

WORDS = TrailWords(
    verbs={
        "set_emblem": "เปลี่ยนตราครุฑของบันทึกข้อความ",
        "add_holiday": "เพิ่มวันหยุดราชการ",
        "correct_holiday": "แก้ไขวันหยุดราชการ",
        "create_organization": "เปิดหน่วยงาน",
        "save_profile": "แก้ไขข้อมูลหน่วยงาน",
        "add_office": "เพิ่มข้อมูลส่วนราชการ ตำแหน่ง หรือวาระ",
        "save_office": "แก้ไขข้อมูลส่วนราชการ ตำแหน่ง หรือวาระ",
        "remove_office": "ลบข้อมูลส่วนราชการ ตำแหน่ง หรือวาระ",
        "move_division": "เลื่อนลำดับส่วนราชการ",
        "invite": "เชิญบุคคล",
        "renew_invitation": "ทำลิงก์คำเชิญใหม่",
        "withdraw_invitation": "ถอนคำเชิญ",
        "accept_invitation": "ตอบรับคำเชิญ",
        "add_role": "เพิ่มบทบาท",
        "change_role": "เปลี่ยนบทบาท",
        "stop_role": "หยุดบทบาท",
        "restore_role": "คืนบทบาท",
        "reset_access": "ทำลิงก์ตั้งรหัสผ่านใหม่ให้บุคคล",
        "reset_second_factor": "ยกเลิกอุปกรณ์ยืนยันตัวตนของบุคคล",
        "change_password": "เปลี่ยนรหัสผ่าน",
        "save_own_details": "แก้ไขข้อมูลบัญชีของตน",
        "start_second_factor": "เปิดใช้การยืนยันตัวตนสองชั้น",
        "stop_second_factor": "เลิกใช้การยืนยันตัวตนสองชั้น",
        "renew_recovery_codes": "ทำรหัสสำรองชุดใหม่",
        "set_account_active": "ระงับหรือเปิดบัญชี",
    },
    hidden=frozenset({"emblem"}),
)
