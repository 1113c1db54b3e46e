"""Turning a page dataclass into an answer, or a part of one into words."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render
from django.template.loader import render_to_string
from django.utils import timezone


def render(
    request: HttpRequest, template: str, *, page: Any = None, status: int = 200
) -> HttpResponse:
    """Draw `template` with one page dataclass, known to it as `page`, in the house's own time."""
    with timezone.override(settings.ZONE):
        return django_render(request, template, {"page": page}, status=status)


def part(request: HttpRequest, template: str, *, page: Any) -> str:
    """A part of a page drawn as the page is, for an answer that is not HTML."""
    with timezone.override(settings.ZONE):
        return render_to_string(template, {"page": page}, request)
