"""Addresses for machines: how the house is, and carriers that call back."""

from django.urls import path

from beside.kernel.health import views as health
from beside.kernel.transports import views as carriers

app_name = "kernel_machine"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path(
        "carriers/twilio/reports/<uuid:message_id>/", carriers.twilio_report, name="twilio_report"
    ),
    path("carriers/twilio/incoming/", carriers.twilio_incoming, name="twilio_incoming"),
    path(
        "carriers/telnyx/reports/<uuid:message_id>/", carriers.telnyx_report, name="telnyx_report"
    ),
    path("carriers/telnyx/incoming/", carriers.telnyx_incoming, name="telnyx_incoming"),
]
