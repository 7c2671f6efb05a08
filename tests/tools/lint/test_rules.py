"""Every rule for the spec: what breaks it, where it is reported, and the message."""

from __future__ import annotations

from functools import partial
from typing import Any

import edits
import pytest
from edits import GONE, content, parameter, ref
from tools.lint import rules

TEXT: dict[str, Any] = {"type": "string", "description": "x", "example": "x"}
KEYS: dict[str, list[str]] = {"apiKeyAuth": [], "appKeyAuth": []}
ERRORS = {status: {"description": "x", **content("Problem")} for status in rules.VENDOR_STATUSES}
BASE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"version": "1.0.0"},
    "tags": [{"name": "Things"}],
    "servers": [{"url": "https://api.{site}", "variables": {"site": {"default": "a.com", "enum": ["a.com", "b.com"]}}}],
    "paths": {
        "/things/{id}": {
            "get": {
                "operationId": "listParts",
                "tags": ["Things"],
                "summary": "x",
                "description": "x",
                "security": [KEYS, {"AuthZ": ["things_read"]}],
                "parameters": [
                    parameter("id", "path", required=True),
                    parameter("page", schema={"type": "integer", "minimum": 1}, example=1),
                    parameter("after"),
                    parameter("tags", schema={"type": "array", "items": {"type": "string"}}, example=["x"]),
                    parameter("weight", schema={"type": "number"}, example=1.5),
                    parameter("flag", schema={"type": "boolean"}, example=True),
                    parameter("X-Trace", "header"),
                    ref("Size", "parameters"),
                ],
                "responses": {"200": ref("Parts", "responses"), "204": {"description": "x"}, **ERRORS},
                "x-pagination": {"pageParam": "page", "resultsPath": "page.data"},
            },
            "put": {
                "operationId": "updateThing",
                "tags": ["Things"],
                "summary": "x",
                "description": "x",
                "security": [KEYS, {"AuthZ": ["things_write"]}],
                "parameters": [parameter("id", "path", required=True)],
                "requestBody": ref("Change", "requestBodies"),
                "responses": {
                    "200": {"description": "x", "content": {"text/csv": {"schema": {"type": "string"}}}},
                    **ERRORS,
                },
            },
        }
    },
    "components": {
        "securitySchemes": {
            "apiKeyAuth": {"type": "apiKey", "in": "header", "name": "K"},
            "appKeyAuth": {"type": "apiKey", "in": "header", "name": "A"},
            "AuthZ": {"type": "oauth2", "flows": {"code": {"scopes": {"things_read": "x", "things_write": "x"}}}},
        },
        "parameters": {"Size": parameter("size", schema={"type": "integer"}, example=1)},
        "responses": {"Parts": {"description": "x", **content("Parts")}},
        "requestBodies": {"Change": content("Change")},
        "schemas": {
            "Parts": {
                "type": "object",
                "description": "x",
                "properties": {"page": {**ref("Page"), "description": "x"}},
                "example": {},
            },
            "Page": {
                "type": "object",
                "description": "x",
                "properties": {
                    "data": {"type": ["array", "null"], "items": ref("Part"), "description": "x", "example": []},
                    "next": TEXT,
                },
                "example": {},
            },
            "Part": {
                "type": "object",
                "description": "x",
                "required": ["name"],
                "properties": {
                    "name": TEXT,
                    "color": {**ref("Color"), "description": "x"},
                    "count": {"type": "integer", "description": "x", "default": 1, "minimum": 1, "example": 1},
                    "day": {"type": "string", "format": "date", "description": "x", "example": "2025-01-02"},
                    "either": {"oneOf": [ref("Color"), {"type": "null"}], "description": "x", "example": None},
                    "any": {"anyOf": [ref("Change"), {"type": "string"}], "description": "x", "example": "x"},
                },
                "example": {"name": "x"},
            },
            "Color": {"type": "string", "description": "x", "enum": ["RED", "DARK_BLUE"], "example": "RED"},
            "Problem": {
                "type": "object",
                "description": "x",
                "additionalProperties": {"type": "string"},
                "example": {"reason": "x"},
            },
            "Change": {"type": "object", "description": "x", "properties": {"name": TEXT}, "example": {"name": "x"}},
        },
    },
}
edited = partial(edits.edited, BASE)
PATH = ("paths", "/things/{id}")
GET, PUT = (*PATH, "get"), (*PATH, "put")
PARAMETERS, RESPONSES = (*GET, "parameters"), (*GET, "responses")
COMPONENTS = ("components",)
SCHEMAS = ("components", "schemas")
FIELDS = (*SCHEMAS, "Part", "properties")
FIELD = (*FIELDS, "new")
LISTED = {"type": "array", "items": TEXT}


