#include <map>
#include <memory>
#include <string>
#include <vector>

struct Node { void visit() {} Node *next() { return this; } };
struct Other { void visit() {} };

struct Graph {
    std::vector<Node> nodes;
    std::map<std::string, std::vector<Node *>> edges;
    std::unique_ptr<Node> root;
    typedef std::map<std::string, Other> Index;
    Index index;
};

void by_members(Graph &graph)
{
    graph.nodes.front().visit();
    graph.edges["a"].back()->next();
    graph.edges.at("a")[0]->visit();
    graph.root.get()->visit();
}

void by_iterators(const Graph &graph)
{
    std::vector<Node>::iterator first = graph.nodes.begin();
    first->visit();
    auto found = std::find_if(graph.nodes.begin(), graph.nodes.end(), nullptr);
    (*found).next();
    for (Graph::Index::const_iterator it = graph.index.begin(); it != graph.index.end(); ++it)
        it->second.visit();
}

void by_loops(Graph &graph)
{
    for (auto &pair : graph.edges) {
        for (Node *node : pair.second)
            node->next();
    }
    for (auto &[name, others] : graph.index)
        others.visit();
}


namespace user {
using namespace std;
struct Reader {
    void read(const string &text, int) {}
    void read(const char *text, char) {}
    void all(map<int, Node> &nodes, string line)
    {
        nodes[1].visit();
        read(line.substr(1), 2);
    }
};
}
