"""What people touch: the chat, the server, the command line."""
