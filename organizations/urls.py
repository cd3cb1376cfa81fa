from django.urls import path

from organizations.views import account, jobs, login, offices, people, portal

app_name = "organizations"
urlpatterns = [
    path("", portal.index, name="index"),
    path("holidays/", portal.holiday_list, name="holidays"),
    path("holidays/<int:pk>/", portal.holiday, name="holiday"),
    path("invitations/<str:token>/", login.accept_invitation, name="accept_invitation"),
    path("jobs/<slug:key>/", jobs.job, name="job"),
    path("jobs/<slug:key>/cancel/", jobs.cancel_job, name="cancel_job"),
    path("start/organization/", offices.new_organization, name="new_organization"),
    path("people/link/", people.handed_link, name="handed_link"),
    path("people/me/", account.account, name="account"),
    path("people/me/password/", account.change_password, name="change_password"),
    path("people/me/second-factor/", account.own_second_factor, name="second_factor"),
    path("people/me/recovery-codes/", account.recovery_codes, name="recovery_codes"),
    path("people/<int:pk>/reset/", people.reset_account, name="reset_account"),
    path("<slug:slug>/emblem/", portal.emblem, name="emblem"),
    path("<slug:slug>/emblem.png", portal.emblem_image, name="emblem_image"),
    path("<slug:slug>/profile/", offices.profile, name="profile"),
    path("<slug:slug>/divisions/", offices.divisions, name="divisions"),
    path("<slug:slug>/divisions/<int:pk>/", offices.division, name="division"),
    path("<slug:slug>/positions/", offices.positions, name="positions"),
    path("<slug:slug>/positions/<int:pk>/", offices.position, name="position"),
    path("<slug:slug>/positions/<int:pk>/new-term/", offices.new_term, name="new_term"),
    path("<slug:slug>/terms/<int:pk>/", offices.term, name="term"),
    path("<slug:slug>/actings/new/", offices.new_acting, name="new_acting"),
    path("<slug:slug>/actings/<int:pk>/", offices.acting, name="acting"),
    path("<slug:slug>/people/", people.people, name="people"),
    path("<slug:slug>/people/invite/", people.invite, name="invite"),
    path("<slug:slug>/people/<int:pk>/", people.person, name="person"),
    path("<slug:slug>/people/<int:pk>/access/", people.person_access, name="person_access"),
    path("<slug:slug>/roles/<int:pk>/", people.role, name="role"),
    path("<slug:slug>/invitations/<int:pk>/", people.invitation, name="invitation"),
]
