"""The first page, and pages about what all organisations share or print."""

from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ita_portal import file_store
from ita_portal.thai_dates import buddhist_year
from organizations import emblems, holidays
from organizations.forms import EmblemForm, HolidayForm, NewHolidayForm
from organizations.models import Division, Membership, Organization, PublicHoliday, Role

PAGE_SIZE = 100  # organisations that are not the person's own


@require_safe
def index(request):
    """The organisations a person works for, then those the person may look at, by province, page by page."""
    organizations = Organization.objects.visible_to(request.user).select_related("province")
    memberships = Membership.objects.current_of(request.user).select_related("division")
    roles = _roles_by_organization(memberships)
    divisions = Division.objects.unscoped("does the organisation have any?").filter(organization=OuterRef("pk"))
    own = organizations.filter(pk__in=roles).annotate(has_begun=Exists(divisions)).order_by("sort_name", "pk")
    keepers = Membership.objects.unscoped("has the organisation any?").administering()
    others = organizations.exclude(pk__in=roles).order_by("province__sort_name", "sort_name", "pk")
    others = others.annotate(has_keeper=Exists(keepers.filter(organization=OuterRef("pk"))))
    page = Paginator(others, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "own": [(row, roles[row.pk]) for row in own],
        "provinces": [(province, list(rows)) for province, rows in groupby(page, key=lambda row: row.province)],
        "page": page,
        "opens_organizations": any(row.role == Role.PLATFORM_ADMINISTRATOR for row in memberships),
        "oversees": any(row.organization_id is None for row in memberships),
    }
    return render(request, "organizations/index.html", context)


def _roles_by_organization(memberships):
    """{organization id: the memberships held there}."""
    roles = {}
    for membership in memberships:
        if membership.organization_id:
            roles.setdefault(membership.organization_id, []).append(membership)
    return roles


@require_http_methods(["GET", "HEAD", "POST"])
def emblem(request, slug):
    """The emblem on the memos of an organisation: its administrator uploads the official drawing."""
    organization = get_object_or_404(Organization.objects.editable_by(request.user), slug=slug)
    form = EmblemForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            emblems.set_emblem(organization, form.cleaned_data["image"], by=request.user)
        except ValidationError as error:
            form.add_error("image", error.messages)
        else:
            messages.success(request, "บันทึกตราครุฑแล้ว บันทึกข้อความที่พิมพ์ต่อจากนี้ใช้ตรานี้")
            return redirect("organizations:emblem", slug)
    return render(request, "organizations/emblem.html", {"organization": organization, "form": form})


@require_safe
def emblem_image(request, slug):
    """The stored emblem as a picture; always a PNG that the portal itself encoded."""
    organization = get_object_or_404(Organization.objects.visible_to(request.user), slug=slug)
    if not organization.emblem_key:
        raise Http404("no emblem")
    return FileResponse(file_store.open_stored(organization.emblem_key), content_type="image/png")


@require_http_methods(["GET", "HEAD", "POST"])
def holiday_list(request):
    """The public holidays the portal counts with, latest year first; the platform administrator adds days."""
    may_edit = request.user.is_platform_administrator
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    form = NewHolidayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            holidays.add_holiday(**form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error("day", error.messages)
        else:
            messages.success(request, "เพิ่มวันหยุดแล้ว กำหนดวันแจ้งเตือนต่อจากนี้นับวันหยุดนี้ด้วย")
            return redirect("organizations:holidays")
    rows = PublicHoliday.objects.order_by("-day")
    years = [(year, sorted(days, key=lambda row: row.day)) for year, days in groupby(rows, key=_year_of)]
    context = {"years": years, "form": form, "may_edit": may_edit}
    return render(request, "organizations/holidays.html", context)


def _year_of(holiday):
    return buddhist_year(holiday.day)


@require_http_methods(["GET", "HEAD", "POST"])
def holiday(request, pk):
    """Correct one holiday: its name, whether it is certain, whether it was cancelled."""
    if not request.user.is_platform_administrator:
        raise PermissionDenied
    row = get_object_or_404(PublicHoliday, pk=pk)
    form = HolidayForm(row, request.POST or None)
    context = {"holiday": row, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            holidays.correct_holiday(row, form.values, version=form.cleaned_data["version"], by=request.user)
        except holidays.StaleHoliday as stale:
            context["theirs"] = stale.current
            form.data = {**form.data.dict(), "version": stale.current.version}
        else:
            messages.success(request, "บันทึกการแก้ไขวันหยุดแล้ว")
            return redirect("organizations:holidays")
    return render(request, "organizations/holiday.html", context)
