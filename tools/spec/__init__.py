"""The spec as data: YAML with line numbers, references, and operations in terms of the generated package."""
