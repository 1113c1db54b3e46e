"""The words operators read for the slugs of a session."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATES: dict[str, Promise] = {
    "waiting": _("waiting"), "connected": _("with somebody"), "watching": _("watched"),
    "prompting": _("asked, no answer yet"), "unresponsive": _("does not answer"),
    "released": _("help is being called"), "dispatched": _("help is on the way"),
    "helped": _("help is there"), "ended": _("over"),
}  # fmt: skip
WAYS: dict[str, Promise] = {
    "timer": _("timer"), "chat": _("chat"), "browser": _("voice"), "phone": _("phone"),
    "sms": _("SMS"),
}  # fmt: skip
ROUTES: dict[str, Promise] = {
    "inject": _("injected"), "smoke": _("smoked"), "snort": _("snorted"),
    "swallow": _("swallowed"), "other": _("used"),
}  # fmt: skip
SUBSTANCES: dict[str, Promise] = {
    "fentanyl": _("fentanyl"), "heroin": _("heroin"), "pills": _("pills"),
    "meth": _("methamphetamine"), "cocaine": _("cocaine"), "several": _("several drugs"),
    "other": _("an unknown drug"),
}  # fmt: skip
NALOXONE: dict[str, Promise] = {
    "here": _("Naloxone is within reach."), "none": _("There is no naloxone there."),
    "unknown": _("Whether there is naloxone is not known."),
}  # fmt: skip
COMPANY: dict[str, Promise] = {
    "pets": _("pets"), "children": _("children"), "others": _("somebody asleep"),
}  # fmt: skip
OUTCOMES: dict[str, Promise] = {
    "safe": _("Safe"), "support": _("It was about something else"),
    "helped": _("Help came and was needed"), "false_dispatch": _("Help came and was not needed"),
    "called_off": _("Help was called off"), "not_found": _("Help came and found nobody"),
    "died": _("The person died"), "left": _("Left before anybody answered"),
}  # fmt: skip
REASONS: dict[str, Promise] = {
    "using_alone": _("Using alone"), "support": _("Wanted to talk"),
    "naloxone": _("Naloxone or supplies"), "treatment": _("Treatment or care"),
    "crisis": _("A crisis of another kind"), "about_line": _("A question about the line"),
    "supply": _("A bad batch"), "wrong": _("A wrong number"), "other": _("Something else"),
}  # fmt: skip
RESULTS: dict[str, Promise] = {
    "": _("ringing"), "ringing": _("ringing"), "up": _("connected"), "answered": _("answered"),
    "over": _("they spoke"), "busy": _("busy"), "no_answer": _("no answer"), "failed": _("failed"),
    "sending": _("they are sending help"), "refused": _("they will not"),
    "called_off": _("called off"), "practice": _("practice: nobody was rung"),
    "told": _("told by words"), "declined": _("cannot go"), "accepted": _("is going"),
    "no_number": _("no number"), "bad_number": _("no such number"), "opted_out": _("opted out"),
    "not_configured": _("no provider"), "unavailable": _("could not be reached"),
    "delivered": _("delivered"), "sent": _("sent"), "taken": _("on its way"),
    "failing": _("failing, tried again"), "too_late": _("too late"),
    "undelivered": _("not delivered"), "forbidden": _("no machine may ring it"),
}  # fmt: skip
TARGETS: dict[str, Promise] = {
    "caller": _("the person"), "person": _("whom they chose"), "responder": _("the responder"),
    "on_call": _("an operator"), "relay": _("the relay"), "psap": _("the emergency center"),
    "service": _("another service"), "psap_fallback": _("the center’s second number"),
}  # fmt: skip
WHY_CENTER: dict[str, Promise] = {
    "area": _("inside its area"), "county": _("by county"), "part": _("a part of the ZIP code"),
}  # fmt: skip
MOMENTS: dict[str, Promise] = {
    "answered": _("Answered"), "timer_taken": _("The machine began to watch"),
    "use_began": _("Use began"), "checked_in": _("Was heard"),
    "deadline_passed": _("A deadline passed"), "prompts_ran_out": _("Did not answer twice"),
    "line_dropped": _("The line dropped"), "operator_lost": _("Lost the operator"),
    "declared": _("An operator said: not responding"),
    "rung_accepted": _("Somebody said: I am going"), "rung_declined": _("Somebody cannot go"),
    "dispatch_placed": _("Help was called"), "called_off": _("Help was called off"),
    "arrived": _("Somebody is there"), "safe": _("Said to be safe"),
    "left": _("Left before anybody answered"), "closed": _("Closed"),
    "ladder_laid": _("Who should come was written down"), "sheet_opened": _("The sheet was opened"),
    "dispatch_called": _("The call for help was placed"),
    "dispatch_sending": _("They are sending help"), "dispatch_no_answer": _("They did not answer"),
    "dispatch_refused": _("They will not send anybody"), "taken_over": _("A supervisor took over"),
    "joined": _("Somebody joined"), "parted": _("Somebody left again"),
    "transferred": _("Handed to a colleague"), "handed_on": _("Handed on to another service"),
    "said_by_caller": _("The person wrote"), "said_by_operator": _("The operator wrote"),
    "said_by_line": _("The line wrote"), "tried_by_voice": _("Rang"), "tried_by_sms": _("Wrote to"),
    "try_taken": _("The carrier took it"), "try_answered": _("What came of it"),
    "told": _("Told where they are, or whom to call"), "way_changed": _("Changed the way in"),
    "contacts_tested": _("Whom they chose was tested"),
    "contact_fault": _("Somebody they chose cannot be reached"),
    "practice_begun": _("Practice began"), "practice_line": _("The story went on"),
    "practice_stopped": _("Practice was stopped"),
    "relay_spared": _("The relay is not rung again: somebody must look at this"),
    "kept_for_emergency": _("Kept longer, because help was called"),
    "stopped_texts": _("Wants no more texts"), "put_through": _("Put through to the operator"),
    "brought_in": _("Is in the room with the operator"), "leg_up": _("The phone line is up"),
    "leg_down": _("The phone line is down"), "call_back_set": _("Will be rung back"),
    "talk_turned": _("The talk by phone went on"), "voice_found": _("Voice is connected"),
    "voice_taken": _("Took up voice"), "operator_phone_down": _("The operator’s phone hung up"),
    "partner_left": _("The other line hung up"),
    "wish_said": _("Said what they would like afterwards"),
}  # fmt: skip
FOLLOW_UPS: dict[str, Promise] = {
    "person": _("Call the person"), "operator": _("Sit down with the operator"),
}  # fmt: skip
FOLLOWED: dict[str, Promise] = {
    "reached": _("Reached"), "not_reached": _("Not reached"), "declined": _("Did not want to"),
    "talked": _("We talked"),
}  # fmt: skip
CHECKS: dict[str, Promise] = {
    "answered": _("Answered within 20 seconds"), "began": _("Marked when the use began (U)"),
    "heard": _("Marked that they were heard, or wrote with them"),
    "declared": _("Said “not responding” soon after the silence (N)"),
    "sheet": _("Opened the sheet"), "called": _("Called for help"),
    "arrived": _("Marked that somebody came (R)"), "called_off": _("Called help off again (C)"),
    "closed": _("Ended the call and said how (E)"), "calm": _("Sent nobody who was not needed"),
}  # fmt: skip


def of(words: dict[str, Promise], slug: object) -> str:
    """The words for a slug; one we have no words for is shown with spaces."""
    return str(words.get(str(slug), str(slug).replace("_", " ")))
