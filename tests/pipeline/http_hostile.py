"""What a server must survive.

http_hostile.py guard URL          who may ask: Host, Origin, Fetch Metadata
http_hostile.py token URL TOKEN    a bearer token, and none
http_hostile.py shapes URL         requests that are wrong in a known way, and what comes back
http_hostile.py loris URL MS       clients that never finish a request are closed after MS, and others are served
http_hostile.py reader URL MS      a client that does not take its answer is closed
http_hostile.py crowd URL COUNT    one connection more than COUNT is told so
http_hostile.py fuzz URL COUNT     so many malformed requests; SEED in the environment for others
"""
import os
import random
import re
import select
import socket
import sys
import threading
import time
import urllib.parse

TIMEOUT = 20
HEALTH = "/server-health-check-status"
CALLERS = "/reverse-callers-query-graph?entity=add0"


def fail(what):
    sys.exit(f"{what}"[:2000])


def connect(url):
    parts = urllib.parse.urlsplit(url)
    found = socket.create_connection((parts.hostname, parts.port), timeout=TIMEOUT)
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return found


def talk(url, data):
    """All that comes back, until the server closes. Who does not ask it to, closes his own side."""
    out = b""
    with connect(url) as peer:
        try:
            peer.sendall(data)
            if b"Connection: close" not in data:
                peer.shutdown(socket.SHUT_WR)
            while True:
                block = peer.recv(65536)
                if not block:
                    return out
                out += block
        except (ConnectionError, BrokenPipeError):
            return out


def status_of(answer):
    found = re.match(rb"HTTP/1\.[01] (\d\d\d) ", answer)
    return int(found.group(1)) if found else 0


def get(path, *headers, host="localhost", version="1.1"):
    lines = [f"GET {path} HTTP/{version}"] + ([f"Host: {host}"] if host is not None else []) + list(headers) + ["Connection: close", "", ""]
    return "\r\n".join(lines).encode("latin-1")


def expect(url, request, statuses, what):
    statuses = statuses if isinstance(statuses, tuple) else (statuses,)
    answer = talk(url, request)
    if status_of(answer) not in statuses:
        fail(f"{what}: {status_of(answer)}, not {statuses}: {answer[:300]}")
    return answer


def expect_served(url, *headers):
    expect(url, get(HEALTH, *headers), 200, "a right request")


def guard(url):
    port = urllib.parse.urlsplit(url).port
    for host, status in [("localhost", 200), (f"localhost:{port}", 200), ("LOCALHOST:1", 200), ("127.0.0.1", 200), ("127.9.9.9:80", 200),
                         ("[::1]", 200), (f"[::1]:{port}", 200), ("evil.example", 403), (f"evil.example:{port}", 403),
                         ("127.0.0.1.evil.example", 403), ("localhost.evil.example", 403), ("localhost:80:80", 403), ("[::1", 403), ("[::2]", 403),
                         ("10.0.0.1", 403), ("localhost@evil.example", 403), ("localhost:x", 403), ("", (400, 403)), (None, 400)]:
        expect(url, get(HEALTH, host=host), status, f"Host: {host}")
        expect(url, get("/sql", host=host), 405 if status == 200 else status, f"Host: {host}")
    expect(url, get(HEALTH, "Host: localhost"), 400, "two Hosts")
    expect(url, get(HEALTH, "Host: evil.example"), (400, 403), "two Hosts")
    expect(url, get(HEALTH, host=None, version="1.0"), 200, "HTTP/1.0 without Host")
    expect(url, get(HEALTH, host="evil.example", version="1.0"), 403, "HTTP/1.0 with another Host")
    for origin, status in [("http://localhost", 200), ("http://localhost:3000", 200), ("https://127.0.0.1", 200), ("http://[::1]:8000", 200),
                           ("http://evil.example", 403), ("null", 403), ("", 403), ("http://localhost.evil.example", 403), ("file://", 403),
                           ("http://localhost@evil.example", 403), ("chrome-extension://abc", 403), ("http://", 403)]:
        expect(url, get(HEALTH, f"Origin: {origin}"), status, f"Origin: {origin}")
    expect(url, get(HEALTH, "Origin: http://localhost", "Origin: http://evil.example"), 400, "two Origins")
    for site, status in [("cross-site", 403), ("same-origin", 200), ("none", 200), ("same-site", 200)]:
        expect(url, get(HEALTH, f"Sec-Fetch-Site: {site}"), status, site)
    answer = talk(url, b"POST /sql HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\nContent-Length: 8\r\n\r\nSELECT 1")
    if status_of(answer) != 403 or b"rows" in answer:
        fail(f"a POST of another origin: {answer[:200]}")


