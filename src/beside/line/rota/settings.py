"""The numbers this coalition has set for its line."""

from beside.line.core.numbers import Numbers, numbers_of
from beside.line.models import NumberSetting


def current() -> Numbers:
    """The defaults, with what the coalition changed."""
    return numbers_of(dict(NumberSetting.objects.values_list("name", "value")))
