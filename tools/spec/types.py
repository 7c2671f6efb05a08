"""The type of a schema: which values it allows. Generated code and comparisons phrase it in their own terms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tools.spec.document import Object, resolve, schema_name, split_null

# The Python type of each form of scalar. Strings with one of these formats have a form of their own.
FORMATS = {"date": "datetime.date", "date-time": "datetime.datetime", "uuid": "UUID"}
SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", **FORMATS}
# Names that generated modules use themselves. Any other name is that of the service, except Python's keywords.
RESERVED = {
    *("additional_properties", "bool", "classmethod", "datetime", "dict", "float", "from_dict", "int", "list", "self"),
    *("str", "to_dict"),
    *("AdditionalProperties", "Annotated", "Any", "ClassVar", "DatadogSite", "Extras", "Mapping", "Model", "OpenEnum"),
    *("Self", "UNSET", "UUID", "Unset"),
}


class Type(NamedTuple):
    """Which values a schema allows.

    Attributes:
        form: `any`, `null`, one of SCALARS, `enum`, `object`, `array` or `union`.
        name: The name of the schema of an enum, object or union; empty if it has none.
        nullable: Whether null is allowed too.
        items: The type of the items of an array.
        members: The types of the members of a union, without null.
    """

    form: str
    name: str = ""
    nullable: bool = False
    items: Type | None = None
    members: tuple[Type, ...] = ()

    @property
    def scalar(self) -> str:
        """The Python type of a value that is neither an object, an array nor a union."""
        return "str" if self.form == "enum" else SCALARS.get(self.form, "Any")

    @property
    def accepted(self) -> str:
        """The annotation of what callers may pass."""
        if self.form == "enum":
            annotation = f"models.{self.name} | str"
        elif self.form == "object":
            annotation = f"models.{self.name} | Mapping[str, Any]" if self.name else "Mapping[str, Any]"
        else:
            annotation = f"Sequence[{self.items.accepted}]" if self.items else self.scalar
        return f"{annotation} | None" if self.nullable and annotation != "Any" else annotation

    @property
    def returned(self) -> str:
        """The annotation of what an operation returns."""
        if self.items:
            return f"list[{self.items.returned}]"
        return f"models.{self.name}" if self.name else self.scalar

    def __str__(self) -> str:
        return self.returned.replace("models.", "")


def type_of(spec: Object, node: Object) -> Type:
    """The type of a schema, or of a reference to one."""
    inner, nullable = split_null(spec, node)
    name, schema = schema_name(inner), resolve(spec, inner)
    if "$ref" in inner and split_null(spec, schema)[1]:
        return type_of(spec, schema)
    if "oneOf" in schema or "anyOf" in schema:
        types = [type_of(spec, member) for member in schema.get("oneOf") or schema["anyOf"]]
        members = tuple(part for member in types for part in member.members or (member,) if part.form != "null")
        return Type("union", name, nullable or any(m.nullable or m.form == "null" for m in types), members=members)
    form = schema.get("type")
    if "enum" in schema or form == "object":
        return Type("enum" if "enum" in schema else "object", name, nullable)
    if form == "array":
        return Type("array", "", nullable, type_of(spec, schema.get("items", {})))
    if form == "string" and schema.get("format") in FORMATS:
        form = schema["format"]
    return Type(form if form == "null" or form in SCALARS else "any", "", nullable)


def any_of(types: Iterable[Type | None]) -> str:
    """The annotation of a result that has one of these types, or is None."""
    types = list(types)
    annotations = sorted({item.returned for item in types if item})
    return " | ".join([*annotations, *(["None"] if None in types else [])])
