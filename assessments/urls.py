from django.urls import path

from assessments.views import (
    arithmetic,
    bulk_scores,
    confirmation,
    entry,
    frameworks,
    history,
    imports,
    recommendations,
    results,
    score_files,
)

app_name = "assessments"
urlpatterns = [
    path("frameworks/", frameworks.frameworks, name="frameworks"),
    path("frameworks/<year:year>/", frameworks.framework, name="framework"),
    path("frameworks/<year:year>/copy/", frameworks.copy_framework, name="copy_framework"),
    path("frameworks/<year:year>/weights/", frameworks.weights, name="weights"),
    path("frameworks/<year:year>/<str:kind>/<int:pk>/correct/", frameworks.correct, name="correct"),
    path("score-sheets/", bulk_scores.bulk_scores, name="bulk_scores"),
    path("score-sheets/template.xlsx", bulk_scores.bulk_template, name="bulk_template"),
    path("score-sheets/waiting/", bulk_scores.bulk_waiting, name="bulk_waiting"),
    path("recommendations/", recommendations.recommendations, name="recommendations"),
    path("recommendations/new/", recommendations.new_recommendation, name="new_recommendation"),
    path("recommendations/<int:pk>/", recommendations.edit_recommendation, name="edit_recommendation"),
    path("<slug:slug>/<year:year>/", results.assessment, name="assessment"),
    path("<slug:slug>/<year:year>/scores/", entry.scores, name="scores"),
    path("<slug:slug>/<year:year>/scores/start/", entry.start_assessment, name="start_assessment"),
    path("<slug:slug>/<year:year>/scores.xlsx", score_files.export_scores, name="export_scores"),
    path("<slug:slug>/<year:year>/scores/template.xlsx", score_files.scores_template, name="scores_template"),
    path("<slug:slug>/<year:year>/scores/upload/", score_files.upload_scores, name="upload_scores"),
    path("<slug:slug>/<year:year>/scores/paste/", imports.paste_scores, name="paste_scores"),
    path("<slug:slug>/<year:year>/scores/imports/", imports.score_imports, name="score_imports"),
    path("<slug:slug>/<year:year>/scores/imports/<int:pk>/", imports.score_import, name="score_import"),
    path("<slug:slug>/<year:year>/confirm/", confirmation.confirm_assessment, name="confirm_assessment"),
    path("<slug:slug>/<year:year>/reopen/", confirmation.reopen_assessment, name="reopen_assessment"),
    path("<slug:slug>/<year:year>/history/", history.history, name="history"),
    path("<slug:slug>/<year:year>/arithmetic/", arithmetic.arithmetic, name="arithmetic"),
    path("<slug:slug>/<year:year>/indicators/<int:number>/", results.indicator, name="indicator"),
]
