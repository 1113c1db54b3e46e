"""Where the page stands."""

from django.urls import path

from beside.directory.now import views

urlpatterns = [path("now/", views.now, name="now")]
