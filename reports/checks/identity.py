"""Identity: every name of an office, district, province and web site in a document is its own organisation's. Pure."""

import re

from ita_portal.thai_text import first_words
from measures.plan_checks import COMMON_WORDS, LOCAL_GOVERNMENT, names_of_others
from reports.checks.finding import Family
from reports.checks.word_lists import word_lists

SITE = re.compile(
    r"(?<![A-Za-z0-9.@-])(?:[A-Za-z0-9-]+\.)+(?:(?:go|or|ac|co|in)\.th|com|net|org)(?![A-Za-z0-9])",
    re.IGNORECASE,
)
DISTRICT = re.compile(r"(?<!นาย)(?<!ว่าการ)อำเภอ ?(?=[ก-๙])")
PROVINCE = re.compile(r"(?<!ส่วน)จังหวัด ?(?=[ก-๙])")
SUBDISTRICT = re.compile(r"(?<!เทศบาล)(?<!ส่วน)ตำบล ?(?=[ก-๙])")
NAME_WORDS = 2  # words of a place that are told of it
SHORTEST_PLACE = 3  # letters; shorter names of other places turn up in words by chance


def identity(text, facts):
    """Findings on the names in a text."""
    yield from _offices(text, facts.profile)
    yield from _sites(text, facts.profile)
    yield from _districts(text, facts.profile)
    yield from _provinces(text, facts.profile)
    yield from _subdistricts(text, facts.profile)


def _offices(text, profile):
    for name in names_of_others(text.words, profile.own_names):
        if LOCAL_GOVERNMENT.match(name):
            start = text.words.find(name)
            sentence = (
                f"มีชื่อ “{name}” ซึ่งไม่ใช่ชื่อของหน่วยงาน โปรดแก้หากคัดลอกมาจากหน่วยงานอื่น ถ้าตั้งใจกล่าวถึง โปรดให้เหตุผลไว้"
            )
            span = (start, start + len(name))
            yield text.finding(Family.IDENTITY, "office", sentence, span, blocks=True)


def _sites(text, profile):
    for match in SITE.finditer(text.words):
        site = match.group().lower()
        if _is_own(site, profile.domain) or _is_own(site, *word_lists().public_sites):
            continue
        is_government = site.endswith((".go.th", ".or.th"))
        if not profile.domain:
            told = "ยังไม่ได้บันทึกเว็บไซต์หลักของหน่วยงานไว้ จึงเทียบไม่ได้ โปรดตรวจว่าเป็นของหน่วยงานเอง"
        elif is_government:
            told = f"ไม่ใช่เว็บไซต์ของหน่วยงาน ({profile.domain}) โปรดแก้หากคัดลอกมาจากหน่วยงานอื่น"
        else:
            told = f"ไม่ได้อยู่ใต้เว็บไซต์หลักของหน่วยงาน ({profile.domain}) โปรดตรวจว่าถูกต้อง"
        blocks = is_government and bool(profile.domain)
        yield text.finding(Family.IDENTITY, "site", f"“{match.group()}” {told}", match.span(), blocks=blocks)


def _is_own(site, *domains):
    return any(domain and (site == domain or site.endswith(f".{domain}")) for domain in domains)


def _districts(text, profile):
    """The district as the organisation prints it: อำเภอเมือง is not อำเภอเมืองหนองคาย."""
    if not profile.district:
        return
    for match in DISTRICT.finditer(text.words):
        rest = text.words[match.start() :].replace("อำเภอ ", "อำเภอ", 1)
        if rest.startswith(profile.district) or COMMON_WORDS.match(text.words, match.end()):
            continue
        typed = re.match(r"\S+", text.words[match.end() :]).group()
        span = (match.start(), match.end() + len(first_words(typed, NAME_WORDS)))
        sentence = f"อำเภอของหน่วยงานคือ “{profile.district}” โปรดแก้ให้ตรง"
        yield text.finding(Family.IDENTITY, "district", sentence, span, blocks=True)


def _provinces(text, profile):
    for match in PROVINCE.finditer(text.words):
        named = _longest_start(text.words, match.end(), word_lists().provinces)
        if named and named != profile.province:
            sentence = f"หน่วยงานอยู่จังหวัด{profile.province} แต่ข้อความกล่าวถึงจังหวัด{named} โปรดตรวจว่าคัดลอกมาหรือไม่"
            span = (match.start(), match.end() + len(named))
            yield text.finding(Family.IDENTITY, "province", sentence, span, blocks=True)


def _subdistricts(text, profile):
    places = {name for name in profile.other_places if len(name) >= SHORTEST_PLACE} - {profile.place_name}
    for match in SUBDISTRICT.finditer(text.words):
        named = _longest_start(text.words, match.end(), places)
        if named and not text.words.startswith(profile.place_name, match.end()):
            span = (match.start(), match.end() + len(named))
            sentence = f"ตำบล{named}เป็นชื่อพื้นที่ของหน่วยงานอื่น โปรดตรวจว่าตั้งใจกล่าวถึง"
            yield text.finding(Family.IDENTITY, "subdistrict", sentence, span)


def _longest_start(words, place, names):
    """The longest of the names that the words go on with at a place, or ""."""
    return max((name for name in names if words.startswith(name, place)), key=len, default="")
