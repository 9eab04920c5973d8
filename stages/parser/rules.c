// Ready-made `enter` and `lower` functions: what most grammars share.
#include "stages/parser/extraction.h"

static uint32_t
operand_of(extraction *x, const rule *rule, TSNode node)
{
    return extract_lower(x, extract_field(x, node, rule->operand));
}

void
enter_definition(extraction *x, const rule *rule, TSNode node)
{
    TSNode name = extract_field(x, node, rule->name);
    definition definition = DEFINITION_NONE;
    definition.kind = rule->entity;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = node;
    definition.body = extract_field(x, node, rule->body);
    if (rule->parameters)
        definition.arity_min = definition.arity_max =
            extract_count(x, extract_field(x, node, rule->parameters));
    uint32_t symbol = extract_define(x, &definition);
    uint32_t result = rule->result ? extract_lower(x, extract_field(x, node, rule->result)) : FACT_NONE;
    extract_symbol_facts(x, symbol)->type = result;
}

void
enter_call(extraction *x, const rule *rule, TSNode node)
{
    TSNode arguments = extract_field(x, node, rule->arguments);
    extract_reference(x, REFERENCE_CALL, operand_of(x, rule, node), node,
                      extract_arguments(x, arguments, rule->text));
}

void
enter_construct(extraction *x, const rule *rule, TSNode node)
{
    TSNode type = extract_field(x, node, rule->operand);
    TSNode arguments = extract_field(x, node, rule->arguments);
    extract_reference(x, REFERENCE_CONSTRUCT, extract_lower(x, type), node,
                      extract_arguments(x, arguments, rule->text));
    extract_claim(x, type);
}

void
enter_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (!extract_is_claimed(x, node))
        extract_reference(x, REFERENCE_TYPE, extract_lower(x, node), node, FACT_NONE);
}

void
enter_value(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (!extract_is_claimed(x, node))
        extract_reference(x, REFERENCE_VALUE, extract_lower(x, node), node, FACT_NONE);
}

void
enter_macro(extraction *x, const rule *rule, TSNode node)
{
    extract_reference(x, REFERENCE_MACRO, operand_of(x, rule, node), node, FACT_NONE);
}

uint32_t
lower_name(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return extract_name(x, extract_text(x, node), ts_node_start_byte(node));
}

uint32_t
lower_member(extraction *x, const rule *rule, TSNode node)
{
    uint32_t operand = operand_of(x, rule, node);
    span name = extract_text(x, extract_field(x, node, rule->name));
    if (operand == FACT_NONE || !name.size)
        return facts_add_expression(&x->facts, EXPRESSION_UNKNOWN, FACT_NONE, FACT_NONE);
    return extract_expression(x, EXPRESSION_MEMBER, name, operand);
}

// One operation on what the rule's operand denotes; UNKNOWN without one.
static uint32_t
lower_operation(extraction *x, const rule *rule, TSNode node, expression_op op)
{
    uint32_t operand = operand_of(x, rule, node);
    return operand == FACT_NONE ? facts_add_expression(&x->facts, EXPRESSION_UNKNOWN, FACT_NONE, FACT_NONE)
                                : facts_add_expression(&x->facts, op, FACT_NONE, operand);
}

uint32_t
lower_call(extraction *x, const rule *rule, TSNode node)
{
    return lower_operation(x, rule, node, EXPRESSION_CALL);
}

uint32_t
lower_construct(extraction *x, const rule *rule, TSNode node)
{
    return lower_operation(x, rule, node, EXPRESSION_INSTANCE);
}

uint32_t
lower_element(extraction *x, const rule *rule, TSNode node)
{
    return lower_operation(x, rule, node, EXPRESSION_ELEMENT);
}

uint32_t
lower_container(extraction *x, const rule *rule, TSNode node)
{
    return lower_operation(x, rule, node, EXPRESSION_CONTAINER);
}

uint32_t
lower_inner(extraction *x, const rule *rule, TSNode node)
{
    TSNode inner = rule->operand ? extract_field(x, node, rule->operand) : (TSNode){0};
    uint32_t count = ts_node_named_child_count(node);
    for (uint32_t i = 0; i < count && ts_node_is_null(inner); i++) {
        TSNode child = ts_node_named_child(node, i);
        if (!ts_node_is_extra(child))
            inner = child;
    }
    uint32_t expression = extract_lower(x, inner);
    return expression == FACT_NONE ? facts_add_expression(&x->facts, EXPRESSION_UNKNOWN, FACT_NONE, FACT_NONE)
                                   : expression;
}

uint32_t
lower_literal(extraction *x, const rule *rule, TSNode node)
{
    (void)node;
    return extract_expression(x, EXPRESSION_LITERAL, span_of(rule->text ? rule->text : "literal"), FACT_NONE);
}

uint32_t
lower_self(extraction *x, const rule *rule, TSNode node)
{
    (void)rule, (void)node;
    return facts_add_expression(&x->facts, EXPRESSION_SELF, FACT_NONE, FACT_NONE);
}

uint32_t
lower_super(extraction *x, const rule *rule, TSNode node)
{
    (void)rule, (void)node;
    return facts_add_expression(&x->facts, EXPRESSION_SUPER, FACT_NONE, FACT_NONE);
}
