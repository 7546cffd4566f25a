"""The chat: a job queue for questions, streamed answers, and their rendering."""
