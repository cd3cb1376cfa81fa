"""Facts of a made-up document, for tests of single rules."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from assessments.pasted_scores import KnownFramework, KnownIndicator, KnownInstrument, KnownQuestion
from reports.checks import Facts, Kind, Text, findings_in
from reports.checks.facts import Profile, Result
from reports.models import DocumentKind

PROFILE = Profile(
    own_names=("องค์การบริหารส่วนตำบลคลองเส", "อบต.คลองเส", "www.khlongse.go.th", "khlongse.go.th"),
    place_name="คลองเส",
    district="อำเภอถ้ำพรรณรา",
    province="นครศรีธรรมราช",
    domain="khlongse.go.th",
    phones=frozenset({"075305000"}),
    other_places=frozenset({"บางครก"}),
    url="/khlongse/",
)
FRAMEWORK = KnownFramework(
    year=2568,
    instruments=(KnownInstrument("OIT", "แบบตรวจการเปิดเผยข้อมูลสาธารณะ"),),
    indicators=(
        KnownIndicator(1, ("การปฏิบัติหน้าที่",), "IIT"),
        KnownIndicator(4, ("การใช้ทรัพย์สินของราชการ", "การใช้ทรัพย์สินของทางราชการ"), "IIT"),
        KnownIndicator(9, ("การเปิดเผยข้อมูล", "การเปิดเผยข้อมูลสาธารณะ"), "OIT"),
        KnownIndicator(10, ("การป้องกันการทุจริต",), "OIT"),
    ),
    questions=(
        KnownQuestion(
            "i6", "หน่วยงานของท่าน มีการใช้งบประมาณหรือการจัดซื้อจัดจ้างที่เอื้อประโยชน์ให้บุคคลใดบุคคลหนึ่ง มากน้อยเพียงใด", "IIT", 1
        ),
        KnownQuestion("O1", "โครงสร้างและอำนาจหน้าที่", "OIT", 9),
    ),
    levels=("ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน", "ต้องปรับปรุง"),
)
RESULT = Result(
    figures={"total": Decimal("62.20"), "1": Decimal("76.39")},
    contradicting=(),
    known_scores=frozenset({Decimal("62.20"), Decimal("76.39")}),
    total=Decimal("62.20"),
    rating="ต้องปรับปรุง",
    computed_rating="ต้องปรับปรุง",
    rank=137,
    announced_on=date(2025, 8, 15),
    is_confirmed=True,
    url="/khlongse/2568/",
    arithmetic_url="/khlongse/2568/arithmetic/",
    analysis_url="/khlongse/2568/analysis/",
)
FACTS = Facts(
    kind=DocumentKind.MEMO,
    result_year=2568,
    plan_year=2569,
    today=date(2026, 1, 20),
    dated_on=date(2026, 1, 16),
    roles=("author",),
    filed_by=None,
    url="/khlongse/2568/documents/memo/edit/",
    signers_url="/khlongse/2568/documents/memo/signers/",
    profile=PROFILE,
    texts=(),
    result=RESULT,
    framework=FRAMEWORK,
)


def a_text(words, kind=Kind.OWN_WORDS, **fields):
    return Text("memo body", "บันทึกข้อความ · เนื้อความ", "/edit/#id_body", words, kind, **fields)


def found(*texts, **facts):
    """The findings on texts (words, or Text) of the made-up document."""
    texts = tuple(a_text(text) if isinstance(text, str) else text for text in texts)
    return findings_in(replace(FACTS, texts=texts, **facts))


def told(*texts, **facts):
    """The same as (family, whether it blocks, the words quoted)."""
    return [(row.family.value, row.is_blocking, row.quote) for row in found(*texts, **facts)]
