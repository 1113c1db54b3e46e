"""Every page of the directory: each of its folders has its own part."""

from django.urls import include, path

app_name = "directory"
urlpatterns = [
    path("", include("beside.directory.now.urls")),
    path("", include("beside.directory.finder.urls")),
    path("", include("beside.directory.truth.urls")),
    path("", include("beside.directory.gaps.urls")),
    path("staff/directory/", include("beside.directory.imports.urls")),
    path("staff/directory/", include("beside.directory.desk.urls")),
]
