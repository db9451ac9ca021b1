"""The Socket.IO edge: who may open a socket, what may be said over it, and what is sent after a commit."""
