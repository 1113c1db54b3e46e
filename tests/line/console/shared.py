"""What the tests of the console share: somebody who is ready to answer, and their browser."""

from django.test import Client

from beside.accounts.models import User
from beside.kernel import clock
from beside.line.models import Operator, Psap
from tests import people


def operator(name: str = "Dee", role: str = "line_operator", **facts: object) -> User:
    """Somebody who has heard the sound and practised."""
    user = people.person(role, name=name)
    at = clock.now()
    facts = {"practised_at": at, "sound_tested_at": at, **facts}
    Operator.objects.create(user=user, **facts)
    return user


def browser_of(user: User) -> Client:
    return people.sign_in(Client(), user)


def center(name: str = "Example County 911", **facts: object) -> Psap:
    """An emergency center that answers for Madison County, Kentucky."""
    facts = {
        "counties": ["21151"], "number": "+18595550111", "source": "invented",
        "changed_at": clock.now(), "last_tested_at": clock.now(), **facts,
    }  # fmt: skip
    return Psap.objects.create(name=name, **facts)
