"""Sums as people write them, worked out without running any code."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

_LARGEST_EXPONENT = 1_000
_LONGEST = 2_000

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {ast.UAdd: operator.pos, ast.USub: operator.neg}


def calculate(expression: str) -> str:
    """The result of ``+ - * / **`` and brackets, at most six decimals, no zeros at the end.

    Raises `ValueError` that says in a sentence why there is none.
    """
    if len(expression) > _LONGEST:
        raise ValueError(f"The expression is longer than {_LONGEST} characters.")
    try:
        tree = ast.parse(expression.strip(), mode="eval")
        result = _value(tree.body)
        if isinstance(result, complex):
            raise ValueError("The result is no real number.")
        return f"{float(result):.6f}".rstrip("0").rstrip(".")
    except ZeroDivisionError:
        raise ValueError("It divides by zero.") from None
    except OverflowError:
        raise ValueError("The result is too large.") from None
    except (SyntaxError, RecursionError, MemoryError):
        raise ValueError("It is no expression of numbers, + - * / ** and brackets.") from None


def _value(node: ast.expr) -> Any:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return node.value
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        left, right = _value(node.left), _value(node.right)
        if isinstance(node.op, ast.Pow) and abs(right) > _LARGEST_EXPONENT:
            raise OverflowError
        if isinstance(left, int) and abs(left) > 10**400:
            raise OverflowError
        return _BINARY[type(node.op)](left, right)
    if isinstance(node, ast.UnaryOp) and type(node.op) in _UNARY:
        return _UNARY[type(node.op)](_value(node.operand))
    raise ValueError("Only numbers, + - * / ** and brackets are understood.")
