// What ECMAScript's own containers (Array, Set, Map) and promises do: which method gives an element, the container again,
// or what a function makes of its elements, and what it passes to that function (ECMA-262 23.1.3, 24.1.3, 24.2.4, 27.2.5).
// Maps are containers of their values; a Promise<T> is seen as the T that it gives (ecmascript.c).
#include "stages/linker/binder.h"

enum result { RESULT_NONE, RESULT_SAME, RESULT_ELEMENT, RESULT_MAPPED, RESULT_FLAT, RESULT_FOLDED };

static const struct list_method {
    const char *name;
    enum result result;
    uint8_t passes; // bit n: parameter n of the function is an element
} methods[] = {
    {"map", RESULT_MAPPED, 1},     {"flatMap", RESULT_FLAT, 1},      {"forEach", RESULT_NONE, 1},
    {"filter", RESULT_SAME, 1},    {"find", RESULT_ELEMENT, 1},      {"findLast", RESULT_ELEMENT, 1},
    {"some", RESULT_NONE, 1},      {"every", RESULT_NONE, 1},        {"findIndex", RESULT_NONE, 1},
    {"sort", RESULT_SAME, 3},      {"toSorted", RESULT_SAME, 3},     {"findLastIndex", RESULT_NONE, 1},
    {"reduce", RESULT_FOLDED, 2},  {"reduceRight", RESULT_FOLDED, 2}, {"at", RESULT_ELEMENT, 0},
    {"pop", RESULT_ELEMENT, 0},    {"shift", RESULT_ELEMENT, 0},     {"get", RESULT_ELEMENT, 0},
    {"slice", RESULT_SAME, 0},     {"splice", RESULT_SAME, 0},       {"concat", RESULT_SAME, 0},
    {"reverse", RESULT_SAME, 0},   {"toReversed", RESULT_SAME, 0},   {"fill", RESULT_SAME, 0},
    {"values", RESULT_SAME, 0},    {"entries", RESULT_SAME, 0},    {"add", RESULT_SAME, 0},          {"set", RESULT_SAME, 0},
    {"toSpliced", RESULT_SAME, 0}, {"with", RESULT_SAME, 0},
};

static const struct list_method *
method_of(const struct linker *self, value list_method)
{
    span name = intern_text(self->names, list_method.name);
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (span_is(name, methods[i].name))
            return &methods[i];
    }
    return NULL;
}

value
list_method(value container, uint32_t name)
{
    container.kind = VALUE_LIST_METHOD;
    container.name = name;
    return container;
}

static value
list_of(value list_method)
{
    list_method.kind = VALUE_CONTAINER;
    return list_method;
}

// A container of what a lambda returns.
static value
list_of_results(struct linker *self, value function, bool is_flat, uint32_t depth)
{
    if (is_flat)
        return result_of(self, function, depth);
    if (function.kind != VALUE_LAMBDA && function.kind != VALUE_FUNCTION)
        return VALUE_NOTHING;
    uint32_t returned = expression_at(self, function.site, function.expression)->operand;
    return returned == FACT_NONE ? VALUE_NOTHING
                                 : (value){.kind = VALUE_CONTAINER,
                                           .how = RESOLUTION_TYPE,
                                           .site = function.site,
                                           .expression = returned};
}

value
list_call(struct linker *self, value called, call *call, uint32_t depth)
{
    const struct list_method *method = method_of(self, called);
    switch (method ? method->result : RESULT_NONE) {
    case RESULT_SAME:
        return list_of(called);
    case RESULT_ELEMENT:
        return element_of(self, list_of(called), depth + 1);
    case RESULT_MAPPED:
    case RESULT_FLAT:
        return list_of_results(self, argument_of(self, call, 0), method->result == RESULT_FLAT, depth + 1);
    case RESULT_FOLDED:
        return argument_of(self, call, 1);
    default:
        return VALUE_NOTHING;
    }
}

value
list_passes(struct linker *self, value called, call *call, uint32_t number, uint32_t depth)
{
    const struct list_method *method = method_of(self, called);
    if (method && number < 8 && method->passes >> number & 1)
        return element_of(self, list_of(called), depth + 1);
    return method && method->result == RESULT_FOLDED && number == 0 ? argument_of(self, call, 1) : VALUE_NOTHING;
}

value
promised(struct linker *self, site at, const fact_expression *expression, call *call, uint32_t depth)
{
    const fact_expression *callee = expression_at(self, at, expression->operand);
    if (callee->op != EXPRESSION_MEMBER)
        return VALUE_NOTHING;
    span name = intern_text(self->names, callee->name);
    if (span_is(name, "then"))
        return result_of(self, argument_of(self, call, 0), depth + 1);
    if (span_is(name, "catch") || span_is(name, "finally"))
        return settle(self, evaluate(self, at, callee->operand, depth + 1), depth + 1);
    bool is_list = span_is(name, "from") || span_is(name, "values") || span_is(name, "entries") || span_is(name, "all");
    const fact_expression *object = expression_at(self, at, callee->operand);
    return is_list && object->op == EXPRESSION_LITERAL ? argument_of(self, call, 0) : VALUE_NOTHING;
}
