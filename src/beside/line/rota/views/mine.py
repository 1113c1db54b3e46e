"""Somebody's own shifts: add, repeat, give away, claim, swap; each with its undo."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts.access import by_link, needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.flash import say
from beside.kernel import clock, house
from beside.line.digests import digest_of_token
from beside.line.models import CalendarLink, Operator, Shift
from beside.line.rota import access, forms, ical, queries, words
from beside.line.rota.pages import MinePage, SwapPage
from beside.line.rota.services import calendars, patterns, shifts, swaps
from beside.line.rota.services.shifts import AlreadySo, NotAShift, Overlaps
from beside.line.rota.views.drawn import back, draw

MINE = "line:my_shifts"
NEW_LINK = "line_calendar"  # shown once, after it was made


@needs(Permission.ANSWER_LINE)
def my_shifts(request: HttpRequest) -> HttpResponse:
    """What one has promised, and adding to it."""
    user, at = signed_in_user(request), clock.now()
    operators = list(queries.operators(at)) if access.supervises(user) else []
    today = house.today(at)
    form = forms.AddShift(request.POST or None, operators=operators, initial={"day": today})
    if form.is_valid() and _added(request, form, user):
        return redirect(MINE)
    return draw(request, "line/rota/mine.html", _page(request, user, form))


def _page(request: HttpRequest, user: User, form: forms.AddShift) -> MinePage:
    at = clock.now()
    asked = list(queries.swaps_for(user, at))
    token = request.session.pop(NEW_LINK, "")
    path = reverse("line:calendar", args=[token]) if token else ""
    return MinePage(
        shifts=list(queries.coming_shifts(user, at)),
        patterns=[(p, words.WEEKDAYS[p.weekday]) for p in queries.patterns_of(user)],
        offered=list(queries.offered_shifts(at, but=user)),
        asked_of_me=[swap for swap in asked if swap.theirs.user_id == user.pk],
        asked_by_me=[swap for swap in asked if swap.mine.user_id == user.pk],
        form=form,
        has_number=Operator.objects.filter(pk=user.pk, number_id__isnull=False).exists(),
        has_calendar=CalendarLink.objects.filter(pk=user.pk).exists(),
        calendar_url=request.build_absolute_uri(path) if path else "",
        at=at,
    )


def _added(request: HttpRequest, form: forms.AddShift, by: User) -> bool:
    said, at = form.cleaned_data, clock.now()
    user = said.get("who") or by
    try:
        if said["weekly"]:
            pattern = patterns.add_pattern(
                user=user, weekday=said["day"].weekday(), starts=said["starts"],
                ends=said["ends"], from_date=said["day"], on_call_only=said["on_call_only"],
                by=by, at=at,
            )  # fmt: skip
            undo = reverse("line:pattern_act", args=[pattern.pk, "end"])
            say(request, gettext("Kept, every week from that day on."), undo_url=undo)
            return True
        span = form.span()
        shift = shifts.add_shift(
            user=user, starts_at=span.starts_at, ends_at=span.ends_at, by=by, at=at,
            on_call_only=said["on_call_only"], note=said["note"],
        )  # fmt: skip
    except Overlaps:
        form.add_error("starts", gettext("There is a shift at that time already."))
        return False
    except NotAShift as error:
        form.add_error("ends", gettext("This shift %(why)s.") % {"why": words.REFUSED[error.why]})
        return False
    undo = reverse("line:shift_act", args=[shift.pk, "cancel"])
    say(request, gettext("Kept. Thank you."), undo_url=undo)
    return True


Said = tuple[Callable[..., Shift], str, str]  # what is done, what is said, what undoes it


def _acts() -> dict[str, Said]:
    """What may be done with a shift. Claiming alone is done with somebody else's."""
    return {
        "cancel": (shifts.cancel_shift, gettext("The shift is cancelled."), "restore"),
        "restore": (shifts.restore_shift, gettext("The shift stands again."), "cancel"),
        "offer": (
            shifts.offer_shift,
            gettext("Offered to everybody. It stays yours until somebody claims it."),
            "keep",
        ),
        "keep": (shifts.keep_shift, gettext("It is no longer offered."), "offer"),
        "claim": (shifts.claim_shift, gettext("It is yours. Thank you."), "hand_back"),
        "hand_back": (shifts.hand_back, gettext("It is offered again."), ""),
    }


