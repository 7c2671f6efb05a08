"""Compares two versions of the spec from the callers' point of view.

What callers send may only widen, and what they receive may only narrow; every other change is breaking.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tools.changes.types import Type, is_narrower, parsed, shown, values
from tools.lint.vendor import KEYS
from tools.spec.describe import describe, described
from tools.spec.document import Object, operations, resolve, schema_name, snake_case
from tools.spec.operation import Argument, Operation

BREAKING, COMPATIBLE = "breaking", "compatible"


class Change(NamedTuple):
    """A change that callers notice.

    Attributes:
        effect: Whether it breaks callers.
        text: The change in words.
        subject: The Python name of the operation or model that it is about; empty for anything else.
    """

    effect: str
    text: str
    subject: str = ""

    def __str__(self) -> str:
        return f"{self.effect:10}  {self.text}"


# Whether a change breaks callers, and the change in words.
Note = tuple[bool, str]
# The keywords that limit values, with their value where there is none, and the sign of a stricter limit.
LIMITS = {
    "minimum": (float("-inf"), 1),
    "maximum": (float("inf"), -1),
    "minItems": (0, 1),
    "maxItems": (float("inf"), -1),
}


class Field(NamedTuple):
    """A field of a model."""

    key: str
    type: Type
    limits: Object
    required: bool = False
    deprecated: bool = False
    default: Any = None


def changes(old: Object, new: Object) -> list[Change]:
    """Compare two valid specs."""
    return sorted({*_server(old, new), *_operations(old, new), *_schemas(old, new)})


def subjects(reported: list[Change], *specs: Object) -> set[str]:
    """The Python names of the operations, iterators and models that changes are about."""
    names = {change.subject for change in reported if change.subject}
    paged = [operation for spec in specs for operation in described(spec).values() if operation.paging]
    return names | {operation.iterator for operation in paged if operation.name in names}


def _about(subject: str, notes: Iterable[Note]) -> Iterator[Change]:
    for breaks, text in notes:
        yield Change(BREAKING if breaks else COMPATIBLE, text, subject)


def _removed_and_added(what: str, old: Iterable[str], new: Iterable[str]) -> Iterator[Note]:
    yield from ((True, f"{what} {name} was removed") for name in set(old) - set(new))
    yield from ((False, f"{what} {name} was added") for name in set(new) - set(old))


def _differs(what: str, was: Any, now: Any, *, breaks: bool = True) -> Iterator[Note]:
    if was != now:
        yield breaks, f"{what} {now}, was {was}"


def _becomes(what: str, flag: str, opposite: str, was: bool, now: bool, *, breaks: bool = False) -> Iterator[Note]:
    if was != now:
        yield breaks, f"{what} is {flag if now else opposite}"


def _deprecation(what: str, was: bool, now: bool) -> Iterator[Note]:
    return _becomes(what, "deprecated", "no longer deprecated", was, now)


def _limits(what: str, was: Object, now: Object) -> Iterator[Note]:
    for key, (unlimited, sign) in LIMITS.items():
        before, after = was.get(key, unlimited), now.get(key, unlimited)
        values_shown = [limits.get(key, "none") for limits in (was, now)]
        yield from _differs(f"{what}: {key} is", *values_shown, breaks=(after - before) * sign > 0)


def _limits_of(schema: Object) -> Object:
    return {key: schema[key] for key in LIMITS if key in schema}


def _server(old: Object, new: Object) -> Iterator[Change]:
    servers = [spec["servers"][0] for spec in (old, new)]
    sites = [server["variables"]["site"] for server in servers]
    yield from _about("DatadogSite", _removed_and_added("site", *(site["enum"] for site in sites)))
    yield from _about("DEFAULT_SITE", _differs("the default site is", *(site["default"] for site in sites)))
    yield from _about("SERVER_URL", _differs("the server is", *(server["url"] for server in servers)))
    for name in KEYS:
        headers = [spec["components"]["securitySchemes"][name]["name"] for spec in (old, new)]
        yield from _about("", _differs(f"{name} is sent as", *headers))


def _operations(old_spec: Object, new_spec: Object) -> Iterator[Change]:
    old, new = _described(old_spec), _described(new_spec)
    for name in old.keys() | new.keys():
        if name in old and name in new:
            notes = _operation(name, *old[name], *new[name])
        else:
            notes = _removed_and_added("operation", {name} & old.keys(), {name} & new.keys())
        yield from _about(snake_case(name), notes)


def _described(spec: Object) -> dict[str, tuple[Operation, Object]]:
    return {raw["operationId"]: (describe(spec, path, method, raw), raw) for path, method, raw in operations(spec)}


def _operation(name: str, old: Operation, raw_old: Object, new: Operation, raw_new: Object) -> Iterator[Note]:
    yield from _differs(f"{name} is", *(f"{operation.method} {operation.path}" for operation in (old, new)))
    yield from _arguments(name, old.arguments, new.arguments)
    yield from _body(name, old, new)
    yield from _results(name, old, new)
    before, after = (set(map(_shown_way, raw.get("security", []))) for raw in (raw_old, raw_new))
    yield from ((True, f"{name}: {way} is no longer enough") for way in before - after)
    yield from ((False, f"{name}: {way} is enough") for way in after - before)
    yield from _iterator(name, old, new)
    yield from _deprecation(name, old.deprecated, new.deprecated)


def _shown_way(requirement: Object) -> str:
    """One way to authenticate."""
    keys = [f"{name} {scope}".strip() for name, scopes in requirement.items() for scope in (scopes or [""])]
    return " with ".join(sorted(keys)) or "no key"


def _arguments(name: str, old: list[Argument], new: list[Argument]) -> Iterator[Note]:
    before, after = ({argument.name: argument for argument in arguments} for arguments in (old, new))
    yield from ((True, f"{name}: argument {key} was removed") for key in before.keys() - after.keys())
    for key, argument in after.items():
        what = f"{name}: argument {key}"
        if key not in before:
            yield argument.required, f"{what} was added"
            continue
        was = before[key]
        is_wider = is_narrower(parsed(was.annotation), parsed(argument.annotation))
        yield from _differs(f"{what} is", was.annotation, argument.annotation, breaks=not is_wider)
        yield from _becomes(what, "required", "optional", was.required, argument.required, breaks=argument.required)
        yield from _limits(what, *(_limits_of_argument(each) for each in (was, argument)))
        yield from _deprecation(what, was.deprecated, argument.deprecated)
        sent = [f"{each.key} in the {each.location}" for each in (was, argument)]
        yield from _differs(f"{what} is sent as", *sent, breaks=False)
    orders = [[argument.name for argument in arguments if argument.location == "path"] for arguments in (old, new)]
    if orders[0] != orders[1] and set(orders[0]) == set(orders[1]):
        yield True, f"{name}: the path arguments are in a different order"


def _limits_of_argument(argument: Argument) -> Object:
    limits = {"minimum": argument.minimum, "maximum": argument.maximum}
    return {key: limit for key, limit in limits.items() if limit is not None}


def _body(name: str, old: Operation, new: Operation) -> Iterator[Note]:
    was, now = old.body, new.body
    if was is None or now is None:
        if was:
            yield True, f"{name}: the body was removed"
        if now:
            yield now.required, f"{name}: a body was added"
        return
    yield from _differs(f"{name}: the body is", was.schema, now.schema)
    yield from _becomes(f"{name}: the body", "required", "optional", was.required, now.required, breaks=now.required)
    yield from _differs(f"{name}: the body is sent as", was.media_type, now.media_type, breaks=False)
    if was.resource_type and now.resource_type:
        yield from _differs(f"{name}: type is", was.resource_type, now.resource_type, breaks=False)


def _results(name: str, old: Operation, new: Operation) -> Iterator[Note]:
    narrows = is_narrower(frozenset(new.returned.split(" | ")), frozenset(old.returned.split(" | ")))
    yield from _differs(f"{name} returns", old.returned, new.returned, breaks=not narrows)
    for status in sorted({*old.errors, *new.errors}):
        what = f"{name}: status {status}"
        if status not in new.results:
            yield bool(old.results[status]), f"{what} was removed"
        elif status not in old.results:
            yield False, f"{what} was added"
        else:
            was, now = (str(operation.results[status] or "nothing") for operation in (old, new))
            yield from _differs(f"{what} is parsed as", was, now, breaks=was != "nothing")
    if old.returned == new.returned and old.errors == new.errors:
        yield from _differs(f"{name} parses", old.parsed, new.parsed)


def _iterator(name: str, old: Operation, new: Operation) -> Iterator[Note]:
    before, after = ({operation.iterator} if operation.paging else set() for operation in (old, new))
    yield from _removed_and_added(f"{name}:", before, after)
    if not (old.paging and new.paging) or before != after:
        return
    what = f"{name}: {new.iterator}"
    yield from _differs(f"{what} yields", old.paging.item, new.paging.item)
    selected = new.page_argument.name
    if old.page_argument.name != selected and selected in [argument.name for argument in old.arguments]:
        yield True, f"{what} no longer has the argument {selected}"
    if old.paging._replace(item=new.paging.item) != new.paging:
        yield old.paging.start != new.paging.start, f"{what} is paged differently"


def _schemas(old_spec: Object, new_spec: Object) -> Iterator[Change]:
    old, new = (_classes(spec) for spec in (old_spec, new_spec))
    sent, received = ({*_used(old_spec, is_sent), *_used(new_spec, is_sent)} for is_sent in (True, False))
    for name in old.keys() | new.keys():
        if name not in old or name not in new:
            notes = _removed_and_added("schema", {name} & old.keys(), {name} & new.keys())
        elif ("enum" in old[name]) != ("enum" in new[name]):
            notes = _becomes(
                name,
                "an enum, was an object",
                "an object, was an enum",
                "enum" in old[name],
                "enum" in new[name],
                breaks=True,
            )
        elif "enum" in old[name]:
            notes = _enum(name, old[name], new[name])
        else:
            fields = _fields(old_spec, old[name]), _fields(new_spec, new[name])
            notes = _object(name, *fields, name in sent, name in received)
        yield from _about(name, notes)


def _classes(spec: Object) -> dict[str, Object]:
    """The schemas that are generated as classes."""
    schemas = spec["components"].get("schemas", {})
    return {name: schema for name, schema in schemas.items() if "enum" in schema or schema.get("type") == "object"}


def _enum(name: str, old: Object, new: Object) -> Iterator[Note]:
    yield from _removed_and_added(f"{name}: value", old["enum"], new["enum"])
    before, after = (
        dict(zip(schema["enum"], schema.get("x-enum-varnames") or schema["enum"], strict=True)) for schema in (old, new)
    )
    for value in before.keys() & after.keys():
        yield from _differs(f"{name}: {value} is called", before[value], after[value])


def _used(spec: Object, is_sent: bool) -> Iterator[str]:
    """The names of the schemas in what is sent, or else in what is received."""
    seen: set[str] = set()
    pending: list[Object] = []
    for _, _, raw in operations(spec):
        bodies = [raw.get("requestBody", {})] if is_sent else raw["responses"].values()
        pending += [media["schema"] for body in bodies for media in resolve(spec, body).get("content", {}).values()]
    while pending:
        schema = pending.pop()
        name = schema_name(schema)
        if name and name not in seen:
            seen.add(name)
            yield name
            pending.append(spec["components"]["schemas"][name])
        pending += [*schema.get("properties", {}).values(), *schema.get("oneOf", []), *schema.get("anyOf", [])]
        pending += [schema[key] for key in ("items", "additionalProperties") if isinstance(schema.get(key), dict)]


def _fields(spec: Object, schema: Object) -> dict[str, Field]:
    """The fields of a model by their Python names; additional ones under an asterisk."""
    required = schema.get("required", [])
    fields = {}
    for key, node in schema.get("properties", {}).items():
        resolved = resolve(spec, node)
        default = resolved.get("const", resolved.get("default"))
        is_deprecated = bool(resolved.get("deprecated"))
        limits = _limits_of(resolved)
        fields[snake_case(key)] = Field(key, values(spec, node), limits, key in required, is_deprecated, default)
    others = schema.get("additionalProperties")
    if isinstance(others, dict):
        fields["*"] = Field("", values(spec, others), {})
    return fields


def _object(name: str, old: dict[str, Field], new: dict[str, Field], sent: bool, received: bool) -> Iterator[Note]:
    """Compare the fields of a model, which callers construct, if it is received in their tests, and read."""

    def is_needed(field: Field) -> bool:
        return field.required and (sent or field.default is None)

    for key in old.keys() - new.keys():
        yield True, f"{name}: {_called(old[key])} was removed"
    for key, field in new.items():
        what = f"{name}: {_called(field)}"
        if key not in old:
            yield is_needed(field), f"{what} was added"
            continue
        was = old[key]
        is_breaking = received or not is_narrower(was.type, field.type)
        yield from _differs(f"{what} is", shown(was.type), shown(field.type), breaks=is_breaking)
        is_breaking = is_needed(field) if field.required else received
        yield from _becomes(what, "required", "optional", was.required, field.required, breaks=is_breaking)
        defaults = ["none" if each.default is None else each.default for each in (was, field)]
        breaks = sent or (is_needed(field) and not is_needed(was))
        yield from _differs(f"{what}: the default is", *defaults, breaks=breaks)
        if sent:
            yield from _limits(what, was.limits, field.limits)
        yield from _deprecation(what, was.deprecated, field.deprecated)
        yield from _differs(f"{what} is sent as", was.key, field.key)


def _called(field: Field) -> str:
    return f"field {field.key}" if field.key else "every other field"
