"""Receives single webhooks and notes when each arrived, to the microsecond: the latency's other end (nginx's log knows milliseconds only).

    sink.py PORT FILE        appends "<seconds> <topic>" a line; the topic is read from the body, whichever system sent it
"""

import asyncio
import re
import sys
import time

# Ours carries the matter's key, Alertmanager the label; both name the topic t<number>.
TOPIC = re.compile(rb'topic/[^/"]+/(t\d+)"|"topic":\s*"(t\d+)"')
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"


class Hook(asyncio.Protocol):
    out = None

    def connection_made(self, transport):
        self.transport, self.buffer = transport, b""

    def data_received(self, data):
        self.buffer += data
        while True:
            head = self.buffer.find(b"\r\n\r\n")
            if head < 0:
                return
            length = re.search(rb"content-length:\s*(\d+)", self.buffer[:head], re.I)
            end = head + 4 + (int(length[1]) if length else 0)
            if len(self.buffer) < end:
                return
            now = time.time()
            body, self.buffer = self.buffer[head + 4 : end], self.buffer[end:]
            self.transport.write(ANSWER)
            topic = TOPIC.search(body)
            if topic:
                Hook.out.write(f"{now:.6f} {(topic[1] or topic[2]).decode()}\n")
                Hook.out.flush()


async def main(port, path):
    with open(path, "a") as Hook.out:
        server = await asyncio.get_running_loop().create_server(Hook, "127.0.0.1", port)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
