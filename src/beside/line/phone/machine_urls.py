"""Where the provider of telephony calls. All are signed; docs/deploy.md says which to set."""

from django.urls import path

from beside.line.phone import webhooks

AT = "carriers/line/"

urlpatterns = [
    path(f"{AT}incoming/", webhooks.incoming, name="incoming"),
    path(f"{AT}leg/", webhooks.leg, name="leg"),
    path(f"{AT}fallback/", webhooks.fallback, name="fallback"),
    path(f"{AT}voice/<slug:step>/<uuid:turn>/", webhooks.voice, name="voice"),
    path(f"{AT}called/<int:attempt_id>/", webhooks.called, name="called"),
    path(f"{AT}called/<int:attempt_id>/<slug:step>/<uuid:turn>/", webhooks.called_key,
         name="called_key"),
    path(f"{AT}bridged/<int:attempt_id>/<uuid:turn>/", webhooks.bridged, name="bridged"),
    path(f"{AT}room/<uuid:session_id>/", webhooks.room, name="room"),
    path(f"{AT}wait/<uuid:session_id>/", webhooks.wait, name="wait"),
    path(f"{AT}announced/<uuid:session_id>/", webhooks.announced, name="announced"),
]  # fmt: skip
