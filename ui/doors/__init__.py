"""What programs are given: shapes of an answer, and the MCP server."""
