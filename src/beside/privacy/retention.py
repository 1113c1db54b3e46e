"""How long things are kept: rules that rooms register, and one sweep carries out.

retention.register(retention.Rule(name="directory.imports", what=_("…"), why=_("…"),
                                  keep=timedelta(days=90), destroy=destroy_imports))
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from beside.design.navigation import Words

EVERY_HOUR = timedelta(hours=1)


class TwoRules(ValueError):
    """Two different rules carry one name."""


@dataclass(frozen=True)
class Rule:
    """Destroy what is older than `keep`.

    `what` and `why` are sentences for the public page. `destroy(before, at)` destroys
    everything older than `before` and answers how many; it may be called again and must
    then answer nought. `count(at)` answers how many there are now. `every` is how often.
    """

    name: str
    what: Words
    why: Words
    keep: timedelta
    destroy: Callable[[datetime, datetime], int]
    count: Callable[[datetime], int] | None = None
    every: timedelta = EVERY_HOUR


_rules: dict[str, Rule] = {}


def register(rule: Rule) -> Rule:
    """Have the sweep carry out `rule`. Raises TwoRules unless it is new or the same."""
    if _rules.setdefault(rule.name, rule) != rule:
        raise TwoRules(rule.name)
    return rule


def rules() -> list[Rule]:
    """Every registered rule, by name."""
    return [_rules[name] for name in sorted(_rules)]


def rule_named(name: str) -> Rule | None:
    return _rules.get(name)
