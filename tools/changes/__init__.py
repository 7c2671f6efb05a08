"""What changed for callers, and the version that requires."""
