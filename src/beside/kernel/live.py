"""Live news for browsers: numbered, without gaps, replayed to whoever was away.

`publish` writes a row without a number inside the caller's transaction. The number
is given after the commit (`number`), under a lock that only numbering takes: so an
event with a smaller number never appears after one with a larger number has been
seen, which numbers drawn inside the transactions could not promise. No application
lock is held while numbering, so it cannot deadlock with anybody's work. The newest
number is a row and not a sequence: a sequence shows numbers before their commit, and
burns those of a numbering that was cut short, and either looks like news that was lost.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from beside.kernel import statements, wake
from beside.kernel.models import LiveNumbers

_PUBLISH = """
WITH news AS (
    INSERT INTO kernel_liveevent (topic, payload, at)
    SELECT topic, payload::jsonb, %s
    FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS told (topic, payload, place)
    ORDER BY place
)
SELECT pg_notify(%s, %s)
"""

Scope = Mapping[str, Any]  # what Channels knows about a connection: its user, its headers
May = Callable[[Scope, str], bool]


class NoSuchTopic(LookupError):
    """Nobody registered a rule for this topic, so nobody may hear it."""


@dataclass(frozen=True)
class Rule:
    """Who may hear the topics that begin with `prefix`, in words and as a function."""

    prefix: str
    words: str
    may: May


_rules: dict[str, Rule] = {}


def topic(prefix: str, *, words: str, may: May) -> None:
    """Declare who may hear a topic, in AppConfig.ready.

    "line.console" covers that topic alone; "line.session:" every topic that
    begins so. `may(scope, topic)` may ask the database.
    """
    _rules[prefix] = Rule(prefix, words, may)


def rule_for(name: str) -> Rule:
    """The rule of a topic, the longest prefix first. Raises NoSuchTopic."""
    if exact := _rules.get(name):
        return exact
    fitting = [key for key in _rules if key.endswith(":") and name.startswith(key)]
    if not fitting:
        raise NoSuchTopic(name)
    return _rules[max(fitting, key=len)]


def rules() -> list[Rule]:
    """Every rule, for the documents and the tests of the house."""
    return [_rules[prefix] for prefix in sorted(_rules)]


def publish(topic: str, payload: Mapping[str, Any], at: datetime) -> None:
    """Tell the browsers that watch `topic`, when this transaction commits. Ids, never names."""
    publish_all([(topic, payload)], at)


def publish_all(news: Sequence[tuple[str, Mapping[str, Any]]], at: datetime) -> None:
    """Several topics and their news, in one statement."""
    if news:
        topics = [topic for topic, _ in news]
        payloads = [json.dumps(dict(payload)) for _, payload in news]
        statements.run(_PUBLISH, [at, topics, payloads, wake.LIVE_CHANNEL, topics[0]])


def newest() -> int:
    """The number of the newest event, for a page to say where it begins to listen.

    Ask before reading what the page shows: then nothing falls between the two.
    """
    numbers = LiveNumbers.objects.values_list("last", flat=True)
    return numbers.first() or 0
