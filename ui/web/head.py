"""The page's HTML head: our styles and scripts, and where static files are served.

Gradio's own way adds them when its scripts have run: the page would stand bare until then. So the
guard, which holds the page back to allow its inline scripts, puts them into it.
"""

from pathlib import Path

STATIC = Path(__file__).parent / "static"


def served_files(suffix: str) -> list[Path]:
    """Our own files of a kind, in the order of their names."""
    return sorted(STATIC.rglob(f"*{suffix}"), key=lambda path: path.name)


def address_of(path: Path) -> str:
    """Where a file of ours is served."""
    return f"/byline/{path.relative_to(STATIC).as_posix()}"


def head() -> str:
    """Every style sheet of ours, the common one first, and the script that loads the others."""
    sheets = sorted(served_files(".css"), key=lambda path: path.name != "base.css")
    styles = "".join(f'<link rel="stylesheet" href="{address_of(path)}">' for path in sheets)
    modules = "".join(
        f'<link rel="modulepreload" href="{address_of(path)}">' for path in served_files(".js")
    )
    return f'{styles}{modules}<script type="module" src="/byline/page.js"></script>'
