"""Conversation storage: questions, answers, and the article versions that they cite.

`store.Conversations` is the way in; `schema` knows the SQLite file.
"""
