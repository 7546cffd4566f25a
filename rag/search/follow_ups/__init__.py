"""Conversation: a follow-up becomes something that can be searched for by itself."""

from __future__ import annotations

from rag.search.follow_ups.plan import SearchPlan, already_told, plan_search, to_standalone
from rag.search.follow_ups.rewriting import rewrite
from rag.search.follow_ups.topic_shift import retrieve_plan

__all__ = ["SearchPlan", "already_told", "plan_search", "retrieve_plan", "rewrite", "to_standalone"]
