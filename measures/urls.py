from django.urls import path

from measures.views import (
    adoption,
    analysis,
    analysis_writing,
    effect,
    evidence,
    last_year,
    limitations,
    mail,
    measure_edit,
    plan,
    planning,
    progress,
    progress_summary,
    templates,
    work,
    workbench,
)

app_name = "measures"
urlpatterns = [
    path("recommendations/measures/", templates.templates, name="templates"),
    path("recommendations/measures/new/", templates.new_template, name="new_template"),
    path("recommendations/measures/<int:pk>/", templates.edit_template, name="edit_template"),
    path("work/", work.work, name="work"),
    path("<slug:slug>/mail/", mail.mail_log, name="mail_log"),
    path("<slug:slug>/<year:year>/analysis/", analysis.analysis, name="analysis"),
    path("<slug:slug>/<year:year>/analysis/new/", analysis_writing.new_analysis, name="new_analysis"),
    path("<slug:slug>/<year:year>/analysis/bands/", analysis.bands, name="bands"),
    path("<slug:slug>/<year:year>/analysis/limitations/", limitations.limitations, name="limitations"),
    path("<slug:slug>/<year:year>/analysis/from-last-year/", last_year.from_last_year, name="from_last_year"),
    path("<slug:slug>/<year:year>/analysis/<int:pk>/", analysis_writing.edit_analysis, name="edit_analysis"),
    path(
        "<slug:slug>/<year:year>/analysis/<int:pk>/delete/",
        analysis_writing.delete_analysis,
        name="delete_analysis",
    ),
    path("<slug:slug>/<year:year>/effect/", effect.effect, name="effect"),
    path("<slug:slug>/<year:year>/plan/", plan.plan, name="plan"),
    path("<slug:slug>/<year:year>/plan/start/", plan.start_plan, name="start_plan"),
    path("<slug:slug>/<year:year>/plan/assign/", plan.assign_measures, name="assign_measures"),
    path("<slug:slug>/<year:year>/plan/undo/", plan.undo, name="undo"),
    path("<slug:slug>/<year:year>/plan/board/", workbench.board, name="board"),
    path("<slug:slug>/<year:year>/plan/timeline/", workbench.timeline, name="timeline"),
    path("<slug:slug>/<year:year>/plan/views/", workbench.saved_views, name="saved_views"),
    path("<slug:slug>/<year:year>/plan.xlsx", workbench.export_plan, name="export_plan"),
    path("<slug:slug>/<year:year>/plan/suggestions/", planning.suggestions, name="suggestions"),
    path("<slug:slug>/<year:year>/plan/carry-over/", planning.carry_over, name="carry_over"),
    path("<slug:slug>/<year:year>/plan/check/", adoption.check_plan, name="check_plan"),
    path("<slug:slug>/<year:year>/plan/adopt/", adoption.adopt_plan, name="adopt_plan"),
    path("<slug:slug>/<year:year>/plan/measures/new/", measure_edit.new_measure, name="new_measure"),
    path("<slug:slug>/<year:year>/plan/measures/<int:pk>/", progress.measure, name="measure"),
    path(
        "<slug:slug>/<year:year>/plan/measures/<int:pk>/edit/", measure_edit.edit_measure, name="edit_measure"
    ),
    path(
        "<slug:slug>/<year:year>/plan/measures/<int:pk>/report/",
        progress.report_progress,
        name="report_progress",
    ),
    path(
        "<slug:slug>/<year:year>/plan/measures/<int:pk>/entries/<int:entry>/correct/",
        progress.correct_progress,
        name="correct_progress",
    ),
    path(
        "<slug:slug>/<year:year>/plan/measures/<int:pk>/entries/<int:entry>/evidence/",
        evidence.add_evidence,
        name="add_evidence",
    ),
    path("<slug:slug>/evidence/<int:pk>/", evidence.evidence_file, name="evidence_file"),
    path("<slug:slug>/evidence/<int:pk>/check/", evidence.check_evidence, name="check_evidence"),
    path("<slug:slug>/evidence/<int:pk>/withdraw/", evidence.withdraw_evidence, name="withdraw_evidence"),
    path(
        "<slug:slug>/<year:year>/plan/measures/<int:pk>/summary/<int:month>/",
        progress_summary.write_summary,
        name="write_summary",
    ),
    path(
        "<slug:slug>/<year:year>/plan/measures/<int:pk>/arrange/", plan.arrange_measure, name="arrange_measure"
    ),
    path("<slug:slug>/<year:year>/plan/measures/<int:pk>/amend/", adoption.amend_measure, name="amend_measure"),
    path(
        "<slug:slug>/<year:year>/plan/measures/<int:pk>/cancel/", adoption.cancel_measure, name="cancel_measure"
    ),
]
