"""Growth of the running time of the text functions over adversarial strings."""
