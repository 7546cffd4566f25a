"""Web addresses saved as files in the folder, when somebody asks; a sync reads the folder alone."""
