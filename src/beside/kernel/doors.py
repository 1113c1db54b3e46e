"""Who may come in: every view names its rule, and a test finds those that do not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Rule:
    """An access rule, as a test and the documents read it.

    `name` is one of public, entrance (on the way to signing in), token (whoever
    holds the link), signed_in, permission; `permission` is given for the last;
    `steps_up` asks for a fresh sign-in first.
    """

    name: str
    permission: str = ""
    steps_up: bool = False


class NoRule(LookupError):
    """A view does not say who may enter."""


def mark(view: View, rule: Rule) -> View:
    """Write `rule` on `view`."""
    view.access_rule = rule  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Anyone may come in, and nothing remembers that they did."""
    return mark(view, Rule("public"))


def rule_of(view: Callable[..., Any]) -> Rule:
    """The rule of a view, through its wrappers. Raises NoRule."""
    seen: Any = view
    while seen is not None:
        if isinstance(rule := getattr(seen, "access_rule", None), Rule):
            return rule
        seen = getattr(seen, "__wrapped__", None) or getattr(seen, "view_class", None)
    raise NoRule(getattr(view, "__qualname__", repr(view)))
