"""One who has only what was published, and adds and subtracts. Shares no code with the house."""

from itertools import product

import numpy as np
from scipy.optimize import linprog

from beside.privacy.disclosure import ALL, Suppressed


def _name(table, place):
    named = zip((d.name for d in table.dimensions), place, strict=True)
    return tuple(sorted((name, category) for name, category in named if category != ALL))


def _equations(table):
    """whole = sum of parts, as anyone can read from the headings."""
    inside = []
    for dimension in table.dimensions:
        children = {}
        for category, parent in dimension.parents.items():
            children.setdefault(parent, []).append(category)
        inside.append(children)
    for place in product(*((ALL, *d.parents) for d in table.dimensions)):
        for axis, children in enumerate(inside):
            if place[axis] in children:
                parts = [
                    (*place[:axis], part, *place[axis + 1 :]) for part in children[place[axis]]
                ]
                yield _name(table, place), [_name(table, part) for part in parts]


def recovered(releases, least=1):
    """{cell: value} of every hidden cell that has only one possible value.

    `releases`: pairs of (tables, published) in the order they came out; of the tables only the
    headings are read. Knows that a hidden count is at least `least`, and what "fewer than" says.
    """
    shown, most, equations = {}, {}, set()
    for tables, published in releases:
        for table in tables:
            for place, cell in published.tables[table.name].items():
                if not isinstance(cell, Suppressed):
                    shown[_name(table, place)] = int(cell)
                elif cell.fewer_than:
                    most[_name(table, place)] = cell.fewer_than - 1
                else:
                    most.setdefault(_name(table, place), None)
            equations.update((whole, tuple(parts)) for whole, parts in _equations(table))
    return _solve(shown, most, equations, least)


def _solve(shown, most, equations, least):
    hidden = [name for name in most if name not in shown]
    found = {name: shown[name] for name in most if name in shown}
    column = {name: number for number, name in enumerate(hidden)}
    matrix, right = [], []
    for whole, parts in equations:
        row, rest = np.zeros(len(hidden)), 0
        for name, sign in ((whole, -1), *((part, 1) for part in parts)):
            if name in column:
                row[column[name]] += sign
            else:
                rest -= sign * shown[name]
        if row.any():
            matrix.append(row)
            right.append(rest)
    if not hidden:
        return found
    limits = [(least, most[name]) for name in hidden]
    for number, name in enumerate(hidden):
        low, high = (_bound(number, sign, matrix, right, limits) for sign in (1, -1))
        if np.floor(high + 1e-6) - np.ceil(low - 1e-6) < 1:
            found[name] = round(low)
    return found


def _bound(number, sign, matrix, right, limits):
    wanted = np.zeros(len(limits))
    wanted[number] = sign
    answer = linprog(wanted, A_eq=matrix or None, b_eq=right or None, bounds=limits)
    if answer.status == 3:
        return -sign * np.inf
    assert answer.status == 0, answer.message
    return sign * answer.fun


def possible_tables(rows, columns, published, name, ceiling):
    """Every table of whole numbers up to `ceiling` that looks like the published one."""
    cells = published.tables[name]
    inner = list(product(rows, columns))
    choices = [
        [int(cells[p])] if not isinstance(cells[p], Suppressed) else range(1, ceiling + 1)
        for p in inner
    ]
    for values in product(*choices):
        guess = dict(zip(inner, values, strict=True))
        if _looks_like(guess, rows, columns, cells):
            yield guess


def _looks_like(guess, rows, columns, cells):
    for row in (*rows, ALL):
        for column in (*columns, ALL):
            total = sum(n for (r, c), n in guess.items() if row in (r, ALL) and column in (c, ALL))
            cell = cells[row, column]
            if not isinstance(cell, Suppressed) and int(cell) != total:
                return False
    return True
