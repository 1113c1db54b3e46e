"""How an order is moved: only from the state it was read in; a step, a record, its letters."""

from datetime import datetime
from typing import Any

from beside.accounts.models import User
from beside.kernel import deadlines, outbox, record
from beside.kernel.steps import Step
from beside.supply.core.order import STEPS, Event, State, take
from beside.supply.models import Order, OrderStep


class Overtaken(deadlines.Overtaken):
    """Somebody else moved the order first. `step` is what they did."""

    def __init__(self, step: OrderStep | None) -> None:
        super().__init__(str(step.order_id) if step else "")
        self.step = step


def move(
    order: Order,
    event: Event,
    *,
    at: datetime,
    by: User | None,
    is_machine: bool = False,
    **changes: Any,
) -> Step[State]:
    """Inside a service's transaction. Raises NotAllowed, Overtaken.

    `order` is as its page was drawn: `turn` tells whether anything happened since.
    """
    step = take(STEPS, State(order.state), event)
    due = step.deadline_after(at, order.due_at)
    here = Order.objects.filter(pk=order.pk, state=order.state, turn=order.turn)
    if not here.update(state=step.to, turn=order.turn + 1, due_at=due, **changes):
        raise Overtaken(last_step(order))
    done = OrderStep.objects.create(
        order=order, event=event, state=step.to, at=at, by=by, is_machine=is_machine
    )
    record.act(f"order_{event.value}", on=order, by=by, at=at, detail={"step": done.pk})
    payload = {"order": str(order.pk)}
    for effect in step.effects:
        outbox.put(effect, payload, about=order, due_at=at, key=f"{order.pk}:{done.pk}")
    if due:
        deadlines.armed(due)
    order.refresh_from_db()
    return step


def last_step(order: Order) -> OrderStep | None:
    """What happened to it last, and who did it."""
    return OrderStep.objects.filter(order=order).select_related("by").order_by("-pk").first()
