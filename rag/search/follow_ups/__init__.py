"""Conversation: a follow-up becomes something that can be searched for by itself."""
