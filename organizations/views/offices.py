"""What an organisation is, for its administrators: profile, divisions, positions, terms, acting appointments."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ita_portal.thai_dates import short_date
from ita_portal.thai_text import to_thai_digits
from organizations import form_errors, workflow
from organizations.models import ActingAppointment, Division, Position, Term
from organizations.office_forms import (
    ActingForm,
    DivisionForm,
    NewDivisionsForm,
    NewOrganizationForm,
    PositionForm,
    ProfileForm,
    TermForm,
)
from organizations.views.access import administered_or_404
from organizations.views.people import tell_invitation

pages = require_http_methods(["GET", "HEAD", "POST"])


@pages
def new_organization(request):
    """The platform administrator opens an organisation and invites its first administrator."""
    if not request.user.is_platform_administrator:
        raise PermissionDenied
    form = NewOrganizationForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = workflow.open_organization(
                form.organization_values,
                person_name=form.cleaned_data["person_name"],
                email=form.cleaned_data["email"],
                by=request.user,
                now=timezone.now(),
            )
        except ValidationError as error:
            form_errors.show(form, error)
        else:
            tell_invitation(request, invitation, token)
            return redirect("organizations:handed_link")
    return render(request, "organizations/new_organization.html", {"form": form})


@pages
def profile(request, slug):
    """What the organisation says of itself."""
    organization = administered_or_404(request.user, slug)
    form = ProfileForm(organization, _posted(request))
    context = {"organization": organization, "form": form}
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            workflow.save_profile(organization, form.values, version=version, by=request.user)
        except ValidationError as error:
            form_errors.show(form, error)
        except workflow.StaleRow as stale:
            context |= _conflict(form, stale)
        else:
            messages.success(request, "บันทึกข้อมูลหน่วยงานแล้ว")
            has_begun = Division.objects.editable_by(request.user).filter(organization=organization).exists()
            return redirect("organizations:profile" if has_begun else "reports:start", slug)
        organization.refresh_from_db()
    return render(request, "organizations/profile.html", context)


@pages
def divisions(request, slug):
    """The divisions in printed order; more are ticked among the usual ones or typed."""
    organization = administered_or_404(request.user, slug)
    form = NewDivisionsForm(organization, _posted(request))
    rows = Division.objects.editable_by(request.user).filter(organization=organization)
    if request.method == "POST" and form.is_valid():
        is_first = not rows.exists()
        try:
            added = workflow.add_divisions(organization, form.names, by=request.user)
        except ValidationError as error:
            form_errors.show(form, error, field="others")
        else:
            messages.success(request, f"เพิ่มส่วนราชการ {to_thai_digits(str(len(added)))} แห่งแล้ว")
            return redirect("reports:start" if is_first else "organizations:divisions", slug)
    context = {"organization": organization, "divisions": rows, "form": form}
    return render(request, "organizations/divisions.html", context)


@pages
def division(request, slug, pk):
    """Correct one division, print it earlier, or remove it while nothing speaks of it."""
    organization = administered_or_404(request.user, slug)
    row = _row_or_404(Division, request.user, organization, pk)
    if request.method == "POST" and request.POST.get("act") == "move":
        workflow.move_division(row, by=request.user)
        return redirect("organizations:divisions", slug)
    form = DivisionForm(row, _posted(request))
    page = {"organization": organization, "title": "ส่วนราชการนี้ชื่ออะไร และใช้เลขใด", "row": row}
    return _edit(request, form, row, page, reverse("organizations:divisions", args=[slug]))


@pages
def positions(request, slug):
    """Positions with who holds them today, and who stands in for whom."""
    organization = administered_or_404(request.user, slug)
    form = PositionForm(Position(organization=organization, version=0), organization, _posted(request))
    today = timezone.localdate()
    if request.method == "POST" and form.is_valid():
        try:
            row = workflow.add_office(Position(organization=organization, **form.values), by=request.user)
        except ValidationError as error:
            form_errors.show(form, error)
        else:
            messages.success(request, f"เพิ่มตำแหน่ง{row}แล้ว ขั้นต่อไปคือบันทึกผู้ดำรงตำแหน่ง")
            return redirect("organizations:new_term", slug, row.pk)
    actings = ActingAppointment.objects.editable_by(request.user).filter(organization=organization)
    context = {
        "organization": organization,
        "positions": _held_positions(request.user, organization, today),
        "actings": actings.select_related("term__position", "position"),
        "form": form,
    }
    return render(request, "organizations/positions.html", context)


@pages
def position(request, slug, pk):
    """Correct one position; its terms of office, past and present."""
    organization = administered_or_404(request.user, slug)
    row = _row_or_404(Position, request.user, organization, pk)
    form = PositionForm(row, organization, _posted(request))
    page = {
        "organization": organization,
        "title": "ตำแหน่งนี้ชื่ออะไร และใครดำรงอยู่",
        "row": row,
        "terms": row.terms.select_related("user").order_by("-starts_on"),
    }
    return _edit(request, form, row, page, reverse("organizations:positions", args=[slug]))


@pages
def new_term(request, slug, pk):
    """Somebody takes up a position."""
    organization = administered_or_404(request.user, slug)
    position = _row_or_404(Position, request.user, organization, pk)
    row = Term(position=position, version=0)
    page = {"organization": organization, "title": f"ใครดำรงตำแหน่ง{position}"}
    return _add(request, TermForm, row, page, reverse("organizations:positions", args=[slug]))


@pages
def term(request, slug, pk):
    """Correct one term of office, or say when it ended."""
    organization = administered_or_404(request.user, slug)
    row = _row_or_404(Term, request.user, organization, pk)
    form = TermForm(row, organization, _posted(request))
    page = {"organization": organization, "title": f"{row.person_name} ดำรงตำแหน่งเมื่อใด", "row": row}
    return _edit(request, form, row, page, reverse("organizations:positions", args=[slug]))


@pages
def new_acting(request, slug):
    """Somebody stands in for a position."""
    organization = administered_or_404(request.user, slug)
    row = ActingAppointment(version=0)
    page = {"organization": organization, "title": "ใครรักษาราชการแทนหรือปฏิบัติราชการแทนตำแหน่งใด"}
    return _add(request, ActingForm, row, page, reverse("organizations:positions", args=[slug]))


@pages
def acting(request, slug, pk):
    """Correct one acting appointment, or say when it ended."""
    organization = administered_or_404(request.user, slug)
    row = _row_or_404(ActingAppointment, request.user, organization, pk)
    form = ActingForm(row, organization, _posted(request))
    page = {"organization": organization, "title": "การแทนตำแหน่งนี้มีผลเมื่อใด", "row": row}
    return _edit(request, form, row, page, reverse("organizations:positions", args=[slug]))


# -- What the pages have in common -----------------------------------------------------------------


def _posted(request):
    return request.POST if request.method == "POST" else None


def _row_or_404(model, user, organization, pk):
    return get_object_or_404(model.objects.editable_by(user), organization=organization, pk=pk)


def _add(request, form_class, row, page, back):
    """The page that adds a row; `row` carries what is known before the form."""
    form = form_class(row, page["organization"], _posted(request))
    if request.method == "POST" and form.is_valid():
        for name, value in form.values.items():
            setattr(row, name, value)
        try:
            workflow.add_office(row, by=request.user)
        except ValidationError as error:
            form_errors.show(form, error)
        else:
            messages.success(request, "บันทึกแล้ว")
            return redirect(back)
    return render(request, "organizations/edit_office.html", {**page, "form": form, **_way_back(back)})


def _edit(request, form, row, page, back):
    """The page that corrects or removes a row."""
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            if request.POST.get("act") == "remove":
                workflow.remove_office(row, version=version, by=request.user)
            else:
                workflow.save_office(row, form.values, version=version, by=request.user)
        except ValidationError as error:
            form_errors.show(form, error)
        except workflow.StaleRow as stale:
            page |= _conflict(form, stale)
        else:
            messages.success(request, "ลบแล้ว" if request.POST.get("act") == "remove" else "บันทึกแล้ว")
            return redirect(back)
        row.refresh_from_db()
    return render(request, "organizations/edit_office.html", {**page, "form": form, **_way_back(back)})


def _way_back(back):
    name = "ส่วนราชการ" if back.endswith("/divisions/") else "ตำแหน่งและวาระ"
    return {"back": back, "back_name": name}


def _conflict(form, stale):
    """What both wrote, side by side; the next save is on top of what the other stored."""
    form.data = {**form.data.dict(), "version": stale.current.version}
    both = [
        (form.fields[name].label, _shown(mine), _shown(getattr(stale.current, name)))
        for name, mine in form.values.items()
    ]
    return {"is_stale": True, "both": [row for row in both if row[1] != row[2]]}


def _shown(value):
    if isinstance(value, date):
        return short_date(value)
    return "" if value is None else str(value)


def _held_positions(user, organization, today):
    """[(position, its term of office today or None)], highest rank first."""
    rows = Position.objects.editable_by(user).filter(organization=organization).select_related("division")
    held = {row.position_id: row for row in organization.terms.on(today).select_related("user")}
    order = list(dict.fromkeys(rank for rank, _ in Position._meta.get_field("rank").choices))
    return [(row, held.get(row.pk)) for row in sorted(rows, key=lambda row: (order.index(row.rank), row.pk))]
