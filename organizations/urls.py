from django.urls import path

from organizations.views import portal

app_name = "organizations"
urlpatterns = [
    path("", portal.index, name="index"),
    path("holidays/", portal.holiday_list, name="holidays"),
    path("holidays/<int:pk>/", portal.holiday, name="holiday"),
    path("<slug:slug>/emblem/", portal.emblem, name="emblem"),
    path("<slug:slug>/emblem.png", portal.emblem_image, name="emblem_image"),
]
