"""Conversation: a follow-up becomes something that can be searched for by itself."""

from __future__ import annotations

from rag.conversation.plan import SearchPlan, plan_search, to_standalone
from rag.conversation.rewriting import rewrite

__all__ = ["SearchPlan", "plan_search", "rewrite", "to_standalone"]
