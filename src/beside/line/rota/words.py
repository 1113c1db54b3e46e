"""The words of the rota and the settings: labels, and the source beside every number."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOTES: dict[str, Promise] = {
    "": _("nothing"), "first": _("first shift"), "training": _("training"),
    "remote": _("from home"), "holiday": _("holiday"),
}  # fmt: skip
WEEKDAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
    _("Sunday"),
)  # fmt: skip
REFUSED: dict[str, Promise] = {
    "past": _("is over already"),
    "short": _("is shorter than a quarter of an hour"),
    "long": _("is longer than a day"),
    "far": _("lies more than 400 days ahead"),
    "overlaps": _("overlaps another shift of the same person"),
}

RHYTHM: dict[str, tuple[Promise, Promise]] = {
    "inject": (
        _("Check-in after injecting"),
        _("Never Use Alone asks every 120 to 180 s; SafeSpot acts after more than 60 s."),
    ),
    "smoke": (_("Check-in after smoking"), _("As after injecting: it is as fast.")),
    "snort": (_("Check-in after snorting"), _("Slower than smoking; our judgement.")),
    "swallow": (_("Check-in after swallowing"), _("Slower still; our judgement.")),
    "other": (_("Check-in when nothing was said"), _("As fast as the fastest.")),
    "first_prompt": (
        _("First prompt, before the second"),
        _("Lifeguard sounds an alarm at 50 s, and louder after that."),
    ),
    "second_prompt": (
        _("Second prompt, before it counts as no response"),
        _("With the first: SafeSpot’s “more than one minute without response”."),
    ),
    "veto": (
        _("Loud countdown before the place is shown"),
        _("Brave: 20 s before the address is shown, set by the community."),
    ),
    "with_operator": (
        _("An operator confirms the person at least every"),
        _("Never Use Alone’s 180 s."),
    ),
    "overflow": (
        _("Nobody free: offer the timer after"),
        _("NENA-STA-020.1-2020: 95 % of emergency calls are answered within 20 s."),
    ),
    "arrival": (
        _("Somebody said they go: climb on when nobody arrived after"),
        _("About 10 minutes without breath to irreversible harm (a rural EMS manager)."),
    ),
    "helped": (_("Help is there: the session closes itself after"), _("Our judgement.")),
}

NUMBERS: dict[str, tuple[Promise, Promise, Promise]] = {
    "quiet_minutes": (
        _("After a quiet session, everything is destroyed after"), _("minutes"),
        _("Time for one afterthought: kits by mail, a referral."),
    ),
    "emergency_days": (
        _("After an emergency, everything is destroyed after"), _("days"),
        _("SafeSpot deletes recordings and complaints in 7 days."),
    ),
    "follow_up_hours": (
        _("Somebody calls the person back within"), _("hours"),
        _("NORS contacted everybody after an emergency; a day is our judgement."),
    ),
    "opens_hour": (
        _("People answer from"), _("o’clock"), _("Outside these hours nobody is missed."),
    ),
    "closes_hour": (
        _("People answer until"), _("o’clock"), _("24 with 0 above is around the clock."),
    ),
    "calls_per_week": (
        _("Calls expected in a week"), _("calls"),
        _("Until counts say otherwise; each counted week weighs more."),
    ),
    "handling_minutes": (
        _("A call takes about"), _("minutes"), _("NORS: calls typically last 15 to 20 minutes."),
    ),
    "patience_seconds": (
        _("Somebody who waits gives up after about"), _("seconds"),
        _("Our assumption; nobody publishes it for a line like this."),
    ),
    "away_percent": (
        _("Of a shift spent in breaks, debriefs and training"), _("percent"),
        _("Call centres reckon with 30; a small line may know better."),
    ),
}  # fmt: skip

MEASURES: dict[str, Promise] = {
    "sessions": _("Sessions"), "asked": _("Asked for a person"),
    "within_15": _("Answered within 15 s"), "within_20": _("Answered within 20 s"),
    "abandoned": _("Left before anybody answered"), "emergencies": _("Emergencies"),
    "false_per_1000": _("Help sent and not needed, per 1,000 sessions"),
    "followed_up": _("Followed up"), "uncovered_hours": _("Hours with nobody at a console"),
    "unpromised_hours": _("Hours with nobody on the rota"),
}  # fmt: skip
SPLITS: dict[str, Promise] = {
    "time": _("By week or month"), "county": _("By county"), "way": _("By way in")
}  # fmt: skip
