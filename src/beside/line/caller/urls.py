"""Addresses of the caller's pages: short and neutral."""

from django.urls import path

from beside.line.caller.views import coming, going, planning, staying, telling

urlpatterns = [
    path("line/", coming.start, name="start"),
    path("line/timer/", coming.timer, name="timer"),
    path("line/chat/", coming.chat, name="chat"),
    path("line/plan/", planning.plan, name="plan"),
    path("line/s/<str:token>/", staying.session, name="session"),
    path("line/s/<str:token>/tell/", telling.tell, name="tell"),
    path("line/s/<str:token>/keep/", telling.keep, name="keep"),
    path("line/r/<str:token>/", going.rung, name="rung"),
]
