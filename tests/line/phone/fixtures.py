"""A provider of telephony and a carrier of SMS that only remember."""

import pytest
from django.test import Client

from beside.kernel.transports import configured as carriers
from beside.kernel.transports import sending
from beside.kernel.transports.adapters.memory import Memory as Carrier
from beside.kernel.transports.messages import Way
from beside.line.phone import configured
from beside.line.phone.adapters.memory import Memory
from tests.line.phone.shared import ACCOUNT, LINE, SITE, TOKEN


@pytest.fixture(autouse=True)
def surroundings(monkeypatch, settings):
    settings.SITE_ADDRESS = SITE
    monkeypatch.setenv("BESIDE_TWILIO_SID", ACCOUNT)
    monkeypatch.setenv("BESIDE_TWILIO_TOKEN", TOKEN)
    monkeypatch.setenv("BESIDE_TWILIO_FROM", LINE)


@pytest.fixture
def provider():
    memory = Memory("twilio")
    configured.stand_in([memory])
    yield memory
    configured.stand_in(None)


@pytest.fixture
def carrier():
    memory = Carrier("first")
    for way in Way:
        carriers.stand_in(way, [memory])
    sending._standings.clear()
    yield memory
    for way in Way:
        carriers.stand_in(way, None)
    sending._standings.clear()


@pytest.fixture
def client_of_line():
    return Client(enforce_csrf_checks=True)
