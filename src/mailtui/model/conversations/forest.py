"""Groups of nodes that are joined and never parted (union-find), each with the number of its thread."""

from __future__ import annotations


class Forest:
    """Nodes are integers from 0. A group gets a number when it has a message; of two that are joined the
    older number stays."""

    def __init__(self) -> None:
        self._parent: list[int] = []
        self._size: list[int] = []
        self._number: dict[int, int] = {}
        self._next = 0
        self.gone: list[int] = []
        """Numbers that were given up since this list was last emptied."""

    def node(self) -> int:
        """A new node, alone."""
        self._parent.append(len(self._parent))
        self._size.append(1)
        return len(self._parent) - 1

    def root(self, node: int) -> int:
        """The node that stands for the group."""
        parent = self._parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def join(self, one: int, other: int) -> None:
        """Make the groups of both one."""
        big, small = self.root(one), self.root(other)
        if big == small:
            return
        if self._size[big] < self._size[small]:
            big, small = small, big
        self._parent[small] = big
        self._size[big] += self._size[small]
        numbers = sorted(self._number.pop(root) for root in (big, small) if root in self._number)
        if numbers:
            self._number[big] = numbers[0]
            self.gone += numbers[1:]

    def number(self, node: int) -> int:
        """The number of the node's group; a new one where it had none."""
        root = self.root(node)
        if root not in self._number:
            self._number[root] = self._next
            self._next += 1
        return self._number[root]

    def known_number(self, node: int) -> int | None:
        """The number of the node's group, if it has one."""
        return self._number.get(self.root(node))
