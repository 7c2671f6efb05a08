# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
"""A module for each operation: `sync` and `asyncio` return its result, the `*_detailed` ones the answer with its status."""
