"""Courses in use, for the demonstration: sessions, and people who learned by themselves."""

from datetime import datetime, timedelta

from beside.accounts.models import User
from beside.kernel import house
from beside.partners.models import Partner
from beside.training.core.audiences import Audience
from beside.training.core.quiz import Standing
from beside.training.models import Course, Version
from beside.training.services import completing, sessions
from beside.training.services.sessions import Plan

HELD = (  # days ago, partner, audience, language, people, kits
    (150, "Example Public Library", Audience.WORKPLACE, "en", 14, 28),
    (118, "Example Harm Reduction", Audience.PEER, "en", 9, 108),
    (83, "Example Fire and EMS", Audience.POLICE, "en", 31, None),
    (47, "Example Harm Reduction", Audience.COMMUNITY, "es", 17, 34),
    (12, "Example Health Department", Audience.CLINICIAN, "en", 22, 44),
)
TO_COME = (9, "Example Public Library", Audience.SCHOOL, "en")
ALONE = 60


def fill_training(at: datetime, by: User) -> None:
    """Nothing where the courses have not been brought in."""
    course = Course.objects.select_related("current").filter(pk="overdose").first()
    if course is None or course.current is None:
        return
    for days, place, audience, language, people, kits in HELD:
        session = sessions.plan(
            plan=_plan(at, -days, place, audience, language, course.current), by=by, at=at
        )
        sessions.count(session=session, people=people, kits=kits, by=by, at=at)
    sessions.plan(plan=_plan(at, *TO_COME, course.current), by=by, at=at)
    for number in range(ALONE):
        _learned_alone(number, course.current, at)


def _plan(
    at: datetime, days: int, place: str, audience: Audience, language: str, version: Version
) -> Plan:
    partner = Partner.objects.get(name=place)
    return Plan(house.today(at + timedelta(days=days)), partner, version, audience, language)


def _learned_alone(number: int, version: Version, at: datetime) -> None:
    audience = list(Audience)[number * number % 3]
    questions = len(version.content["tracks"][audience]["questions"])
    standing = Standing(version.pk, audience, f"demonstration {number}", questions)
    language = "es" if number % 3 == 0 else "en"
    day = at - timedelta(days=number * 5 // 2)
    completing.complete(standing=standing, language=language, at=day)
