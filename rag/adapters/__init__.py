"""Byline as a part of other frameworks; each module needs the one that it is named after."""
