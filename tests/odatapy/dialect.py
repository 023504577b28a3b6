"""Lets odatapy read two literals of `$filter` as Microsoft Graph documents them.

- Enumeration members without their type, `importance eq 'high'`: OData 4.01 ABNF, rule `enum`.
- Type names in quotes, `isof('microsoft.graph.user')`, which is older than OData 4.0.
"""

from types import SimpleNamespace

from odatapy.server.eval import InMemoryExpressionVisitor
from odatapy.server.uri.expression import ListExpression, Literal, MethodKind
from odatapy.server.uri.expression_parser import ExpressionParser


def is_text(expression):
    return isinstance(expression, Literal) and expression.type_fqn == "Edm.String"


def as_member(parser, left, right):
    """Returns the text on the right of an enumeration value as a member of the same type."""
    name = left.type_fqn or ""
    if isinstance(right, ListExpression):
        right.items = [as_member(parser, left, item) for item in right.items]
        if right.items and not name.startswith("Edm."):
            right.type_fqn = right.items[0].type_fqn
        return right
    if not is_text(right) or not name or name.startswith("Edm."):
        return right
    return parser._enum_literal(SimpleNamespace(prefix=name, value=right.value, pos=0))


def install():
    # Values of enumerations are stored as numbers, and odatapy compares them with names.
    InMemoryExpressionVisitor.visit_enum = lambda _, enumeration: enumeration.value
    for name in ("_has", "_in"):
        wrap(name, lambda parser, left, right: (left, as_member(parser, left, right)))
    wrap("_comparison", lambda parser, operator, left, right: (operator, left, as_member(parser, left, right)))
    wrap("_check_method_arguments", with_type)


def with_type(parser, method, parameters, token):
    if method is MethodKind.ISOF and is_text(parameters[-1]):
        parameters[-1] = parser._type_literal(SimpleNamespace(value=parameters[-1].value, pos=0))
    return method, parameters, token


def wrap(name, change):
    original = getattr(ExpressionParser, name)
    setattr(ExpressionParser, name, lambda parser, *arguments: original(parser, *change(parser, *arguments)))
