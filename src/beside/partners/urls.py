"""Addresses of partners. All are staff pages."""

from django.urls import path

from beside.partners.views import importing, listing, members, one

app_name = "partners"
urlpatterns = [
    path("staff/partners/", listing.partner_list, name="list"),
    path("staff/partners/partners.<str:kind>", listing.export, name="export"),
    path("staff/partners/new/", one.add, name="add"),
    path("staff/partners/import/", importing.import_list, name="import"),
    path("staff/partners/<uuid:partner_id>/", one.partner, name="partner"),
    path("staff/partners/<uuid:partner_id>/change/", one.change, name="change"),
    path("staff/partners/<uuid:partner_id>/end/", one.end_or_resume, name="end"),
    path("staff/partners/<uuid:partner_id>/members/", members.bring_in, name="bring_in"),
    path(
        "staff/partners/<uuid:partner_id>/members/<int:membership_id>/",
        members.change,
        name="change_member",
    ),
]
