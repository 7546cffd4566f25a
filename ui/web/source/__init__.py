"""The source panel: a cited article, opened at the sentence."""
