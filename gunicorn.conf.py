"""How gunicorn serves the product: one process, a thread for each open page request and each open socket."""

import os

from gunicorn.workers.base import Worker

from medpeer.core.logs import SafeFormatter

bind = f"127.0.0.1:{os.environ.get('PORT', '5000')}"
# One process: sockets, presence and limits live in its memory. More of them need a queue between.
workers = 1
worker_class = "gthread"
# Above medpeer.realtime.guard.MAX_SOCKETS, each of which holds a thread: pages must stay reachable.
threads = 400
timeout = 60
graceful_timeout = 5
# Addresses may hold what somebody typed, and the id of a socket.
accesslog = None
limit_request_line = 4094
# Reading headers costs their length squared: room for what browsers and proxies send, and no more.
limit_request_fields = 48
limit_request_field_size = 4094
# Its socket would stand outside the data folder, and nobody here uses it.
control_socket_disable = True


def post_worker_init(worker: Worker) -> None:
    """Let a worker log like the product: its messages quote requests, which may hold what somebody typed."""
    for handler in worker.log.error_log.handlers:
        handler.setFormatter(SafeFormatter())
