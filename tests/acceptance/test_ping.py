"""The running daemon calls the address outside."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from tests.acceptance.conftest import Setting


def test_a_running_daemon_calls_and_does_not_print_whom(setting: Setting) -> None:
    called: list[str] = []

    class Watchdog(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            called.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Watchdog)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        setting.outlet("gazette")
        setting.declare(more=f'ping = "http://127.0.0.1:{server.server_port}/planted-token"\n')
        daemon = setting.start()
        daemon.wait_for(event="ping", result="sent")
        assert daemon.terminate() == 0
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert called == ["/planted-token"]
    assert "planted-token" not in daemon.log.read_text()
