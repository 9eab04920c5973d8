// Entities: all of them, one of them, those whose names are like a text.
#include "stages/server/http/endpoint.h"
#include "stages/server/query_find.h"

// ---- /code-entities-list-all

static void
put_listed(http_call *call, buffer *out, void *context, uint64_t index)
{
    const query_entities *found = context;
    http_put_entity(call, out, found->items[index]);
}

static void
entities_fini(void *entities)
{
    query_entities_fini(entities);
}

static query_filter
filter_of(const http_call *call, span type)
{
    query_filter filter = {.classes = QUERY_CODE, .scope = call->scope};
    for (unsigned i = 0; type.size && i < ENTITY_KIND_COUNT; i++)
        filter.kinds |= span_is(type, entity_kind_texts[i]) ? 1u << i : 0;
    if (filter.kinds & 1u << ENTITY_EXTERNAL)
        filter.classes = QUERY_EXTERNAL;
    if (filter.kinds & 1u << ENTITY_TEST_CASE)
        filter.classes = QUERY_CODE | QUERY_TESTS;
    return filter;
}

void
http_answer_entities(http_call *call)
{
    query_entities *found = http_keep(call, sizeof *found, entities_fini);
    query_filter filter = filter_of(call, http_text(call, "entity_type"));
    const http_value *limit = http_value_of(call, "limit");
    bool is_counted = limit->is_given && !limit->integer;
    uint64_t total = query_list(call->snapshot, &filter, http_integer(call, "offset"), limit->integer,
                                is_counted ? NULL : found);
    http_put_integer(&call->text, "total_count", total);
    http_list(call, "entities", found->count, put_listed, found);
}

// ---- /code-entity-detail-view

static void
source_fini(void *source)
{
    query_source_fini(source);
}

void
http_answer_detail(http_call *call)
{
    char failure[STORE_FAILURE_BYTES] = "";
    query_node node = query_node_of(call->snapshot, call->entity);
    query_source *source = http_keep(call, sizeof *source, source_fini);
    if (node.kind != ENTITY_EXTERNAL && query_source_load(source, call->snapshot, call->entity, failure)) {
        http_fail(call, 500, "%s", failure);
        return;
    }
    buffer *out = &call->text;
    http_put_key_member(call, out, "key", call->entity);
    http_put_text(out, "file_path", node.path);
    http_put_text(out, "entity_type", span_of(entity_kind_texts[node.kind]));
    http_put_text(out, "entity_class", span_of(query_class_text(&node)));
    http_put_text(out, "language", span_of(language_names[node.language]));
    http_put_text(out, "code", source->code);
    http_put_text(out, "name", node.name);
    http_put_text(out, "qualified_name", node.qualified_name);
    http_put_text(out, "signature", source->signature);
    http_put_text(out, "documentation", source->documentation);
    http_put_integer(out, "line_start", node.line_start);
    http_put_integer(out, "line_end", node.line_end);
}

// ---- /code-entities-search-fuzzy

static void
put_hit(http_call *call, buffer *out, void *context, uint64_t index)
{
    const query_hits *found = context;
    http_put_entity(call, out, found->items[index].entity);
}

static void
hits_fini(void *hits)
{
    query_hits_fini(hits);
}

void
http_answer_search(http_call *call)
{
    span text = http_text(call, "q");
    if (text.size > QUERY_TEXT_BYTES_MAX) {
        http_fail(call, 400, "q is longer than %d bytes", QUERY_TEXT_BYTES_MAX);
        return;
    }
    query_hits *found = http_keep(call, sizeof *found, hits_fini);
    query_filter filter = {.classes = QUERY_CODE | QUERY_TESTS, .scope = call->scope};
    const http_value *limit = http_value_of(call, "limit");
    bool is_counted = limit->is_given && !limit->integer;
    uint64_t total = query_search(call->snapshot, text, &filter, http_integer(call, "offset"),
                                  is_counted ? 1 : limit->integer, found);
    http_put_integer(&call->text, "total_count", total);
    http_list(call, "entities", is_counted ? 0 : found->count, put_hit, found);
}
