import re

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ita_portal.thai_dates import moment
from ita_portal.thai_text import to_arabic_digits, to_thai_digits
from organizations.models import Organization
from organizations.trail_audit import audit, chains_gone, place_of

SHOWN = 20  # places of one chain; the first one tells where to look
ANCHOR = re.compile(r"[0-9a-f]{12,64}")  # what documents print of a seal, in whole or in part
SHARED = "ข้อมูลกลางที่ทุกหน่วยงานใช้ร่วมกัน"


class Command(BaseCommand):
    help = "Check that nothing of the trail was changed, removed, inserted or moved; ends with 1 where something was."

    def add_arguments(self, parser):
        parser.add_argument("--organization", metavar="SLUG", help="only the chain of this organisation")
        parser.add_argument("--head", metavar="HEX", help="also look for the seal that a document prints")

    def handle(self, *args, organization, head, **options):
        chosen = self._organization(organization) if organization else None
        broken = sum([self._tell(report) for report in audit([chosen] if chosen else None)])
        if not chosen:
            broken += self._tell_gone()
        if head and not self._tell_place(head, chosen):
            broken += 1
        if broken:
            raise CommandError("ประวัติการแก้ไขไม่ครบถ้วนหรือถูกแก้ไข โปรดดูรายการข้างบน และเทียบกับข้อมูลสำรองก่อนใช้งานต่อ")
        self.stdout.write("ประวัติการแก้ไขครบถ้วน ไม่พบร่องรอยการแก้ไข ลบ แทรก หรือสลับลำดับ")

    def _organization(self, slug):
        try:
            return Organization.objects.get(slug=slug)
        except Organization.DoesNotExist:
            raise CommandError(f"ไม่พบหน่วยงาน {slug}") from None

    def _tell(self, report):
        """Write what was found in one chain; True where it is broken."""
        name = report.organization or SHARED
        count = f"{name}: {thai(report.length)} รายการ"
        self.stdout.write(f"{count} {'ไม่ครบถ้วน' if report.breaks else 'ครบถ้วน'}")
        for found in report.breaks[:SHOWN]:
            self.stdout.write(f"  - {sentence_of(found)}")
        if len(report.breaks) > SHOWN:
            self.stdout.write(f"  - และอีก {thai(len(report.breaks) - SHOWN)} แห่ง")
        return bool(report.breaks)

    def _tell_gone(self):
        """Write which chains are gone as a whole; True where one is."""
        gone = chains_gone()
        for number in gone:
            self.stdout.write(f"สายประวัติที่ {thai(number)} (นับตามลำดับที่หน่วยงานเริ่มใช้ระบบ) หายไปทั้งสาย")
        return bool(gone)

    def _tell_place(self, text, organization):
        """Write at which moment the chain had the seal of a document; False where it never had."""
        anchor = to_arabic_digits(text).lower().replace(" ", "")
        if not ANCHOR.fullmatch(anchor):
            raise CommandError("หัวของประวัติเป็นเลขฐานสิบหก (0-9, a-f) 12 ถึง 64 ตัว ตามที่พิมพ์ในเอกสาร")
        entry = place_of(anchor, organization)
        if entry is None:
            self.stdout.write("ไม่พบหัวของประวัติที่พิมพ์ในเอกสาร ประวัติตั้งแต่วันที่ของเอกสารอาจถูกเปลี่ยนทั้งสาย")
            return False
        name = entry.organization or SHARED
        self.stdout.write(
            f"พบหัวของประวัติที่พิมพ์ในเอกสาร: {name} รายการที่ {thai(entry.sequence)} บันทึกเมื่อ {thai(moment(timezone.localtime(entry.at)))}"
        )
        return True


def sentence_of(found):
    """A Break as a Thai sentence with its place."""
    if found.sequence is None:
        return found.damage.value
    until = f" ถึง {thai(found.until)}" if found.until and found.until != found.sequence else ""
    at = f" ({thai(moment(timezone.localtime(found.at)))})" if found.at else ""
    return f"รายการที่ {thai(found.sequence)}{until}{at}: {found.damage.value}"


def thai(value):
    return to_thai_digits(str(value))