def token(url, word):
    for value, status in [(None, 401), ("Bearer", 401), ("Bearer ", 401), (f"Bearer {word}", 200), (f"bearer  {word} ", 200), (f"Bearer {word}x", 401),
                          (f"Bearer {word[:-1]}", 401), (f"Basic {word}", 401), (word, 401), ("Bearer " + word.upper(), 401), ("Bearer " + "x" * 4000, 401)]:
        headers = [] if value is None else [f"Authorization: {value}"]
        for path in [HEALTH, "/metrics", "/nothing"]:
            answer = expect(url, get(path, *headers), 404 if status == 200 and path == "/nothing" else status, f"{path} Authorization: {value}")
            if status == 401 and b"WWW-Authenticate: Bearer" not in answer:
                fail(f"no WWW-Authenticate: {answer[:300]}")
    expect(url, get(HEALTH, f"Authorization: Bearer {word}", f"Authorization: Bearer {word}"), 400, "two tokens")


def shapes(url):
    big = b"x" * 9000
    known = [
        ("no request", b"\r\n\r\n", (0, 400)), ("one word", b"GET\r\n\r\n", (0, 400)), ("no version", b"GET /\r\n\r\n", (0, 400, 404, 505)),
        ("another protocol", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", (0, 400)),
        ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (0, 400, 404, 405, 505)), ("a NUL", b"GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n", (0, 400, 404)),
        ("an escaped NUL", get("/reverse-callers-query-graph?entity=%00%00"), (400, 404)),
        ("bytes", b"GET /reverse-callers-query-graph?entity=\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n", (400, 404)),
        ("half an escape", get("/reverse-callers-query-graph?entity=%e"), (200, 400, 404)),
        ("a long URL", b"GET /" + big + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        ("a long argument", get("/code-entities-search-fuzzy?q=" + "x" * 9000), 414),
        ("many arguments", get("/code-entities-search-fuzzy?q=add&" + "&".join(f"a{i}=1" for i in range(100))), 400),
        ("a path above", get("/../../etc/passwd"), 404), ("an absolute URL", get("http://evil.example/metrics"), 404),
        ("an endless number", b"POST /sql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n", (0, 400, 413)),
        ("a negative length", b"POST /sql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", (0, 400, 413)),
        ("a large body", b"POST /sql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999999\r\n\r\n", 413),
        ("a bad chunk", b"POST /sql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", (0, 400)),
        ("a huge chunk", b"POST /sql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx", (0, 400, 413)),
        ("chunks", b"POST /sql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n8\r\nSELECT 1\r\n0\r\n\r\n", 200),
        ("both lengths", b"POST /sql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nSELECT 1\r\n0\r\n\r\n",
         (0, 200, 400)),
        ("a body where none is", b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello", 200),
        ("a body cut short", b"POST /sql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\nSELECT", 0),
        ("binary SQL", b"POST /sql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 4\r\n\r\n\0\xff\0\xff", 400),
        ("deep JSON", b"POST /sql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 100001\r\n\r\n{" + b"[" * 100000, 400),
    ]
    for what, request, statuses in known:
        expect(url, request, statuses, what)
        expect_served(url)
    # 100 MB of header: refused long before its end.
    sent = 0
    with connect(url) as peer:
        try:
            peer.sendall(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: ")
            while sent < 100_000_000:
                peer.sendall(b"x" * 65536)
                sent += 65536
        except OSError:
            pass
    if sent > 50_000_000:
        fail(f"{sent} bytes of a header were taken")
    answer = talk(url, get("/metrics", "X: " + "x" * 60000))
    if status_of(answer) not in (400, 413, 431, 0):
        fail(f"a header of 60 KB: {answer[:200]}")
    expect_served(url)
    pipelined = talk(url, b"GET /server-health-check-status HTTP/1.1\r\nHost: localhost\r\n\r\n" * 20 + get(HEALTH))
    if pipelined.count(b"HTTP/1.1 200 OK") != 21:
        fail(f"{pipelined.count(b'HTTP/1.1 200 OK')} answers to 21 requests in one block")


def loris(url, ms):
    peers = [connect(url) for _ in range(60)]
    parts = [b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 10000,
             b"POST /sql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n\r\n" + b"x" * 10000,
             b"POST /sql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 2000]
    start, at, closed = time.monotonic(), 0, {}
    while len(closed) < len(peers):
        for i, peer in enumerate(peers):
            if i in closed:
                continue
            try:
                peer.send(parts[i % 3][at:at + 1] if at else parts[i % 3][:70])
                if select.select([peer], [], [], 0)[0]:
                    closed[i] = status_of(peer.recv(4096))
            except OSError:
                closed[i] = 0
        at = at + 1 if at else 70
        if at % 5 == 0:
            expect_served(url)
        if time.monotonic() - start > ms / 1000 + 8:
            fail(f"{len(peers) - len(closed)} of {len(peers)} slow clients are still there after {time.monotonic() - start:.1f} s")
        time.sleep(0.05)
    if time.monotonic() - start < ms / 1000 * 0.8:
        fail("they were closed too early")
    if 408 not in closed.values():
        fail(f"nobody was told: {set(closed.values())}")
    for peer in peers:
        peer.close()
    expect_served(url)


def connections_of(url):
    return int(re.search(rb"^sluice_http_connections (\d+)", talk(url, get("/metrics")), re.M).group(1))


def reader(url, ms):
    with connect(url) as peer:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.sendall(b"GET /dependency-edges-list-all?limit=1000000000 HTTP/1.1\r\nHost: localhost\r\n\r\n" * 400)
        start = time.monotonic()
        if connections_of(url) != 2:
            fail("the slow reader is not there")
        while connections_of(url) > 1:
            if time.monotonic() - start > ms / 1000 + 15:
                fail(f"who does not read is still served after {ms / 1000 + 15} s")
            time.sleep(0.1)
        if time.monotonic() - start < ms / 1000 * 0.8:
            fail("it was closed too early")
    expect_served(url)


def crowd(url, count):
    peers = []
    for _ in range(count):
        peer = connect(url)
        peer.sendall(b"GET /server-health-check-status HTTP/1.1\r\nHost: localhost\r\n\r\n")
        peer.recv(4096)
        peers.append(peer)
    answer = expect(url, get(HEALTH), 503, "one connection too many")
    if b"too many connections" not in answer:
        fail(f"{answer[:300]}")
    for peer in peers:
        peer.close()
    time.sleep(0.3)
    expect_served(url)


# ---- fuzz

SEEDS = [
    get(CALLERS), get("/code-entities-search-fuzzy?q=read&limit=5&scope=pack0"), get("/code-entities-list-all?limit=3&offset=1&entity_type=fn"),
    get("/blast-radius-impact-analysis?entity=add0&hops=2"), get("/code-entity-detail-view?key=add0"), get("/dependency-edges-list-all?limit=3"),
    get("/ingestion-diagnostics-coverage-report?section=summary"), get("/smart-context-token-budget?focus=add0&tokens=100"),
    get("/metrics"), get("/openapi.json"), b"POST /sql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 8\r\n\r\nSELECT 1",
    b"POST /sql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nSELE\r\n4\r\nCT 1\r\n0\r\n\r\n",
    b'POST /sql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 38\r\n\r\n{"statement": "SELECT 1", "limit": 10}',
]
WORDS = [b"\r\n", b"\n", b"\r", b"\0", b" ", b"\t", b"%00", b"%", b"%ff", b"&", b"=", b"?", b"/", b"..", b"||", b":", b"-1", b"4294967296",
         b"18446744073709551616", b"1e309", b"HTTP/1.0", b"HTTP/9.9", b"HEAD", b"POST", b"OPTIONS", b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n",
         b"Expect: 100-continue\r\n", b"Host: localhost\r\n", b"Connection: keep-alive\r\n", b"limit=", b"offset=", b"scope=", b"entity=", b"\xff\xfe", b"\xc3\x28",
         b"x" * 300, b"x" * 5000, b"'", b'"', b"{", b"[", b"SELECT * FROM CodeGraph", b"ffffffff\r\n"]


def mutate(chance, data):
    data = bytearray(data)
    for _ in range(chance.choice([1, 1, 1, 2, 3, 8])):
        at, size = chance.randrange(len(data) + 1), chance.choice([1, 1, 2, 4, 16])
        what = chance.randrange(6)
        if what == 0 and at < len(data):
            data[at] = chance.randrange(256)
        elif what == 1:
            del data[at:at + size]
        elif what == 2:
            data[at:at] = chance.choice(WORDS)
        elif what == 3:
            data[at:at] = data[at:at + size] * chance.choice([1, 2, 20])
        elif what == 4:
            data = data[:at]
        elif what == 5:
            other = chance.choice(SEEDS)
            data[at:] = other[chance.randrange(len(other)):]
        if not data:
            data = bytearray(b"\n")
    return bytes(data)


def poke(url, data):
    """What comes back within a moment; then the client is gone."""
    out = b""
    with connect(url) as peer:
        try:
            peer.sendall(data)
            peer.settimeout(0.03)
            while True:
                block = peer.recv(65536)
                if not block:
                    return out
                out += block
        except OSError:
            return out


def fuzz_part(url, seed, count, tally, problems):
    chance = random.Random(seed)
    for i in range(count):
        request = mutate(chance, chance.choice(SEEDS))
        try:
            answer = poke(url, request)
        except OSError as error:
            problems.append(f"seed {seed}, request {i}: {error}: {request[:500]}")
            return
        status = status_of(answer)
        tally[status] = tally.get(status, 0) + 1
        if status == 500 or (answer and not status):
            problems.append(f"seed {seed}, request {i}: {request[:500]}: {answer[:300]}")
            return


def fuzz(url, count):
    seed, tally, problems = int(os.environ.get("SEED", "1")), {}, []
    threads = [threading.Thread(target=fuzz_part, args=(url, seed * 100 + i, count // 8, tally, problems)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        fail(problems[0])
    expect_served(url)
    print(f"{count} requests: " + ", ".join(f"{status or 'closed'}: {times}" for status, times in sorted(tally.items())))


if __name__ == "__main__":
    arguments = [int(value) if value.isdigit() and len(value) < 8 else value for value in sys.argv[3:]]
    {"guard": guard, "token": token, "shapes": shapes, "loris": loris, "reader": reader, "crowd": crowd, "fuzz": fuzz}[sys.argv[1]](sys.argv[2], *arguments)
