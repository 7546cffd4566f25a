"""The web chat: a Gradio page, our own routes, renderer, source panel and guard."""
