"""Text recognition (OCR): pictures of pages into words with their places and confidences."""
