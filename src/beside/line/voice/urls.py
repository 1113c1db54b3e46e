"""Addresses of voice."""

from django.urls import path

from beside.line.voice import views

urlpatterns = [
    path("line/voice/", views.voice_start, name="voice_start"),
    path("line/s/<str:token>/signal/", views.caller_signal, name="caller_signal"),
    path("staff/line/voice/pass/", views.voice_pass, name="voice_pass"),
    path(
        "staff/line/session/<uuid:session_id>/signal/",
        views.operator_signal,
        name="operator_signal",
    ),
]
