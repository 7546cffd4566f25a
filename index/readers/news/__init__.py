"""What newsrooms exchange and export: feeds, the formats of the IPTC, WordPress, JSON."""