def json_result(schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": "x", "content": {"application/json": {"schema": schema}}}


def one_field(name: str) -> dict[str, Any]:
    return {"type": "object", "description": "x", "properties": {name: TEXT}, "example": {}}


def test_the_spec_keeps_every_rule() -> None:
    assert list(rules.reference_problems(BASE)) == []
    assert list(rules.problems(BASE)) == []


# The edits of the spec, and each problem with its place.
Rows = dict[str, tuple[list[tuple[tuple[Any, ...], Any]], list[tuple[tuple[Any, ...], str]]]]
PROBLEMS: Rows = {
    "a version 3.0": ([(("openapi",), "3.0.3")], [(("openapi",), "must be a version 3.1, such as 3.1.0")]),
    "a version of two numbers": ([(("info", "version"), "1.2")], [(("info", "version"), "must be three numbers, such as 1.2.3: it is the version of the package")]),
    "a version with more": ([(("info", "version"), "1.2.3-rc1")], [(("info", "version"), "must be three numbers, such as 1.2.3: it is the version of the package")]),
    "two servers": ([(("servers", 1), BASE["servers"][0])], [(("servers",), "must be one server whose address has `{site}`, with a variable `site` that lists the sites")]),
    "a server without a site": ([(("servers", 0, "url"), "https://api.a.com")], [(("servers",), "must be one server whose address has `{site}`, with a variable `site` that lists the sites")]),
    "a server without variables": ([(("servers", 0, "variables"), GONE)], [(("servers",), "must be one server whose address has `{site}`, with a variable `site` that lists the sites")]),
    "sites that are not listed": ([(("servers", 0, "variables", "site", "enum"), GONE)], [(("servers",), "must be one server whose address has `{site}`, with a variable `site` that lists the sites")]),
    "another default site": ([(("servers", 0, "variables", "site", "default"), "c.com")], [(("servers", 0, "variables", "site", "default"), "must be one of its enum")]),
    "a key of another type": ([((*COMPONENTS, "securitySchemes", "apiKeyAuth", "type"), "http")], [((*COMPONENTS, "securitySchemes"), "no header apiKeyAuth: add it with `type: apiKey`, `in: header`, `name:`")]),
    "a key in the query": ([((*COMPONENTS, "securitySchemes", "appKeyAuth", "in"), "query")], [((*COMPONENTS, "securitySchemes"), "no header appKeyAuth: add it with `type: apiKey`, `in: header`, `name:`")]),
    "a key without a name": ([((*COMPONENTS, "securitySchemes", "appKeyAuth", "name"), GONE)], [((*COMPONENTS, "securitySchemes"), "no header appKeyAuth: add it with `type: apiKey`, `in: header`, `name:`")]),
    "a key that is missing": ([((*COMPONENTS, "securitySchemes", "apiKeyAuth"), GONE), ((*GET, "security"), [{"AuthZ": ["things_read"]}]), ((*GET, "x-exempt"), {"keys": "x"}), ((*PUT, "security"), [{"AuthZ": ["things_write"]}]), ((*PUT, "x-exempt"), {"keys": "x"})], [((*COMPONENTS, "securitySchemes"), "no header apiKeyAuth: add it with `type: apiKey`, `in: header`, `name:`")]),
    "an unused schema": ([((*SCHEMAS, "Lonely"), TEXT)], [((*SCHEMAS, "Lonely"), "nothing uses it: refer to it, or delete it")]),
    "an unused parameter": ([((*COMPONENTS, "parameters", "Lonely"), parameter("x"))], [((*COMPONENTS, "parameters", "Lonely"), "nothing uses it: refer to it, or delete it")]),
    "an unused response": ([((*COMPONENTS, "responses", "Lonely"), {"description": "x"})], [((*COMPONENTS, "responses", "Lonely"), "nothing uses it: refer to it, or delete it")]),
    "an unused body": ([((*COMPONENTS, "requestBodies", "Lonely"), content("Change"))], [((*COMPONENTS, "requestBodies", "Lonely"), "nothing uses it: refer to it, or delete it")]),
    "no tags": ([((*GET, "tags"), [])], [(GET, "no tags: add `tags:`")]),
    "no summary": ([((*GET, "summary"), GONE)], [(GET, "no summary: add `summary:`")]),
    "no description of an operation": ([((*GET, "description"), "")], [(GET, "no description: add `description:`")]),
    "an unknown tag": ([((*GET, "tags"), ["Cases"])], [((*GET, "tags"), "no tag is called Cases: add it to `tags:` at the top")]),
    "a misspelled tag": ([((*GET, "tags"), ["Thing"])], [((*GET, "tags"), "no tag is called Thing: did you mean `Things`?")]),
    "two tags": ([((*GET, "tags"), ["Things", "Things"])], [((*GET, "tags"), "more than one tag: the module of an operation is in one package")]),
    "an exemption from nothing": ([((*GET, "x-exempt"), {"all": "x"})], [((*GET, "x-exempt", "all"), "all is no rule: write one of keys, scope, 400, 401, 403, 404, 429")]),
    "a misspelled exemption": ([((*GET, "x-exempt"), {"scopes": "x"})], [((*GET, "x-exempt", "scopes"), "scopes is no rule: did you mean `scope`?")]),
    "an exemption without a reason": ([((*GET, "x-exempt"), {"scope": " "})], [((*GET, "x-exempt", "scope"), "no reason: write why the rule does not hold")]),
    "exemptions with reasons": ([((*GET, "x-exempt"), {"404": "x", "keys": "x", "scope": "x"}), ((*RESPONSES, "404"), GONE), ((*GET, "security"), [])], []),
    "a path without a slash": ([(("paths", "things/{id}"), {"put": {**BASE["paths"]["/things/{id}"]["put"], "operationId": "x"}})], [(("paths", "things/{id}"), "a path starts with a slash")]),
    "a path without an operation": ([(("paths", "/x"), {})], [(("paths", "/x"), "no operation: add one, or delete the path")]),
    "an operationId that is no method": ([((*PUT, "operationId"), "Update_thing")], [((*PUT, "operationId"), "'Update_thing' becomes the name of a method: write it like watchCase")]),
    "an operationId that is a keyword": ([((*PUT, "operationId"), "import")], [((*PUT, "operationId"), "'import' becomes the name of a method: write it like watchCase")]),
    "a method of the clients": ([((*PUT, "operationId"), "withOptions")], [((*PUT, "operationId"), "the clients have a method with_options of their own: choose another name")]),
    "an operationId twice": ([((*PUT, "operationId"), "listParts")], [((*PUT, "operationId"), "listParts has a method list_parts already: choose another name")]),
    "the name of an iterator": ([((*PUT, "operationId"), "iterParts")], [((*PUT, "operationId"), "listParts has a method iter_parts already: choose another name")]),
    "deprecated without a replacement": ([((*PUT, "deprecated"), True)], [(PUT, "deprecated without a replacement: write a description like: Deprecated, use `x` instead.")]),
    "an unknown scheme": ([((*GET, "security", 2), {"Token": []})], [((*GET, "security", 2, "Token"), "no security scheme is called Token")]),
    "a misspelled scheme": ([((*GET, "security", 2), {"AuthX": []})], [((*GET, "security", 2, "AuthX"), "no security scheme is called AuthX: did you mean `AuthZ`?")]),
    "an unknown scope": ([((*GET, "security", 2), {"AuthZ": ["all"]})], [((*GET, "security", 2, "AuthZ"), "AuthZ has no scope all: add it to the scopes of AuthZ")]),
    "a misspelled scope": ([((*GET, "security", 2), {"AuthZ": ["thing_read"]})], [((*GET, "security", 2, "AuthZ"), "AuthZ has no scope thing_read: did you mean `things_read`?")]),
    "one key": ([((*GET, "security", 0), {"apiKeyAuth": []})], [(GET, "no security with the two keys: add `- {apiKeyAuth: [], appKeyAuth: []}` to `security:`")]),
    "no scope": ([((*GET, "security", 1), {"AuthZ": []})], [(GET, "no OAuth scope: add `- AuthZ: [the scope that the page names]` to `security:`")]),
    "no security": ([((*GET, "security"), GONE)], [(GET, "no security with the two keys: add `- {apiKeyAuth: [], appKeyAuth: []}` to `security:`"), (GET, "no OAuth scope: add `- AuthZ: [the scope that the page names]` to `security:`")]),
    "a parameter twice in the path": ([(("paths", "/x/{id}/{id}"), {"put": {**BASE["paths"]["/things/{id}"]["put"], "operationId": "x"}})], [(("paths", "/x/{id}/{id}"), "it has a parameter twice")]),
    "a parameter twice": ([((*PARAMETERS, 2), parameter("page", schema={"type": "integer"}, example=1))], [((*PARAMETERS, 2), "the query has a parameter page already: delete one of the two")]),
    "a parameter that the path lacks": ([((*PARAMETERS, 8), parameter("number", "path", required=True))], [((*PARAMETERS, 8), "the path has no {number}")]),
    "a misspelled parameter of the path": ([((*PARAMETERS, 0, "name"), "ids")], [((*PARAMETERS, 0), "the path has no {ids}: did you mean `id`?"), (GET, "no parameter id, which the path has: add it to `parameters:` with `in: path`")]),
    "a parameter without a description": ([((*PARAMETERS, 2, "description"), GONE)], [((*PARAMETERS, 2), "no description: add `description:`")]),
    "a shared parameter without a description": ([((*COMPONENTS, "parameters", "Size", "description"), GONE)], [((*COMPONENTS, "parameters", "Size"), "no description: add `description:`")]),
    "a deprecated parameter": ([((*PARAMETERS, 2, "deprecated"), True)], [((*PARAMETERS, 2), "deprecated without a replacement: write a description like: Deprecated, use `x` instead.")]),
    "a cookie": ([((*PARAMETERS, 2, "in"), "cookie")], [((*PARAMETERS, 2, "in"), "must be path, query or header, not `cookie`")]),
    "a name that starts with a digit": ([((*PARAMETERS, 2, "name"), "2nd")], [((*PARAMETERS, 2, "name"), "'2nd' cannot be named in Python: start it with a letter")]),
    "a name without letters": ([((*PARAMETERS, 2, "name"), "[]")], [((*PARAMETERS, 2, "name"), "'[]' cannot be named in Python: start it with a letter")]),
    "an optional parameter in the path": ([((*PARAMETERS, 0, "required"), GONE)], [((*PARAMETERS, 0), "what is in the path must be given: add `required: true`")]),
    "a header of the client": ([((*PARAMETERS, 6, "name"), "User-Agent")], [((*PARAMETERS, 6, "name"), "the client sends User-Agent by itself: delete this parameter")]),
    "a header with an underscore": ([((*PARAMETERS, 6, "name"), "X_Trace")], [((*PARAMETERS, 6, "name"), "a header is named by letters, digits and hyphens")]),
    "a style": ([((*PARAMETERS, 2, "style"), "pipeDelimited")], [((*PARAMETERS, 2, "style"), "leave it out: only the default style is supported, form")]),
    "the default style": ([((*PARAMETERS, 2, "style"), "form")], []),
    "a style in the path": ([((*PARAMETERS, 0, "style"), "label")], [((*PARAMETERS, 0, "style"), "leave it out: only the default style is supported, simple")]),
    "lists with commas": ([((*PARAMETERS, 3, "explode"), False)], [((*PARAMETERS, 3, "explode"), "leave it out: only the default is supported, each item by itself")]),
    "the default of explode": ([((*PARAMETERS, 3, "explode"), True)], []),
    "explode in a header": ([((*PARAMETERS, 6, "explode"), True)], [((*PARAMETERS, 6, "explode"), "leave it out: only the default is supported, each item by itself")]),
    "a parameter without an example": ([((*PARAMETERS, 2, "example"), GONE)], [((*PARAMETERS, 2), "no example: add `example:`")]),
    "an example of another type": ([((*PARAMETERS, 2, "example"), 1)], [((*PARAMETERS, 2, "example"), "its own schema rejects it: 1 is not of type 'string'")]),
    "a parameter with a wrong schema": ([((*PARAMETERS, 2, "schema", "format"), "email")], [((*PARAMETERS, 2, "example"), "its own schema rejects it: 'x' is not a 'email'"), ((*PARAMETERS, 2, "schema", "format"), "string has no format email that the client knows: leave it out, and say it in the description")]),
    "a list in a header": ([((*PARAMETERS, 6), parameter("X-Many", "header", schema=LISTED, example=["x"]))], [((*PARAMETERS, 6, "schema"), "a list in the header is not supported: write one value")]),
    "a list in the path": ([((*PARAMETERS, 0), parameter("id", "path", required=True, schema=LISTED, example=["x"]))], [((*PARAMETERS, 0, "schema"), "a list in the path is not supported: write one value")]),
    "a list of lists in the query": ([((*PARAMETERS, 3, "schema", "items"), {"type": "array", "items": {"type": "string"}})], [((*PARAMETERS, 3, "example"), "its own schema rejects it: 'x' is not of type 'array'"), ((*PARAMETERS, 3, "schema"), "must be a text, a number or a boolean, or in the query a list of those")]),
    "a list without items in the query": ([((*PARAMETERS, 3, "schema", "items"), GONE)], [((*PARAMETERS, 3, "schema"), "no items: add `items:`"), ((*PARAMETERS, 3, "schema"), "must be a text, a number or a boolean, or in the query a list of those")]),
    "an object in the query": ([((*PARAMETERS, 2), parameter("after", schema=ref("Change"), example={"name": "x"}))], [((*PARAMETERS, 2, "schema"), "must be a text, a number or a boolean, or in the query a list of those")]),
    "a list of an enum in the query": ([((*PARAMETERS, 3), parameter("tags", schema={"type": "array", "items": ref("Color")}, example=["RED"]))], []),
    "a body of a GET": ([((*GET, "requestBody"), content("Change"))], [((*GET, "requestBody"), "a GET has no body: write parameters")]),
    "a form": ([((*COMPONENTS, "requestBodies", "Change"), content("Change", "text/plain"))], [((*PUT, "requestBody", "content"), "must be one media type, application/json or one that ends with +json")]),
    "two media types of a body": ([((*COMPONENTS, "requestBodies", "Change", "content", "a/x+json"), {"schema": ref("Change")})], [((*PUT, "requestBody", "content"), "must be one media type, application/json or one that ends with +json")]),
    "another media type of JSON": ([((*COMPONENTS, "requestBodies", "Change"), content("Change", "application/vnd.api+json"))], []),
    "a body that is no object": ([((*COMPONENTS, "requestBodies", "Change"), content("Color"))], [((*PUT, "requestBody", "content", "application/json", "schema"), "must be a $ref to an object")]),
    "an inline body": ([((*COMPONENTS, "requestBodies", "Change", "content", "application/json", "schema"), {"type": "object"})], [((*PUT, "requestBody", "content", "application/json", "schema"), "must be a $ref to an object")]),
    "no 404": ([((*RESPONSES, "404"), GONE)], [(RESPONSES, "no 404: add it with the error schema that the page shows")]),
    "no success": ([((*PUT, "responses", "200"), GONE)], [((*PUT, "responses"), "no success: add the status that the page shows, such as 200")]),
    "a range of statuses": ([((*RESPONSES, "5XX"), {"description": "x"})], [((*RESPONSES, "5XX"), "must be one status, such as 200")]),
    "a default response": ([((*RESPONSES, "default"), {"description": "x"})], [((*RESPONSES, "default"), "must be one status, such as 200")]),
    "an informational status": ([((*RESPONSES, "100"), {"description": "x"})], [((*RESPONSES, "100"), "must be one status, such as 200")]),
    "a range of statuses before another mistake": ([((*PUT, "responses"), {"4XX": {"description": "x"}, **ERRORS, "200": json_result({"type": "string"})})], [((*PUT, "responses", "4XX"), "must be one status, such as 200"), ((*PUT, "responses", "200"), "must be a $ref to an object, or a list")]),
    "a body of a 204": ([((*RESPONSES, "204"), ref("Parts", "responses"))], [((*RESPONSES, "204"), "a 204 has no body: delete `content:`")]),
    "a body of a 205": ([((*RESPONSES, "205"), {"description": "x", **content("Parts")})], [((*RESPONSES, "205"), "a 205 has no body: delete `content:`")]),
    "a body of a 304": ([((*RESPONSES, "304"), {"description": "x", **content("Parts")})], [((*RESPONSES, "304"), "a 304 has no body: delete `content:`")]),
    "two media types of a response": ([((*COMPONENTS, "responses", "Parts", "content", "text/plain"), {"schema": {"type": "string"}})], [((*RESPONSES, "200"), "more than one media type: keep the one that the service sends")]),
    "a text that is a number": ([((*PUT, "responses", "200", "content", "text/csv", "schema"), {"type": "integer"})], [((*PUT, "responses", "200"), "the schema of a text must be `type: string`")]),
    "a text that is JSON": ([((*PUT, "responses", "200"), {"description": "x", **content("Change", "text/x+json")})], []),
    "a file": ([((*PUT, "responses", "200"), {"description": "x", **content("Change", "application/pdf")})], [((*PUT, "responses", "200"), "application/pdf is not supported: only JSON and text/… are")]),
    "a list of objects": ([((*PUT, "responses", "200"), json_result({"type": "array", "items": ref("Part")}))], []),
    "a list of texts": ([((*PUT, "responses", "200"), json_result(LISTED))], []),
    "a list of numbers": ([((*PUT, "responses", "200"), json_result({"type": "array", "items": {"type": "number"}}))], []),
    "a list of integers": ([((*PUT, "responses", "200"), json_result({"type": "array", "items": {"type": "integer"}}))], []),
    "a list of booleans": ([((*PUT, "responses", "200"), json_result({"type": "array", "items": {"type": "boolean"}}))], []),
    "a list of an enum": ([((*PUT, "responses", "200"), json_result({"type": "array", "items": ref("Color")}))], [((*PUT, "responses", "200"), "a list must be one of a $ref to an object, or of texts, numbers or booleans")]),
    "a list of inline objects": ([((*PUT, "responses", "200"), json_result({"type": "array", "items": {"type": "object"}}))], [((*PUT, "responses", "200"), "a list must be one of a $ref to an object, or of texts, numbers or booleans")]),
    "a list of lists": ([((*PUT, "responses", "200"), json_result({"type": "array", "items": LISTED}))], [((*PUT, "responses", "200"), "a list must be one of a $ref to an object, or of texts, numbers or booleans")]),
    "a list of anything": ([((*PUT, "responses", "200"), json_result({"type": "array", "items": {}}))], [((*PUT, "responses", "200"), "a list must be one of a $ref to an object, or of texts, numbers or booleans")]),
    "a list without items as response": ([((*PUT, "responses", "200"), json_result({"type": "array"}))], [((*PUT, "responses", "200"), "a list must be one of a $ref to an object, or of texts, numbers or booleans")]),
    "a list of dates": ([((*PUT, "responses", "200"), json_result({"type": "array", "items": {"type": "string", "format": "date"}}))], [((*PUT, "responses", "200"), "a list of date is not supported: leave the format out")]),
    "a text as JSON": ([((*PUT, "responses", "200"), json_result({"type": "string"}))], [((*PUT, "responses", "200"), "must be a $ref to an object, or a list")]),
    "an inline object as response": ([((*PUT, "responses", "200"), json_result({"type": "object"}))], [((*PUT, "responses", "200"), "must be a $ref to an object, or a list")]),
    "two forms of pages": ([((*GET, "x-pagination", "cursorParam"), "after")], [((*GET, "x-pagination"), "must have one of pageParam, pageOffsetParam, cursorParam, which tells the pages apart")]),
    "no form of pages": ([((*GET, "x-pagination", "pageParam"), GONE)], [((*GET, "x-pagination"), "must have one of pageParam, pageOffsetParam, cursorParam, which tells the pages apart")]),
    "a parameter of pages that does not exist": ([((*GET, "x-pagination", "pageParam"), "number")], [((*GET, "x-pagination", "pageParam"), "the query has no parameter number")]),
    "a misspelled parameter of pages": ([((*GET, "x-pagination", "pageParam"), "pages")], [((*GET, "x-pagination", "pageParam"), "the query has no parameter pages: did you mean `page`?")]),
    "a page that is no query parameter": ([((*GET, "x-pagination", "pageParam"), "X-Trace")], [((*GET, "x-pagination", "pageParam"), "the query has no parameter X-Trace")]),
    "a page of another type": ([((*GET, "x-pagination", "pageParam"), "after")], [((*GET, "x-pagination", "pageParam"), "after must be of type integer")]),
    "a limit": ([((*GET, "x-pagination", "limitParam"), "size")], []),
    "a limit of another type": ([((*GET, "x-pagination", "limitParam"), "after")], [((*GET, "x-pagination", "limitParam"), "after must be of type integer")]),
    "a limit that does not exist": ([((*GET, "x-pagination", "limitParam"), "limit")], [((*GET, "x-pagination", "limitParam"), "the query has no parameter limit")]),
    "an offset": ([((*GET, "x-pagination"), {"pageOffsetParam": "page", "pageStart": 0, "resultsPath": "page.data"})], []),
    "a cursor": ([((*GET, "x-pagination"), {"cursorParam": "after", "cursorPath": "page.next", "resultsPath": "page.data"})], []),
    "a cursor of another type": ([((*GET, "x-pagination"), {"cursorParam": "page", "cursorPath": "page.next", "resultsPath": "page.data"})], [((*GET, "x-pagination", "cursorParam"), "page must be of type string")]),
    "a cursor without its path": ([((*GET, "x-pagination"), {"cursorParam": "after", "resultsPath": "page.data"})], [((*GET, "x-pagination"), "cursorParam and cursorPath belong together: add or delete one")]),
    "the path of no cursor": ([((*GET, "x-pagination", "cursorPath"), "page.next")], [((*GET, "x-pagination"), "cursorParam and cursorPath belong together: add or delete one")]),
    "the start of a cursor": ([((*GET, "x-pagination"), {"cursorParam": "after", "cursorPath": "page.next", "pageStart": 0, "resultsPath": "page.data"})], [((*GET, "x-pagination", "pageStart"), "a cursor has no start: delete it")]),
    "a cursor that leads nowhere": ([((*GET, "x-pagination"), {"cursorParam": "after", "cursorPath": "page.last", "resultsPath": "page.data"})], [((*GET, "x-pagination", "cursorPath"), "must lead to a field of the success, by the names of fields with dots between")]),
    "results that lead nowhere": ([((*GET, "x-pagination", "resultsPath"), "page.items")], [((*GET, "x-pagination", "resultsPath"), "must lead to an array of the success, by the names of fields with dots between")]),
    "results that are no list": ([((*GET, "x-pagination", "resultsPath"), "page.next")], [((*GET, "x-pagination", "resultsPath"), "must lead to an array of the success, by the names of fields with dots between")]),
    "results without a success": ([((*RESPONSES, "200"), {"description": "x"})], [((*GET, "x-pagination", "resultsPath"), "must lead to an array of the success, by the names of fields with dots between"), ((*COMPONENTS, "responses", "Parts"), "nothing uses it: refer to it, or delete it")]),
    "results of another success": ([((*RESPONSES, "200"), {"description": "x"}), ((*RESPONSES, "202"), ref("Parts", "responses"))], []),
    "results of two successes": ([((*RESPONSES, "201"), json_result(ref("Change")))], []),
    "results behind null": ([((*SCHEMAS, "Parts", "properties", "page"), {"oneOf": [ref("Page"), {"type": "null"}], "description": "x", "example": None})], []),
    "results of texts": ([((*SCHEMAS, "Page", "properties", "data", "items"), {"type": "string"})], [((*SCHEMAS, "Part"), "nothing uses it: refer to it, or delete it")]),
    "results of lists": ([((*SCHEMAS, "Page", "properties", "data", "items"), LISTED)], [((*GET, "x-pagination", "resultsPath"), "the items must be a $ref to an object, texts or numbers"), ((*SCHEMAS, "Part"), "nothing uses it: refer to it, or delete it")]),
    "the name of a schema": ([((*SCHEMAS, "part"), TEXT)], [((*SCHEMAS, "part"), "nothing uses it: refer to it, or delete it"), ((*SCHEMAS, "part"), "the name of a schema becomes that of a class: write it like CaseResponse")]),
    "a field without a description": ([(FIELD, {"type": "string", "example": "x"})], [(FIELD, "no description: add `description:`")]),
    "a field without an example": ([(FIELD, {"type": "string", "description": "x"})], [(FIELD, "no example: add `example:`")]),
    "a $ref without an example": ([(FIELD, {**ref("Color"), "description": "x"})], []),
    "a schema without an example": ([((*SCHEMAS, "Change", "example"), GONE)], [((*SCHEMAS, "Change"), "no example: add `example:`")]),
    "a wrong example": ([(FIELD, {**TEXT, "example": 1})], [((*FIELD, "example"), "its own schema rejects it: 1 is not of type 'string'")]),
    "a wrong example beside a $ref": ([(FIELD, {**ref("Color"), "description": "x", "example": "GREEN"})], [((*FIELD, "example"), "its own schema rejects it: 'GREEN' is not one of ['RED', 'DARK_BLUE']")]),
    "a $ref to something deprecated": ([(FIELD, {**ref("Old"), "description": "x"}), ((*SCHEMAS, "Old"), {**TEXT, "deprecated": True, "description": "Deprecated, use `name`."})], []),
    "a deprecated field without a description": ([(FIELD, {"type": "string", "example": "x", "deprecated": True})], [(FIELD, "no description: add `description:`"), (FIELD, "deprecated without a replacement: write a description like: Deprecated, use `x` instead.")]),
    "a deprecated field": ([(FIELD, {**TEXT, "deprecated": True})], [(FIELD, "deprecated without a replacement: write a description like: Deprecated, use `x` instead.")]),
    "a deprecated field with a replacement": ([(FIELD, {**TEXT, "deprecated": True, "description": "Deprecated, use `name` instead."})], []),
    "a deprecated $ref": ([(FIELD, {**ref("Color"), "description": "x", "deprecated": True})], [(FIELD, "deprecated without a replacement: write a description like: Deprecated, use `x` instead.")]),
    "a deprecated $ref to a replacement": ([(FIELD, {**ref("Color"), "description": "Deprecated: Use `name`.", "deprecated": True})], []),
    "a deprecated $ref to something deprecated": ([(FIELD, {**ref("Color"), "deprecated": True}), ((*SCHEMAS, "Color", "description"), "Deprecated, use `name`.")], [(FIELD, "no description: add `description:`")]),
    "fields of the same Python name": ([((*FIELDS, "Name"), TEXT)], [((*FIELDS, "Name"), "it would be called 'name' in Python, as name is: not supported")]),
    "a field that starts with a digit": ([((*FIELDS, "1st"), TEXT)], [((*FIELDS, "1st"), "'1st' does not start with a letter: not supported")]),
    "a field that starts with another sign": ([((*FIELDS, "_x"), TEXT)], [((*FIELDS, "_x"), "'_x' does not start with a letter: not supported")]),
    "a required field that does not exist": ([((*SCHEMAS, "Part", "required"), ["name", "title"])], [((*SCHEMAS, "Part", "example"), "its own schema rejects it: 'title' is a required property"), ((*SCHEMAS, "Part", "required"), "no field is called title")]),
    "a misspelled required field": ([((*SCHEMAS, "Part", "required"), ["name", "days"])], [((*SCHEMAS, "Part", "example"), "its own schema rejects it: 'days' is a required property"), ((*SCHEMAS, "Part", "required"), "no field is called days: did you mean `day`?")]),
    "a rule for items": ([(FIELD, {"type": "array", "items": {"type": "string", "format": "email"}, "description": "x", "example": []})], [((*FIELD, "items", "format"), "string has no format email that the client knows: leave it out, and say it in the description")]),
    "a rule for other fields": ([((*SCHEMAS, "Problem", "additionalProperties", "format"), "email")], [((*SCHEMAS, "Problem", "example"), "its own schema rejects it: 'x' is not a 'email'"), ((*SCHEMAS, "Problem", "additionalProperties", "format"), "string has no format email that the client knows: leave it out, and say it in the description")]),
    "a rule for members": ([((*FIELDS, "any", "anyOf", 1, "minimum"), 1)], [((*FIELDS, "any", "anyOf", 1, "minimum"), "`minimum` belongs to a number: delete it, or write `type: integer`")]),
    "a rule for members of a oneOf": ([((*FIELDS, "either", "oneOf", 0), {"type": "string", "minimum": 1})], [((*FIELDS, "either", "oneOf", 0, "minimum"), "`minimum` belongs to a number: delete it, or write `type: integer`")]),
    "fields of no object": ([((*SCHEMAS, "Change", "type"), GONE)], [((*PUT, "requestBody", "content", "application/json", "schema"), "must be a $ref to an object"), ((*FIELDS, "any", "anyOf", 0), "not supported beside other members: only objects by $ref, null, texts, numbers, booleans and lists of those are"), ((*SCHEMAS, "Change"), "`properties` belongs to `type: object`: write that, or delete `properties`")]),
    "required fields of a text": ([(FIELD, {**TEXT, "required": ["x"]})], [(FIELD, "`required` belongs to `type: object`: write that, or delete `required`"), ((*FIELD, "required"), "no field is called x")]),
    "other fields of a text": ([(FIELD, {**TEXT, "additionalProperties": True})], [(FIELD, "`additionalProperties` belongs to `type: object`: write that, or delete `additionalProperties`")]),
    "items of a text": ([(FIELD, {**TEXT, "items": {}})], [(FIELD, "`items` belongs to `type: array`: write that, or delete `items`")]),
    "the fewest items of a text": ([(FIELD, {**TEXT, "minItems": 1})], [(FIELD, "`minItems` belongs to `type: array`: write that, or delete `minItems`")]),
    "the most items of a text": ([(FIELD, {**TEXT, "maxItems": 1})], [(FIELD, "`maxItems` belongs to `type: array`: write that, or delete `maxItems`")]),
    "an enum of integers": ([((*SCHEMAS, "Color", "type"), "integer")], [((*SCHEMAS, "Color", "example"), "its own schema rejects it: 'RED' is not of type 'integer'"), ((*SCHEMAS, "Color"), "`enum` belongs to `type: string`: write that, or delete `enum`")]),
    "a const of an integer": ([(FIELD, {"type": "integer", "const": "x", "description": "x", "example": "x"})], [((*FIELD, "example"), "its own schema rejects it: 'x' is not of type 'integer'"), (FIELD, "`const` belongs to `type: string`: write that, or delete `const`")]),
    "a const": ([(FIELD, {**TEXT, "const": "x"})], []),
    "names of no enum": ([(FIELD, {"type": "integer", "x-enum-varnames": [], "description": "x", "example": 1})], [(FIELD, "`x-enum-varnames` belongs to `type: string`: write that, or delete `x-enum-varnames`")]),
    "the minimum of a text": ([(FIELD, {**TEXT, "minimum": 1})], [((*FIELD, "minimum"), "`minimum` belongs to a number: delete it, or write `type: integer`")]),
    "the maximum of a number": ([(FIELD, {"type": ["number", "null"], "maximum": 1.5, "description": "x", "example": 1})], []),
    "a list without items": ([(FIELD, {"type": "array", "description": "x", "example": []})], [(FIELD, "no items: add `items:`")]),
    "an unknown format": ([(FIELD, {**TEXT, "format": "email"})], [((*FIELD, "example"), "its own schema rejects it: 'x' is not a 'email'"), ((*FIELD, "format"), "string has no format email that the client knows: leave it out, and say it in the description")]),
    "a misspelled format": ([(FIELD, {"type": "integer", "format": "int46", "description": "x", "example": 1})], [((*FIELD, "format"), "integer has no format int46 that the client knows: did you mean `int64`?")]),
    "the format of a number": ([(FIELD, {"type": "number", "format": "double", "description": "x", "example": 1})], []),
    "the format of a boolean": ([(FIELD, {"type": "boolean", "format": "date", "description": "x", "example": True})], [((*FIELD, "format"), "boolean has no format date that the client knows: leave it out, and say it in the description")]),
    "the format of anything": ([(FIELD, {"format": "date", "description": "x", "example": True})], [((*FIELD, "format"), "a schema without a type has no format date that the client knows: leave it out, and say it in the description")]),
    "an inline enum": ([(FIELD, {**TEXT, "enum": ["x"]})], [(FIELD, "an inline enum would get a made-up class name: move it to components/schemas and $ref it")]),
    "an inline object": ([(FIELD, {"type": "object", "description": "x", "example": {}})], [(FIELD, "an inline object would get a made-up class name: move it to components/schemas and $ref it")]),
    "an inline object with fields": ([(FIELD, {"type": "object", "properties": {"x": TEXT}, "description": "x", "example": {}})], [(FIELD, "an inline object would get a made-up class name: move it to components/schemas and $ref it")]),
    "an object that may be null": ([((*SCHEMAS, "Change", "type"), ["object", "null"])], [((*PUT, "requestBody", "content", "application/json", "schema"), "must be a $ref to an object"), ((*FIELDS, "any", "anyOf", 0), "not supported beside other members: only objects by $ref, null, texts, numbers, booleans and lists of those are"), ((*SCHEMAS, "Change", "type"), 'write `type: object`, and where it may be null `oneOf:` with a $ref and `type: "null"`')]),
    "an enum that may be null": ([((*SCHEMAS, "Color", "type"), ["string", "null"])], [((*SCHEMAS, "Color"), 'write `oneOf:` with a $ref to the enum and `type: "null"`')]),
    "a schema of one text": ([((*SCHEMAS, "Color"), {**TEXT, "const": "x"})], [((*SCHEMAS, "Color", "const"), "write `enum:` with one value: a schema with a name becomes a class")]),
    "a default of a list": ([(FIELD, {"type": "array", "items": TEXT, "default": [], "description": "x", "example": []})], [((*FIELD, "default"), "leave it out: only a text, a number or a boolean can have one")]),
    "a default of an object": ([((*SCHEMAS, "Change", "default"), {})], [((*SCHEMAS, "Change", "default"), "leave it out: only a text, a number or a boolean can have one")]),
    "a default of a oneOf": ([((*FIELDS, "either", "default"), "RED")], [((*FIELDS, "either", "default"), "leave it out: only a text, a number or a boolean can have one")]),
    "a default of an anyOf": ([((*FIELDS, "any", "default"), "x")], [((*FIELDS, "any", "default"), "leave it out: only a text, a number or a boolean can have one")]),
    "a wrong default beside a $ref": ([((*FIELDS, "color", "default"), "GREEN")], [((*FIELDS, "color", "default"), "its own schema rejects it: 'GREEN' is not one of ['RED', 'DARK_BLUE']")]),
    "a wrong default of a member": ([((*FIELDS, "any", "anyOf", 1, "default"), 1)], [((*FIELDS, "any", "anyOf", 1, "default"), "its own schema rejects it: 1 is not of type 'string'")]),
    "a wrong default": ([((*FIELDS, "count", "default"), 0)], [((*FIELDS, "count", "default"), "its own schema rejects it: 0 is less than the minimum of 1")]),
    "an empty enum": ([((*SCHEMAS, "Color", "enum"), [])], [((*SCHEMAS, "Color", "example"), "its own schema rejects it: 'RED' is not one of []"), ((*SCHEMAS, "Color", "enum"), "no values: add them in the order of the page")]),
    "a value twice": ([((*SCHEMAS, "Color", "enum"), ["RED", "RED"])], [((*SCHEMAS, "Color", "enum"), "duplicate value: write each value once, in the order of the page")]),
    "too few names": ([((*SCHEMAS, "Color", "x-enum-varnames"), ["RED"])], [((*SCHEMAS, "Color", "x-enum-varnames"), "must be as many as the values, 2")]),
    "names of values": ([((*SCHEMAS, "Color", "x-enum-varnames"), ["RED", "BLUE"])], []),
    "a value without a name": ([((*SCHEMAS, "Color", "enum", 1), "-1")], [((*SCHEMAS, "Color", "enum", 1), "'-1' cannot be named in Python: add `x-enum-varnames:`")]),
    "values of one name": ([((*SCHEMAS, "Color", "enum", 1), "red")], [((*SCHEMAS, "Color", "enum", 1), "'red' would be called RED, as 'RED' is")]),
    "values with one name": ([((*SCHEMAS, "Color", "x-enum-varnames"), ["RED", "Red"])], [((*SCHEMAS, "Color", "enum", 1), "'DARK_BLUE' would be called RED, as 'RED' is")]),
    "a type beside oneOf": ([((*FIELDS, "either", "type"), "string")], [((*FIELDS, "either", "example"), "its own schema rejects it: None is not of type 'string'"), ((*FIELDS, "either", "oneOf"), "must be all that says the type: delete the others")]),
    "oneOf and anyOf": ([((*FIELDS, "either", "anyOf"), [{"type": "string"}])], [((*FIELDS, "either", "example"), "its own schema rejects it: None is not valid under any of the given schemas"), ((*FIELDS, "either", "oneOf"), "must be all that says the type: delete the others"), ((*FIELDS, "either", "anyOf"), "must be all that says the type: delete the others")]),
    "no members": ([((*FIELDS, "any", "anyOf"), [])], [((*FIELDS, "any", "example"), "its own schema rejects it: 'x' is not valid under any of the given schemas"), ((*FIELDS, "any", "anyOf"), "no members: add some")]),
    "only null": ([((*FIELDS, "either", "oneOf"), [{"type": "null"}])], [((*FIELDS, "either", "oneOf"), "only null is left to choose: add another member")]),
    "an enum beside another member": ([((*FIELDS, "any", "anyOf", 1), ref("Color"))], [((*FIELDS, "any", "example"), "its own schema rejects it: 'x' is not valid under any of the given schemas"), ((*FIELDS, "any", "anyOf", 1), "not supported beside other members: only objects by $ref, null, texts, numbers, booleans and lists of those are")]),
    "a date beside another member": ([((*FIELDS, "any", "anyOf", 1), {"type": "string", "format": "date"})], [((*FIELDS, "any", "example"), "its own schema rejects it: 'x' is not valid under any of the given schemas"), ((*FIELDS, "any", "anyOf", 1), "not supported beside other members: only objects by $ref, null, texts, numbers, booleans and lists of those are")]),
    "an object without fields beside another member": ([((*FIELDS, "any", "anyOf", 0), ref("Problem"))], [((*FIELDS, "any", "anyOf", 0), "not supported beside other members: only objects by $ref, null, texts, numbers, booleans and lists of those are")]),
    "anything beside another member": ([((*FIELDS, "any", "anyOf", 0), {})], [((*FIELDS, "any", "anyOf", 0), "not supported beside other members: only objects by $ref, null, texts, numbers, booleans and lists of those are")]),
    "a list of objects beside another member": ([((*FIELDS, "any", "anyOf", 0), {"type": "array", "items": ref("Change")})], [((*FIELDS, "any", "anyOf", 0), "not supported beside other members: only objects by $ref, null, texts, numbers, booleans and lists of those are")]),
    "a list of an enum beside another member": ([((*FIELDS, "any", "anyOf", 0), {"type": "array", "items": ref("Color")})], [((*FIELDS, "any", "anyOf", 0), "not supported beside other members: only objects by $ref, null, texts, numbers, booleans and lists of those are")]),
    "a list of anything beside another member": ([((*FIELDS, "any", "anyOf", 0), {"type": "array", "items": {}})], [((*FIELDS, "any", "anyOf", 0), "not supported beside other members: only objects by $ref, null, texts, numbers, booleans and lists of those are")]),
    "a list without items beside another member": ([((*FIELDS, "any", "anyOf", 0), {"type": "array"})], [((*FIELDS, "any", "anyOf", 0), "not supported beside other members: only objects by $ref, null, texts, numbers, booleans and lists of those are"), ((*FIELDS, "any", "anyOf", 0), "no items: add `items:`")]),
    "an inline object or null": ([((*FIELDS, "either", "oneOf", 0), {"type": "object"})], [((*FIELDS, "either", "oneOf", 0), "an inline object would get a made-up class name: move it to components/schemas and $ref it")]),
    "a maximum of a text": ([(FIELD, {**TEXT, "maximum": 1})], [((*FIELD, "maximum"), "`maximum` belongs to a number: delete it, or write `type: integer`")]),
    "members that are told apart": ([((*FIELDS, "any", "anyOf"), [ref("Change"), *({"type": kind} for kind in ("string", "integer", "number", "boolean", "null")), {"type": "array", "items": {"type": "number"}}])], []),
    "lists that are told apart": ([((*FIELDS, "any", "anyOf"), [ref("Change"), *({"type": "array", "items": {"type": kind}} for kind in ("string", "integer", "boolean"))]), ((*FIELDS, "any", "example"), [])], []),
    "an unnamed field": ([((*SCHEMAS, "Part", "example", "title"), "x")], [((*SCHEMAS, "Part", "example"), "no schema names title: correct its spelling, or add it to the schema")]),
    "an unnamed field in an object": ([((*SCHEMAS, "Parts", "example"), {"page": {"last": 1}})], [((*SCHEMAS, "Parts", "example"), "no schema names page.last: correct its spelling, or add it to the schema")]),
    "an unnamed field in a list": ([((*SCHEMAS, "Parts", "example"), {"page": {"data": [{"name": "x"}, {"name": "x", "title": "x"}]}})], [((*SCHEMAS, "Parts", "example"), "no schema names page.data[1].title: correct its spelling, or add it to the schema")]),
    "an unnamed field in a union": ([((*FIELDS, "any", "example"), {"title": "x"})], [((*FIELDS, "any", "example"), "no schema names title: correct its spelling, or add it to the schema")]),
    "an unnamed field in a union in an object": ([((*SCHEMAS, "Part", "example", "any"), {"title": "x"})], [((*SCHEMAS, "Part", "example"), "no schema names any.title: correct its spelling, or add it to the schema")]),
    "the member of a union that lacks the fewest": ([((*SCHEMAS, "One"), one_field("b")), ((*SCHEMAS, "Two"), one_field("a")), ((*SCHEMAS, "Two", "properties", "c"), TEXT), ((*FIELDS, "any", "anyOf"), [ref("One"), ref("Two"), ref("Change")]), ((*FIELDS, "any", "example"), {"a": "x", "b": "x", "c": "x"})], [((*FIELDS, "any", "example"), "no schema names b: correct its spelling, or add it to the schema")]),
    "a long message": ([((*FIELDS, "color", "example"), "x" * 400)], [((*FIELDS, "color", "example"), f"its own schema rejects it: '{'x' * 299}")]),
    "other fields of another type": ([((*SCHEMAS, "Problem", "additionalProperties"), ref("Change"))], [((*SCHEMAS, "Problem", "example"), "its own schema rejects it: 'x' is not of type 'object'")]),
    "an unnamed field in other fields": ([((*SCHEMAS, "Problem", "additionalProperties"), ref("Change")), ((*SCHEMAS, "Problem", "example"), {"reason": {"title": "x"}})], [((*SCHEMAS, "Problem", "example"), "no schema names reason.title: correct its spelling, or add it to the schema")]),
    "an unnamed field in a oneOf": ([((*FIELDS, "either", "oneOf", 0), ref("Change")), ((*FIELDS, "either", "example"), {"title": "x"})], [((*FIELDS, "either", "example"), "no schema names title: correct its spelling, or add it to the schema")]),
    "a field that another member of a union names": ([((*FIELDS, "any", "anyOf", 1), ref("Part")), ((*FIELDS, "any", "example"), {"name": "x", "count": 1, "color": "RED"})], []),
    "a field of an object without any": ([(FIELD, {**ref("Free"), "description": "x"}), ((*SCHEMAS, "Free"), {"type": "object", "description": "x", "example": {"title": 1}})], []),
    "a field of an object that allows others": ([((*SCHEMAS, "Change"), {**BASE["components"]["schemas"]["Change"], "additionalProperties": True, "example": {"title": 1}})], []),
}  # fmt: skip


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_rule(name: str) -> None:
    edits, found = PROBLEMS[name]
    assert list(rules.problems(edited(*edits))) == found


REFERENCES: Rows = {
    "another file": ([((*FIELDS, "color", "$ref"), "other.yaml#/Color")], [((*FIELDS, "color", "$ref"), "$ref to other.yaml#/Color: write `#/components/schemas/` and a name")]),
    "a path": ([((*FIELDS, "color", "$ref"), "#/components/schemas/Color/enum")], [((*FIELDS, "color", "$ref"), "$ref to #/components/schemas/Color/enum: write `#/components/schemas/` and a name")]),
    "another kind": ([((*FIELDS, "color", "$ref"), "#/components/responses/Parts")], [((*FIELDS, "color", "$ref"), "$ref to #/components/responses/Parts: here it must be to something in #/components/schemas")]),
    "a schema that does not exist": ([((*FIELDS, "color", "$ref"), "#/components/schemas/Nowhere")], [((*FIELDS, "color", "$ref"), "$ref to #/components/schemas/Nowhere, which does not exist")]),
    "a misspelled schema": ([((*FIELDS, "color", "$ref"), "#/components/schemas/Colour")], [((*FIELDS, "color", "$ref"), "$ref to #/components/schemas/Colour, which does not exist: did you mean `Color`?")]),
    "a parameter": ([((*PARAMETERS, 7, "$ref"), "#/components/schemas/Color")], [((*PARAMETERS, 7, "$ref"), "$ref to #/components/schemas/Color: here it must be to something in #/components/parameters")]),
    "a response": ([((*RESPONSES, "200", "$ref"), "#/components/schemas/Color")], [((*RESPONSES, "200", "$ref"), "$ref to #/components/schemas/Color: here it must be to something in #/components/responses")]),
    "a body": ([((*PUT, "requestBody", "$ref"), "#/components/schemas/Change")], [((*PUT, "requestBody", "$ref"), "$ref to #/components/schemas/Change: here it must be to something in #/components/requestBodies")]),
    "a shared parameter": ([((*COMPONENTS, "parameters", "Size"), ref("Color"))], [((*COMPONENTS, "parameters", "Size", "$ref"), "$ref to #/components/schemas/Color: here it must be to something in #/components/parameters")]),
    "a shared response": ([((*COMPONENTS, "responses", "Parts"), ref("Color"))], [((*COMPONENTS, "responses", "Parts", "$ref"), "$ref to #/components/schemas/Color: here it must be to something in #/components/responses")]),
    "a shared body": ([((*COMPONENTS, "requestBodies", "Change"), ref("Color"))], [((*COMPONENTS, "requestBodies", "Change", "$ref"), "$ref to #/components/schemas/Color: here it must be to something in #/components/requestBodies")]),
    "a shared schema": ([((*SCHEMAS, "Color"), ref("Size", "parameters"))], [((*SCHEMAS, "Color", "$ref"), "$ref to #/components/parameters/Size: here it must be to something in #/components/schemas")]),
    "the schema of a response": ([((*COMPONENTS, "responses", "Parts", "content", "application/json", "schema"), ref("Size", "parameters"))], [((*COMPONENTS, "responses", "Parts", "content", "application/json", "schema", "$ref"), "$ref to #/components/parameters/Size: here it must be to something in #/components/schemas")]),
    "a circle of one": ([((*SCHEMAS, "Color"), ref("Color"))], [((*SCHEMAS, "Color", "$ref"), "refers to itself, by way of Color: write it out")]),
    "a circle of two": ([((*SCHEMAS, "Color"), ref("Other")), ((*SCHEMAS, "Other"), ref("Color"))], [((*SCHEMAS, "Color", "$ref"), "refers to itself, by way of Other: write it out"), ((*SCHEMAS, "Other", "$ref"), "refers to itself, by way of Color: write it out")]),
    "a chain": ([((*SCHEMAS, "Color"), ref("Other")), ((*SCHEMAS, "Other"), TEXT)], []),
    "a circle of parameters": ([((*COMPONENTS, "parameters", "Size"), ref("Size", "parameters"))], [((*COMPONENTS, "parameters", "Size", "$ref"), "refers to itself, by way of Size: write it out")]),
    "a circle of responses": ([((*COMPONENTS, "responses", "Parts"), ref("Parts", "responses"))], [((*COMPONENTS, "responses", "Parts", "$ref"), "refers to itself, by way of Parts: write it out")]),
    "a circle of bodies": ([((*COMPONENTS, "requestBodies", "Change"), ref("Change", "requestBodies"))], [((*COMPONENTS, "requestBodies", "Change", "$ref"), "refers to itself, by way of Change: write it out")]),
    "a field called $ref": ([((*FIELDS, "$ref"), TEXT)], []),
    "an example with a $ref": ([((*SCHEMAS, "Part", "example"), {"$ref": "x"})], []),
    "a default with a $ref": ([((*SCHEMAS, "Part", "default"), {"$ref": "x"})], []),
    "a field called example": ([((*FIELDS, "example"), ref("Nowhere"))], [((*FIELDS, "example", "$ref"), "$ref to #/components/schemas/Nowhere, which does not exist")]),
    "a field called default": ([((*FIELDS, "default"), ref("Nowhere"))], [((*FIELDS, "default", "$ref"), "$ref to #/components/schemas/Nowhere, which does not exist")]),
    "the example of a field called properties": ([((*FIELDS, "properties"), {"description": "x", "example": ref("Nowhere")})], []),
    "a field called properties": ([((*FIELDS, "properties"), ref("Nowhere"))], [((*FIELDS, "properties", "$ref"), "$ref to #/components/schemas/Nowhere, which does not exist")]),
    "a default response": ([((*RESPONSES, "default"), ref("Color"))], [((*RESPONSES, "default", "$ref"), "$ref to #/components/schemas/Color: here it must be to something in #/components/responses")]),
    "a schema called example": ([((*SCHEMAS, "example"), {"properties": {"x": ref("Nowhere")}})], [((*SCHEMAS, "example", "properties", "x", "$ref"), "$ref to #/components/schemas/Nowhere, which does not exist")]),
    "a response called 200": ([((*SCHEMAS, "Change", "properties", "200"), ref("Parts", "responses"))], [((*SCHEMAS, "Change", "properties", "200", "$ref"), "$ref to #/components/responses/Parts: here it must be to something in #/components/schemas")]),
}  # fmt: skip


@pytest.mark.parametrize("name", REFERENCES)
def test_a_reference(name: str) -> None:
    edits, found = REFERENCES[name]
    assert list(rules.reference_problems(edited(*edits))) == found


def test_a_reference_of_a_spec_without_components() -> None:
    schema = {"schema": ref("Color")}
    found = list(rules.reference_problems({"paths": {"/x": {"get": {"parameters": [schema]}}}}))
    place = ("paths", "/x", "get", "parameters", 0, "schema", "$ref")
    assert found == [(place, "$ref to #/components/schemas/Color, which does not exist")]


def test_a_spec_with_almost_nothing() -> None:
    operation = {"operationId": "watch", "x-pagination": {"pageParam": "page", "resultsPath": "x"}, "responses": {}}
    shared = {"parameters": [parameter("page", schema={"type": "integer"}, example=1)]}
    tagged = {"operationId": "list", "responses": {}, **shared, "security": [{"Token": []}, {"Other": []}]}
    document = {"openapi": "3.1.0", "info": {"version": "1.0.0"}, "servers": BASE["servers"], "components": {}}
    document["paths"] = {"/a": {"get": operation}, "/b": {"get": tagged}}
    assert list(rules.reference_problems(document)) == []
    assert list(rules.reference_problems({**document, "components": {"securitySchemes": {"Token": {}}}})) == []
    messages = [message for _, message in rules.problems(document)]
    assert [
        message for message in messages if message.startswith(("no header", "no security scheme", "the query"))
    ] == [
        "no header apiKeyAuth: add it with `type: apiKey`, `in: header`, `name:`",
        "no header appKeyAuth: add it with `type: apiKey`, `in: header`, `name:`",
        "the query has no parameter page",
        "no security scheme is called Token",
        "no security scheme is called Other",
    ]


def test_every_scheme_of_a_requirement_is_checked() -> None:
    found = list(rules.problems(edited(((*GET, "security", 2), {"Token": [], "Other": []}))))
    assert [message for _, message in found] == [
        "no security scheme is called Token",
        "no security scheme is called Other",
    ]
