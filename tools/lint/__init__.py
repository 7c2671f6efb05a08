"""What is wrong with a spec, on which line, and what to write instead."""
