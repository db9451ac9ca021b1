"""How gunicorn serves the product: one process, a thread for each open page request and each open socket."""

import os

bind = f"127.0.0.1:{os.environ.get('PORT', '5000')}"
# One process: sockets, presence and limits live in its memory. More of them need a queue between (docs/scale.md).
workers = 1
worker_class = "gthread"
# Above medpeer.realtime.guard.MAX_SOCKETS, each of which holds a thread: pages must stay reachable.
threads = 400
timeout = 60
graceful_timeout = 5
# Addresses may hold what somebody typed, and the id of a socket.
accesslog = None
limit_request_line = 4094
# Its socket would stand outside the data folder, and nobody here uses it.
control_socket_disable = True
