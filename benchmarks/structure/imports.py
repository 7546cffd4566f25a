"""The import graph: circles, imports that run back up, the longest chain."""

from __future__ import annotations

import ast
from collections.abc import Sequence, Set
from pathlib import PurePosixPath

import networkx as nx
from grimp import ImportGraph

from benchmarks.structure.code_metrics import CodeFile


def read_imports(sources: Sequence[CodeFile], *, late: bool) -> nx.DiGraph[str]:
    """Module -> module, what only type checkers import included.

    `late`: imports inside functions too. They close circles, but nothing waits for them.
    """
    trees = {_module_of(source.name): source.tree for source in sources if source.kind == "py"}
    graph = nx.DiGraph()
    graph.add_nodes_from(sorted(trees))
    for module, tree in trees.items():
        imported = _imported(tree, trees.keys(), late)
        graph.add_edges_from((module, other) for other in sorted(imported - {module}))
    return graph


def _module_of(name: str) -> str:
    return ".".join(PurePosixPath(name).with_suffix("").parts).removesuffix(".__init__")


def _imported(tree: ast.AST, known: Set[str], late: bool) -> set[str]:
    """Those of `known` that `tree` imports."""
    found: set[str] = set()
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= names if names <= known else {*names, node.module}
        elif late or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found |= _imported(node, known, late)
    return found & known


def circles(graph: nx.DiGraph[str]) -> list[set[str]]:
    """Groups of modules each of which imports, by whatever way round, each other one."""
    return [group for group in nx.strongly_connected_components(graph) if len(group) > 1]


def longest_chain(graph: nx.DiGraph[str]) -> list[str]:
    """The modules of the longest way along imports; of a circle one stands for all."""
    condensed = nx.condensation(graph)
    chain = nx.dag_longest_path(condensed)
    return [min(condensed.nodes[group]["members"]) for group in chain]


def climbing(graph: nx.DiGraph[str], floors: Sequence[str]) -> list[tuple[str, str]]:
    """Imports of a higher floor by a lower one; `floors` from the lowest."""
    level = {floor: number for number, floor in enumerate(floors)}
    return [(a, b) for a, b in graph.edges if level[_floor(a)] < level[_floor(b)]]


def turning_back(graph: nx.DiGraph[str]) -> list[tuple[str, str]]:
    """Imports that would have to go for the parts of every package to lie one above the other."""
    packages = {package for module in graph.nodes for package in _packages_of(module)}
    imports = ImportGraph()
    for module in {*graph.nodes, *packages}:
        imports.add_module(module)
    for importer, imported in graph.edges:
        imports.add_import(importer=importer, imported=imported)
    return [
        arrow for package in sorted(packages) for arrow in imports.nominate_cycle_breakers(package)
    ]


def _packages_of(module: str) -> list[str]:
    parts = module.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]


def _floor(module: str) -> str:
    return module.partition(".")[0]
