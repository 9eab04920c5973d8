// tree-sitter-sql 0.3.11 forgets the tag of a dollar-quoted string when it is given another state, without freeing it. Here it is
// freed.
#define tree_sitter_sql_external_scanner_deserialize forgetful_deserialize
#include "@derekstride/tree-sitter-sql/src/scanner.c"
#undef tree_sitter_sql_external_scanner_deserialize

void
tree_sitter_sql_external_scanner_deserialize(void *payload, const char *buffer, unsigned length)
{
    LexerState *state = payload;
    free(state->start_tag);
    forgetful_deserialize(payload, buffer, length);
}
