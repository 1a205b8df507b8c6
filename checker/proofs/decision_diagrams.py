"""Which answers make this true? Reduced, ordered, multi-valued decision diagrams.

A node is a whole number: 0 is false, 1 is true, and any other tests one level (one answer, or one tick of many) and
goes on to one child per value. Two functions that are equal are the same node, so most proofs compare two numbers.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TypeAlias

from checker.phrases import later

END = 1 << 30
"""The level of 0 and 1, below every other."""
MOST_NODES = 1_000_000
Assignment: TypeAlias = Sequence[int]
"""A value for every level."""
_Memo: TypeAlias = dict[tuple[int, int], int]


class UndecidedError(Exception):
    """A question that was not decided within its limits; its text says which limit."""


@dataclass(frozen=True, slots=True)
class Distance:
    """What an assignment costs: the price of every block of levels in which it differs from ``home``."""

    home: Assignment
    block: Sequence[int]
    """The block of each level: the levels of one question."""
    price: Sequence[int]
    """The price of each block."""


class Diagrams:
    """All diagrams over the same levels, each function once."""

    def __init__(self, sizes: Sequence[int], deadline: float = float("inf"), limit: int = MOST_NODES) -> None:
        """Begin with nothing but false and true."""
        self.sizes = tuple(sizes)
        self.deadline, self.limit = deadline, limit
        self.level: list[int] = [END, END]
        self.children: list[tuple[int, ...]] = [(), ()]
        self._unique: dict[tuple[int, tuple[int, ...]], int] = {}
        self._both: _Memo = {}
        self._either: _Memo = {}
        self._given: dict[tuple[tuple[int, int], ...], dict[int, int]] = {}
        self._included: dict[tuple[int, int], bool] = {}
        self._opposite: dict[int, int] = {0: 1, 1: 0}
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 4 * len(self.sizes) + 600))

    def check(self) -> None:
        """Raise UndecidedError once the time or the room is used up."""
        if monotonic() > self.deadline:
            raise UndecidedError(later("the time ran out"))
        if len(self.level) > self.limit:
            raise UndecidedError(later("its diagrams need more than %(limit)s nodes", limit=self.limit))

    # Building --------------------------------------------------------------------------------------------------

    def node(self, level: int, children: tuple[int, ...]) -> int:
        """Return the node that tests a level; its children test later ones only."""
        first = children[0]
        if children.count(first) == len(children):
            return first
        found = self._unique.get((level, children))
        if found is None:
            found = self._unique[level, children] = len(self.level)
            self.level.append(level)
            self.children.append(children)
            if not found & 1023:
                self.check()
        return found

    def one_of(self, level: int, values: Iterable[int]) -> int:
        """Return: this level has one of these values."""
        wanted = frozenset(values)
        return self.node(level, tuple([int(value in wanted) for value in range(self.sizes[level])]))

    def case(self, level: int, children: tuple[int, ...]) -> int:
        """Return: the child for the value of this level, where children may test earlier levels too."""
        if all(self.level[child] > level for child in children):
            return self.node(level, children)
        return self.any([self.both(self.one_of(level, (value,)), child) for value, child in enumerate(children)])

    def negation(self, node: int) -> int:
        """Return: not this."""
        found = self._opposite.get(node)
        if found is None:
            found = self.node(self.level[node], tuple([self.negation(child) for child in self.children[node]]))
            self._opposite[node], self._opposite[found] = found, node
        return found

    def both(self, one: int, two: int) -> int:
        """Return: one and two."""
        return self._joined(self._both, 0, 1, one, two)

    def either(self, one: int, two: int) -> int:
        """Return: one or two."""
        return self._joined(self._either, 1, 0, one, two)

    def _joined(self, memo: _Memo, settles: int, idle: int, one: int, two: int) -> int:
        if one == two or two == idle:
            return one
        if one == idle:
            return two
        if one == settles or two == settles:
            return settles
        if one > two:
            one, two = two, one
        found = memo.get((one, two))
        if found is None:
            above, below, joined = self.level[one], self.level[two], self._joined
            if above == below:
                pairs = zip(self.children[one], self.children[two], strict=True)
                children = [joined(memo, settles, idle, a, b) for a, b in pairs]
            elif above < below:
                children = [joined(memo, settles, idle, a, two) for a in self.children[one]]
            else:
                children = [joined(memo, settles, idle, one, b) for b in self.children[two]]
            found = memo[one, two] = self.node(min(above, below), tuple(children))
        return found

    def all(self, nodes: Iterable[int]) -> int:
        """Return: every one of these; the nodes that test late levels are joined first."""
        found = 1
        for node in sorted(nodes, key=self.level.__getitem__, reverse=True):
            found = self.both(found, node)
        return found

    def any(self, nodes: Iterable[int]) -> int:
        """Return: at least one of these."""
        found = 0
        for node in sorted(nodes, key=self.level.__getitem__, reverse=True):
            found = self.either(found, node)
        return found

    def differ(self, one: int, two: int) -> int:
        """Return: one or two, not both."""
        if one == two:
            return 0
        return self.either(self.both(one, self.negation(two)), self.both(two, self.negation(one)))

    def choose(self, condition: int, then: int, otherwise: int) -> int:
        """Return: ``then`` where the condition holds, else ``otherwise``."""
        return self.either(self.both(condition, then), self.both(self.negation(condition), otherwise))

    def given(self, node: int, values: Mapping[int, int]) -> int:
        """Return what is left of a function once these levels have these values."""
        last, memo = max(values, default=-1), self._given.setdefault(tuple(values.items()), {})

        def go(node: int) -> int:
            level = self.level[node]
            if level > last:
                return node
            if level in values:
                return go(self.children[node][values[level]])
            found = memo.get(node)
            if found is None:
                found = memo[node] = self.node(level, tuple([go(child) for child in self.children[node]]))
            return found

        return go(node)

    # Asking ----------------------------------------------------------------------------------------------------

    def included(self, one: int, two: int) -> bool:
        """Return whether two holds wherever one does; builds nothing."""
        if not one or two == 1 or one == two:
            return True
        if one == 1 or not two:
            return False
        found = self._included.get((one, two))
        if found is None:
            above, below = self.level[one], self.level[two]
            ones = self.children[one] if above <= below else (one,) * len(self.children[two])
            twos = self.children[two] if below <= above else (two,) * len(self.children[one])
            found = True
            for a, b in zip(ones, twos, strict=True):
                if not self.included(a, b):
                    found = False
                    break
            self._included[one, two] = found
            if not len(self._included) & 4095:
                self.check()
        return found

    def holds(self, node: int, values: Assignment) -> bool:
        """Return whether a function is true of these values."""
        while node > 1:
            node = self.children[node][values[self.level[node]]]
        return node == 1

    def below(self, *roots: int) -> list[int]:
        """Return the nodes reached from these, those of the last levels first."""
        seen, waiting = set[int](), [root for root in roots if root > 1]
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                waiting += [child for child in self.children[node] if child > 1]
        return sorted(seen, key=self.level.__getitem__, reverse=True)

    def some(self, node: int) -> list[int]:
        """Return values that make a function true (it must not be 0): every node but 0 leads to 1."""
        values = [0] * len(self.sizes)
        while node > 1:
            for value, child in enumerate(self.children[node]):
                if child:
                    values[self.level[node]], node = value, child
                    break
        return values

    def count(self, node: int, weights: Sequence[Sequence[int]]) -> int:
        """Return how many answers make a function true, where each value of a level stands for so many."""
        ahead = [1]
        for each in reversed(weights):
            ahead.append(ahead[-1] * sum(each))
        from_level = ahead[::-1]  # how many answers there are to this level and all later ones

        def begin(node: int) -> int:
            return min(self.level[node], len(weights))

        counts = {0: 0, 1: 1}
        for here in self.below(node):
            at = self.level[here]
            counts[here] = sum(
                weight * counts[child] * (from_level[at + 1] // from_level[begin(child)])
                for weight, child in zip(weights[at], self.children[here], strict=True)
            )
        return counts[node] * (from_level[0] // from_level[begin(node)])

    def extended(self, node: int, fixed: Mapping[int, int]) -> dict[int, int] | None:
        """Return the fixed values and those that a function still needs to be true, or None if it cannot be."""
        values, dead = dict(fixed), {0}

        def go(node: int) -> bool:
            if node == 1:
                return True
            if node in dead:
                return False
            level, children = self.level[node], self.children[node]
            if level in fixed:
                return go(children[fixed[level]])
            for value, child in enumerate(children):
                if child and go(child):
                    values[level] = value
                    return True
            dead.add(node)
            return False

        return values if go(node) else None

    def nearest(self, node: int, distance: Distance) -> tuple[float, list[int]]:
        """Return the cheapest values that make a function true, and their cost; infinity where it is 0."""
        level, children, home, block = self.level, self.children, distance.home, distance.block
        # The best step from a node, for a block already paid for (True) or not.
        best: dict[tuple[int, bool], tuple[float, int, bool]] = {
            (0, False): (float("inf"), 0, False),
            (1, False): (0, 0, False),
        }
        for here in self.below(node):
            at = level[here]
            price, own, follows = distance.price[block[at]], home[at], at and block[at - 1] == block[at]
            for paid in (False, True) if follows else (False,):
                options = []
                for value, child in enumerate(children[here]):
                    still = (paid or value != own) and level[child] < END and block[level[child]] == block[at]
                    fee = price if value != own and not paid else 0
                    options.append((fee + best[child, still][0], value, still))
                best[here, paid] = min(options)
        values, here, paid = list(home), node, False
        while here > 1:
            _, value, paid = best[here, paid]
            values[level[here]], here = value, children[here][value]
        return best[node, False][0], values
