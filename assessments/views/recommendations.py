"""The recommendation library: finding a text, writing one, taking one out of use."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments import library_content, recommendation_page, workflow
from assessments.library_forms import LibraryFilterForm
from assessments.models import Recommendation
from assessments.recommendation_forms import RecommendationForm
from assessments.views.library_acts import LibraryActs
from organizations.history import history_of

ACTS = LibraryActs(
    model=Recommendation,
    word="ข้อความ",
    save=workflow.save_recommendation,
    saved="บันทึกข้อความในคลังแล้ว การร่างครั้งต่อไปใช้ข้อความนี้ ส่วนการวิเคราะห์ที่เขียนไว้แล้วไม่เปลี่ยน",
    retire=workflow.retire_recommendation,
    retired="เลิกใช้ข้อความนี้แล้ว ระบบจะไม่เสนออีก ส่วนการวิเคราะห์ที่เขียนจากข้อความนี้ยังอยู่ครบ",
    restore=workflow.restore_recommendation,
    restored="นำข้อความกลับมาใช้แล้ว ระบบจะเสนอในการร่างครั้งต่อไป",
)


@require_safe
def recommendations(request):
    """The texts of the library that this person may read, narrowed by what was asked for."""
    organizations = library_content.organizations_kept_by(request.user)
    form = LibraryFilterForm(
        request.GET,
        years=library_content.years_of(Recommendation.objects.visible_to(request.user)),
        indicators=library_content.latest_indicators(),
        organizations=organizations,
    )
    page, groups = library_content.read_page(
        recommendation_page.texts_wanted(request.user, form.wanted),
        request.GET.get("page"),
        usages_of=recommendation_page.usages_of,
        subject_of=recommendation_page.subject_of,
        user=request.user,
        organizations=organizations,
    )
    may_add = bool(library_content.owners_for(request.user, organizations))
    context = {"form": form, "page": page, "groups": groups, "may_add": may_add}
    return render(request, "assessments/recommendations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_recommendation(request):
    """Write a new text, from nothing or from one that stands in the library (?from=, ?year=)."""
    organizations = library_content.organizations_kept_by(request.user)
    owners = library_content.owners_for(request.user, organizations)
    if not owners:
        raise PermissionDenied
    start = ACTS.row_to_start_from(request)
    framework = library_content.framework_for_writing(start, request.GET.get("year", ""))
    form = RecommendationForm(start, request.POST or None, framework=framework, owners=owners)
    if request.method == "POST" and form.is_valid() and ACTS.store(request, form, form.new_row(), {}):
        return redirect("assessments:recommendations")
    context = {
        "form": form,
        "framework": framework,
        "frameworks": library_content.frameworks_with_questions(),
        "is_adapting": "from" in request.GET,
    }
    return render(request, "assessments/new_recommendation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_recommendation(request, pk):
    """Change a text of the library, or take it out of use and back again."""
    text = get_object_or_404(Recommendation.objects.editable_by(request.user), pk=pk)
    if ACTS.switch(request, text):
        return redirect("assessments:edit_recommendation", pk)
    framework = library_content.framework_for_writing(text, "")
    form = RecommendationForm(text, request.POST or None, framework=framework, owners=())
    context = {"text": text, "form": form, "usage": recommendation_page.usage_of(text)}
    if request.method == "POST" and form.is_valid() and ACTS.store(request, form, text, context):
        return redirect("assessments:recommendations")
    context["acts"] = history_of([text], user=request.user)
    return render(request, "assessments/edit_recommendation.html", context)
