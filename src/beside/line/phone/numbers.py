"""At which number somebody is: read at the moment of calling, from the vault or a public table.

`whom` is what an Attempt keeps: "caller", "rung:2", "operator:7", "responder:3", "relay",
"psap:<id>", "psap_fallback:<id>", "elsewhere:4", "partner".
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from beside import env
from beside.kernel import statements
from beside.kernel.transports.messages import BadAddress, e164
from beside.line import held, particulars
from beside.line.core import emergency
from beside.line.models import Attempt, Operator, Responder, Session
from beside.line.particulars import Particulars
from beside.privacy import vault

WORKER = vault.Worker("line")
OPERATOR, RESPONDER = "line.operator_number", "line.responder_number"
RING = "line.ring"
KEPT = timedelta(days=400)
_CENTERS = """
SELECT told.number FROM unnest(%s::text[]) AS told (number)
WHERE EXISTS (SELECT FROM line_psap WHERE number = told.number OR fallback = told.number)
"""


class NoNumber(LookupError):
    """Nobody said how to reach them, or it is gone."""


def of(attempt: Attempt, at: datetime) -> str:
    """The number in E.164. Raises NoNumber, BadAddress."""
    found = of_all([attempt], at)[attempt.pk]
    if isinstance(found, Exception):
        raise found
    return found


def of_all(attempts: Sequence[Attempt], at: datetime) -> "dict[int, str | Exception]":
    """The number of each in E.164, by try, or why there is none; what is sealed is opened at once.

    Everybody is looked up once, however many tries are for them.
    """
    said, looked_up = _said(attempts, at), dict[str, str]()
    found: dict[int, str | Exception] = {}
    for attempt in attempts:
        try:
            found[attempt.pk] = _number_of(attempt, at, said, looked_up)
        except Exception as error:
            found[attempt.pk] = error
    return found


def _number_of(
    attempt: Attempt, at: datetime, said: Mapping[UUID, Particulars], looked_up: dict[str, str]
) -> str:
    kind, _colon, key = attempt.whom.partition(":")
    if kind in _SAID and attempt.session_id in said:
        return _written(_SAID[kind](said[attempt.session_id], key), attempt)
    if kind in _SAID:
        known = opened(attempt.session, particulars.REACH, at)
        return _written(_SAID[kind](known, key), attempt)
    if attempt.whom not in looked_up:
        looked_up[attempt.whom] = _FINDERS[kind](key, at) if kind in _FINDERS else ""
    return _written(looked_up[attempt.whom], attempt)


def _written(found: str, attempt: Attempt) -> str:
    if not found:
        raise NoNumber(attempt.whom)
    return e164(found)


def opened(session: Session, purpose: str, at: datetime) -> Particulars:
    """What the person said; nothing when it is gone."""
    try:
        return held.opened(session, by=WORKER, purpose=purpose, at=at)
    except vault.Destroyed:
        return Particulars()


def _said(attempts: Sequence[Attempt], at: datetime) -> dict[UUID, Particulars]:
    """What the people of these tries said, opened at once, by session; nothing if one is gone.

    Or has just been sealed anew: then each is opened by itself.
    """
    sessions = {
        each.session.particulars_id: each.session_id
        for each in attempts
        if each.whom.partition(":")[0] in _SAID and each.session.particulars_id
    }
    if not sessions:
        return {}
    try:
        found = vault.open_many(list(sessions), by=WORKER, purpose=particulars.REACH, at=at)
    except vault.Destroyed:
        return {}
    return {sessions[key]: particulars.read(words) for key, words in found.items()}


def is_known(session: Session, at: datetime) -> bool:
    """Whether the person can be rung or texted at all."""
    return is_usable(opened(session, particulars.REACH, at).callback)


def is_forbidden(number: str) -> bool:
    """Whether only a person may dial it."""
    return bool(forbidden([number]))


def forbidden(numbers: Collection[str]) -> set[str]:
    """Those of the numbers that only a person may dial: emergency numbers, in every writing.

    The database holds the emergency centres' own numbers to one form: +1 and ten digits.
    """
    written = {each: "+1" + emergency.digits_of(each).removeprefix("1") for each in numbers}
    found = {number for (number,) in statements.run(_CENTERS, [list(written.values())])}
    centers = {each: [form] if form in found else [] for each, form in written.items()}
    return {each for each in written if emergency.is_emergency(each, centers[each])}


def is_usable(number: str) -> bool:
    """Whether it can be a number of somebody whom the line may ring by itself."""
    try:
        number = e164(number)
    except BadAddress:
        return False
    return emergency.is_dialable(number) and not is_forbidden(number)


def partner() -> str:
    """Another line that takes callers when nobody is free; "" when there is none."""
    number = _elsewhere("partner")
    return number if is_usable(number) else ""


def fallback() -> str:
    """The phone of a person that is rung when our own webhooks fail (BESIDE_LINE_ON_CALL)."""
    number = env.text("BESIDE_LINE_ON_CALL")
    return number if number and is_usable(number) else ""


def _contact_on(known: Particulars, key: str) -> str:
    contact = known.contact_on(int(key))
    return contact.number if contact else ""


def _operator(key: str, at: datetime) -> str:
    return _sealed(Operator.objects.filter(user_id=UUID(key)), at)


def _responder(key: str, at: datetime) -> str:
    return _sealed(Responder.objects.filter(pk=key), at)


def _sealed(rows: Any, at: datetime) -> str:
    sealed_id = rows.values_list("number_id", flat=True).first()
    if sealed_id is None:
        return ""
    try:
        found = vault.open(sealed_id, by=WORKER, purpose=RING, at=at).decode()
    except vault.Destroyed:
        return ""
    return found


def _psap(key: str, at: datetime) -> str:
    return _of_row("Psap", "number", pk=key)


def _psap_fallback(key: str, at: datetime) -> str:
    return _of_row("Psap", "fallback", pk=key)


def _relay(key: str, at: datetime) -> str:
    return _of_row("Relay", "number")


def _anywhere(key: str, at: datetime) -> str:
    return _of_row("Elsewhere", "number", pk=key, is_active=True)


def _partner(key: str, at: datetime) -> str:
    return partner()


def _elsewhere(kind: str) -> str:
    return _of_row("Elsewhere", "number", kind=kind, is_active=True)


def _of_row(name: str, column: str, **which: Any) -> str:
    model = _model(name)
    if model is None:
        return ""
    found = model._default_manager.filter(**which).values_list(column, flat=True).first()
    return str(found or "")


def _model(name: str) -> Any:
    try:
        return apps.get_model("line", name)
    except LookupError:
        return None


_SAID: dict[str, Callable[[Particulars, str], str]] = {
    "caller": lambda known, key: known.callback, "rung": _contact_on,
}  # fmt: skip
_FINDERS: dict[str, Callable[[str, datetime], str]] = {
    "operator": _operator, "responder": _responder, "psap": _psap,
    "psap_fallback": _psap_fallback, "relay": _relay, "elsewhere": _anywhere, "partner": _partner,
}  # fmt: skip


def register() -> None:
    """Tell the vault what is sealed, and what for it is opened."""
    vault.register_kind(
        OPERATOR,
        what=_("The phone on which somebody who answers the line is rung"),
        why=_("So that calls reach them when they are on shift or on call"),
        longest=KEPT,
    )
    vault.register_kind(
        RESPONDER,
        what=_("The phone of a community responder"),
        why=_("So that they can be asked to go when somebody does not respond"),
        longest=KEPT,
    )
    vault.register_purpose(
        RING, says=_("The line rings or texts somebody who helps"), kinds={OPERATOR, RESPONDER}
    )
