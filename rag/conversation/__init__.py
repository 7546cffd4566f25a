"""Conversation: a follow-up becomes something that can be searched for by itself."""

from __future__ import annotations

from rag.conversation.doubt import retrieve_plan
from rag.conversation.plan import SearchPlan, already_told, plan_search, to_standalone
from rag.conversation.rewriting import rewrite

__all__ = ["SearchPlan", "already_told", "plan_search", "retrieve_plan", "rewrite", "to_standalone"]
