"""How does a FHIRPath expression read? By the grammar of HL7, as the library ``fhirpathpy`` holds it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

from checker.fhir.enable_when_import import NotCarriedError
from checker.fhir.resource import RefusalError, shortened

LONGEST = 10_000
"""Characters of an expression that is read."""
_ESCAPES = {"f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_THROUGH = {
    "EntireExpression", "TermExpression", "InvocationTerm", "LiteralTerm", "ParenthesizedTerm", "ExternalConstantTerm",
}  # fmt: skip
"""What only holds something else."""
_WORDS = {"BooleanLiteral", "StringLiteral", "NumberLiteral", "MemberInvocation", "ExternalConstant", "TypeSpecifier"}


@dataclass(frozen=True, slots=True)
class Path:
    """A part of an expression: what it is by the grammar, its own word, and the parts that it is made of."""

    kind: str
    word: str = ""
    parts: tuple["Path", ...] = ()
    text: str = ""
    """How it was written, without spaces."""


@lru_cache(maxsize=1024)
def parsed(expression: str) -> Path:
    """Return an expression as its parts; raise NotCarriedError where it is none, RefusalError without the library."""
    try:
        antlr, parsing = import_module("antlr4"), "fhirpathpy.parser.generated"
        lexer_type = import_module(f"{parsing}.FHIRPathLexer").FHIRPathLexer
        parser_type = import_module(f"{parsing}.FHIRPathParser").FHIRPathParser
    except ImportError:
        raise RefusalError(
            "it calculates by FHIRPath, and reading that needs one more library. Install this project with its extra "
            "`fhir`, such as `pip install '.[fhir]'` in a checkout"
        ) from None
    if len(expression) > LONGEST:
        raise NotCarriedError(f"a calculation of more than {LONGEST:,} characters")
    lexer = lexer_type(antlr.InputStream(expression))
    lexer.removeErrorListeners()
    parser = parser_type(antlr.CommonTokenStream(lexer))
    parser.removeErrorListeners()
    try:
        tree = parser.entireExpression()
        if parser.getNumberOfSyntaxErrors() or _skipped(lexer, expression):
            raise NotCarriedError(f"a calculation that is no FHIRPath: {shortened(expression)}")
        return _path(tree)
    except RecursionError:
        raise NotCarriedError("a calculation that is nested too deeply") from None


def _skipped(lexer: Any, expression: str) -> bool:
    """Return whether the lexer passes over characters that begin no word of the language."""
    lexer.reset()
    tokens = lexer.getAllTokens()
    read: int = sum(token.stop - token.start + 1 for token in tokens)
    return read != len(expression)


def _path(tree: Any) -> Path:
    kind = type(tree).__name__.removesuffix("Context")
    below = [child for child in tree.getChildren() if hasattr(child, "getChildren") and child.getChildCount()]
    if kind in _THROUGH:
        return _path(below[0])
    if kind == "FunctionInvocation":
        name, *given = below[0].getChildren()
        parameters = [each for holder in given if holder.getChildCount() for each in holder.getChildren()]
        parts = tuple(_path(each) for each in parameters if each.getChildCount())
        return Path(kind, _unquoted(name.getText()), parts, tree.getText())
    if kind in _WORDS:
        return Path(kind, _unquoted(tree.getText().removeprefix("%")), (), tree.getText())
    if kind == "TypeExpression":
        return Path(kind, f"{tree.getChild(1).getText()} {below[1].getText()}", (_path(below[0]),), tree.getText())
    signs = [child.getText() for child in tree.getChildren() if not child.getChildCount()]
    return Path(kind, signs[0] if signs else "", tuple(_path(each) for each in below), tree.getText())


def _unquoted(word: str) -> str:
    """Return a word without the signs around it and with its escapes read."""
    if word[:1] not in ("'", "`", '"'):
        return word
    return re.sub(r"\\(u[0-9A-Fa-f]{4}|.)", lambda found: _escaped(found[1]), word[1:-1], flags=re.DOTALL)


def _escaped(code: str) -> str:
    return chr(int(code[1:], 16)) if len(code) > 1 else _ESCAPES.get(code, code)
