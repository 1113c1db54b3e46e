"""The law as data, for whoever wants to read it with a machine. Public, and may be kept."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from beside.kernel import clock, house
from beside.kernel.doors import public
from beside.supply.core.law import STATES, TERRITORIES, Answer, Topic
from beside.supply.core.law_statement import written
from beside.supply.law import queries

NOTE = (
    "Not legal advice. value is yes, no, partial or unknown; unknown is an answer. "
    "check: the source was looked at more than 180 days ago, or never."
)


@public
def facts(request: HttpRequest) -> HttpResponse:
    """Every answer of every state; `?state=KY` for one, `?topic=good_samaritan` for one topic."""
    today = house.today(clock.now())
    wanted = request.GET.get("state", "").upper()
    states = [state for state in STATES + TERRITORIES if wanted in ("", state)]
    topic = request.GET.get("topic", "")
    found = queries.by_state(states, today)
    body = {
        "note": NOTE,
        "as_of": today.isoformat(),
        "topics": [each.value for each in Topic],
        "facts": [
            _fact(said, today)
            for answers in found.values()
            for said in answers.values()
            if topic in ("", said.topic.value)
        ],
    }
    answer = JsonResponse(body, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
    answer["Cache-Control"] = "public, max-age=3600"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _fact(said: Answer, today: date) -> dict[str, Any]:
    if not said.citation and said.as_of_date is None:
        return {"state": said.state, "topic": said.topic.value, "value": said.value.value,
                "check": True}  # fmt: skip
    return {
        "state": said.state,
        "topic": said.topic.value,
        "value": said.value.value,
        "scope": {"en": said.scope, "es": said.scope_es},
        "exclusions": {"en": said.exclusions, "es": said.exclusions_es},
        "citation": said.citation,
        "source_url": said.source_url,
        "effective": written(said.effective_date, said.effective_precision),
        "as_of": said.as_of_date.isoformat() if said.as_of_date else None,
        "verified_by": said.verified_by,
        "next_review": said.next_review_date.isoformat() if said.next_review_date else None,
        "check": said.is_to_check(today),
    }
