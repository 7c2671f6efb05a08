"""What the templates of models and enums print: fields with their annotations, defaults, decoders and encoders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import openapi_python_client

from tools.codegen.text import literal, wrapped
from tools.spec.document import Object, resolve
from tools.spec.types import FORMATS, RESERVED, Type, type_of

openapi_python_client.strings.RESERVED_WORDS = RESERVED

_PLAIN = ("any", "null", "string", "integer", "number", "boolean")
_DECODERS = {"date": "decode_date", "date-time": "decode_datetime", "uuid": "decode_uuid"}


@dataclass(frozen=True)
class Field:
    """A field of a model.

    Attributes:
        name: Its Python name.
        key: Its name in JSON, as a literal.
        required: Whether the service always sends it.
        declaration: Its annotation and default in the body of the class.
        docs: Its docstring.
        is_container: Whether it must be an object or an array, so that decoding may fail in it.
        is_timestamp: Whether it has timestamps, which encode as they were received.
        decode: The statements that decode it.
        encode: The expression that encodes it.
    """

    name: str
    key: str
    required: bool
    declaration: str
    docs: str
    is_container: bool
    is_timestamp: bool
    decode: list[str]
    encode: str


@dataclass(frozen=True)
class Model:
    """A class for an object of the spec.

    Attributes:
        name: Its name.
        docs: Its docstring.
        fields: Its fields, required ones first.
        additional: The argument of its base class: the type of additional properties.
        decode_additional: The expression that decodes an additional property; empty if it stays as it is.
        enums: The names of the enums that it uses, each with its module.
        models: The names of the other models that it uses, each with its module.
        deprecated: The warning about each deprecated field, as a literal of a dict; empty if it has none.
    """

    name: str
    docs: str
    fields: list[Field]
    additional: str
    decode_additional: str
    enums: dict[str, str]
    models: dict[str, str]
    deprecated: str

    @property
    def optional(self) -> list[Field]:
        """The fields that the service may leave out."""
        return [field for field in self.fields if not field.required]

    @property
    def has_containers(self) -> bool:
        """Whether decoding may fail in a field."""
        return any(field.is_container for field in self.fields)

    @property
    def has_timestamps(self) -> bool:
        """Whether encoding needs the JSON object that the model was decoded from."""
        return any(field.is_timestamp for field in self.fields)


@dataclass(frozen=True)
class Enum:
    """An enum of the spec.

    Attributes:
        name: Its name.
        module: The name of its module.
        docs: Its docstring.
        members: The value of each member, as a literal, by its name.
        converters: The annotation of what each converter accepts, by its name.
    """

    name: str
    module: str
    docs: str
    members: dict[str, str]
    converters: dict[str, str]


def field_name(key: str) -> str:
    """The Python name of a field of a model."""
    return str(openapi_python_client.strings.PythonIdentifier(key, ""))


def members_of(values: list[str], names: list[str] | None = None) -> dict[str, str]:
    """The value of each member of an enum, as a literal, by its name."""
    members: dict[str, str] = {}
    for index, value in enumerate(values):
        name = names[index] if names else value.upper() if value[:1].isalpha() else ""
        name = openapi_python_client.strings.snake_case(name).upper()
        usable = name.isidentifier() and name not in members
        members[name if usable else f"VALUE_{index}"] = literal(value)
    return members


class Models:
    """Decides what is printed for each model and enum.

    Args:
        spec: The spec, whose schemas have the names of their classes.
        modules: The module of each class.
    """

    def __init__(self, spec: Object, modules: Mapping[str, str]) -> None:
        self._spec = spec
        self._schemas: dict[str, Object] = spec["components"]["schemas"]
        self._modules = modules
        self._converters: dict[str, dict[str, str]] = defaultdict(dict)
        for schema in self._schemas.values():
            additional = schema.get("additionalProperties")
            for key, node in schema.get("properties", {}).items():
                self._add_converters(type_of(spec, node), key in schema.get("required", []))
            if isinstance(additional, dict):
                self._add_converters(type_of(spec, additional), True)

    def converters(self, name: str) -> list[str]:
        """The names of the converters of an enum."""
        return list(self._converters[name])

    def _add_converters(self, type: Type, required: bool) -> None:
        """Add the converters for a field: its constructor shows what they accept, and nothing else."""
        for part in _parts(type):
            if part.form == "enum":
                optional = part is type and not required
                accepted = f"{part.name} | str{' | None' if part.nullable else ''}{' | Unset' if optional else ''}"
                self._converters[part.name][self._converter(part, optional)] = accepted

    def enum(self, name: str) -> Enum:
        """What is printed for an enum."""
        schema = self._schemas[name]
        members = members_of(schema["enum"], schema.get("x-enum-varnames"))
        docs = wrapped(schema.get("description", ""), 112)
        return Enum(name, self._modules[name], docs, members, self._converters[name])

    def model(self, name: str) -> Model:
        """What is printed for a model."""
        schema = self._schemas[name]
        properties: dict[str, Object] = schema.get("properties", {})
        required = schema.get("required", [])
        resolved = {key: resolve(self._spec, node) for key, node in properties.items()}
        # The order of the documentation is that of the fields.
        keys = sorted(properties, key=lambda key: key not in required)
        texts = {key: resolved[key].get("description", "") for key in keys}
        additional = schema.get("additionalProperties")
        additional_type = type_of(self._spec, additional) if isinstance(additional, dict) else Type("any")
        types = [additional_type, *(type_of(self._spec, node) for node in properties.values())]
        parts = sorted({part for type in types for part in _parts(type)}, key=lambda part: part.name)
        deprecated = {field_name(key): texts[key] for key in properties if resolved[key].get("deprecated")}
        argument = annotation(additional_type)
        uses_models = any(part.form == "object" for part in _parts(additional_type))
        # A list must be one, so it is decoded even if its items stay as they are.
        is_decoded = not _is_plain(additional_type) or additional_type.form == "array"
        return Model(
            name=name,
            docs=wrapped(schema.get("description") or name, 112),
            fields=[self._field(key, properties[key], key in required) for key in keys],
            additional=f'"{argument}"' if uses_models else argument,
            decode_additional=self._decoder(additional_type, "value") if is_decoded else "",
            enums={part.name: self._modules[part.name] for part in parts if part.form == "enum"},
            models={
                part.name: self._modules[part.name]
                for part in parts
                if part.form == "object" and part.name not in ("", name)
            },
            deprecated=literal(deprecated) if deprecated else "",
        )

    def _field(self, key: str, node: Object, required: bool) -> Field:
        type, name = type_of(self._spec, node), field_name(key)
        default = self._default(node, type, required)
        value = f" = {default}" if default else ""
        if type.form == "enum":
            given = f"default={default}, " if default else ""
            value = f" = _attrs_field({given}converter={self._converter(type, not required)})"
        is_container = type.form in ("object", "array")
        place = "at" if is_container else literal(key)
        source = f"src_dict[{place}]" if required else f"get({place}, UNSET)"
        statements = [f"at = {literal(key)}"] if is_container else []
        return Field(
            name=name,
            key=literal(key),
            required=required,
            declaration=f"{name}: {_shielded(annotation(type))}{'' if required else ' | Unset'}{value}",
            docs=wrapped(resolve(self._spec, node).get("description", ""), 112),
            is_container=is_container,
            is_timestamp=_has_timestamps(type),
            decode=statements + self._assign(type, f"self.{name}", source, required),
            encode=_encoder(type, f"self.{name}", literal(key)),
        )

    def _default(self, node: Object, type: Type, required: bool) -> str:
        """The default of a field; empty if it has none. The default of an enum's own schema is for required fields."""
        schema = resolve(self._spec, node)
        value = schema.get("const") if required else None
        if "default" in node or (required and type.form == "enum"):
            value = schema.get("default", value)
        if value is None:
            return "" if required else "UNSET"
        if type.form == "enum":
            return f"{type.name}({literal(value)})"
        if type.form in FORMATS:
            return f"{_DECODERS[type.form]}({literal(value)})"
        return literal(value)

    def _assign(self, type: Type, target: str, source: str, required: bool) -> list[str]:
        """The statements that decode a value. What most values need is written out: a call would take longer."""
        members = [member.name for member in type.members if member.form == "object"]
        if members:
            tests = {member: self._may_be(member) for member in members}
            choices = [
                line
                for member, test in tests.items()
                for line in (f"if type(value) is dict and {test}:", f"    value = decode_member(value, {member})")
            ]
            return [f"value = {source}", *choices, f"{target} = value"]
        if type.form == "enum":
            name = f"_{self._modules[type.name].upper()}_MEMBERS"
            otherwise = [
                "except (KeyError, TypeError):",
                f"    {target} = {self._converter(type, not required)}(value)",
            ]
            return [f"value = {source}", "try:", f"    {target} = {name}[value]", *otherwise]
        if type.form == "object":
            return [f"value = {source}", f"{target} = {self._decoder(type, 'value')}"]
        return [f"{target} = {self._decoder(type, source)}"]

    def _may_be(self, member: str) -> str:
        """The expression for whether the object `value` may be a member of a union; its first field is tried first."""
        first = next(iter(self._schemas[member].get("properties", {})), None)
        test = f"is_member(value, {member})"
        return test if first is None else f"({literal(first)} in value or {test})"

    def _decoder(self, type: Type, value: str) -> str:
        """The expression that decodes the expression `value`, which it may repeat."""
        if type.form == "union":
            if len(type.members) == 1 and type.members[0].form != "object":
                return self._decoder(type.members[0], value)
            for member in type.members:
                if member.form == "object":
                    value = f"decode_union_member({value}, {member.name})"
            return value
        if type.form == "object":
            return f"new_instance({type.name})._decode({value}) if type({value}) is dict else null_or_raise({value})"
        if type.items is None:
            return value if type.form in _PLAIN else f"{self._converter(type)}({value})"
        if _is_plain(type.items):
            return f"decode_list({value})"
        if type.items.form == "object":
            return f"decode_models({value}, {type.items.name})"
        if type.items.form in ("array", "union"):
            return f"decode_list({value}, lambda item: {self._decoder(type.items, 'item')})"
        return f"decode_list({value}, {self._converter(type.items)})"

    def _converter(self, type: Type, optional: bool = False) -> str:
        """The function that converts a string."""
        if type.form != "enum":
            return _DECODERS[type.form]
        return f"to_{self._modules[type.name]}{'_or_none' if type.nullable else ''}{'_or_unset' if optional else ''}"


