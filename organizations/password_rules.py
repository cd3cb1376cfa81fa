"""What a password must not be, said in Thai; the rules themselves are Django's."""

from django.contrib.auth import password_validation as rules

from ita_portal.thai_text import to_thai_digits


class NotLikeThePerson(rules.UserAttributeSimilarityValidator):
    def get_error_message(self):
        return "รหัสผ่านคล้ายกับชื่อ ชื่อผู้ใช้ หรืออีเมลของท่านเกินไป"

    def get_help_text(self):
        return "ไม่คล้ายกับชื่อหรือชื่อผู้ใช้ของท่าน"


class LongEnough(rules.MinimumLengthValidator):
    def __init__(self, min_length=10):
        super().__init__(min_length)

    def get_error_message(self):
        return f"รหัสผ่านสั้นเกินไป ต้องมี{self.get_help_text()}"

    def get_help_text(self):
        return to_thai_digits(f"อย่างน้อย {self.min_length} ตัวอักษร วลีที่จำง่ายหลายคำต่อกันก็ใช้ได้")


class NotCommon(rules.CommonPasswordValidator):
    def get_error_message(self):
        return "รหัสผ่านนี้มีผู้ใช้กันมากจนเดาได้ง่าย"

    def get_help_text(self):
        return "ไม่เป็นรหัสที่มีผู้ใช้กันมาก"


class NotOnlyDigits(rules.NumericPasswordValidator):
    def get_error_message(self):
        return "รหัสผ่านมีแต่ตัวเลข โปรดเพิ่มตัวอักษรด้วย"

    def get_help_text(self):
        return "ไม่เป็นตัวเลขล้วน"
