"""Divisions that organisations of each kind usually have, as a start that people tick and correct."""

from organizations.models import OrganizationKind

AUDIT = "หน่วยตรวจสอบภายใน"
_OF_MUNICIPALITIES = (
    "สำนักปลัดเทศบาล",
    "กองคลัง",
    "กองช่าง",
    "กองสาธารณสุขและสิ่งแวดล้อม",
    "กองการศึกษา",
    "กองยุทธศาสตร์และงบประมาณ",
    "กองสวัสดิการสังคม",
    AUDIT,
)
USUAL_DIVISIONS = {
    OrganizationKind.PAO: (
        "สำนักปลัดองค์การบริหารส่วนจังหวัด",
        "สำนักงานเลขานุการองค์การบริหารส่วนจังหวัด",
        "กองยุทธศาสตร์และงบประมาณ",
        "กองคลัง",
        "กองช่าง",
        "กองสาธารณสุข",
        "กองการศึกษา ศาสนา และวัฒนธรรม",
        "กองพัสดุและทรัพย์สิน",
        "กองการเจ้าหน้าที่",
        AUDIT,
    ),
    OrganizationKind.CITY: _OF_MUNICIPALITIES,
    OrganizationKind.TOWN: _OF_MUNICIPALITIES,
    OrganizationKind.SUBDISTRICT: _OF_MUNICIPALITIES,
    OrganizationKind.SAO: (
        "สำนักปลัด",
        "กองคลัง",
        "กองช่าง",
        "กองการศึกษา ศาสนา และวัฒนธรรม",
        "กองสวัสดิการสังคม",
        "กองสาธารณสุขและสิ่งแวดล้อม",
        AUDIT,
    ),
}
