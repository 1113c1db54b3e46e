"""Addresses for machines: the HSDS API. No language in the path."""

from django.urls import path

from beside.directory.hsds import published, views

app_name = "directory_machine"

urlpatterns = [
    path("hsds", views.about, name="hsds"),
    path("hsds/", views.about, name="hsds_root"),
    path("hsds/openapi.json", published.openapi, name="openapi"),
    path("hsds/profile", published.profile, name="profile"),
    path("hsds/profile/<str:name>.json", published.patch, name="profile_patch"),
    path("hsds/schema/<str:name>.json", published.merged, name="schema"),
    path("hsds/services", views.services, name="services"),
    path("hsds/services/<str:key>", views.service, name="service"),
    path("hsds/taxonomies", views.taxonomies, name="taxonomies"),
    path("hsds/taxonomies/<str:key>", views.taxonomy, name="taxonomy"),
    path("hsds/taxonomy_terms", views.taxonomy_terms, name="taxonomy_terms"),
    path("hsds/taxonomy_terms/<str:key>", views.taxonomy_term, name="taxonomy_term"),
    path("hsds/organizations", views.organizations, name="organizations"),
    path("hsds/organizations/<str:key>", views.organization, name="organization"),
    path("hsds/service_at_locations", views.service_at_locations, name="service_at_locations"),
    path(
        "hsds/service_at_locations/<str:key>",
        views.service_at_location,
        name="service_at_location",
    ),
]
