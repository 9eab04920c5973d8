"""Every endpoint of a running server, asked rightly and wrongly, and its answers held against its own OpenAPI document, the
contract and the exported rows.

http_contract.py URL REPORT EXPORTS KEY AMBIGUOUS SCOPE: exit status 1 after a line for each thing that is wrong
"""
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

failures = []


def check(holds, what):
    if not holds:
        failures.append(what)
        if len(failures) > 20:
            finish()
    return holds


def finish():
    for failure in failures:
        print(failure[:1000])
    sys.exit(1 if failures else 0)


class Server:
    def __init__(self, url):
        self.url = url

    def ask(self, path, parameters=None, method="GET", body=None, headers=None):
        """Status, headers and body, whatever the status."""
        url = self.url + path
        if parameters:
            url += "?" + urllib.parse.urlencode(parameters, doseq=True)
        request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def data(self, path, **parameters):
        status, _, body = self.ask(path, parameters)
        check(status == 200, f"{path} {parameters}: {status} {body[:300]}")
        return json.loads(body).get("data", {})

    def sql(self, statement):
        status, _, body = self.ask("/sql", method="POST", body=statement.encode())
        check(status == 200, f"{statement}: {status} {body[:300]}")
        return json.loads(body)["data"]


# ---- OpenAPI

PRIMITIVES = {"integer": int, "string": str, "boolean": bool, "array": list, "object": dict}


