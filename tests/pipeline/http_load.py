"""Asks a server the same questions over a few lasting connections until told to stop, and checks that each answer is of one
generation.

http_load.py URL STOP_FILE [EXPORTS_ODD EXPORTS_EVEN]: a folder of exported rows for odd and even generations. Prints "answered=N"
when generation N has answered for the first time, and at the end how many requests were answered, by generation.
"""
import hashlib
import http.client
import json
import os
import sys
import threading
import urllib.parse

PATHS = ["/codebase-statistics-overview-summary", "/code-entities-list-all", "/dependency-edges-list-all?limit=1000000000",
         "/ingestion-diagnostics-coverage-report", "/reverse-callers-query-graph?entity=func3", "/strongly-connected-components-analysis",
         "/blast-radius-impact-analysis?entity=func3&hops=20", "/code-entities-search-fuzzy?q=add", "/folder-structure-discovery-tree",
         "/smart-context-token-budget?focus=func3"]
VOLATILE = ("generation", "indexed_at", "database_file_path")

seen, counts, problems, lock = {}, {}, [], threading.Lock()


def digest_of(body):
    """Of what an answer says, its generation aside."""
    data = json.loads(body)["data"]
    for name in VOLATILE:
        data.pop(name, None)
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def note(path, generation, body):
    digest = digest_of(body)
    with lock:
        if generation not in counts:
            print(f"answered={generation}", flush=True)
        counts[generation] = counts.get(generation, 0) + 1
        # Odd generations are of one tree, even ones of another.
        known = seen.setdefault((path, generation % 2), digest)
        if known != digest:
            problems.append(f"{path} of generation {generation} differs from before: {body[:300]}")


def ask(url, first, stop):
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    at, newest = first, 0
    while not os.path.exists(stop) and not problems:
        path = PATHS[at % len(PATHS)]
        at += 1
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            problems.append(f"{path}: {type(error).__name__} {error}")
            return
        generation = int(answer.headers["X-Sluice-Generation"] or 0)
        if answer.status != 200 or generation < newest:
            problems.append(f"{path}: {answer.status}, generation {generation} after {newest}: {body[:300]}")
            return
        newest = generation
        note(path, generation, body)
    connection.close()


def check_exports(folders):
    """The edges that were listed are those that were exported."""
    for parity, folder in ((1, folders[0]), (0, folders[1])):
        with open(f"{folder}/CodeGraph") as file:
            rows = [json.loads(line) for line in file]
        entities = [{"key": row["ISGL1_key"], **{name: row[name] for name in ("file_path", "entity_type", "entity_class", "language")}}
                    for row in rows if row["entity_class"] != "EXTERNAL"]
        listed = seen.get(("/code-entities-list-all", parity))
        orders = (entities, sorted(entities, key=lambda one: one["key"]))
        digests = [hashlib.sha256(json.dumps({"total_count": len(entities), "entities": one}, sort_keys=True).encode()).hexdigest() for one in orders]
        if listed not in digests:
            problems.append(f"entities of generations of parity {parity} are not those of {folder}")


def main():
    url, stop, *folders = sys.argv[1:]
    threads = [threading.Thread(target=ask, args=(url, i * 3, stop)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if folders and not problems:
        check_exports(folders)
    for problem in problems[:5]:
        print(problem)
    print(" ".join(f"generation={number}:{count}" for number, count in sorted(counts.items())))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
