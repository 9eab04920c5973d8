#!/usr/bin/env bash
# `sluice mcp` with the official client: the list of tools is small, every tool answers, budgets hold; and with bare lines:
# what is no request is refused, and the server lives on.
. "$(dirname "$0")/lib.sh"
command -v node >/dev/null || skip "node is not installed"

prepare 120
db=$work/first
client=$here/../mcp
subject=$(sluice sql --db "$db" --format csv "SELECT to_key FROM DependencyEdges WHERE edge_type = 'Calls' AND to_path <> '' GROUP BY to_key ORDER BY count(*) DESC, to_key LIMIT 1" | tail -n 1 | tr -d '\r')
tested=$(sluice sql --db "$db" --format csv "SELECT to_key FROM DependencyEdges WHERE edge_type = 'Tests' AND to_path <> '' ORDER BY to_key LIMIT 1" | tail -n 1 | tr -d '\r')
name=$(sluice sql --db "$db" --format csv "SELECT name FROM CodeGraph WHERE ISGL1_key = '$subject'" | tail -n 1 | tr -d '\r')
callers=$(sluice sql --db "$db" --format csv "SELECT count(*) FROM DependencyEdges WHERE to_key = '$subject' AND edge_type IN ('Calls', 'Tests')" | tail -n 1 | tr -d '\r')
expect_more "callers of $subject" "$callers" 1

if [ -d "$client/node_modules/@modelcontextprotocol" ]; then
    SLUICE_TEST_MARK="$mark" timeout 60 node "$client/client.mjs" "$bin/sluice" "$db" "$(cat <<JSON
{"search": ["search", {"query": "$name"}], "typo": ["search", {"query": "${name}x"}], "kind": ["search", {"query": "add", "kind": "fn", "limit": 2}],
 "show": ["show", {"name": "$subject"}], "callers": ["callers", {"name": "$subject"}], "callees": ["callees", {"name": "$subject"}],
 "impact": ["impact", {"name": "$subject", "depth": 4}], "tests": ["tests", {"name": "$tested"}],
 "context": ["context", {"name": "$subject", "tokens": 4000}], "small": ["context", {"name": "$subject", "tokens": 150}],
 "sql": ["sql", {"statement": "SELECT count(*) AS n FROM CodeGraph"}], "refused": ["sql", {"statement": "DELETE FROM CodeGraph"}],
 "long": ["sql", {"statement": "SELECT ISGL1_key, Current_Code FROM CodeGraph"}],
 "unknown": ["show", {"name": "nosuchthing_zq"}], "missing": ["show", {}], "bad": ["callers", {"name": "$subject", "limit": "many"}], "folder": ["search", {"query": "add", "folder": "nowhere"}],
 "none": ["grep", {"x": 1}]}
JSON
)" >"$work/answers" 2>"$work/err" || fail "the client failed"
    python3 - "$work/answers" "$name" "$callers" "$(report "$db" 'd["relations"]["CodeGraph"]["stored"]')" >"$work/out" <<'PYTHON' || fail "answers"
import json, sys
seen = json.load(open(sys.argv[1])); name, callers, entities = sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
answers = seen["answers"]
def check(what, holds):
    if not holds:
        sys.exit(f"{what}: {json.dumps(answers.get(what.split()[0]))[:1500]}")
check("server", seen["server"]["name"] == "sluice")
check("tools", [t["name"] for t in seen["tools"]] == ["search", "show", "callers", "callees", "impact", "tests", "context", "sql"])
check(f"tools are {seen['bytes']} bytes", seen["bytes"] <= 6144)
good = ["search", "typo", "kind", "show", "callers", "callees", "impact", "tests", "context", "small", "sql", "long"]
for key in good:
    check(f"{key} is an answer", not answers[key].get("isError") and answers[key]["text"].startswith("[generation 1 of 20"))
    check(f"{key} is short", len(answers[key]["text"].encode()) <= 14000 or key == "context")
for key in ["refused", "unknown", "missing", "bad", "folder"]:
    check(f"{key} is an error", answers[key].get("isError") is True and answers[key]["text"])
check("search finds it", name in answers["search"]["text"])
check("typo finds it", name in answers["typo"]["text"])
check("kind is cut", "2 of" in answers["kind"]["text"] and "offset=2" in answers["kind"]["text"])
check("show has the code", "key " in answers["show"]["text"] and name in answers["show"]["text"])
check("callers are counted", f"{callers} callers of " in answers["callers"]["text"])
check("callers are listed", answers["callers"]["text"].count("[Calls ") + answers["callers"]["text"].count("[Tests ") == min(callers, 30))
check("impact has hops", "hop 1:" in answers["impact"]["text"])
check("tests are listed", "hop 1:" in answers["tests"]["text"])
check("context within 4000 tokens", len(answers["context"]["text"].encode()) <= 4000 * 3 and "(itself)" in answers["context"]["text"])
check("small within 150 tokens", len(answers["small"]["text"].encode()) <= 150 * 3)
check("sql counts", f"\n{entities}\n" in answers["sql"]["text"])
check("refused says why", "refused" in answers["refused"]["text"])
check("long says how to go on", "cut after" in answers["long"]["text"])
check("unknown says so", "not in the index" in answers["unknown"]["text"])
check("none is no tool", answers["none"]["code"] == -32602)
PYTHON
else
    echo "83-mcp: the official client is not installed (npm ci in tests/mcp): only bare lines are tried"
    [ -z "${CI:-}" ] || fail "CI installs it"
fi

# ---- bare lines

talk() { printf '%s\n' "$@" | sluice mcp --db "$db" >"$work/out" 2>"$work/err"; rc=$?; }
ask='{"jsonrpc":"2.0","id":7,"method":"ping"}'
talk 'no json' '[1,2]' '{"jsonrpc":"1.0","id":1,"method":"ping"}' '{"jsonrpc":"2.0","id":{},"method":"ping"}' '{"jsonrpc":"2.0","id":2}' \
    '{"jsonrpc":"2.0","id":3,"method":"resources/list"}' '{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":5}}' '' \
    '{"jsonrpc":"2.0","method":"notifications/initialized"}' '{"jsonrpc":"2.0","id":9,"result":{}}' '"\ud800"' "$ask"
expect_rc 0
codes=$(python3 -c 'import json, sys
for line in open(sys.argv[1]):
    d = json.loads(line)
    print(d.get("id"), d.get("error", {}).get("code", "ok"), end=" ")' "$work/out")
expect "ids and codes" "$codes" \
    "None -32700 None -32600 1 -32600 None -32600 2 -32600 3 -32601 4 -32602 None -32700 7 ok "
{ head -c 5000000 /dev/zero | tr '\0' x; echo; echo "$ask"; } | sluice mcp --db "$db" >"$work/out" 2>"$work/err"
expect "lines after a message of 5 MB" "$(wc -l <"$work/out")" 2
expect_text "$work/out" '"id":7'
talk '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2024-11-05"}}' '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"1999-01-01"}}'
expect_text "$work/out" '"protocolVersion":"2024-11-05"'
expect_text "$work/out" '"protocolVersion":"2025-11-25"'
db=$work/nothing
talk '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"show","arguments":{"name":"x"}}}'
expect_text "$work/out" '"isError":true'
expect_text "$work/out" 'nothing'
passed
