"""The web chat: a Gradio page, our own renderer, source panel and guard."""
