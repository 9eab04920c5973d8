// Binds names inside one file. A NAME climbs the scopes from where it stands:
//   - in a scope, the newest declaration that is visible at the name wins; where the language hoists, any is visible;
//   - a local is replaced by what is known of its value, so that `x` in `x.run()` reads as "an instance of T";
//   - a symbol binds when it is the only one of its name in that scope; overloads are left to the linker, which
//     knows arguments;
//   - members of a type are seen by name alone only where the language says so, and a type with bases hides nothing
//     and proves nothing: its inherited members are not known here, so the name is left to the linker.
#include "stages/parser/extraction.h"

#include <assert.h>
#include <stdlib.h>

enum {
    BINDINGS_SEEN_MAX = 256,  // of one name in one scope, from the newest on
    SCOPES_CLIMBED_MAX = 1000, // of one name; nobody nests deeper by hand, and machines nest without end
};

enum found { FOUND_NOTHING, FOUND_LOCAL, FOUND_SYMBOL, FOUND_SEVERAL };

static bool
is_method(const struct extraction *x, const struct binding *binding)
{
    return binding->symbol != FACT_NONE &&
           entity_kind_is_callable((entity_kind)x->facts.symbols[binding->symbol].kind);
}

// Whether a variable of a class body is not set yet where the body names it: the name means what it does outside (Python reference,
// 4.2.2: class bodies have no free variables of their own).
static bool
is_unset(const struct extraction *x, uint32_t scope, const struct binding *binding, struct name_site site)
{
    const fact_symbol *symbol = &x->facts.symbols[binding->symbol];
    return x->scopes[scope].kind == SCOPE_TYPE && scope == site.scope && symbol->kind == ENTITY_FIELD &&
           symbol->end > site.at;
}

// Whether the older of two symbols of one name is the one that counts at `at` (FACT_NONE: later, from inside of a function):
// the newest definition that was run by then, functions and types before variables.
static bool
replaces(const struct extraction *x, const struct binding *older, const struct binding *newer, uint32_t at)
{
    const fact_symbol *symbol = &x->facts.symbols[newer->symbol];
    bool is_variable = !entity_kind_is_callable((entity_kind)symbol->kind) && !entity_kind_is_type((entity_kind)symbol->kind);
    const fact_symbol *other = &x->facts.symbols[older->symbol];
    bool was_variable = !entity_kind_is_callable((entity_kind)other->kind) && !entity_kind_is_type((entity_kind)other->kind);
    if (symbol->flags & SYMBOL_OFF || other->flags & SYMBOL_OFF) // never run
        return !(other->flags & SYMBOL_OFF);
    return (is_variable && !was_variable) || (is_variable == was_variable && symbol->start > at);
}

// Looks `name` up in one scope, as seen from `site`.
static enum found
look_in_scope(const struct extraction *x, uint32_t scope, uint32_t name, struct name_site site,
              const struct binding **best)
{
    bool hoists = x->compiled->language->flags & LANGUAGE_HOISTS;
    bool has_method_names = x->compiled->language->flags & LANGUAGE_METHOD_NAMES;
    bool rebinds = x->compiled->language->flags & LANGUAGE_REBINDS;
    const struct binding *symbol = NULL, *earlier = NULL, *later = NULL;
    bool is_several = false;
    uint32_t seen = 0;
    for (uint32_t i = binding_newest(x, scope, name); i != FACT_NONE; i = x->bindings[i].next) {
        const struct binding *binding = &x->bindings[i];
        if (++seen > BINDINGS_SEEN_MAX) { // a name that is set thousands of times: it is a local, and that is all
            hoists = true;
            break;
        }
        if (has_method_names && is_method(x, binding) != site.is_method)
            continue;
        if (binding->symbol != FACT_NONE) {
            if (rebinds && is_unset(x, scope, binding, site))
                continue;
            is_several |= symbol != NULL && !rebinds;
            if (!rebinds || !symbol || replaces(x, binding, symbol, scope == site.scope ? site.at : FACT_NONE))
                symbol = binding;
        } else if (binding->visible_from <= site.at) {
            if (!earlier || binding->visible_from > earlier->visible_from)
                earlier = binding;
        } else {
            later = binding;
        }
    }
    if (rebinds && symbol) // what else a function's name is set to is its fallback
        earlier = NULL;
    *best = earlier ? earlier : symbol ? symbol : hoists ? later : NULL;
    if (!*best)
        return FOUND_NOTHING;
    if ((*best)->symbol == FACT_NONE)
        return FOUND_LOCAL;
    return is_several ? FOUND_SEVERAL : FOUND_SYMBOL;
}

