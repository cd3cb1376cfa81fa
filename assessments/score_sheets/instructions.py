"""The second sheet: how the first is filled in, and the levels that can be chosen."""

from assessments.score_sheets import looks
from ita_portal.thai_text import to_thai_digits

TITLE = "คำอธิบาย"
WIDTH = 96  # characters

FOR_ONE = (
    "กรอกเฉพาะช่องสีอ่อนที่มีกรอบ ช่องสีเทาไม่ต้องกรอก แผ่นนี้ล็อกช่องอื่นไว้เพื่อกันพิมพ์ทับโดยไม่ตั้งใจ (ไม่มีรหัสผ่าน)",
    "คะแนนเป็นตัวเลขตั้งแต่ 0 ถึง 100 ทศนิยมไม่เกิน 2 ตำแหน่ง พิมพ์ตามที่ประกาศ เช่น 97.43 ไม่ต้องพิมพ์คำว่าร้อยละหรือ %",
    "ข้อของเครื่องมือที่ประกาศแยกส่วน (เช่น e1) มีคะแนนสองช่อง ช่องละส่วน",
    "ช่องที่เว้นว่างหมายความว่า “ไม่ได้กล่าวถึง” ระบบคงคะแนนที่บันทึกไว้เดิม ไม่ลบออก หากต้องการลบคะแนน ให้ลบในหน้าบันทึกคะแนน",
    "อย่าแก้รหัส หัวตาราง และรหัสหน่วยงาน เพราะระบบใช้หาว่าคะแนนเป็นของข้อใด แฟ้มนี้ใช้ได้กับหน่วยงานและปีที่ระบุไว้เท่านั้น",
    "บันทึกเป็นชนิด Excel Workbook (.xlsx) ถ้าใช้ LibreOffice ให้เลือกบันทึกเป็น .xlsx ถ้าใช้ Google ชีต ให้เลือก แฟ้ม > ดาวน์โหลด > Microsoft Excel",
    "นำแฟ้มขึ้นที่หน้า “นำเข้าจากแฟ้มตาราง” ระบบจะแสดงว่าอ่านได้อะไรและต่างจากที่บันทึกไว้อย่างไร ยังไม่บันทึกจนกว่าท่านจะยืนยัน",
)
FOR_MANY = (
    "หนึ่งแถวต่อหนึ่งหน่วยงาน กรอกเฉพาะช่องสีอ่อนที่มีกรอบ แถวของหน่วยงานที่ไม่มีคะแนนเว้นว่างไว้หรือลบทั้งแถวได้",
    "คะแนนเป็นตัวเลขตั้งแต่ 0 ถึง 100 ทศนิยมไม่เกิน 2 ตำแหน่ง พิมพ์ตามที่ประกาศ เช่น 97.43",
    "อย่าแก้หัวตาราง รหัสหน่วยงาน และชื่อหน่วยงาน ระบบไม่รับแถวที่รหัสกับชื่อไม่ตรงกัน",
    "ช่องที่เว้นว่างหมายความว่า “ไม่ได้กล่าวถึง” ระบบคงคะแนนที่หน่วยงานบันทึกไว้เดิม ไม่ลบออก",
    "บันทึกเป็นชนิด Excel Workbook (.xlsx) แล้วนำขึ้นที่หน้า “คะแนนของหลายหน่วยงาน” ระบบจะแสดงว่าอ่านได้อะไรก่อนส่ง",
    "หลังส่งแล้ว ผู้ตรวจสอบภายในของแต่ละหน่วยงานตรวจและยืนยันเอง คะแนนจึงบันทึก",
)


def add_instructions(workbook, lines, levels):
    """Add the sheet; return the range that lists the levels, or '' when the year has none."""
    sheet = workbook.create_sheet(TITLE)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 6, WIDTH
    looks.put_text(sheet["A1"], "วิธีกรอกแผ่นคะแนน", size=looks.TITLE_SIZE, bold=True, box=False, wrap=False)
    for row, text in enumerate(lines, start=2):
        looks.put_text(sheet.cell(row, 1), to_thai_digits(str(row - 1)), box=False, horizontal="right")
        looks.put_text(sheet.cell(row, 2), text, box=False)
        looks.set_height(sheet, row, [(text, WIDTH)])
    cells = _list_levels(sheet, levels, len(lines) + 3)
    sheet.row_dimensions[1].height = looks.HEAD_HEIGHT
    looks.protect(sheet)
    looks.print_on_a4(sheet, head_rows="1:1", columns="A:B", footer="ITA Portal")
    return cells


def _list_levels(sheet, levels, first):
    if not levels:
        return ""
    looks.put_text(sheet.cell(first, 2), "ระดับที่เลือกได้", bold=True, box=False)
    for row, level in enumerate(levels, start=first + 1):
        looks.put_text(sheet.cell(row, 2), level, box=False)
        looks.set_height(sheet, row, [(level, WIDTH)])
    return f"'{TITLE}'!$B${first + 1}:$B${first + len(levels)}"
