"""Forms that anyone may send, without a cookie.

There is no session to ride on, so no token is needed; what is left to keep out
is other sites and machines that fill in forms. A form carries the signed time
at which it was drawn, and a box that people never see.

    @public
    @public_form
    def report(request): ...

    class Report(PublicForm): ...      form = Report(request.POST or None, at=clock.now())
    <form method="post">{{ form.seal }} …
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

View = TypeVar("View", bound=Callable[..., Any])

SOONEST = timedelta(seconds=3)
LATEST = timedelta(hours=2)


class CameFromElsewhere(PermissionDenied):
    """Another site sent this form."""


def came_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser says that another site sent this.

    A browser too old to say is let in: it has nothing here that could be misused.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site not in {"same-origin", "none"}
    if origin := request.headers.get("Origin"):
        return urlsplit(origin).netloc != request.get_host()
    return False


def public_form(view: View) -> View:
    """Let a view take a form from anyone who fills it in here. Others get a 403."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "POST" and came_from_elsewhere(request):
            raise CameFromElsewhere
        return view(request, *args, **kwargs)

    return csrf_exempt(door)  # type: ignore[return-value]


class PublicForm(forms.Form):
    """A form that knows when it was drawn, and refuses machines.

    Sent sooner than people can, or later than a page may lie open, it comes
    back with what was written, and can be sent again.
    """

    def __init__(self, data: Any = None, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self._at = at

    @property
    def _signer(self) -> Signer:
        return Signer(salt=f"beside.public_form.{type(self).__qualname__}")

    def _drawn_at(self) -> datetime | None:
        try:
            seconds = self._signer.unsign(str(self.data.get("drawn", "")))
            return datetime.fromtimestamp(int(seconds), tz=self._at.tzinfo)
        except (BadSignature, ValueError):
            return None

    def _is_too_old(self, drawn_at: datetime | None) -> bool:
        return drawn_at is None or not drawn_at <= self._at <= drawn_at + LATEST

    def clean(self) -> dict[str, Any] | None:
        """Refuse what no person sent, in words a person can act on."""
        drawn_at = self._drawn_at()
        if self._is_too_old(drawn_at):
            raise forms.ValidationError(
                _("This page was open for a long time. Look it over, and send it again.")
            )
        if drawn_at and self._at < drawn_at + SOONEST:
            raise forms.ValidationError(_("That was very quick. Please send it once more."))
        if self.data.get("website"):
            raise forms.ValidationError(_("Leave the box named “Website” empty, and send again."))
        return super().clean()

    @property
    def seal(self) -> SafeString:
        """The hidden time and the box nobody sees; goes inside the form element."""
        drawn_at = self._drawn_at() if self.is_bound else None
        kept = self._at if self._is_too_old(drawn_at) or drawn_at is None else drawn_at
        return format_html(
            '<input type="hidden" name="drawn" value="{}">'
            '<div class="visually-hidden" aria-hidden="true"><label>Website '
            '<input name="website" tabindex="-1" autocomplete="off"></label></div>',
            self._signer.sign(str(int(kept.timestamp()))),
        )
