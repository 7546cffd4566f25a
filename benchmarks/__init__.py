"""What Byline's figures are measured with, and what fits its weights; see README.md here."""
