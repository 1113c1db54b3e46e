"""Short, neutral addresses."""

from django.urls import path

from beside.directory.finder import views

urlpatterns = [
    path("find/", views.find, name="find"),
    path("find/near/", views.near_me, name="near_me"),
    path("find/print/", views.list_on_paper, name="list_on_paper"),
    path("find/card/<str:zip_code>/", views.card_for_zip, name="card_for_zip"),
    path("find/at/<str:key>/", views.place, name="place"),
    path("find/at/<str:key>/card/", views.card_for_place, name="card_for_place"),
]
