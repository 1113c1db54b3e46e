"""Addresses of accounts: allauth's pages under their own names, ours in the namespace."""

from django.urls import include, path

from beside.accounts.doors import patterns
from beside.accounts.views import entrance, invitations, own, people

ours = [
    path("staff/account/", own.own, name="own"),
    path("staff/account/preferences/", own.preferences, name="preferences"),
    path("staff/account/address/", own.address, name="address"),
    path("staff/account/sittings/end/", own.end_sittings, name="end_sittings"),
    path("staff/account/invitation/<str:token>/", entrance.accept, name="accept"),
    path(
        "staff/account/way-back/<uuid:user_id>/<str:token>/",
        entrance.choose_password,
        name="choose_password",
    ),
    path("staff/accounts/", people.people_list, name="people"),
    path("staff/accounts/people.<str:kind>", people.export, name="export"),
    path("staff/accounts/roles/", people.roles_page, name="roles"),
    path("staff/accounts/invitations/", invitations.invitation_list, name="invitations"),
    path("staff/accounts/invitations/new/", invitations.invite, name="invite"),
    path("staff/accounts/invitations/<uuid:invitation_id>/", invitations.one, name="invitation"),
    path("staff/accounts/<uuid:user_id>/", people.person, name="person"),
    path("staff/accounts/<uuid:user_id>/<slug:act>/", people.act, name="act"),
]

urlpatterns = [*patterns(), path("", include((ours, "accounts")))]
