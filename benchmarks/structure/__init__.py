"""The figures of the house: lines, folders, imports, functions, repetition, what is shipped."""
