"""The rhythm this coalition has set."""

from beside.line.core.rhythm import Rhythm, rhythm_of
from beside.line.models import RhythmSetting


def current() -> Rhythm:
    """The defaults, with what the coalition changed."""
    return rhythm_of(dict(RhythmSetting.objects.values_list("name", "seconds")))
