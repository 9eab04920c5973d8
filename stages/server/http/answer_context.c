// The code that matters most for an entity, within a budget.
#include "stages/server/http/endpoint.h"
#include "stages/server/query_context.h"

static void
context_fini(void *context)
{
    query_context_fini(context);
}

static void
put_item(http_call *call, buffer *out, void *context, uint64_t index)
{
    const query_context *found = context;
    const query_context_item *item = &found->items[index];
    buffer_put_byte(out, '{');
    http_put_key_member(call, out, "entity_key", item->entity);
    http_put_number(out, "relevance_score", item->relevance);
    http_put_text(out, "relevance_type", span_of(query_role_texts[item->role]));
    http_put_integer(out, "estimated_tokens", item->tokens);
    http_put_text(out, "code", span_slice(buffer_span(&found->text), item->start, item->end));
    buffer_put_byte(out, '}');
}

// Drops what lies elsewhere, the entity itself aside.
static void
keep_scope(const http_call *call, query_context *found)
{
    size_t kept = 0;
    for (size_t i = 0; i < found->count; i++) {
        if (found->items[i].role == QUERY_ROLE_SELF ||
            query_in_scope(call->snapshot, found->items[i].entity, call->scope))
            found->items[kept++] = found->items[i];
        else
            found->tokens -= found->items[i].tokens;
    }
    found->count = kept;
}

void
http_answer_context(http_call *call)
{
    char failure[STORE_FAILURE_BYTES] = "";
    uint64_t budget = http_integer(call, "tokens");
    query_context *found = http_keep(call, sizeof *found, context_fini);
    if (query_context_of(call->snapshot, call->entity, (uint32_t)budget, found, failure)) {
        http_fail(call, 500, "%s", failure);
        return;
    }
    keep_scope(call, found);
    http_put_key_member(call, &call->text, "focus_entity", call->entity);
    http_put_integer(&call->text, "token_budget", budget);
    http_put_integer(&call->text, "tokens_used", found->tokens);
    http_put_integer(&call->text, "entities_included", found->count);
    http_list(call, "context", found->count, put_item, found);
}
