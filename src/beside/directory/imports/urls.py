"""Addresses of imports, below /staff/directory/."""

from django.urls import path

from beside.directory.imports import views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/<uuid:batch_id>/", views.batch, name="import_batch"),
    path("imports/<uuid:batch_id>/mapping/", views.mapping, name="import_mapping"),
    path("imports/<uuid:batch_id>/bring-in/", views.bring_in, name="import_bring_in"),
    path("imports/<uuid:batch_id>/stop/", views.stop, name="import_stop"),
    path("imports/<uuid:batch_id>/undo/", views.undo, name="import_undo"),
    path("imports/<uuid:batch_id>/faults.csv", views.rejects, name="import_rejects"),
    path("duplicates/", views.possible_duplicates, name="duplicates"),
    path("duplicates/look/", views.look_for_duplicates, name="look_for_duplicates"),
    path(
        "duplicates/<uuid:suggestion_id>/decide/", views.decide_duplicate, name="decide_duplicate"
    ),
]
