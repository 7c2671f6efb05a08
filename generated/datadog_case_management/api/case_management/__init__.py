# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
"""A module for each operation: `sync` and `asyncio` return its result, the `*_detailed` functions the response."""
