"""Addresses of the desk, below /staff/directory/."""

from django.urls import path

from beside.directory.desk import together, views

urlpatterns = [
    path("", views.listings, name="listings"),
    path("listings.<str:kind>", views.take_away, name="take_away"),
    path("new/", together.write, name="write_listing"),
    path("together/", together.together, name="together"),
    path("filters/", together.keep_filter, name="keep_filter"),
    path("filters/<uuid:filter_id>/forget/", together.forget_filter, name="forget_filter"),
    path("undo/<uuid:change_set>/", views.undo, name="undo"),
    path("listings/<uuid:service_id>/", views.listing, name="listing"),
    path("listings/<uuid:service_id>/add/<slug:part>/", views.add_part, name="add_part"),
    path("listings/<uuid:service_id>/<slug:part>/", views.save_part, name="save_part"),
    path("listings/<uuid:service_id>/<slug:part>/<uuid:row_id>/", views.save_part, name="save_row"),
    path(
        "listings/<uuid:service_id>/<slug:part>/<uuid:row_id>/remove/",
        views.remove_part,
        name="remove_part",
    ),
]