static bool
is_type(const struct extraction *x, const struct binding *binding)
{
    return binding->symbol != FACT_NONE && entity_kind_is_type((entity_kind)x->facts.symbols[binding->symbol].kind);
}

static bool
is_type_parameter(const struct extraction *x, const struct binding *binding)
{
    return binding->symbol != FACT_NONE && x->facts.symbols[binding->symbol].kind == ENTITY_TYPE_PARAMETER;
}

static void
become_local(struct extraction *x, uint32_t expression, const struct binding *local)
{
    fact_expression *self = &x->facts.expressions[expression];
    bool is_known = local->value != FACT_NONE && local->value < expression;
    *self = is_known ? x->facts.expressions[local->value]
                     : (fact_expression){EXPRESSION_UNKNOWN, FACT_NONE, FACT_NONE};
}

// Returns whether the name is a local's.
static bool
bind_name(struct extraction *x, uint32_t expression, const bool *is_imported)
{
    fact_expression *self = &x->facts.expressions[expression];
    struct name_site site = x->name_sites[expression];
    bool members_in_scope = x->compiled->language->flags & LANGUAGE_MEMBERS_IN_SCOPE;
    bool members_hidden = x->compiled->language->flags & LANGUAGE_MEMBERS_HIDDEN;
    bool is_past_bases = false;
    uint32_t climbed = 0;
    for (uint32_t s = site.scope; s != SCOPE_NONE; s = x->scopes[s].parent) {
        const struct scope *scope = &x->scopes[s];
        if (++climbed > SCOPES_CLIMBED_MAX)
            return false;
        bool is_outer_type = scope->kind == SCOPE_TYPE && (s != site.scope || members_hidden);
        const struct binding *best;
        enum found found = look_in_scope(x, s, self->name, site, &best);
        if (found != FOUND_NOTHING && is_outer_type && !members_in_scope && best->symbol != FACT_NONE &&
            !is_type_parameter(x, best))
            found = FOUND_NOTHING;
        if (is_past_bases && (found == FOUND_SEVERAL || (found == FOUND_SYMBOL && !is_type(x, best))))
            return false;
        if (found == FOUND_LOCAL) {
            become_local(x, expression, best);
            bool holds = x->compiled->language->flags & LANGUAGE_LOCALS_HOLD;
            return holds || self->op != EXPRESSION_NAME; // what a function imports is for the linker
        }
        // A base may have an overload of a method that only the linker can tell from the type's own (JLS 15.12.1).
        if (found == FOUND_SYMBOL && site.is_method && scope->has_bases)
            return false;
        if (found == FOUND_SYMBOL) {
            *self = (fact_expression){EXPRESSION_SYMBOL, best->symbol, FACT_NONE};
            return false;
        }
        if (found == FOUND_SEVERAL)
            return false;
        if (scope->is_sealed)
            break;
        // A base may have a member of that name. That it hides a local, a type, or one of the language's own names
        // is not assumed.
        is_past_bases |= scope->has_bases && members_in_scope && site.at >= scope->body_start;
    }
    if (!is_imported[self->name] &&
        intern_find(x->compiled->builtins, intern_text(x->facts.strings, self->name)) != INTERN_NONE)
        self->op = EXPRESSION_LITERAL;
    else if (site.is_own && !is_imported[self->name])
        *self = (fact_expression){EXPRESSION_UNKNOWN, FACT_NONE, FACT_NONE};
    return false;
}

