"""Why a file is not kept, in sentences for the page: what is the matter, and what to do."""

WRONG_KIND = "รับเฉพาะแฟ้ม PDF, ภาพ JPG หรือ PNG, Word (.docx) และ Excel (.xlsx) โปรดบันทึกเป็นชนิดเหล่านี้แล้วลองใหม่"
PHONE_PICTURE = "ภาพชนิด HEIC ของโทรศัพท์เปิดไม่ได้ในเครื่องส่วนใหญ่ โปรดตั้งกล้องให้บันทึกเป็น JPG (“เข้ากันได้มากที่สุด”) หรือแปลงเป็น JPG แล้วลองใหม่"
OLD_OFFICE = "แฟ้ม Word หรือ Excel รุ่นเก่า (.doc .xls) ระบบไม่รับ โปรดเปิดแล้วบันทึกเป็น .docx หรือ .xlsx หรือ PDF"
NOT_AS_NAMED = "เนื้อในของแฟ้มไม่ตรงกับนามสกุลของชื่อแฟ้ม โปรดเปิดแฟ้มแล้วบันทึกเป็นชนิดที่ต้องการอีกครั้ง"
BROKEN_PDF = "เปิดแฟ้ม PDF นี้ไม่ได้ แฟ้มอาจเสียหายหรือบันทึกไม่ครบ โปรดสร้างแฟ้มใหม่แล้วลองอีกครั้ง"
LOCKED = "แฟ้มนี้ตั้งรหัสผ่านหรือเข้ารหัสไว้ ระบบจึงตรวจไม่ได้และผู้อื่นอาจเปิดดูไม่ได้ โปรดเอารหัสผ่านออกแล้วลองใหม่"
ACTING = "แฟ้มนี้มีคำสั่งที่ทำงานเองหรือมีแฟ้มอื่นซ่อนอยู่ ระบบจึงไม่รับเพื่อความปลอดภัย โปรดพิมพ์เป็น PDF ใหม่แล้วลองอีกครั้ง"
MACRO = "แฟ้มนี้มีมาโคร ระบบจึงไม่รับเพื่อความปลอดภัย โปรดบันทึกเป็นชนิด .docx หรือ .xlsx ที่ไม่มีมาโคร"
BROKEN_OFFICE = "เปิดแฟ้ม Word หรือ Excel นี้ไม่ได้ แฟ้มอาจเสียหาย โปรดเปิดแล้วบันทึกใหม่อีกครั้ง"
TOO_MUCH = "แฟ้มนี้มีข้อมูลมากเกินกำหนดเมื่อคลายออก โปรดลดขนาดแฟ้มหรือพิมพ์เป็น PDF แล้วลองใหม่"

# What people bring most of what is not taken, with the way out.
REFUSED_SUFFIXES = {
    ".heic": PHONE_PICTURE,
    ".heif": PHONE_PICTURE,
    ".doc": OLD_OFFICE,
    ".xls": OLD_OFFICE,
    ".docm": MACRO,
    ".xlsm": MACRO,
}


class EvidenceRefused(Exception):
    """The file is not kept; the message is one Thai sentence for the page."""
