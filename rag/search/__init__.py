"""From a question to passages: what is searched for, with which filters, and by which arms."""
