from django.urls import path

from assessments.views import (
    arithmetic,
    bulk_scores,
    confirmation,
    entry,
    frameworks,
    history,
    imports,
    library,
    results,
    score_files,
)

app_name = "assessments"
urlpatterns = [
    path("frameworks/", frameworks.frameworks, name="frameworks"),
    path("frameworks/<int:year>/", frameworks.framework, name="framework"),
    path("frameworks/<int:year>/copy/", frameworks.copy_framework, name="copy_framework"),
    path("frameworks/<int:year>/weights/", frameworks.weights, name="weights"),
    path("frameworks/<int:year>/<str:kind>/<int:pk>/correct/", frameworks.correct, name="correct"),
    path("score-sheets/", bulk_scores.bulk_scores, name="bulk_scores"),
    path("score-sheets/template.xlsx", bulk_scores.bulk_template, name="bulk_template"),
    path("score-sheets/waiting/", bulk_scores.bulk_waiting, name="bulk_waiting"),
    path("recommendations/", library.recommendations, name="recommendations"),
    path("recommendations/new/", library.new_recommendation, name="new_recommendation"),
    path("recommendations/<int:pk>/", library.edit_recommendation, name="edit_recommendation"),
    path("<slug:slug>/<int:year>/", results.assessment, name="assessment"),
    path("<slug:slug>/<int:year>/scores/", entry.scores, name="scores"),
    path("<slug:slug>/<int:year>/scores/start/", entry.start_assessment, name="start_assessment"),
    path("<slug:slug>/<int:year>/scores.xlsx", score_files.export_scores, name="export_scores"),
    path("<slug:slug>/<int:year>/scores/template.xlsx", score_files.scores_template, name="scores_template"),
    path("<slug:slug>/<int:year>/scores/upload/", score_files.upload_scores, name="upload_scores"),
    path("<slug:slug>/<int:year>/scores/paste/", imports.paste_scores, name="paste_scores"),
    path("<slug:slug>/<int:year>/scores/imports/", imports.score_imports, name="score_imports"),
    path("<slug:slug>/<int:year>/scores/imports/<int:pk>/", imports.score_import, name="score_import"),
    path("<slug:slug>/<int:year>/confirm/", confirmation.confirm_assessment, name="confirm_assessment"),
    path("<slug:slug>/<int:year>/reopen/", confirmation.reopen_assessment, name="reopen_assessment"),
    path("<slug:slug>/<int:year>/history/", history.history, name="history"),
    path("<slug:slug>/<int:year>/arithmetic/", arithmetic.arithmetic, name="arithmetic"),
    path("<slug:slug>/<int:year>/indicators/<int:number>/", results.indicator, name="indicator"),
]
