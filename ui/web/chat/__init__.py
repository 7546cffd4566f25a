"""The chat: questions that wait their turn, answers as they grow, and how both are drawn."""