@needs(Permission.ANSWER_LINE)
@require_POST
def shift_act(request: HttpRequest, shift_id: int, act: str) -> HttpResponse:
    """Do one of these with a shift, and offer to undo it."""
    user = signed_in_user(request)
    reach = access.shift_to_claim if act == "claim" else access.shift_to_keep
    shift = reach(user, shift_id)
    try:
        do, said, undo = _acts()[act]
    except KeyError as error:
        raise Http404 from error
    undo_url = reverse("line:shift_act", args=[shift.pk, undo]) if undo else ""
    _try(request, lambda: do(shift_id=shift.pk, by=user, at=clock.now()), said, undo_url)
    return back(request, MINE)


@needs(Permission.ANSWER_LINE)
@require_POST
def pattern_act(request: HttpRequest, pattern_id: int, act: str) -> HttpResponse:
    """End a weekly pattern today, or let it go on."""
    user, at = signed_in_user(request), clock.now()
    pattern = access.pattern_to_keep(user, pattern_id)
    today = house.today(at)
    url = reverse("line:pattern_act", args=[pattern.pk, "resume" if act == "end" else "end"])
    if act == "end":
        said = gettext("It no longer repeats; the shifts ahead are cancelled.")
        _try(request, lambda: patterns.end_pattern(pattern_id=pattern.pk, on=today, by=user, at=at),
             said, url)  # fmt: skip
    elif act == "resume":
        _try(request, lambda: patterns.resume_pattern(pattern_id=pattern.pk, by=user, at=at),
             gettext("It repeats again."), url)  # fmt: skip
    else:
        raise Http404
    return back(request, MINE)


@needs(Permission.ANSWER_LINE)
def ask_swap(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Choose a colleague's shift to ask for."""
    user, at = signed_in_user(request), clock.now()
    mine = access.shift_to_keep(user, shift_id)
    others = Shift.objects.filter(
        cancelled_at=None, ends_at__gt=at, user__in=queries.operators(at)
    ).exclude(user=mine.user)
    if request.method == "POST":
        theirs = others.filter(pk=_whole(request.POST.get("theirs", ""))).first()
        if theirs is None:
            raise Http404
        _try(
            request,
            lambda: swaps.ask_swap(mine_id=mine.pk, theirs_id=theirs.pk, by=user, at=at),
            gettext("Asked. The shifts change over when they say yes."),
        )
        return redirect(MINE)
    page = SwapPage(mine, list(others.select_related("user").order_by("starts_at")[:100]))
    return draw(request, "line/rota/swap.html", page)


@needs(Permission.ANSWER_LINE)
@require_POST
def swap_act(request: HttpRequest, swap_id: int, act: str) -> HttpResponse:
    """Say yes, no, or take a yes back."""
    user, at = signed_in_user(request), clock.now()
    swap = access.swap_to_answer(user, swap_id)
    asked = swap.theirs.user_id == user.pk
    url = reverse("line:swap_act", args=[swap.pk, "undo"])
    if act == "agree" and asked:
        _try(request, lambda: swaps.agree(swap_id=swap.pk, by=user, at=at),
             gettext("The shifts have changed over."), url)  # fmt: skip
    elif act == "decline":
        _try(request, lambda: swaps.decline(swap_id=swap.pk, by=user, at=at),
             gettext("All stays as it was."))  # fmt: skip
    elif act == "undo":
        _try(request, lambda: swaps.undo_agreement(swap_id=swap.pk, by=user, at=at),
             gettext("The shifts are as they were before."))  # fmt: skip
    else:
        raise Http404
    return redirect(MINE)


@needs(Permission.ANSWER_LINE)
@require_POST
def calendar_link(request: HttpRequest) -> HttpResponse:
    """Make the secret address of one's calendar, or end it."""
    user, at = signed_in_user(request), clock.now()
    if request.POST.get("act") == "end":
        _try(request, lambda: calendars.end_calendar_link(by=user, at=at),
             gettext("The address leads nowhere now."))  # fmt: skip
    else:
        request.session[NEW_LINK] = calendars.make_calendar_link(by=user, at=at)
    return redirect(MINE)


@by_link
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's shifts, for whoever holds the secret."""
    link = CalendarLink.objects.filter(token_digest=digest_of_token(token)).first()
    if link is None or not link.user.is_active:
        raise Http404
    answer = HttpResponse(content_type=ical.TYPE)
    answer.write(ical.calendar(queries.coming_shifts(link.user, clock.now()), clock.now()))
    answer["Cache-Control"] = "private, no-store"
    return answer


def _whole(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 18 else 0


def _try(request: HttpRequest, do: Callable[[], Any], said: str, undo_url: str = "") -> None:
    """Do it and say so, or say why not."""
    try:
        do()
    except Overlaps:
        say(request, gettext("There is a shift at that time already."), kind="danger")
    except (AlreadySo, NotAShift, swaps.NotASwap):
        say(request, gettext("It is so already, or somebody was quicker."), kind="warn")
    else:
        say(request, said, undo_url=undo_url)
