from pathlib import Path
def explain(path: Path) -> list[str]: return []
