"""Doors for programs: MCP and HTTP; one answer through all of them."""
