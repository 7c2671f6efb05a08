"""Writes the package from the spec, the templates and runtime/."""
