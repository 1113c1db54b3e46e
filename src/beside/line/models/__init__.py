"""The nouns of the line. Nothing here says who somebody is or where: that is in the vault."""

from beside.line.models.console import Company, Outage, Practice
from beside.line.models.dispatch import Psap, Relay
from beside.line.models.people import Operator, Presence, Responder
from beside.line.models.plans import Plan
from beside.line.models.remains import Count, FollowUp
from beside.line.models.rota import CalendarLink, Gap, Pattern, Shift, Swap
from beside.line.models.sessions import Attempt, Message, Moment, Rung, Session, Signal
from beside.line.models.settings import Elsewhere, NumberSetting, RhythmSetting

__all__ = [
    "Attempt", "CalendarLink", "Company", "Count", "Elsewhere", "FollowUp", "Gap", "Message",
    "Moment", "NumberSetting", "Operator", "Outage", "Pattern", "Plan", "Practice", "Presence",
    "Psap", "Relay", "Responder", "RhythmSetting", "Rung", "Session", "Shift", "Signal", "Swap",
]  # fmt: skip
