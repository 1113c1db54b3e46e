"""Every test of agencies begins in English, whatever the one before asked for."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield
