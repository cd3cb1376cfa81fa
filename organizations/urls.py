from django.urls import path

from organizations import views

app_name = "organizations"
urlpatterns = [
    path("", views.index, name="index"),
    path("holidays/", views.holiday_list, name="holidays"),
    path("holidays/<int:pk>/", views.holiday, name="holiday"),
    path("<slug:slug>/emblem/", views.emblem, name="emblem"),
    path("<slug:slug>/emblem.png", views.emblem_image, name="emblem_image"),
]
