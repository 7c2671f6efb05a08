"""What the templates of clients and operations print: signatures, and the parts of a request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tools.codegen.models import field_name
from tools.codegen.prose import Prose, without
from tools.codegen.text import literal
from tools.spec.operation import Argument, Operation
from tools.spec.types import Type


@dataclass(frozen=True)
class Function:
    """A function or method that makes a call.

    Attributes:
        name: Its name.
        parameters: Its parameters, without `self`.
        arguments: The arguments of `prepare` in its body.
        returned: The annotation of its result.
        docs: Its docstring.
        prefix: What stands before its `def`.
        call: For a function of a module, what is called with the prepared request.
    """

    name: str
    parameters: str
    arguments: str
    returned: str
    docs: str
    prefix: str = ""
    call: str = ""


@dataclass(frozen=True)
class Iterator(Function):
    """A method that iterates over all pages.

    Attributes:
        position: The name of the argument that selects the page.
        steps: The expression for how the pages follow each other.
    """

    position: str = ""
    steps: str = ""


class OperationCode:
    """An operation of the spec as the templates print it.

    Args:
        operation: The operation.
        tag: The name of the package that its module is in.
    """

    def __init__(self, operation: Operation, tag: str) -> None:
        self._operation = operation
        self._prose = Prose(operation)
        self.tag = tag
        self.name = operation.name
        self.returned = operation.returned
        self.title = f"{operation.summary}: {operation.method} {operation.path}."

    @property
    def decorator(self) -> str:
        """The decorator for type checkers and editors, which strike a deprecated operation through."""
        return f"@deprecated({literal(self._operation.description)})" if self._operation.deprecated else ""

    @property
    def overloads(self) -> list[str]:
        """The parameters of each overload: the attributes of the body, or the entire body."""
        if not self._operation.sent_in("attribute"):
            return []
        return [self._parameters(form=form) for form in ("attributes", "body")]

    @property
    def method(self) -> Function:
        """The method of the clients."""
        return Function(self.name, self._parameters(), self._arguments(), self.returned, self._prose.method())

    @property
    def iterator(self) -> Iterator | None:
        """The method of the clients that iterates over all pages."""
        operation, paging = self._operation, self._operation.paging
        if paging is None:
            return None
        position = operation.page_argument.name
        fields = [tuple(map(field_name, path)) for path in (paging.results, paging.cursor)]
        steps = (paging.form, paging.start, *fields, f"$.{'.'.join(paging.results)}")
        return Iterator(
            operation.iterator,
            self._parameters(skip=position),
            self._arguments(),
            paging.item,
            self._prose.iterator(),
            position=position,
            steps=f"Steps{literal(steps)}",
        )

    @property
    def functions(self) -> list[Function]:
        """The functions of the operation's module."""
        detailed = f"Response[{self._operation.parsed}]"
        return [
            self._function("sync_detailed", detailed, self._prose.detailed()),
            self._function("sync", self.returned, self._prose.function()),
            self._function("asyncio_detailed", detailed, "Like `sync_detailed`, but async."),
            self._function("asyncio", self.returned, "Like `sync`, but async."),
        ]

    def _function(self, name: str, returned: str, docs: str) -> Function:
        client, prefix, wait = ("AsyncClient", "async ", "await ") if name[0] == "a" else ("Client", "", "")
        call = f"{wait}client._call{'_detailed' if 'detailed' in name else ''}"
        parameters, arguments = self._parameters(client, "body"), self._arguments(form="body")
        return Function(name, parameters, arguments, returned, docs, prefix, call)

    @property
    def data(self) -> str:
        """The operation as data: the arguments of its description in the package, with examples of responses."""
        operation, paging = self._operation, self._operation.paging
        body = operation.body
        parts = [self.tag, operation.method, operation.path, body and body.schema, bool(body and body.required)]
        pages = "None"
        if paging:
            paths = tuple(paging.results), tuple(paging.cursor)
            pages = f"Paging{literal((paging.form, operation.page_argument.name, paging.start, *paths))}"
        return ", ".join([*map(literal, parts), literal(operation.examples), pages])

    @property
    def warnings(self) -> list[str]:
        """The statements that warn about what is deprecated."""
        operation = self._operation
        lines = []
        if operation.deprecated:
            lines.append(f"warn_deprecated({literal(self.name)}, {literal(operation.description)})")
        for argument in operation.arguments:
            if argument.deprecated:
                missing = "UNSET" if argument.location == "attribute" else "None"
                what = literal(f"{argument.name} of {self.name}")
                lines.append(f"if {argument.name} is not {missing}:")
                lines.append(f"    warn_deprecated({what}, {literal(argument.description)})")
        return lines

    @property
    def checks(self) -> list[str]:
        """The statements that check required arguments, and those that quote the path's."""
        operation = self._operation
        lines = [
            f"check_required({literal(argument.name)}, {argument.name})"
            for argument in operation.sent_in("query", "header")
            if argument.required
        ]
        for argument in operation.sent_in("path"):
            scalar = "" if argument.scalar == "str" else f", {argument.scalar}"
            # mypy knows only the type of the argument.
            ignored = "" if "str" in argument.annotation else "  # type: ignore[assignment]"
            value = f"path_segment({literal(argument.name)}, {argument.name}{scalar}{_limits(argument)})"
            lines.append(f"{argument.name} = {value}{ignored}")
        return lines

    @property
    def request(self) -> list[str]:
        """The arguments of the prepared request."""
        operation = self._operation
        query = operation.sent_in("query")
        # Braces around anything else than the name of an argument are text.
        names = {argument.name for argument in operation.sent_in("path")}
        parts = re.split(r"{(\w+)}", operation.path)
        path = "".join(
            f"{{{part}}}" if index % 2 and part in names else part.replace("{", "{{").replace("}", "}}")
            for index, part in enumerate(parts)
        )
        query_string = f" + query_string(_QUERY, {_names(query)})" if query else ""
        headers = self._headers()
        return [
            literal(operation.method),
            f"f{literal(path)}{query_string}",
            self._body(),
            "_RESPONSES",
            *([headers] if headers else []),
        ]

    @property
    def responses(self) -> list[str]:
        """The decoder of each documented status, successes first: entries of a dict."""
        return [f"{status}: {_decoder(type)}" for status, type in self._operation.results.items()]

    @property
    def tables(self) -> list[str]:
        """The statements that define the parameters that are checked."""
        operation = self._operation
        converted = [argument for argument in operation.sent_in("path") if argument.scalar != "str"]
        lines = []
        if converted:
            entries = ", ".join(f"{literal(argument.name)}: {argument.scalar}" for argument in converted)
            lines.append(f"_PATH = {{{entries}}}")
        for name, location in (("_QUERY", "query"), ("_HEADERS", "header")):
            if arguments := operation.sent_in(location):
                lines.append(f"{name} = ({', '.join(map(_parameter, arguments))},)")
        return lines

    def _parameters(self, client: str = "", form: str = "both", skip: str = "") -> str:
        """The parameters of a function. `form` is "attributes" or "body" for what takes only one of them."""
        operation, body = self._operation, self._operation.body
        # Optional arguments have no default: the service decides about omitted ones.
        keywords = [f"client: {client}"] if client else []
        if form != "body":
            keywords += [
                _declared(argument, form == "attributes" and argument.required, "Unset = UNSET")
                for argument in operation.sent_in("attribute")
            ]
        if body and form != "attributes":
            required = body.required and (form == "body" or body.resource_type is None)
            accepted = f"models.{body.schema} | Mapping[str, Any]"
            keywords.append(f"body: {accepted}" if required else f"body: {accepted} | None = None")
        others = without(operation, skip)
        keywords += [_declared(argument, argument.required, "None = None") for argument in others]
        positional = [_declared(argument, True, "") for argument in operation.sent_in("path")]
        return ", ".join([*positional, *(["*", *keywords] if keywords else [])])

    def _arguments(self, form: str = "both", skip: str = "") -> str:
        """The arguments of a call of `prepare`."""
        operation = self._operation
        attributes = operation.sent_in("attribute") if form == "both" else []
        keywords = [argument.name for argument in [*attributes, *without(operation, skip)]]
        if operation.body:
            keywords.append("body")
        positional = [argument.name for argument in operation.sent_in("path")]
        return ", ".join([*positional, *(f"{name}={name}" for name in keywords)])

    def _body(self) -> str:
        """The expression for the body."""
        body = self._operation.body
        if body is None:
            return "None"
        schema = literal(body.schema)
        if body.resource_type is not None:
            attributes = self._operation.sent_in("attribute")
            given = ", ".join(f"{literal(argument.key)}: {argument.name}" for argument in attributes)
            schemas = f"{schema}, {literal(body.attributes_schema)}, {literal(body.resource_type)}"
            return f"flattened_body({schemas}, body, {{{given}}})"
        return f"json_body({schema}, body)" if body.required else f"None if body is None else json_body({schema}, body)"

    def _headers(self) -> str:
        """The expression for the headers of this operation only; empty if it has none."""
        operation = self._operation
        entries = []
        if operation.body and operation.body.media_type != "application/json":
            entries.append(f"'content-type': {literal(operation.body.media_type)}")
        if operation.accept not in ("", "application/json"):
            entries.append(f"'accept': {literal(operation.accept)}")
        if arguments := operation.sent_in("header"):
            entries.append(f"**header_values(_HEADERS, {_names(arguments)})")
        return f"{{{', '.join(entries)}}}" if entries else ""


def _names(arguments: Sequence[Argument]) -> str:
    return ", ".join(argument.name for argument in arguments)


def _declared(argument: Argument, required: bool, missing: str) -> str:
    """A parameter of a function."""
    annotation = argument.annotation if required else f"{argument.annotation} | {missing}"
    return f"{argument.name}: {annotation}"


def _parameter(argument: Argument) -> str:
    """A parameter of a request, as data."""
    many = ", many=True" if argument.many else ""
    names = f"{literal(argument.key)}, {literal(argument.name)}, {argument.scalar}"
    return f"Parameter({names}{many}{_limits(argument)})"


def _limits(argument: Argument) -> str:
    limits = {"minimum": argument.minimum, "maximum": argument.maximum}
    return "".join(f", {name}={literal(limit)}" for name, limit in limits.items() if limit is not None)


def _decoder(type: Type | None) -> str:
    """The expression for the function that decodes the body of a response."""
    if type is None:
        return "None"
    if type.items:
        return f"lambda body: decode_array(body, {type.items.returned})" if type.items.name else "decode_array"
    return f"lambda body: {type.returned}._from_json(body)" if type.name else "str"
