"""Code metrics of this repository: lines, folders, imports, functions, clones, the wheel."""
