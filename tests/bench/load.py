"""The load: clients in processes of their own that post bodies made beforehand, so that the client is never the limit."""

import http.client
import multiprocessing
import time


def _post_all(port, path, headers, bodies, start, results):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.connect()
    start.wait()
    first = time.time()
    for body in bodies:
        connection.request("POST", path, body=body, headers=headers)
        response = connection.getresponse()
        text = response.read()
        if response.status not in (200, 202):
            results.put(("failed", f"HTTP {response.status} {text[:300]!r}"))
            return
    results.put(("first", first))


def headers_for(token):
    headers = {"content-type": "application/json"}
    return {**headers, "authorization": f"Bearer {token}"} if token else headers


def post_batches(peer, total, batch=500, clients=2, first_number=0):
    """Posts total distinct items in batches; returns the moment of the first POST (seconds)."""
    batches = [peer.body(first_number + n, min(batch, total - n)) for n in range(0, total, batch)]
    start, results = multiprocessing.Event(), multiprocessing.Queue()
    workers = [
        multiprocessing.Process(target=_post_all, args=(peer.port, peer.path, headers_for(peer.token), batches[i::clients], start, results))
        for i in range(clients)
    ]
    for worker in workers:
        worker.start()
    start.set()
    answers = [results.get(timeout=1200) for _ in workers]
    for worker in workers:
        worker.join()
    for word, value in answers:
        if word == "failed":
            raise SystemExit(f"{type(peer).__name__} refused a batch: {value}")
    return min(value for _, value in answers)


def _post_singles(port, path, headers, bodies, rate, offset, results):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.connect()
    begin = time.monotonic() + 0.2
    sent = []
    for n, (name, body) in enumerate(bodies):
        pause = begin + (n + offset) / rate - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        sent.append((name, time.time()))
        connection.request("POST", path, body=body, headers=headers)
        response = connection.getresponse()
        response.read()
        if response.status not in (200, 202):
            results.put(("failed", f"HTTP {response.status}"))
            return
    results.put(("sent", sent))


def post_singles(peer, count, rate, first_number=0, clients=4):
    """Single posts, evenly spaced, on a few connections so that a slow answer delays no other post; {item name: moment of its POST}."""
    bodies = [(f"t{first_number + n}", peer.body(first_number + n, 1)) for n in range(count)]
    results = multiprocessing.Queue()
    workers = [
        multiprocessing.Process(
            target=_post_singles, args=(peer.port, peer.path, headers_for(peer.token), bodies[i::clients], rate / clients, i / clients, results)
        )
        for i in range(clients)
    ]
    for worker in workers:
        worker.start()
    sent = {}
    for _ in workers:
        word, value = results.get(timeout=1200)
        if word == "failed":
            raise SystemExit(f"{type(peer).__name__} refused a post: {value}")
        sent.update(value)
    for worker in workers:
        worker.join()
    return sent
