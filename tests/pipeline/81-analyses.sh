#!/usr/bin/env bash
# Analyses and class metrics, from source to HTTP: what the parser counted in two classes of Java and a script of Python, against values
# worked out by hand; that scopes filter, and that the same index answers the same again.
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip "jq is not installed"
command -v curl >/dev/null || skip "curl is not installed"

tree=$work/tree
mkdir -p "$tree/bank" "$tree/tools"
cat >"$tree/bank/Account.java" <<'JAVA'
package bank;

class Account {
    private int balance;
    private String owner;
    private Ledger ledger;

    void deposit(int amount) {
        if (amount > 0 && amount < 100)
            balance += amount;
        ledger.enter(amount);
    }

    int balance() {
        return balance;
    }

    String owner() {
        return owner == null ? "" : this.owner;
    }
}
JAVA
cat >"$tree/bank/Ledger.java" <<'JAVA'
package bank;

class Ledger {
    private int sum;

    void enter(int amount) {
        sum += amount;
    }
}
JAVA
cat >"$tree/tools/run.py" <<'PYTHON'
def first():
    return second()


def second():
    return third() + third()


def third():
    return first()
PYTHON

serve_index() {
    : >"$work/serve.err"
    env SLUICE_TEST_MARK="$mark" "$bin/sluice" serve --db "$work/db" --bind 127.0.0.1:0 >/dev/null 2>"$work/serve.err" &
    server=$!
    for _ in $(seq 200); do
        grep -q 'event=SERVING' "$work/serve.err" && break
        sleep 0.1
    done
    url=$(sed -n 's/.*event=SERVING .*url=\([^ ]*\).*/\1/p' "$work/serve.err")
    [ -n "$url" ] || fail "the server did not start"
}

stop_index_server() {
    kill -TERM "$server"
    wait "$server"
}

ask() { curl -s --max-time 60 "$url$1"; }

# answer PATH FILTER EXPECTED
answer() {
    local got
    got=$(ask "$1" | jq -c ".data | $2")
    [ "$got" = "$3" ] || fail "$1 gives $got, not $3"
}

index "$work/db"
expect_rc 0 "index"
serve_index

# Account: three methods, of which deposit (balance, ledger) and balance() share a field, owner() none; complexity 3, 1, 2. Calls
# enter(). Coupled to Ledger, and Ledger to it.
metrics='.entities[] | [(.entity | split(":")[2]), .cbo, (.lcom * 1000 | floor), .rfc, .wmc, .method_count, .health_grade]'
answer "/coupling-cohesion-metrics-suite?entity=Account" "$metrics" '["Account",1,666,4,6,3,"A"]'
answer "/coupling-cohesion-metrics-suite?entity=Ledger.enter" "$metrics" '["Ledger",1,0,1,1,1,"A"]'
answer "/coupling-cohesion-metrics-suite?entity=first" '[.note != null, (.entities | length)]' '[true,0]'
answer "/coupling-cohesion-metrics-suite" '.total_count' 2
answer "/coupling-cohesion-metrics-suite?scope=tools" '.total_count' 0
answer "/technical-debt-sqale-scoring" '[.codebase_total_debt_hours, .entities[0].severity, .entities[0].violations]' '[0,"none",[]]'
answer "/technical-debt-sqale-scoring?min_debt=1" '.total_count' 0

answer "/kcore-decomposition-layering-analysis?k=2&scope=tools" '[.max_coreness, [.entities[] | [.coreness, .layer]]]' \
    '[2,[[2,"core"],[2,"core"],[2,"core"]]]'
answer "/centrality-measures-entity-ranking?method=betweenness&scope=tools&top=3" '[.exact, [.entities[] | [.score, .rank]]]' \
    '[true,[[1,1],[1,2],[1,3]]]'
answer "/centrality-measures-entity-ranking" '[.method, .exact, ([.entities[].score] | add * 1000 | round)]' '["pagerank",true,1000]'
answer "/entropy-complexity-measurement-scores?entity=first" '.entities | map([.entropy, .complexity])' '[[0,"low"]]'
answer "/leiden-community-detection-clusters?scope=tools" '[.community_count, .communities[0].size]' '[1,3]'
answer "/semantic-cluster-grouping-list?scope=tools" '[.total_entities, .cluster_count >= 1]' '[4,true]'

# The same index gives the same bytes, from another process too.
for path in leiden-community-detection-clusters semantic-cluster-grouping-list centrality-measures-entity-ranking; do
    ask "/$path"
done >"$work/before"
stop_index_server
serve_index
for path in leiden-community-detection-clusters semantic-cluster-grouping-list centrality-measures-entity-ranking; do
    ask "/$path"
done >"$work/after"
cmp -s "$work/before" "$work/after" || fail "another process answers otherwise"
stop_index_server
passed
