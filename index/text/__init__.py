"""An article's text: cleaned, cut into sentences and passages, and what it says about itself."""
