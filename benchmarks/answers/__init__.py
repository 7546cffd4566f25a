"""How good answers, refusals and search are on collections whose answers are known."""
