"""Addresses of the console. All are staff pages."""

from django.urls import path

from beside.line.console.views import afterwards, calls, practice, screen, talk

CALL = "staff/line/calls/<uuid:session_id>"
urlpatterns = [
    path("staff/line/", screen.console, name="console"),
    path("staff/line/board/", screen.board, name="board"),
    path("staff/line/beat/", screen.beat, name="beat"),
    path("staff/line/shift/", screen.shift, name="shift"),
    path("staff/line/sound/", screen.sound, name="sound"),
    path("staff/line/practice/", practice.practice, name="practice"),
    path("staff/line/practice/let-in/<uuid:user_id>/", practice.let_in, name="let_in"),
    path("staff/line/practice/<uuid:session_id>/", practice.checklist, name="checklist"),
    path("staff/line/practice/<uuid:session_id>/done/", practice.practised, name="practised"),
    path("staff/line/follow-ups/", afterwards.follow_ups, name="follow_ups"),
    path("staff/line/follow-ups/<int:follow_up_id>/", afterwards.follow_up, name="follow_up"),
    path(
        "staff/line/follow-ups/<int:follow_up_id>/number/",
        afterwards.follow_up_number,
        name="follow_up_number",
    ),
    path(f"{CALL}/", afterwards.call, name="call"),
    path(f"{CALL}/timeline.<str:kind>", afterwards.export, name="export_call"),
    path(f"{CALL}/answer/", calls.answer, name="answer"),
    path(f"{CALL}/where/", talk.place, name="where"),
    path(f"{CALL}/words/", talk.words, name="words"),
    path(f"{CALL}/say/", talk.say, name="say"),
    path(f"{CALL}/hand-on/", talk.hand_on, name="hand_on"),
    path(f"{CALL}/do/<slug:what>/", calls.act, name="act"),
]
