"""The measures library: finding a measure, writing one, taking one out of use."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments import library_content
from ita_portal.sent_numbers import whole_number
from measures import template_page, workflow
from measures.models import MeasureTemplate
from measures.template_forms import TemplateFilterForm, TemplateForm
from organizations.history import history_of


@require_safe
def templates(request):
    """The measures of the library that this person may read, narrowed by what was asked for."""
    organizations = library_content.organizations_kept_by(request.user)
    form = TemplateFilterForm(
        request.GET,
        years=template_page.years_with_templates(request.user),
        indicators=library_content.latest_indicators(),
        organizations=organizations,
    )
    rows = template_page.templates_wanted(request.user, form.wanted)
    page, groups = template_page.read_page(
        rows, request.GET.get("page"), user=request.user, organizations=organizations
    )
    context = {
        "form": form,
        "page": page,
        "groups": groups,
        "plans": template_page.draft_plans_of(request.user),
        "may_add": bool(library_content.owners_for(request.user, organizations)),
    }
    return render(request, "measures/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_template(request):
    """Write a new measure, from nothing or from one that stands in the library (?from=, ?year=)."""
    organizations = library_content.organizations_kept_by(request.user)
    owners = library_content.owners_for(request.user, organizations)
    if not owners:
        raise PermissionDenied
    start = _template_to_adapt(request)
    framework = library_content.framework_for_writing(start, request.GET.get("year", ""))
    form = TemplateForm(start, request.POST or None, framework=framework, owners=owners)
    if request.method == "POST" and form.is_valid() and _store(request, form, form.new_template(), {}):
        return redirect("measures:templates")
    context = {
        "form": form,
        "framework": framework,
        "frameworks": library_content.frameworks_with_questions(),
        "is_adapting": "from" in request.GET,
    }
    return render(request, "measures/new_template.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_template(request, pk):
    """Change a measure of the library, or take it out of use and back again."""
    template = get_object_or_404(MeasureTemplate.objects.editable_by(request.user), pk=pk)
    if request.POST.get("act") in _SWITCHES:
        _switch(request, template)
        return redirect("measures:edit_template", pk)
    framework = library_content.framework_for_writing(template, "")
    form = TemplateForm(template, request.POST or None, framework=framework, owners=())
    context = {"template": template, "form": form, "usage": template_page.usage_of(template)}
    if request.method == "POST" and form.is_valid() and _store(request, form, template, context):
        return redirect("measures:templates")
    context["acts"] = history_of([template], user=request.user)
    return render(request, "measures/edit_template.html", context)


def _store(request, form, template, context):
    """Save what the form holds; False when it has to be looked at again, with the reason on the form or in the context."""
    version = form.cleaned_data["version"] or 0
    try:
        workflow.save_template(template, form.values, version=version, by=request.user)
    except workflow.StaleTemplate as stale:
        context["theirs"] = form.show_stale(stale.current)
    except ValidationError as error:
        form.refuse(error)
    else:
        messages.success(request, "บันทึกมาตรการในคลังแล้ว แผนที่ทำต่อจากนี้ใช้ข้อความนี้ ส่วนมาตรการในแผนเดิมไม่เปลี่ยน")
        return True
    return False


_SWITCHES = {
    "retire": (workflow.retire_template, "เลิกใช้มาตรการนี้แล้ว ระบบจะไม่เสนออีก ส่วนมาตรการในแผนยังอยู่ครบ"),
    "restore": (workflow.restore_template, "นำมาตรการกลับมาใช้แล้ว ระบบจะเสนอในแผนต่อไป"),
}


def _switch(request, template):
    verb, done = _SWITCHES[request.POST["act"]]
    version = whole_number(request.POST.get("version", "")) or 0
    try:
        verb(template, version=version, by=request.user)
    except workflow.StaleTemplate:
        messages.error(request, "มีผู้อื่นแก้ไขมาตรการนี้ก่อนท่านกด โปรดอ่านข้อความล่าสุดในหน้านี้แล้วกดอีกครั้ง")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)


def _template_to_adapt(request):
    """The measure named by ?from=, without its key: the start of a new one. An empty one where none is named."""
    pk = request.GET.get("from", "")
    if not pk:
        return MeasureTemplate()
    rows = MeasureTemplate.objects.visible_to(request.user)
    template = get_object_or_404(rows, pk=whole_number(pk))
    template.pk = None
    return template
