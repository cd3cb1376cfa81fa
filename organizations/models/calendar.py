"""Days on which offices are closed: data that changes every year."""

from django.db import models


class PublicHoliday(models.Model):
    """A public holiday of Thailand, or a day the cabinet declared one. Shared by all organisations."""

    day = models.DateField(
        "วันหยุด", unique=True, error_messages={"unique": "มีวันหยุดของวันที่นี้แล้ว โปรดแก้ไขที่วันหยุดนั้นแทน"}
    )
    name = models.CharField("ชื่อวันหยุด", max_length=200)
    is_provisional = models.BooleanField("ยังไม่ยืนยัน", default=False)
    # Kept as a row, so that loading the files again does not bring the day back.
    is_cancelled = models.BooleanField("ยกเลิกแล้ว เป็นวันทำการ", default=False)
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "วันหยุดราชการ"
        ordering = ["day"]

    def __str__(self):
        return self.name
