"""The HTTP service: API, MCP, widget and chat."""
