"""Made-up data as large as the country, to measure pages with: fictional organisations in all provinces, many years.

The shares are plausible, not real: most organisations have a confirmed result, fewer have adopted a plan, reported,
issued and published. The same arguments make the same data. Everything is written in bulk, past the verbs and without
a trail, and only into a database that has no organisation yet.
"""

from decimal import Decimal
from random import Random

from django.db import connection, transaction

from assessments.framework_files import framework_paths, load_framework, read_framework
from assessments.models import Framework
from ita_portal.thai_text import to_thai_digits
from organizations.models import Division, Membership, Organization, OrganizationKind, Province, Role, User
from organizations.provinces import PROVINCES
from reports.benchmark_texts import read_texts, store_pdf
from reports.benchmark_year import BATCH, LATEST_YEAR, YearData
from reports.search_indexes import install_search_indexes, remove_search_indexes

WITHOUT_ORGANIZATIONS = "กรุงเทพมหานคร"  # governs itself: none of the five kinds
# About as many of each kind as there are: 7,850 in all.
KINDS = {
    OrganizationKind.PAO: 76,
    OrganizationKind.CITY: 35,
    OrganizationKind.TOWN: 205,
    OrganizationKind.SUBDISTRICT: 2240,
    OrganizationKind.SAO: 5294,
}
SYLLABLES = ("หนอง", "โคก", "ห้วย", "แก่ง", "เวียง", "ไทร", "โพธิ์", "เขา", "เกาะ", "ดอน", "นา", "ท่า", "วัง")
ENDINGS = ("ใหม่", "กลาง", "เหนือ", "ใต้", "แก้ว", "เย็น", "สว่าง", "งาม", "ใหญ่", "น้อย", "ทราย", "เงิน")
USERS = {"overseer": Role.OVERSEER, "platform": Role.PLATFORM_ADMINISTRATOR, "auditor": Role.AUDITOR}


class NotEmpty(Exception):
    """The database holds organisations already: invented ones do not belong beside them."""


def make_benchmark_data(organization_count, year_count, *, with_scores=False, say=print):
    """Fill an empty database; `with_scores` adds every question's score for all, else for one. Raises NotEmpty.

    Its auditor is of the last organisation, which has every question's score in any case.
    """
    if Organization.objects.exists():
        raise NotEmpty
    remove_search_indexes()  # filled at once at the end, not row by row
    say("frameworks")
    frameworks = _frameworks(range(LATEST_YEAR - year_count + 1, LATEST_YEAR + 1))
    organizations = _organizations(organization_count)
    users = _users(organizations)
    talent = Random(0)
    levels = {row.pk: Decimal(str(round(talent.gauss(86, 7), 2))) for row in organizations}
    texts, pdf = read_texts(), store_pdf()
    for framework in frameworks:
        say(f"{framework.year}")
        year = YearData(framework, organizations, users["auditor"], levels, texts, pdf)
        year.make()
        year.make_scores(organizations if with_scores else organizations[-1:])
    connection.check_constraints()  # inside a transaction no index is made while references wait to be checked
    install_search_indexes()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # else the first pages are planned for empty tables


def _frameworks(years):
    """The frameworks of the years; those from before the files get the content of the first file."""
    contents = sorted((read_framework(path) for path in framework_paths()), key=lambda content: content["year"])
    first = contents[0]
    for year in years:
        if year < first["year"]:
            load_framework({**first, "year": year, "title": f"เกณฑ์ทดสอบ ปี {year}", "calendar": []})
    for content in contents:
        load_framework(content)
    return list(Framework.objects.filter(year__in=years).order_by("year").prefetch_related("rating_levels"))


def _organizations(count):
    Province.objects.bulk_create(Province(name=name) for name in PROVINCES)
    provinces = list(Province.objects.exclude(name=WITHOUT_ORGANIZATIONS))
    total, rows = sum(KINDS.values()), []
    for kind, there_are in KINDS.items():
        for place in range(max(1, round(there_are * count / total))):
            rows.append(_organization(kind, place, len(rows), provinces[place % len(provinces)]))
    rows = rows[:count]
    with transaction.atomic():
        for row in rows:
            row.save()
    Division.objects.bulk_create((Division(organization=row, name="สำนักปลัด", order=1) for row in rows), BATCH)
    return rows


def _organization(kind, place, number, province):
    first, last = SYLLABLES[number % len(SYLLABLES)], ENDINGS[number // len(SYLLABLES) % len(ENDINGS)]
    place_name = (
        f"ทดสอบ{first}{last} {to_thai_digits(str(number + 1))}"
        if kind != OrganizationKind.PAO
        else province.name
    )
    name = f"{OrganizationKind(kind).label}{place_name}"
    return Organization(
        slug=f"test-{number + 1}",
        kind=kind,
        name=name,
        place_name=place_name,
        district=f"อำเภอทดสอบ{to_thai_digits(str(place % 7 + 1))}",
        province=province,
        head_title=f"นายก{name}",
    )


def _users(organizations):
    """One person for each view of the data, without a password: {username: User}."""
    users = {}
    places = {
        Role.OVERSEER: {"province_id": organizations[-1].province_id},
        Role.AUDITOR: {"organization": organizations[-1]},
    }
    for username, role in USERS.items():
        user = users[username] = User.objects.create_user(username, first_name="ทดสอบ", last_name=role.label)
        Membership.objects.create(user=user, role=role, **places.get(role, {}))
    return users
