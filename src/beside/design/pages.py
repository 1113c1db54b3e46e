"""Turning a page dataclass into an answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render


def render(
    request: HttpRequest, template: str, *, page: Any = None, status: int = 200
) -> HttpResponse:
    """Draw `template` with one page dataclass, which it knows as `page`."""
    return django_render(request, template, {"page": page}, status=status)
