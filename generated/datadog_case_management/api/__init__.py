# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
"""The operations, one package for each tag of the spec. Client and AsyncClient have a method for each of them."""