def annotation(type: Type) -> str:
    """The annotation of a decoded value. A union of objects is open: an object that is none of them stays a dict."""
    if type.form == "union":
        annotations = [annotation(member) for member in type.members]
        if any(member.form == "object" for member in type.members):
            annotations.append("dict[str, Any]")
        text = " | ".join(dict.fromkeys(annotations))
    else:
        text = f"list[{annotation(type.items)}]" if type.items else type.name or type.scalar
    return f"{text} | None" if type.nullable and text != "Any" else text


def _shielded(text: str) -> str:
    """An annotation that attrs takes for that of a field: one that begins with ClassVar is not."""
    return f"Annotated[{text}, None]" if text.startswith("ClassVar") else text


def _parts(type: Type) -> Iterator[Type]:
    """A type and those of its items and members."""
    yield type
    for inner in (*type.members, *([type.items] if type.items else ())):
        yield from _parts(inner)


def _is_plain(type: Type) -> bool:
    """Whether a value of the type is the same in Python as in JSON."""
    return all(part.form in (*_PLAIN, "array", "union") for part in _parts(type))


def _has_timestamps(type: Type) -> bool:
    """Whether it is a timestamp, which encodes as it was received, or a list of them."""
    return any(part.form == "date-time" for part in (type, type.items, *type.members) if part)


def _encoder(type: Type, value: str, key: str = "") -> str:
    """The expression that encodes the expression `value`. What most values need is written out."""
    if _is_plain(type):
        return value
    if key and _has_timestamps(type):
        return f"encode({value}, source.get({key}))"
    if type.form == "enum":
        return f'getattr({value}, "_value_", {value})'
    if type.items and type.items.form in ("array", "object"):
        item = "encode(item)"
        if type.items.form == "object":
            item = f"item.to_dict() if isinstance(item, {type.items.name}) else {item}"
        return f"[{item} for item in {value}] if isinstance({value}, list) else {value}"
    return f"encode({value})"