// Whether an operator's operand is known to be no object: what the language itself does with it is no call.
static bool
is_plain_operation(const struct extraction *x, const fact_expression *member)
{
    if (!span_starts(intern_text(x->facts.strings, member->name), "operator"))
        return false;
    const fact_expression *operand = &x->facts.expressions[member->operand];
    while (operand->op == EXPRESSION_INSTANCE)
        operand = &x->facts.expressions[operand->operand];
    return operand->op == EXPRESSION_UNKNOWN || operand->op == EXPRESSION_LITERAL || operand->op == EXPRESSION_CONTAINER;
}

static bool
names_something(const struct extraction *x, const fact_reference *reference)
{
    const fact_expression *expression = &x->facts.expressions[reference->expression];
    language_id language = x->compiled->language->id;
    if ((language == LANGUAGE_CPP || language == LANGUAGE_RUST) && reference->kind == REFERENCE_CALL &&
        expression->op == EXPRESSION_MEMBER && is_plain_operation(x, expression))
        return false;
    while (expression->op == EXPRESSION_GENERIC || expression->op == EXPRESSION_CONTAINER ||
           (expression->op == EXPRESSION_QUALIFIED && reference->kind == REFERENCE_MACRO))
        expression = &x->facts.expressions[expression->operand];
    // A type parameter stands for its bound, which is referred to where it is written.
    if (expression->op == EXPRESSION_SYMBOL && x->facts.symbols[expression->name].kind == ENTITY_TYPE_PARAMETER)
        return false;
    if (reference->kind == REFERENCE_CONSTRUCT &&
        (expression->op == EXPRESSION_INSTANCE || expression->op == EXPRESSION_LITERAL))
        return true;
    // A value that is asked of something unknown says nothing: it is as likely a field as anything.
    if (reference->kind == REFERENCE_VALUE && expression->op == EXPRESSION_MEMBER) {
        const fact_expression *root = expression;
        while (root->operand != FACT_NONE)
            root = &x->facts.expressions[root->operand];
        return root->op != EXPRESSION_UNKNOWN && root->op != EXPRESSION_LITERAL;
    }
    return expression->op == EXPRESSION_NAME || expression->op == EXPRESSION_SYMBOL ||
           expression->op == EXPRESSION_MEMBER || expression->op == EXPRESSION_SUPER ||
           (expression->op == EXPRESSION_SELF && reference->kind == REFERENCE_CALL) ||
           (x->compiled->language->flags & LANGUAGE_REBINDS && reference->kind == REFERENCE_CALL &&
            expression->op != EXPRESSION_UNKNOWN && expression->op != EXPRESSION_LITERAL);
}

void
bind_names(struct extraction *x)
{
    bool *is_imported = calloc(intern_count(x->facts.strings) + 1, sizeof *is_imported); // by string
    assert(is_imported);
    for (uint32_t i = 0; i < x->facts.import_count; i++) {
        if (x->facts.imports[i].alias != FACT_NONE)
            is_imported[x->facts.imports[i].alias] = true;
    }
    bool *is_local = calloc(x->facts.expression_count + 1, sizeof *is_local); // by expression
    assert(is_local);
    for (uint32_t i = 0; i < x->facts.expression_count; i++) {
        if (x->facts.expressions[i].op == EXPRESSION_NAME)
            is_local[i] = bind_name(x, i, is_imported);
    }
    free(is_imported);
    bool holds = x->compiled->language->flags & LANGUAGE_LOCALS_HOLD;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < x->facts.reference_count; i++) {
        const fact_reference *reference = &x->facts.references[i];
        // A type parameter stands for its bound, which is referred to where it is written.
        bool is_type_parameter = reference->kind == REFERENCE_TYPE && is_local[reference->expression];
        bool is_held = holds && reference->kind == REFERENCE_CALL && is_local[reference->expression];
        if (!is_type_parameter && !is_held && names_something(x, reference))
            x->facts.references[kept++] = x->facts.references[i];
    }
    x->facts.reference_count = kept;
    free(is_local);
}
