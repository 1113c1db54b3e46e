"""Cuts county rings into arcs: each border once, so that neighbours always meet."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

Vertex = tuple[int, int]
Ring = list[Vertex]


@dataclass
class Arcs:
    """Arcs by number, and each county's rings as arc numbers, ~n when walked backwards."""

    lines: list[Ring] = field(default_factory=list)
    rings: list[tuple[int, list[int]]] = field(default_factory=list)
    numbers: dict[tuple[Vertex, ...], int] = field(default_factory=dict)

    def signed(self, line: Ring) -> int:
        """The number of an arc, adding it if it is new."""
        forward, backward = tuple(line), tuple(reversed(line))
        if backward in self.numbers:
            return ~self.numbers[backward]
        if forward not in self.numbers:
            self.numbers[forward] = len(self.lines)
            self.lines.append(line)
        return self.numbers[forward]


def cut(rings: list[tuple[int, Ring]]) -> Arcs:
    """Arcs of closed rings given as (owner, vertices without the closing one)."""
    nodes = _nodes([ring for _, ring in rings])
    arcs = Arcs()
    for owner, ring in rings:
        arcs.rings.append((owner, [arcs.signed(line) for line in _pieces(ring, nodes)]))
    return arcs


def _nodes(rings: list[Ring]) -> set[Vertex]:
    """Vertices where three or more borders meet."""
    beside: dict[Vertex, set[Vertex]] = defaultdict(set)
    for ring in rings:
        for here, there in zip(ring, ring[1:] + ring[:1], strict=True):
            beside[here].add(there)
            beside[there].add(here)
    return {vertex for vertex, others in beside.items() if len(others) > 2}


def _pieces(ring: Ring, nodes: set[Vertex]) -> list[Ring]:
    """The ring from node to node; one closed line, from its least vertex, if it has none."""
    at = [place for place, vertex in enumerate(ring) if vertex in nodes]
    start = at[0] if at else ring.index(min(ring))
    turned = ring[start:] + ring[:start] + [ring[start]]
    if not at and turned[1] > turned[-2]:
        turned.reverse()
    cuts = [i for i, v in enumerate(turned) if v in nodes] if at else [0, len(turned) - 1]
    return [turned[a : b + 1] for a, b in pairwise(cuts)]
