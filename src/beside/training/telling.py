"""What several verbs of the room share: a new code, and what the house is told of a session."""

from beside.kernel import codes
from beside.training.facts import GroupTrained
from beside.training.models import Completion, GroupSession


def new_code() -> str:
    """A code that neither a session nor a completion has."""
    while True:
        code = codes.make()
        taken = GroupSession.objects.filter(code=code), Completion.objects.filter(code=code)
        if not any(rows.exists() for rows in taken):
            return code


def of_session(session: GroupSession) -> GroupTrained:
    """The session as it stands; nobody was trained in one that was taken back."""
    return GroupTrained(
        session.pk, session.partner_id, session.version.course_id, session.audience,
        session.people or 0, session.kits, session.on_date,
    )  # fmt: skip
