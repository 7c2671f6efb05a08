"""Compares two versions of the spec from the callers' point of view.

What callers send may only widen, and what they receive may only narrow; every other change is breaking.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tools.spec import types
from tools.spec.describe import describe, described
from tools.spec.document import Object, operations, resolve, schema_name, snake_case
from tools.spec.operation import Argument, Operation

BREAKING, COMPATIBLE = "breaking", "compatible"


class Change(NamedTuple):
    """A change that callers notice.

    Attributes:
        kind: Whether it breaks callers.
        text: The change in words.
        subject: The Python name of the operation or model that it is about; empty for anything else.
    """

    kind: str
    text: str
    subject: str = ""

    def __str__(self) -> str:
        return f"{self.kind:10}  {self.text}"


# The least and the greatest number, and the fewest and the most items, without limits.
_ANY_LIMITS = (float("-inf"), float("inf"), 0.0, float("inf"))
# A type as the set of its kinds of values: names, and the types of items by their container.
Type = frozenset[Any]


class Field(NamedTuple):
    """A field of a model."""

    key: str
    type: Type
    required: bool = False
    deprecated: bool = False
    default: Any = None
    limits: tuple[float, float, float, float] = _ANY_LIMITS


def changes(old: Object, new: Object) -> list[Change]:
    """Compare two valid specs."""
    return sorted({*_server(old, new), *_operations(old, new), *_schemas(old, new)})


def subjects(found: list[Change], *specs: Object) -> set[str]:
    """The Python names of the operations, iterators and models that changes are about."""
    names = {change.subject for change in found if change.subject}
    paged = [operation for spec in specs for operation in described(spec).values() if operation.paging]
    return names | {operation.iterator for operation in paged if operation.name in names}


def _removed_and_added(what: str, old: Iterable[str], new: Iterable[str], subject: str = "") -> Iterator[Change]:
    for name in set(old) - set(new):
        yield Change(BREAKING, f"{what} {name} was removed", subject or _subject(what, name))
    for name in set(new) - set(old):
        yield Change(COMPATIBLE, f"{what} {name} was added", subject or _subject(what, name))


def _subject(what: str, name: str) -> str:
    return snake_case(name) if what == "operation" else name


def _server(old: Object, new: Object) -> Iterator[Change]:
    (old_server, new_server) = (spec["servers"][0] for spec in (old, new))
    before, after = (server["variables"]["site"] for server in (old_server, new_server))
    yield from _removed_and_added("site", before["enum"], after["enum"], "DatadogSite")
    if before["default"] != after["default"]:
        yield Change(BREAKING, f"the default site is {after['default']}, was {before['default']}", "DEFAULT_SITE")
    if old_server["url"] != new_server["url"]:
        yield Change(BREAKING, f"the server is {new_server['url']}, was {old_server['url']}", "SERVER_URL")
    for name in ("apiKeyAuth", "appKeyAuth"):
        was, now = (spec["components"]["securitySchemes"][name]["name"] for spec in (old, new))
        if was != now:
            yield Change(BREAKING, f"{name} is sent as {now}, was {was}")


def _operations(old_spec: Object, new_spec: Object) -> Iterator[Change]:
    old, new = _described(old_spec), _described(new_spec)
    yield from _removed_and_added("operation", old, new)
    for name in old.keys() & new.keys():
        (before, raw_before), (after, raw_after) = old[name], new[name]
        subject = after.name
        was, now = (f"{operation.method} {operation.path}" for operation in (before, after))
        if was != now:
            yield Change(BREAKING, f"{name} is {now}, was {was}", subject)
        yield from _arguments(name, before.arguments, after.arguments, subject)
        yield from _body(name, before, after)
        yield from _results(name, before, after)
        yield from _security(name, raw_before, raw_after, subject)
        yield from _iterator(name, before, after)
        yield from _deprecation(name, before.deprecated, after.deprecated, subject)


def _described(spec: Object) -> dict[str, tuple[Operation, Object]]:
    return {raw["operationId"]: (describe(spec, path, method, raw), raw) for path, method, raw in operations(spec)}


def _deprecation(name: str, before: bool, after: bool, subject: str) -> Iterator[Change]:
    if before != after:
        yield Change(COMPATIBLE, f"{name} is {'deprecated' if after else 'no longer deprecated'}", subject)


def _arguments(name: str, old: list[Argument], new: list[Argument], subject: str) -> Iterator[Change]:
    before = {argument.name: argument for argument in old}
    after = {argument.name: argument for argument in new}
    for key in before.keys() - after.keys():
        yield Change(BREAKING, f"{name}: argument {key} was removed", subject)
    for key, argument in after.items():
        what = f"{name}: argument {key}"
        if key not in before:
            yield Change(BREAKING if argument.required else COMPATIBLE, f"{what} was added", subject)
            continue
        was = before[key]
        if was.annotation != argument.annotation:
            wider = _narrower(_parsed(was.annotation), _parsed(argument.annotation))
            text = f"{what} is {argument.annotation}, was {was.annotation}"
            yield Change(COMPATIBLE if wider else BREAKING, text, subject)
        if was.required != argument.required:
            text = f"{what} is {'required' if argument.required else 'optional'}"
            yield Change(BREAKING if argument.required else COMPATIBLE, text, subject)
        yield from _limits(what, _argument_limits(was), _argument_limits(argument), subject)
        yield from _deprecation(what, was.deprecated, argument.deprecated, subject)
        if (was.key, was.location) != (argument.key, argument.location):
            text = f"{what} is sent as {argument.key} in the {argument.location}, was {was.key} in the {was.location}"
            yield Change(COMPATIBLE, text, subject)
    positions = [[argument.name for argument in given if argument.location == "path"] for given in (old, new)]
    if positions[0] != positions[1] and set(positions[0]) == set(positions[1]):
        yield Change(BREAKING, f"{name}: the path arguments are in a different order", subject)


def _parsed(annotation: str) -> Type:
    """Parse the annotation of an argument."""
    return frozenset(
        ("list", _parsed(part[len("Sequence[") : -1])) if part.startswith("Sequence[") else part
        for part in union_members(annotation)
    )


def union_members(annotation: str) -> list[str]:
    """The members of a union, without those inside brackets."""
    members: list[str] = []
    for part in annotation.split(" | "):
        if members and members[-1].count("[") > members[-1].count("]"):
            members[-1] += f" | {part}"
        else:
            members.append(part)
    return members


def _argument_limits(argument: Argument) -> tuple[float, float, float, float]:
    low, high = argument.minimum, argument.maximum
    return (_ANY_LIMITS[0] if low is None else low, _ANY_LIMITS[1] if high is None else high, *_ANY_LIMITS[2:])


def _schema_limits(schema: Object) -> tuple[float, float, float, float]:
    keys = ("minimum", "maximum", "minItems", "maxItems")
    low, high, least, most = (schema.get(key, limit) for key, limit in zip(keys, _ANY_LIMITS, strict=True))
    return low, high, least, most


def _limits(
    what: str, old: tuple[float, float, float, float], new: tuple[float, float, float, float], subject: str
) -> Iterator[Change]:
    for index, name in enumerate(("minimum", "maximum", "minItems", "maxItems")):
        was, now = old[index], new[index]
        stricter = now > was if name.startswith("min") else now < was
        shown = [f"{limit:g}" if limit != _ANY_LIMITS[index] else "none" for limit in (now, was)]
        if was != now:
            kind = BREAKING if stricter else COMPATIBLE
            yield Change(kind, f"{what}: {name} is {shown[0]}, was {shown[1]}", subject)


def _body(name: str, old: Operation, new: Operation) -> Iterator[Change]:
    was, now = old.body, new.body
    if was is None and now is not None:
        yield Change(BREAKING if now.required else COMPATIBLE, f"{name}: a body was added", new.name)
    elif was is not None and now is None:
        yield Change(BREAKING, f"{name}: the body was removed", new.name)
    elif was is not None and now is not None:
        if was.schema != now.schema:
            yield Change(BREAKING, f"{name}: the body is {now.schema}, was {was.schema}", new.name)
        if was.required != now.required:
            kind = BREAKING if now.required else COMPATIBLE
            yield Change(kind, f"{name}: the body is {'required' if now.required else 'optional'}", new.name)
        if was.media_type != now.media_type:
            text = f"{name}: the body is sent as {now.media_type}, was {was.media_type}"
            yield Change(COMPATIBLE, text, new.name)
        if was.resource_type != now.resource_type and None not in (was.resource_type, now.resource_type):
            yield Change(COMPATIBLE, f"{name}: type is {now.resource_type}, was {was.resource_type}", new.name)


def _results(name: str, old: Operation, new: Operation) -> Iterator[Change]:
    if old.returned != new.returned:
        narrower = _narrower(frozenset(new.returned.split(" | ")), frozenset(old.returned.split(" | ")))
        text = f"{name} returns {new.returned}, was {old.returned}"
        yield Change(COMPATIBLE if narrower else BREAKING, text, new.name)
    for status in sorted({*old.errors, *new.errors}):
        what = f"{name}: status {status}"
        if status not in new.results:
            yield Change(BREAKING if old.results[status] else COMPATIBLE, f"{what} was removed", new.name)
        elif status not in old.results:
            yield Change(COMPATIBLE, f"{what} was added", new.name)
        elif old.results[status] != new.results[status]:
            was, now = (operation.results[status] or "nothing" for operation in (old, new))
            kind = COMPATIBLE if was == "nothing" else BREAKING
            yield Change(kind, f"{what} is parsed as {now}, was {was}", new.name)
    if old.parsed != new.parsed and old.returned == new.returned and old.errors == new.errors:
        yield Change(BREAKING, f"{name} parses {new.parsed}, was {old.parsed}", new.name)


def _security(name: str, old: Object, new: Object, subject: str) -> Iterator[Change]:
    before, after = (_alternatives(operation) for operation in (old, new))
    for way in before - after:
        yield Change(BREAKING, f"{name}: {_shown_way(way)} is no longer enough", subject)
    for way in after - before:
        yield Change(COMPATIBLE, f"{name}: {_shown_way(way)} is enough", subject)


def _alternatives(operation: Object) -> set[frozenset[str]]:
    return {
        frozenset(f"{name} {scope}".strip() for name, scopes in way.items() for scope in (scopes or [""]))
        for way in operation.get("security", [])
    }


def _shown_way(way: frozenset[str]) -> str:
    return " with ".join(sorted(way)) or "no key"


def _iterator(name: str, old: Operation, new: Operation) -> Iterator[Change]:
    before = old.iterator if old.paging else ""
    after = new.iterator if new.paging else ""
    if before and before != after:
        yield Change(BREAKING, f"{name}: {before} was removed", old.name)
    if after and before != after:
        yield Change(COMPATIBLE, f"{name}: {after} was added", new.name)
    if not (old.paging and new.paging) or before != after:
        return
    if old.paging.item != new.paging.item:
        yield Change(BREAKING, f"{name}: {after} yields {new.paging.item}, was {old.paging.item}", new.name)
    skipped = [operation.page_argument.name for operation in (old, new)]
    if skipped[0] != skipped[1] and skipped[1] in [argument.name for argument in old.arguments]:
        yield Change(BREAKING, f"{name}: {after} no longer has the argument {skipped[1]}", new.name)
    if old.paging._replace(item=new.paging.item) != new.paging:
        yield Change(COMPATIBLE, f"{name}: {after} is paged differently", new.name)


def _schemas(old_spec: Object, new_spec: Object) -> Iterator[Change]:
    old, new = (_classes(spec) for spec in (old_spec, new_spec))
    yield from _removed_and_added("schema", old, new)
    sent = _sent(old_spec) | _sent(new_spec)
    received = _received(old_spec) | _received(new_spec)
    for name in old.keys() & new.keys():
        before, after = old[name], new[name]
        if ("enum" in before) != ("enum" in after):
            yield Change(
                BREAKING, f"{name} is {'an enum, was an object' if 'enum' in after else 'an object, was an enum'}", name
            )
        elif "enum" in before:
            yield from _enum(name, before, after)
        else:
            yield from _object(
                name, _fields(old_spec, before), _fields(new_spec, after), name in sent, name in received
            )


def _classes(spec: Object) -> dict[str, Object]:
    """The schemas that are generated as classes."""
    schemas = spec["components"].get("schemas", {})
    return {name: schema for name, schema in schemas.items() if "enum" in schema or schema.get("type") == "object"}


def _enum(name: str, old: Object, new: Object) -> Iterator[Change]:
    yield from _removed_and_added(f"{name}: value", old["enum"], new["enum"], name)
    before, after = (_members(schema) for schema in (old, new))
    for value in before.keys() & after.keys():
        if before[value] != after[value]:
            yield Change(BREAKING, f"{name}: {value} is called {after[value]}, was {before[value]}", name)


def _members(schema: Object) -> dict[str, str]:
    return dict(zip(schema["enum"], schema.get("x-enum-varnames") or schema["enum"], strict=True))


def _sent(spec: Object) -> set[str]:
    bodies = [resolve(spec, raw["requestBody"]) for _, _, raw in operations(spec) if "requestBody" in raw]
    return _reachable(spec, [media["schema"] for body in bodies for media in body["content"].values()])


def _received(spec: Object) -> set[str]:
    responses = [resolve(spec, response) for _, _, raw in operations(spec) for response in raw["responses"].values()]
    return _reachable(spec, [media["schema"] for body in responses for media in body.get("content", {}).values()])


def _reachable(spec: Object, left: list[Object]) -> set[str]:
    """The names of the schemas reachable from these."""
    found: set[str] = set()
    while left:
        schema = left.pop()
        if name := schema_name(schema):
            if name not in found:
                found.add(name)
                left.append(spec["components"]["schemas"][name])
            continue
        left += schema.get("properties", {}).values()
        left += [*schema.get("oneOf", []), *schema.get("anyOf", [])]
        left += [schema[key] for key in ("items", "additionalProperties") if isinstance(schema.get(key), dict)]
    return found


def _fields(spec: Object, schema: Object) -> dict[str, Field]:
    """The fields of a model by their Python names; additional ones under an asterisk."""
    required = schema.get("required", [])
    found = {}
    for key, node in schema.get("properties", {}).items():
        resolved = resolve(spec, node)
        default = resolved.get("const", resolved.get("default"))
        found[snake_case(key)] = Field(
            key, _type(spec, node), key in required, bool(resolved.get("deprecated")), default, _schema_limits(resolved)
        )
    others = schema.get("additionalProperties")
    if isinstance(others, dict):
        found["*"] = Field("", _type(spec, others))
    return found


def _type(spec: Object, node: Object) -> Type:
    """The kinds of values that a schema allows."""
    return _parts(types.type_of(spec, node))


def _parts(allowed: types.Type) -> Type:
    null = frozenset({"null"} if allowed.nullable or allowed.form == "null" else ())
    if allowed.members:
        return null.union(*map(_parts, allowed.members))
    if allowed.items:
        return null | {("list", _parts(allowed.items))}
    return null if allowed.form == "null" else null | {allowed.name or allowed.scalar}


def _narrower(new: Type, old: Type) -> bool:
    """Whether every value of one type is also a value of the other."""

    def fits(part: Any, whole: Any) -> bool:
        if isinstance(part, tuple) and isinstance(whole, tuple):
            return _narrower(part[1], whole[1])
        return part == whole or whole == "Any" or (part, whole) == ("int", "float")

    return all(any(fits(part, whole) for whole in old) for part in new)


def _shown(kind: Type) -> str:
    parts = [f"list[{_shown(part[1])}]" if isinstance(part, tuple) else str(part) for part in kind]
    return " | ".join(sorted(parts, key=lambda part: (part == "null", part)))


def _object(name: str, old: dict[str, Field], new: dict[str, Field], sent: bool, received: bool) -> Iterator[Change]:
    def judged(wider: bool, narrower: bool, text: str) -> Change:
        """A change that callers may notice when they send or receive a value."""
        fine = (wider or not sent) and (narrower or not received)
        return Change(COMPATIBLE if fine else BREAKING, text, name)

    for key in old.keys() - new.keys():
        yield Change(BREAKING, f"{name}: {_called(old[key])} was removed", name)
    for key, field in new.items():
        what = f"{name}: {_called(field)}"
        if key not in old:
            yield Change(BREAKING if field.required and sent else COMPATIBLE, f"{what} was added", name)
            continue
        was = old[key]
        if was.type != field.type:
            wider, narrower = _narrower(was.type, field.type), _narrower(field.type, was.type)
            yield judged(wider, narrower, f"{what} is {_shown(field.type)}, was {_shown(was.type)}")
        if was.required != field.required:
            yield judged(
                not field.required, field.required, f"{what} is {'required' if field.required else 'optional'}"
            )
        if was.default != field.default:
            text = f"{what}: the default is {_default(field)}, was {_default(was)}"
            yield Change(BREAKING if sent else COMPATIBLE, text, name)
        if sent:
            yield from _limits(what, was.limits, field.limits, name)
        yield from _deprecation(what, was.deprecated, field.deprecated, name)
        if was.key != field.key:
            yield Change(BREAKING, f"{what} is sent as {field.key}, was {was.key}", name)


def _called(field: Field) -> str:
    return f"field {field.key}" if field.key else "every other field"


def _default(field: Field) -> str:
    return "none" if field.default is None else str(field.default)
