"""Weekly patterns make the shifts that come into sight, day by day."""

from beside.kernel import deadlines
from beside.line.models import Pattern


def register() -> None:
    from beside.line.rota.services import patterns

    deadlines.register(
        name="line.patterns",
        rows=deadlines.rows(Pattern.objects.exclude(fill_at=None), "fill_at"),
        act=lambda pattern_id, missed, at: patterns.fill_pattern(
            pattern_id=pattern_id, missed=missed, at=at
        ),
    )