def violations(value, schema, document, at):
    """Where a value is not of a schema: the part of JSON Schema that the document uses, and nothing else."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in schema:
        if not any(not list(violations(value, one, document, at)) for one in schema["anyOf"]):
            yield f"{at} is none of {schema['anyOf']}"
        return
    wanted = schema.get("type")
    if wanted is None:
        return
    if wanted == "null":
        right = value is None
    elif wanted == "number":
        right = isinstance(value, (int, float)) and not isinstance(value, bool)
    else:
        right = isinstance(value, PRIMITIVES[wanted]) and not (wanted == "integer" and isinstance(value, bool))
    if not right:
        yield f"{at} is {str(value)[:60]!r}, not {wanted}"
    elif wanted == "object":
        for name in schema.get("required", []):
            if name not in value:
                yield f"{at}.{name} is missing"
        for name, item in value.items():
            if name in schema.get("properties", {}):
                yield from violations(item, schema["properties"][name], document, f"{at}.{name}")
            elif "additionalProperties" in schema:
                yield from violations(item, schema["additionalProperties"], document, f"{at}.{name}")
            elif "properties" in schema:
                yield f"{at}.{name} is not in the table"
    elif wanted == "array":
        for item in value[:200]:
            yield from violations(item, schema["items"], document, f"{at}[]")


SCHEMA_WORDS = {"type", "properties", "required", "items", "additionalProperties", "anyOf", "$ref", "enum", "default", "minimum", "maximum"}


def check_schema(schema, document, at):
    check(isinstance(schema, dict) and set(schema) <= SCHEMA_WORDS, f"{at}: {str(schema)[:200]}")
    if "$ref" in schema:
        check(schema["$ref"].startswith("#/components/schemas/") and schema["$ref"].rsplit("/", 1)[1] in document["components"]["schemas"],
              f"{at}: {schema['$ref']}")
    if "type" in schema:
        check(schema["type"] in ("integer", "number", "string", "boolean", "array", "object", "null"), f"{at}: {schema['type']}")
    check(("items" in schema) == (schema.get("type") == "array"), f"{at}: items")
    for name in schema.get("required", []):
        check(name in schema.get("properties", {}), f"{at}: {name} is required and has no schema")
    for name, one in schema.get("properties", {}).items():
        check_schema(one, document, f"{at}.{name}")
    for one in [schema[word] for word in ("items", "additionalProperties") if word in schema] + schema.get("anyOf", []):
        check_schema(one, document, at)


def check_document(document):
    """OpenAPI 3.1.0, section 4.8: what has to be there, where, and of which type."""
    check(re.fullmatch(r"3\.1\.\d+", document["openapi"]), "openapi")
    check({"title", "version"} <= set(document["info"]), "info")
    check(set(document) <= {"openapi", "info", "servers", "paths", "components", "security", "tags"}, f"members {set(document)}")
    for name, schema in document["components"]["schemas"].items():
        check(re.fullmatch(r"[a-zA-Z0-9._-]+", name), name)
        check_schema(schema, document, name)
    for requirement in document["security"]:
        check(set(requirement) <= set(document["components"]["securitySchemes"]), "security")
    operations = []
    for path, item in document["paths"].items():
        check(path.startswith("/") and set(item) <= {"get", "post"} and item, path)
        for method, operation in item.items():
            operations.append(operation["operationId"])
            check(set(operation) <= {"operationId", "tags", "description", "parameters", "requestBody", "responses"}, path)
            check(operation["responses"] and all(re.fullmatch(r"[1-5]\d\d", code) for code in operation["responses"]), path)
            check(("requestBody" in operation) == (method == "post"), path)
            names = [parameter["name"] for parameter in operation["parameters"]]
            check(len(set(names)) == len(names), f"{path}: {names}")
            for parameter in operation["parameters"]:
                check(parameter["in"] == "query" and isinstance(parameter["required"], bool), f"{path} {parameter}")
                check_schema(parameter["schema"], document, f"{path} {parameter['name']}")
            contents = list(operation["responses"].values()) + ([operation["requestBody"]] if method == "post" else [])
            for response in contents:
                check("description" in response or response is contents[-1], f"{path}: description")
                for media, content in response["content"].items():
                    check("/" in media, media)
                    check_schema(content["schema"], document, f"{path} {media}")
    check(len(set(operations)) == len(operations), "operationId twice")


# ---- the contract

# What http-api.md fixes: the members of `data` (of the answer itself for /server-health-check-status), with those of lists.
CONTRACT = {
    "/server-health-check-status": "status server_uptime_seconds_count file_watcher_active",
    "/codebase-statistics-overview-summary": "code_entities_total_count test_entities_total_count dependency_edges_total_count "
    "languages_detected_list database_file_path",
    "/api-reference-documentation-help": "api_version total_endpoints categories.name categories.endpoints.path categories.endpoints.method "
    "categories.endpoints.description categories.endpoints.parameters.name categories.endpoints.parameters.param_type "
    "categories.endpoints.parameters.required categories.endpoints.parameters.description",
    "/code-entities-list-all": "total_count entities.key entities.file_path entities.entity_type entities.entity_class entities.language",
    "/code-entity-detail-view": "key file_path entity_type entity_class language code",
    "/code-entities-search-fuzzy": "total_count entities.key entities.file_path entities.entity_type entities.entity_class entities.language",
    "/dependency-edges-list-all": "total_count returned_count limit offset edges.from_key edges.to_key edges.edge_type edges.source_location",
    "/reverse-callers-query-graph": "total_count callers.from_key callers.to_key callers.edge_type callers.source_location",
    "/forward-callees-query-graph": "total_count callees.from_key callees.to_key callees.edge_type callees.source_location",
    "/blast-radius-impact-analysis": "source_entity hops_requested total_affected by_hop.hop by_hop.count by_hop.entities",
    "/circular-dependency-detection-scan": "has_cycles cycle_count cycles.length cycles.path",
    "/complexity-hotspots-ranking-view": "total_entities_analyzed top_requested hotspots.rank hotspots.entity_key hotspots.inbound_count "
    "hotspots.outbound_count hotspots.total_coupling",
    "/semantic-cluster-grouping-list": "total_entities cluster_count clusters.cluster_id clusters.entity_count clusters.entities "
    "clusters.internal_edges clusters.external_edges",
    "/strongly-connected-components-analysis": "scc_count sccs.id sccs.size sccs.members sccs.risk_level",
    "/technical-debt-sqale-scoring": "codebase_total_debt_hours entities.entity entities.total_debt_hours entities.severity "
    "entities.violations.violation_type entities.violations.metric entities.violations.value entities.violations.threshold "
    "entities.violations.remediation_hours",
    "/kcore-decomposition-layering-analysis": "max_coreness entities.entity entities.coreness entities.layer",
    "/centrality-measures-entity-ranking": "method entities.entity entities.score entities.rank",
    "/entropy-complexity-measurement-scores": "entities.entity entities.entropy entities.complexity",
    "/coupling-cohesion-metrics-suite": "entities.entity entities.cbo entities.lcom entities.rfc entities.wmc entities.health_grade",
    "/leiden-community-detection-clusters": "community_count modularity communities.id communities.size communities.members",
    "/smart-context-token-budget": "focus_entity token_budget tokens_used entities_included context.entity_key context.relevance_score "
    "context.relevance_type context.estimated_tokens context.code",
    "/ingestion-coverage-folder-report": "summary.root_directory summary.total_files summary.eligible_files summary.parsed_files "
    "summary.coverage_pct summary.entity_count summary.edge_count summary.errors_file summary.error_count summary.unparsed_files "
    "folders.folder_path folders.depth folders.total_files folders.eligible_files folders.parsed_files folders.coverage_pct",
    "/ingestion-diagnostics-coverage-report": "test_entities_excluded.total_count test_entities_excluded.entities.entity_name "
    "test_entities_excluded.entities.folder_path test_entities_excluded.entities.filename test_entities_excluded.entities.entity_class "
    "test_entities_excluded.entities.language test_entities_excluded.entities.line_start test_entities_excluded.entities.line_end "
    "test_entities_excluded.entities.detection_reason word_count_coverage.avg_raw_coverage_pct "
    "word_count_coverage.avg_effective_coverage_pct word_count_coverage.total_files word_count_coverage.files.folder_path "
    "word_count_coverage.files.filename word_count_coverage.files.language word_count_coverage.files.source_word_count "
    "word_count_coverage.files.entity_word_count word_count_coverage.files.import_word_count word_count_coverage.files.comment_word_count "
    "word_count_coverage.files.raw_coverage_pct word_count_coverage.files.effective_coverage_pct word_count_coverage.files.entity_count "
    "ignored_files.total_count ignored_files.by_extension ignored_files.files.folder_path ignored_files.files.filename "
    "ignored_files.files.extension ignored_files.files.reason summary.test_entities_count summary.total_files_with_coverage "
    "summary.avg_raw_coverage_pct summary.avg_effective_coverage_pct summary.ignored_files_count",
    "/folder-structure-discovery-tree": "folders.l1 folders.l2_children folders.entity_count",
}

def has_member(schema, document, names):
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    if schema.get("type") == "array":
        return has_member(schema["items"], document, names)
    if not names:
        return True
    return names[0] in schema.get("properties", {}) and has_member(schema["properties"][names[0]], document, names[1:])


def answer_schema(operation):
    return operation["responses"]["200"]["content"].get("application/json", {}).get("schema", {})


def check_envelope(path, status, body, good):
    answer = json.loads(body)
    check(answer["success"] is good and answer["endpoint"] == path, f"{path}: {body[:200]}")
    check(answer["tokens"] == -(-len(body) // 4), f"{path}: tokens {answer['tokens']} of {len(body)} bytes")
    if not good:
        check(isinstance(answer["error"], str) and len(answer["error"]) > 10, f"{path}: {body[:200]}")
    return answer


def expect_error(server, path, parameters, status, word, method="GET", body=None):
    got, _, answer = server.ask(path, parameters, method, body)
    if not check(got == status, f"{path} {parameters}: {got}, not {status}: {answer[:200]}"):
        return {}
    error = check_envelope(path, got, answer, False)
    check(word in error["error"], f"{path} {parameters}: no '{word}' in {error['error']}")
    return error


def check_endpoint(server, document, path, method, operation, values):
    """A good call of the endpoint, and each wrong one that its parameters allow."""
    parameters = {parameter["name"]: parameter for parameter in operation["parameters"]}
    required = {name: values[name] for name, parameter in parameters.items() if parameter["required"]}
    body = b"SELECT name FROM CodeGraph LIMIT 3" if method == "post" else None
    status, headers, answer = server.ask(path, required, method.upper(), body)
    if not check(status == 200, f"{path} {required}: {status} {answer[:300]}"):
        return
    check(headers["X-Sluice-Generation"] == "1" and headers["X-Content-Type-Options"] == "nosniff", f"{path}: headers")
    schema = answer_schema(operation)
    if schema.get("properties"):
        parsed = check_envelope(path, status, answer, True)
        for violation in violations(parsed, schema, document, "answer"):
            check(False, f"{path}: {violation}")
    for name in required:
        expect_error(server, path, {key: value for key, value in required.items() if key != name}, 400, "missing")
        expect_error(server, path, {**required, name: ""}, 400, "missing")
        expect_error(server, path, [(key, value) for key, value in required.items()] + [(name, "x")], 400, "times")
    for name in {"entity", "key", "focus"} & set(parameters):
        near = expect_error(server, path, {**required, name: "nosuchthing_zzq"}, 404, "not found")
        check("candidates" not in near or len(near["candidates"]) <= 10, f"{path}: candidates")
        many = expect_error(server, path, {**required, name: values["ambiguous"]}, 400, "ambiguous")
        check(2 <= len(many.get("candidates", [])) <= 10, f"{path}: candidates of an ambiguous name: {many}")
        expect_error(server, path, {**required, name: "x" * 1025}, 400, "longer")
    if "scope" in parameters:
        error = expect_error(server, path, {**required, "scope": values["scope"] + "x"}, 404, "not found")
        check(values["scope"] in error.get("candidates", []), f"{path}: nearest scopes {error}")
        status, _, scoped = server.ask(path, {**required, "scope": values["scope"]})
        check(status == 200, f"{path} scope={values['scope']}: {status} {scoped[:200]}")
    for name, parameter in parameters.items():
        if parameter["schema"]["type"] in ("integer", "number"):
            for wrong in ["x", "-1", "1e", "9" * 30 if parameter["schema"]["type"] == "integer" else "nan"]:
                expect_error(server, path, {**required, name: wrong}, 400, name)
        if "enum" in parameter["schema"]:
            expect_error(server, path, {**required, name: "nothing"}, 400, name)
            for choice in parameter["schema"]["enum"]:
                status, _, chosen = server.ask(path, {**required, name: choice})
                check(status == 200, f"{path} {name}={choice}: {status} {chosen[:200]}")
                for violation in violations(json.loads(chosen), schema, document, "answer"):
                    check(False, f"{path} {name}={choice}: {violation}")
    other = "GET" if method == "post" else "POST"
    status, headers, answer = server.ask(path, required, other, None if other == "GET" else b"x")
    check(status == 405 and method.upper() in headers["Allow"].split(", "), f"{path} {other}: {status} {headers['Allow']}")


def check_page(server, path, name, total_name="total_count", **parameters):
    """limit and offset cut the same list, wherever they cut it."""
    whole = server.data(path, **parameters)
    items, total = whole[name], whole[total_name]
    check(total == len(items), f"{path}: {total} and {len(items)}")
    for limit, offset in [(0, 0), (1, 0), (2, 1), (3, max(total - 2, 0)), (5, total), (5, total + 9)]:
        part = server.data(path, limit=limit, offset=offset, **parameters)
        check(part[name] == items[offset:offset + limit], f"{path} limit={limit} offset={offset}")
        check(part[total_name] == total, f"{path}: {total_name} {part[total_name]}")
    return items


def rows_of(folder, relation):
    with open(f"{folder}/{relation}") as file:
        return [json.loads(line) for line in file]


def check_rows(server, report, folder):
    """What is served is what was indexed: the report's counts, and export's rows."""
    stored = {name: value["stored"] for name, value in report["relations"].items()}
    statistics = server.data("/codebase-statistics-overview-summary")
    check(statistics["relations"] == stored, f"relations {statistics['relations']} {stored}")
    graph, edges = rows_of(folder, "CodeGraph"), rows_of(folder, "DependencyEdges")
    tests, ignored, words = rows_of(folder, "TestEntitiesExcluded"), rows_of(folder, "IgnoredFiles"), rows_of(folder, "FileWordCoverage")
    code = [row for row in graph if row["entity_class"] != "EXTERNAL"]
    check(statistics["code_entities_total_count"] == len(code), "code entities")
    check(statistics["test_entities_total_count"] == len(tests), "test entities")
    check(statistics["dependency_edges_total_count"] == len(edges), "edges")
    check(set(statistics["languages_detected_list"]) == {row["language"] for row in words} - {"manifest"}, "languages")
    names = ["file_path", "entity_type", "entity_class", "language"]
    listed = [(row["key"], *(row[name] for name in names)) for row in check_page(server, "/code-entities-list-all", "entities")]
    check(sorted(listed) == sorted((row["ISGL1_key"], *(row[name] for name in names)) for row in code), "entities differ from export")
    external = server.data("/code-entities-list-all", entity_type="external")["entities"]
    check(sorted(row["key"] for row in external) == sorted(row["ISGL1_key"] for row in graph if row["entity_class"] == "EXTERNAL"), "external")
    names = ["from_key", "to_key", "edge_type", "source_location"]
    answer = server.data("/dependency-edges-list-all", limit=1000000000)
    check(sorted(tuple(row[name] for name in names) for row in answer["edges"]) ==
          sorted(tuple(row[name] for name in names) for row in edges), "edges differ from export")
    check(answer["total_count"] == answer["returned_count"] == len(edges), "returned_count")
    default = server.data("/dependency-edges-list-all")
    check(default["limit"] == 100 and default["offset"] == 0 and default["edges"] == answer["edges"][:100], "100 edges")
    check(server.data("/dependency-edges-list-all", limit=7, offset=11)["edges"] == answer["edges"][11:18], "a page of edges")
    report = server.data("/ingestion-diagnostics-coverage-report")
    for part, list_name, rows in [("test_entities_excluded", "entities", tests), ("word_count_coverage", "files", words),
                                  ("ignored_files", "files", ignored)]:
        served = report[part][list_name]
        keys = list(served[0]) if served else []
        check(sorted(json.dumps([row[key] for key in keys]) for row in served) == sorted(json.dumps([row[key] for key in keys]) for row in rows),
              f"{part} differs from export: {str(served)[:300]} {str(rows)[:300]}")
    check(report["ignored_files"]["total_count"] == len(ignored) == sum(report["ignored_files"]["by_extension"].values()), "ignored")
    for relation, count in stored.items():
        check(server.sql(f"SELECT count(*) FROM {relation}")["rows"] == [[count]], f"SQL: {relation}")


def check_graph(server, folder, key, scope):
    """Neighbours and reach, against exported edges."""
    edges = [row for row in rows_of(folder, "DependencyEdges") if row["edge_type"] != "Contains"]
    callers = check_page(server, "/reverse-callers-query-graph", "callers", entity=key)
    check(sorted(row["from_key"] for row in callers) == sorted(row["from_key"] for row in edges if row["to_key"] == key), "callers")
    callees = check_page(server, "/forward-callees-query-graph", "callees", entity=key)
    check(sorted(row["to_key"] for row in callees) == sorted(row["to_key"] for row in edges if row["from_key"] == key), "callees")
    paths = {row["ISGL1_key"]: row["file_path"] for row in rows_of(folder, "CodeGraph")}
    scoped = server.data("/reverse-callers-query-graph", entity=key, scope=scope)["callers"]
    check(scoped == [row for row in callers if row["source_location"].startswith(scope + "/")], "callers in scope")
    entities = server.data("/code-entities-list-all", scope=scope)["entities"]
    check(len(entities) == sum(path.startswith(scope + "/") for path in paths.values()), "entities in scope")
    reached, now, hop = {key}, {key}, 0
    blast = server.data("/blast-radius-impact-analysis", entity=key, hops=50)
    while now:
        now = {row["from_key"] for row in edges if row["to_key"] in now} - reached
        reached |= now
        if now:
            check(blast["by_hop"][hop]["hop"] == hop + 1 and blast["by_hop"][hop]["count"] == len(now) and
                  sorted(blast["by_hop"][hop]["entities"]) == sorted(now), f"blast radius, hop {hop + 1}")
            hop += 1
    check(len(blast["by_hop"]) == hop and blast["total_affected"] == len(reached) - 1 and blast["source_entity"] == key, "blast radius")
    recursive = server.sql(f"WITH RECURSIVE affected(key) AS (SELECT '{key}' UNION SELECT e.from_key FROM affected a JOIN DependencyEdges e "
                           "ON e.to_key = a.key WHERE e.edge_type <> 'Contains') SELECT key FROM affected")["rows"]
    check({row[0] for row in recursive} == reached, "recursion in SQL")
    first = server.data("/blast-radius-impact-analysis", entity=key)
    check(first["hops_requested"] == 3 and len(first["by_hop"]) <= 3, "3 hops")
    flat = [entity for one in blast["by_hop"] for entity in one["entities"]]
    cut = server.data("/blast-radius-impact-analysis", entity=key, hops=50, limit=2, offset=1)
    check([entity for one in cut["by_hop"] for entity in one["entities"]] == flat[1:3], "a page of the blast radius")


def check_sql(server):
    for statement, status, word in [("DELETE FROM CodeGraph", 403, "refused"), ("ATTACH '/tmp/x.db' AS x", 403, "refused"),
                                    ("PRAGMA writable_schema = 1", 403, "refused"), ("SELEKT 1", 400, "syntax"), ("", 400, "missing"),
                                    ("{\"limit\": 3}", 400, "missing"), ("{\"statement\": 3}", 400, "statement"), ("{", 400, "JSON"),
                                    ("{\"statement\": \"SELECT 1\", \"limit\": -1}", 400, "limit"),
                                    ("SELECT hex(zeroblob(1000000000))", 413, "too large"),
                                    ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT count(*) FROM n", 408, "stopped")]:
        expect_error(server, "/sql", None, status, word, "POST", statement.encode())
    cut = server.sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT hex(zeroblob(100000)) FROM n")
    check(cut["truncated"] and "cut after" in cut["note"] and cut["row_count"] == len(cut["rows"]), "a gigabyte")
    status, _, body = server.ask("/sql", None, "POST", b'{"statement": "SELECT name FROM CodeGraph", "limit": 2}')
    data = json.loads(body)["data"]
    check(status == 200 and data["columns"] == ["name"] and data["row_count"] == 2 and data["truncated"], f"limit: {body[:200]}")
    data = server.sql("SELECT 1, 1.5, NULL, 'a\"\n'")
    check(data["rows"] == [[1, 1.5, None, 'a"\n']], f"values: {data}")
    expect_error(server, "/sql", None, 413, "request-bytes", "POST", b"x" * 2000000)


def contract(url, report, folder, key, ambiguous, scope):
    server = Server(url)
    document = json.loads(server.ask("/openapi.json")[2])
    check_document(document)
    values = {"entity": key, "key": key, "focus": key, "q": "add", "ambiguous": ambiguous, "scope": scope}
    reference = server.data("/api-reference-documentation-help")
    listed = {(one["path"], one["method"]) for category in reference["categories"] for one in category["endpoints"]}
    check(listed == {(path, method.upper()) for path, item in document["paths"].items() for method in item}, "reference and OpenAPI differ")
    check(reference["total_endpoints"] == len(listed), "total_endpoints")
    for path, members in CONTRACT.items():
        if not check(path in document["paths"], f"{path} is not there"):
            continue
        schema = answer_schema(document["paths"][path]["get"])
        schema = schema if path == "/server-health-check-status" else schema["properties"]["data"]
        for member in members.split():
            check(has_member(schema, document, member.split(".")), f"{path}: {member} is not in the table")
    for path, item in document["paths"].items():
        for method, operation in item.items():
            check_endpoint(server, document, path, method, operation, values)
    check(server.ask("/nothing")[0] == 404 and b"not found" in server.ask("/nothing")[2], "an unknown endpoint")
    check(server.ask("/server-health-check-status", method="HEAD")[0] == 200, "HEAD")
    check_page(server, "/code-entities-search-fuzzy", "entities", q="add")
    check_page(server, "/strongly-connected-components-analysis", "sccs", total_name="scc_count")
    check_page(server, "/circular-dependency-detection-scan", "cycles", total_name="cycle_count")
    context = server.data("/smart-context-token-budget", focus=key, tokens=500)
    check(sum(-(-len(one["code"].encode()) // 3) for one in context["context"]) <= context["tokens_used"] <= 500, "a context of 500 tokens")
    with open(report) as file:
        check_rows(server, json.load(file), folder)
    check_graph(server, folder, key, scope)
    check_sql(server)
    metrics = server.ask("/metrics")[2].decode()
    for line in metrics.splitlines():
        check(re.fullmatch(r'# (HELP|TYPE) [a-z_]+ .*|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+', line), f"/metrics: {line}")
    check('sluice_http_requests_total{endpoint="/sql",status="403"} 3' in metrics, "/metrics counts")
    finish()


if __name__ == "__main__":
    contract(*sys.argv[1:])
