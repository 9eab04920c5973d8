// Rust, by the Reference (doc.rust-lang.org/reference, edition 2021) and grammar tree-sitter-rust 0.24.
//
// An impl block is an entity named after its type, and its functions are methods `T.f`, with the type as
// owner; so are a trait's, with or without a body. `Self` stands for that type; type parameters are symbols. Box,
// Rc and Arc are transparent, as references are: members are asked of what they hold. An
// inline `mod` is an entity and part of the name, and names are not looked up outside of it but after `use
// super::*`; `mod m;` is an import of the module `self::m`. What `x?`, `Some(x)` and `Ok(x)` take out of a
// value is an ELEMENT of it. Associated constants are fields; functions of an `extern` block are no entities,
// as they have no body. Closures are no entities, whether a variable holds them or not.
//
// A macro's arguments are tokens to the grammar: calls in them are found by their form, `path(...)` and
// `x.name(...)`. Items that a macro is given where items stand are read as such
// (rust_macros.h). Macros of the standard library are no references.
//
// Tests are what has an attribute `test`, `bench`, `rstest` ... (also as the last part of a path:
// `tokio::test`) or `cfg(test)`, with all that is inside it.
#include "stages/parser/extract.h"
#include "stages/parser/languages/rust_macros.h"

#include <stdio.h>
#include <string.h>

const TSLanguage *tree_sitter_rust(void);

enum {
    PATTERN_DEPTH_MAX = 64,
    USE_DEPTH_MAX = 64,
    TYPE_ARGUMENTS_MAX = 8,
    PARAMETERS_MAX = 16,
    BLOCK_STATEMENTS_MAX = 24,
    MATCH_ARMS_MAX = 6, // whose values are looked at
    BOUNDS_MAX = 4, // of a type parameter that are looked at
};

static const char std_macros[] =
    "println print eprintln eprint format write writeln panic assert assert_eq assert_ne debug_assert "
    "debug_assert_eq "
    "debug_assert_ne vec todo unimplemented unreachable matches dbg include include_str include_bytes concat "
    "stringify env option_env file line column module_path cfg compile_error format_args thread_local try";

// With the helper attributes of the most used derive macros, which nothing declares.
static const char std_attributes[] = "cfg cfg_attr derive allow warn deny forbid expect deprecated must_use "
                                     "inline cold no_mangle repr test ignore "
                                     "should_panic bench doc path macro_use macro_export "
                                     "automatically_derived global_allocator target_feature "
                                     "track_caller non_exhaustive link link_name link_section no_link "
                                     "export_name used feature recursion_limit "
                                     "type_length_limit no_std no_core no_main proc_macro proc_macro_derive "
                                     "proc_macro_attribute must_not_suspend "
                                     "panic_handler windows_subsystem crate_name crate_type rustfmt clippy "
                                     "default stable unstable rustc_const_stable "
                                     "rustc_const_unstable lang fundamental serde clap arg command error";

static const char std_derives[] = "Debug Clone Copy PartialEq Eq PartialOrd Ord Hash Default";

// Traits that say little of a type parameter when another bound stands beside them.
static const char common_bounds[] = "Send Sync Sized Copy Clone Debug Default Eq PartialEq Ord PartialOrd "
                                    "Hash Unpin Display Into AsRef ToString Any";

// Methods of the standard library whose result's type follows from that of their arguments.
static const char inferring_methods[] = "zip chain insert_with unwrap_or or ok_or fold";

static const char test_attributes[] =
    "test bench rstest test_case test_log wasm_bindgen_test quickcheck proptest should_panic";

// The last part of `a::b::c`.
static TSNode
last_part(const extraction *x, TSNode path)
{
    return extract_is(path, "scoped_identifier") || extract_is(path, "scoped_type_identifier")
               ? extract_field(x, path, F_name)
               : path;
}

// ---- attributes

static TSNode
attribute_path(TSNode attribute)
{
    return ts_node_named_child(attribute, 0);
}

// `cfg(test)` and `cfg(all(test, ...))`; not `cfg(not(test))`, nor `any`.
static bool
is_test_condition(const extraction *x, TSNode tokens)
{
    TSNode first = ts_node_is_null(tokens) ? tokens : ts_node_named_child(tokens, 0);
    if (span_is(extract_text(x, first), "all"))
        first = ts_node_named_child(extract_child(tokens, "token_tree"), 0);
    return extract_is(first, "identifier") && span_is(extract_text(x, first), "test");
}

static bool
is_test_attribute(const extraction *x, TSNode item)
{
    TSNode attribute = extract_child(item, "attribute");
    if (ts_node_is_null(attribute))
        return false;
    span name = extract_text(x, last_part(x, attribute_path(attribute)));
    return span_is_one_of(name, test_attributes) ||
           (span_is(name, "cfg") && is_test_condition(x, extract_field(x, attribute, F_arguments)));
}

// The traits that `derive(A, b::C)` names: of each path the last part, taken for a name when it stands alone.
static void
note_derives(extraction *x, TSNode tokens)
{
    for (children each = children_of(tokens); children_next(&each);) {
        if (extract_is(each.node, "identifier") &&
            !span_is_one_of(extract_text(x, each.node), std_derives))
            extract_reference(x, REFERENCE_DECORATOR, extract_lower(x, each.node), each.node, FACT_NONE);
    }
}

// What an attribute refers to is given to the declaration that it stands before when that is defined.
static void
enter_attribute(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode attribute = extract_child(node, "attribute");
    if (ts_node_is_null(attribute))
        return;
    TSNode path = attribute_path(attribute);
    if (span_is(extract_text(x, path), "derive"))
        note_derives(x, extract_field(x, attribute, F_arguments));
    else if (!extract_is(path, "identifier") || !span_is_one_of(extract_text(x, path), std_attributes))
        extract_reference(x, REFERENCE_DECORATOR, extract_lower(x, path), path, FACT_NONE);
}

// ---- conditions

// Whether an attribute before the node being entered says that it is not there.
static bool
is_off(const extraction *x)
{
    uint32_t count;
    const TSNode *attributes = extract_attributes(x, &count);
    for (uint32_t i = 0; i < count; i++) {
        TSNode attribute = extract_child(attributes[i], "attribute");
        if (!ts_node_is_null(attribute) && span_is(extract_text(x, attribute_path(attribute)), "cfg") &&
            !rust_condition_holds(extract_text(x, extract_field(x, attribute, F_arguments))))
            return true;
    }
    return false;
}

// What `#[path = "..."]` before a module says, or an empty span.
static span
path_attribute(const extraction *x)
{
    uint32_t count;
    const TSNode *attributes = extract_attributes(x, &count);
    for (uint32_t i = 0; i < count; i++) {
        TSNode attribute = extract_child(attributes[i], "attribute");
        if (!ts_node_is_null(attribute) && span_is(extract_text(x, attribute_path(attribute)), "path"))
            return extract_unquote(extract_text(x, extract_field(x, attribute, F_value)));
    }
    return (span){"", 0};
}

// Starts a definition of `node` with what its attributes say.
static definition
definition_at(const extraction *x, entity_kind kind, TSNode node)
{
    definition definition = DEFINITION_NONE;
    definition.kind = kind;
    definition.node = node;
    definition.name_node = extract_field(x, node, F_name);
    definition.name = extract_text(x, definition.name_node);
    uint32_t count;
    const TSNode *attributes = extract_attributes(x, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (is_test_attribute(x, attributes[i]))
            definition.detection = DETECTION_ATTRIBUTE;
    }
    definition.flags = is_off(x) ? SYMBOL_OFF : 0;
    return definition;
}

// ---- types

// What `Self` stands for: the type of the impl block, or the trait or type that is being defined.
static uint32_t
lower_self_type(extraction *x, TSNode node)
{
    uint32_t type = extract_enclosing_type(x);
    if (type == FACT_NONE)
        return extract_expression(x, EXPRESSION_UNKNOWN, (span){0}, FACT_NONE);
    uint32_t owner = extract_symbol_facts(x, type)->owner;
    return owner != FACT_NONE ? owner
                              : extract_name(x, extract_symbol_name(x, type), ts_node_start_byte(node));
}

static uint32_t
lower_identifier(extraction *x, const rule *rule, TSNode node)
{
    return span_is(extract_text(x, node), "Self") ? lower_self_type(x, node) : lower_name(x, rule, node);
}

static void
enter_type_name(extraction *x, const rule *rule, TSNode node)
{
    span name = extract_text(x, node);
    if (!span_is(name, "Self") && !span_is(name, "_"))
        enter_type(x, rule, node);
}

// `a::b`. A path that starts with `self`, `super` or `crate` is a MEMBER of the NAME of that word.
static uint32_t
lower_scoped(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode path = extract_field(x, node, F_path), name = extract_field(x, node, F_name);
    if (ts_node_is_null(path)) // `::a`
        return extract_name(x, extract_text(x, name), ts_node_start_byte(name));
    uint32_t base = extract_is(path, "self")
                        ? extract_name(x, extract_text(x, path), ts_node_start_byte(path))
                        : extract_lower(x, path);
    return extract_expression(x, EXPRESSION_MEMBER, extract_text(x, name), base);
}

static void
enter_scoped_type(extraction *x, const rule *rule, TSNode node)
{
    enter_type(x, rule, node);
    extract_claim(x, node);
    extract_claim(x, extract_field(x, node, F_name));
}

// A path as a value: a constant, a function that is passed on, a variant. Its inner paths begin at the same
// byte.
static void
enter_scoped_value(extraction *x, const rule *rule, TSNode node)
{
    enter_value(x, rule, node);
    extract_claim(x, node);
    extract_claim(x, extract_field(x, node, F_name));
}

// `Item = T` names a type of the trait, which is no name of this place.
static void
enter_type_binding(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_claim(x, extract_field(x, node, F_name));
}

static bool
is_transparent(span type)
{
    return span_is_one_of(type, "Box Rc Arc");
}

static uint32_t
lower_generic(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t arguments[TYPE_ARGUMENTS_MAX], count = 0;
    TSNode type = extract_field(x, node, F_type);
    for (children each = children_of(extract_field(x, node, F_type_arguments)); children_next(&each);) {
        if (extract_is(each.node, "lifetime") || count == TYPE_ARGUMENTS_MAX)
            continue;
        bool is_binding = extract_is(each.node, "type_binding"); // Item = T
        arguments[count++] = extract_lower(x, is_binding ? extract_field(x, each.node, F_type) : each.node);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (arguments[i] == FACT_NONE)
            arguments[i] = extract_expression(x, EXPRESSION_UNKNOWN, (span){0}, FACT_NONE);
    }
    if (count && is_transparent(extract_text(x, last_part(x, type))))
        return arguments[0];
    uint32_t base = extract_lower(x, type);
    return base == FACT_NONE ? extract_expression(x, EXPRESSION_UNKNOWN, (span){0}, FACT_NONE)
                             : extract_generic(x, base, arguments, count);
}

static uint32_t
builtin_type(extraction *x, const char *name, const uint32_t *arguments, uint32_t count)
{
    uint32_t base = extract_expression(x, EXPRESSION_LITERAL, span_of(name), FACT_NONE);
    return count ? extract_generic(x, base, arguments, count) : base;
}

static uint32_t
known_or_unknown(extraction *x, uint32_t expression)
{
    return expression == FACT_NONE ? extract_expression(x, EXPRESSION_UNKNOWN, (span){0}, FACT_NONE)
                                   : expression;
}

static uint32_t
lower_primitive(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return extract_expression(x, EXPRESSION_LITERAL, extract_text(x, node), FACT_NONE);
}

// `[T]` and `[T; n]`.
static uint32_t
lower_array(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t element = known_or_unknown(x, extract_lower(x, extract_field(x, node, F_element)));
    return builtin_type(x, "slice", &element, 1);
}

static uint32_t
lower_array_value(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t element = FACT_NONE;
    for (children each = children_of(node); children_next(&each);) {
        element = extract_lower(x, each.node);
        children_end(&each);
        break;
    }
    element = known_or_unknown(x, element);
    return builtin_type(x, "slice", &element, 1);
}

// A tuple, or its type: `(A, B)`.
static uint32_t
lower_tuple(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t arguments[TYPE_ARGUMENTS_MAX], count = 0;
    for (children each = children_of(node); children_next(&each);) {
        if (count < TYPE_ARGUMENTS_MAX)
            arguments[count++] = known_or_unknown(x, extract_lower(x, each.node));
    }
    return builtin_type(x, "tuple", arguments, count);
}

// `<T as Trait>::f` is asked of T.
static uint32_t
lower_bracketed(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode inner = ts_node_named_child(node, 0);
    if (extract_is(inner, "qualified_type"))
        inner = extract_field(x, inner, F_type);
    uint32_t type = extract_lower(x, inner);
    return type == FACT_NONE ? extract_expression(x, EXPRESSION_UNKNOWN, (span){0}, FACT_NONE) : type;
}

// The first bound that is a trait's name.
static uint32_t
lower_bounds(extraction *x, TSNode bounds)
{
    for (children each = children_of(bounds); children_next(&each);) {
        if (extract_is(each.node, "type_identifier") || extract_is(each.node, "scoped_type_identifier") ||
            extract_is(each.node, "generic_type") || extract_is(each.node, "higher_ranked_trait_bound")) {
            uint32_t bound = extract_lower(x, each.node);
            children_end(&each);
            return bound;
        }
    }
    return FACT_NONE;
}

// One bound, or else another; FACT_NONE for neither.
static uint32_t
bound_or(extraction *x, uint32_t bound, uint32_t other)
{
    return bound == FACT_NONE   ? other
           : other == FACT_NONE ? bound
                                : extract_operation(x, EXPRESSION_EITHER, other, bound);
}

// The bounds of a type parameter, but for those that nearly everything has; the first of these where there are no others.
static uint32_t
lower_best_bound(extraction *x, TSNode bounds)
{
    uint32_t found[BOUNDS_MAX], count = 0;
    for (children each = children_of(bounds); children_next(&each);) {
        bool is_trait = extract_is(each.node, "type_identifier") ||
                        extract_is(each.node, "scoped_type_identifier") ||
                        extract_is(each.node, "generic_type") || extract_is(each.node, "function_type") ||
                        extract_is(each.node, "higher_ranked_trait_bound");
        if (is_trait && count < BOUNDS_MAX &&
            !span_is_one_of(extract_text(x, last_part(x, each.node)), common_bounds))
            found[count++] = extract_lower(x, each.node);
    }
    uint32_t bound = FACT_NONE;
    while (count)
        bound = bound_or(x, found[--count], bound);
    return bound != FACT_NONE ? bound : lower_bounds(x, bounds);
}

// Type parameters of the declaration that was just defined, each with a bound; what a `where` says of them
// comes after.
static void
declare_type_parameters(extraction *x, TSNode node)
{
    TSNode parameters = extract_field(x, node, F_type_parameters);
    for (children each = children_of(parameters); children_next(&each);) {
        TSNode name = extract_field(x, each.node, F_name);
        if (extract_is(each.node, "lifetime_parameter") || ts_node_is_null(name))
            continue;
        definition parameter = DEFINITION_NONE;
        parameter.kind = ENTITY_TYPE_PARAMETER;
        parameter.name = extract_text(x, name);
        parameter.name_node = name;
        parameter.node = each.node;
        uint32_t symbol = extract_define_flat(x, &parameter);
        *extract_note(x, extract_symbol(x), parameter.name) = symbol;
    }
    for (children each = children_of(parameters); children_next(&each);) {
        TSNode name = extract_field(x, each.node, F_name), bounds = extract_field(x, each.node, F_bounds);
        if (extract_is(each.node, "lifetime_parameter") || ts_node_is_null(name) || ts_node_is_null(bounds))
            continue;
        uint32_t bound = lower_best_bound(x, bounds);
        extract_symbol_facts(x, *extract_note(x, extract_symbol(x), extract_text(x, name)))->type = bound;
    }
    for (children each = children_of(extract_child(node, "where_clause")); children_next(&each);) {
        TSNode left = extract_field(x, each.node, F_left);
        if (!extract_is(left, "type_identifier"))
            continue;
        uint32_t symbol = *extract_note(x, extract_symbol(x), extract_text(x, left));
        uint32_t bound =
            symbol == FACT_NONE ? FACT_NONE : lower_best_bound(x, extract_field(x, each.node, F_bounds));
        if (bound != FACT_NONE)
            extract_symbol_facts(x, symbol)->type = bound_or(x, bound, extract_symbol_facts(x, symbol)->type);
    }
}

// ---- definitions

static void
enter_type_item(extraction *x, const rule *rule, TSNode node)
{
    definition definition = definition_at(x, rule->entity, node);
    TSNode body = extract_field(x, node, F_body);
    if (!extract_is(body, "ordered_field_declaration_list")) // of `struct P(f64);` the fields are signature
        definition.body = body;
    extract_define(x, &definition);
    declare_type_parameters(x, node);
    if (rule->entity != ENTITY_TRAIT)
        return;
    for (children each = children_of(extract_field(x, node, F_bounds)); children_next(&each);) {
        if (extract_is(each.node, "lifetime") || extract_is(each.node, "removed_trait_bound"))
            continue;
        extract_reference(x, REFERENCE_EXTENDS, extract_lower(x, each.node), each.node, FACT_NONE);
        extract_claim(x, each.node);
        extract_has_bases(x);
    }
}

// The type under references and type arguments, that an impl block is named after.
static TSNode
base_type(const extraction *x, TSNode type)
{
    for (;;) {
        TSNode inner = {0};
        if (extract_is(type, "reference_type") || extract_is(type, "pointer_type") ||
            extract_is(type, "generic_type"))
            inner = extract_field(x, type, F_type);
        else if (extract_is(type, "dynamic_type"))
            inner = extract_field(x, type, F_trait);
        if (ts_node_is_null(inner))
            return type;
        type = inner;
    }
}

// The trait of an impl block, its associated types as further arguments: what they stand for is told by the
// block.
static uint32_t
lower_implemented(extraction *x, TSNode trait, TSNode body)
{
    uint32_t arguments[TYPE_ARGUMENTS_MAX], count = 0;
    bool is_generic = extract_is(trait, "generic_type");
    for (children each = children_of(extract_field(x, trait, F_type_arguments));
         is_generic && children_next(&each);) {
        if (!extract_is(each.node, "lifetime") && count < TYPE_ARGUMENTS_MAX)
            arguments[count++] = extract_lower(x, each.node);
    }
    for (children each = children_of(body); children_next(&each);) {
        if (extract_is(each.node, "type_item") && count < TYPE_ARGUMENTS_MAX)
            arguments[count++] = extract_lower(x, extract_field(x, each.node, F_type));
    }
    if (!count)
        return extract_lower(x, trait);
    for (uint32_t i = 0; i < count; i++) {
        if (arguments[i] == FACT_NONE)
            arguments[i] = extract_expression(x, EXPRESSION_UNKNOWN, (span){0}, FACT_NONE);
    }
    uint32_t base = extract_lower(x, is_generic ? extract_field(x, trait, F_type) : trait);
    return base == FACT_NONE ? base : extract_generic(x, base, arguments, count);
}

static void
enter_impl(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode type = base_type(x, extract_field(x, node, F_type)), trait = extract_field(x, node, F_trait);
    definition definition = definition_at(x, ENTITY_IMPL, node);
    definition.name = extract_text(x, last_part(x, type));
    definition.body = extract_field(x, node, F_body);
    uint32_t symbol = extract_define(x, &definition);
    declare_type_parameters(x, node);
    uint32_t owner = extract_lower(x, extract_field(x, node, F_type));
    extract_symbol_facts(x, symbol)->owner = owner;
    extract_claim(x, type);
    extract_claim(x, last_part(x, type));
    if (ts_node_is_null(trait))
        return;
    uint32_t implemented = lower_implemented(x, trait, definition.body);
    extract_symbol_facts(x, symbol)->type = implemented;
    extract_reference(x, REFERENCE_IMPLEMENTS, implemented, trait, FACT_NONE);
    extract_claim(x, trait);
    extract_claim(x, last_part(x, trait));
}

// The declared types of a function's parameters, without its receiver; or the types in `fn(A, B)`.
static uint32_t
lower_parameter_types(extraction *x, TSNode parameters)
{
    uint32_t types[PARAMETERS_MAX], count = 0;
    for (children each = children_of(parameters); children_next(&each);) {
        if (extract_is(each.node, "self_parameter") || extract_is(each.node, "attribute_item") ||
            count == PARAMETERS_MAX)
            continue;
        bool is_named = extract_is(each.node, "parameter");
        types[count++] = extract_lower(x, is_named ? extract_field(x, each.node, F_type) : each.node);
    }
    return extract_chain(x, types, count);
}

// `fn(A) -> B`, `FnOnce(A) -> B`.
static uint32_t
lower_function_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t result = extract_lower(x, extract_field(x, node, F_return_type));
    uint32_t types = lower_parameter_types(x, extract_field(x, node, F_parameters));
    return extract_operation(x, EXPRESSION_FUNCTION, types, result);
}

static void
enter_function(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    bool is_signature = extract_is(node, "function_signature_item"), is_member = extract_in_type(x);
    if (is_signature && !is_member) { // of an `extern` block
        extract_scope(x);
        return;
    }
    definition definition = definition_at(x, is_member ? ENTITY_METHOD : ENTITY_FUNCTION, node);
    definition.body = extract_field(x, node, F_body);
    bool has_receiver = false;
    TSNode parameters = extract_field(x, node, F_parameters);
    for (children each = children_of(parameters); children_next(&each);) {
        has_receiver |= extract_is(each.node, "self_parameter");
        definition.arity_min += extract_is(each.node, "parameter");
    }
    definition.arity_max = definition.arity_min;
    if (is_member)
        definition.flags |= extract_symbol_facts(x, extract_symbol(x))->flags & SYMBOL_OFF;
    definition.flags |=
        (is_member && !has_receiver ? SYMBOL_CLASS_LEVEL : 0) | (is_signature ? SYMBOL_ABSTRACT : 0);
    if (is_member)
        definition.owner = extract_symbol_facts(x, extract_symbol(x))->owner;
    uint32_t symbol = extract_define(x, &definition);
    declare_type_parameters(x, node);
    uint32_t result = extract_lower(x, extract_field(x, node, F_return_type));
    extract_symbol_facts(x, symbol)->type = result;
    uint32_t types = lower_parameter_types(x, parameters);
    extract_symbol_facts(x, symbol)->parameters = types;
}

// A constant or static variable: a row on the level of a module, a field in an impl or trait, else a local.
static void
enter_constant(extraction *x, const rule *rule, TSNode node)
{
    definition definition = definition_at(x, rule->entity, node);
    uint32_t type = extract_lower(x, extract_field(x, node, F_type));
    if (span_is(definition.name, "_"))
        return;
    if (extract_in_type(x)) {
        definition.kind = ENTITY_FIELD;
        definition.flags |= SYMBOL_CLASS_LEVEL;
    } else if (extract_symbol_kind(x) != ENTITY_MODULE) {
        extract_claim(x, definition.name_node);
        extract_local(x, definition.name, extract_instance(x, type), 0);
        return;
    }
    definition.type = type;
    extract_define_flat(x, &definition);
}

// A type's name of its own; an associated type is named through `Self` or its type only (reference, "Associated Types").
static void
enter_type_alias(extraction *x, const rule *rule, TSNode node)
{
    definition definition = definition_at(x, rule->entity, node);
    definition.is_unbound = extract_in_type(x);
    definition.flags |= rule->entity == ENTITY_TYPE_PARAMETER ? SYMBOL_CLASS_LEVEL : 0;
    uint32_t symbol = extract_define_flat(x, &definition);
    extract_scope(x); // for its type parameters
    declare_type_parameters(x, node);
    bool is_associated = rule->entity == ENTITY_TYPE_PARAMETER;
    uint32_t type = is_associated ? lower_best_bound(x, extract_field(x, node, F_bounds))
                                  : extract_lower(x, extract_field(x, node, F_type));
    extract_symbol_facts(x, symbol)->type = type;
}

static void
enter_field(extraction *x, const rule *rule, TSNode node)
{
    if (!extract_in_type(x)) // of a variant that holds named fields
        return;
    definition definition = definition_at(x, rule->entity, node);
    definition.type = extract_lower(x, extract_field(x, node, F_type));
    extract_define_flat(x, &definition);
}

// `struct P(f64, u8)`: fields 0 and 1.
static void
enter_ordered_fields(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (extract_symbol_kind(x) != ENTITY_STRUCT || !extract_in_type(x))
        return;
    unsigned number = 0;
    for (children each = children_of(node); children_next(&each);) {
        if (extract_is(each.node, "visibility_modifier") || extract_is(each.node, "attribute_item") ||
            extract_is(each.node, "line_comment") || extract_is(each.node, "block_comment"))
            continue;
        char digits[16];
        int size = snprintf(digits, sizeof digits, "%u", number++);
        definition field = DEFINITION_NONE;
        field.kind = ENTITY_FIELD;
        field.name = extract_copy(x, (span){digits, (size_t)size});
        field.node = each.node;
        field.type = extract_lower(x, each.node);
        extract_define_flat(x, &field);
    }
}

// A field of an enum's variant is a member of that, for patterns that take it out.
static void
definition_of_variant(extraction *x, uint32_t variant, TSNode node, bool is_named, span digits)
{
    definition field = DEFINITION_NONE;
    field.kind = ENTITY_FIELD;
    field.parent = variant;
    field.is_unbound = true;
    field.node = node;
    field.name_node = is_named ? extract_field(x, node, F_name) : (TSNode){0};
    field.name = is_named ? extract_text(x, field.name_node) : extract_copy(x, digits);
    field.type = extract_lower(x, is_named ? extract_field(x, node, F_type) : node);
    extract_define_flat(x, &field);
}

static void
enter_variant(extraction *x, const rule *rule, TSNode node)
{
    definition definition = definition_at(x, rule->entity, node);
    definition.type = lower_self_type(x, node);
    uint32_t variant = extract_define_flat(x, &definition), number = 0;
    TSNode body = extract_field(x, node, F_body);
    bool is_ordered = extract_is(body, "ordered_field_declaration_list");
    for (children each = children_of(body); children_next(&each);) {
        char digits[16];
        bool is_named = extract_is(each.node, "field_declaration");
        if (!is_named && (!is_ordered || extract_is(each.node, "visibility_modifier") ||
                          extract_is(each.node, "attribute_item")))
            continue;
        int size = snprintf(digits, sizeof digits, "%u", number++);
        definition_of_variant(x, variant, each.node, is_named, (span){digits, (size_t)size});
    }
    extract_scope(x); // its fields are no fields of the enum
}

// The node of the `{` or `(` that ends a macro's head.
static TSNode
macro_body(TSNode node)
{
    uint32_t count = ts_node_child_count(node);
    for (uint32_t i = 0; i < count && i < 8; i++) {
        TSNode child = ts_node_child(node, i);
        if (extract_is(child, "{") || extract_is(child, "(") || extract_is(child, "["))
            return child;
    }
    return (TSNode){0};
}

static void
enter_macro_definition(extraction *x, const rule *rule, TSNode node)
{
    definition definition = definition_at(x, rule->entity, node);
    definition.body = macro_body(node);
    extract_define(x, &definition);
}

// ---- modules and imports

static unsigned
import_flags(const extraction *x, TSNode node)
{
    unsigned flags = ts_node_is_null(extract_child(node, "visibility_modifier")) ? 0 : IMPORT_REEXPORT;
    return flags | (is_off(x) ? IMPORT_OFF : 0);
}

static unsigned
relative_flag(span module)
{
    bool is_relative = (module.size >= 4 && memcmp(module.data, "self", 4) == 0) ||
                       (module.size >= 5 && memcmp(module.data, "super", 5) == 0);
    return is_relative ? IMPORT_RELATIVE : 0;
}

static void
enter_module(extraction *x, const rule *rule, TSNode node)
{
    definition definition = definition_at(x, rule->entity, node);
    definition.body = extract_field(x, node, F_body);
    if (ts_node_is_null(definition.body)) {
        span module = extract_join(x, SPAN_LITERAL("self"), "::", definition.name);
        if (definition.name.size)
            extract_import(x, IMPORT_MODULE | IMPORT_RELATIVE | import_flags(x, node), module,
                           path_attribute(x), definition.name, node);
        extract_claim(x, definition.name_node);
        return;
    }
    extract_define(x, &definition);
    extract_seal(x);
}

static void
enter_extern_crate(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    span name = extract_text(x, extract_field(x, node, F_name)),
         alias = extract_text(x, extract_field(x, node, F_alias));
    if (name.size)
        extract_import(x, IMPORT_MODULE | import_flags(x, node), name, (span){0}, alias.size ? alias : name,
                       node);
}

// Splits "a::b::c" into "a::b" and "c".
static void
split_path(span path, span *module, span *name)
{
    size_t at = path.size;
    while (at >= 2 && memcmp(path.data + at - 2, "::", 2) != 0)
        at--;
    bool is_split = at >= 2;
    *module = is_split ? span_slice(path, 0, at - 2) : (span){"", 0};
    *name = is_split ? span_slice(path, at, path.size) : path;
}

// `use path [as alias]`, with the whole path as text.
static void
import_path(extraction *x, span path, span alias, unsigned flags, TSNode node)
{
    span module, name;
    split_path(path, &module, &name);
    if (!alias.size)
        alias = name;
    if (!name.size)
        return;
    if (module.size)
        extract_import(x, flags | relative_flag(module), module, name, alias, node);
    else
        extract_import(x, flags | IMPORT_MODULE | relative_flag(name), name, (span){0}, alias, node);
}

static void
import_wildcard(extraction *x, span prefix, unsigned flags, TSNode node)
{
    span module = extract_join(x, prefix, "::", extract_text(x, ts_node_named_child(node, 0)));
    extract_import(x, flags | IMPORT_WILDCARD | relative_flag(module), module, (span){0}, (span){0}, node);
    if (span_is(module, "super") && extract_symbol_kind(x) == ENTITY_MODULE && extract_symbol(x) != 0)
        extract_unseal(x);
}

static void
import_tree(extraction *x, TSNode node, span prefix, unsigned flags, unsigned depth)
{
    if (ts_node_is_null(node) || depth > USE_DEPTH_MAX)
        return;
    if (extract_is(node, "use_wildcard")) {
        import_wildcard(x, prefix, flags, node);
    } else if (extract_is(node, "scoped_use_list")) {
        span path = extract_join(x, prefix, "::", extract_text(x, extract_field(x, node, F_path)));
        import_tree(x, extract_field(x, node, F_list), path, flags, depth + 1);
    } else if (extract_is(node, "use_list")) {
        for (children each = children_of(node); children_next(&each);)
            import_tree(x, each.node, prefix, flags, depth + 1);
    } else if (!ts_node_is_extra(node)) {
        bool has_alias = extract_is(node, "use_as_clause");
        TSNode path = has_alias ? extract_field(x, node, F_path) : node;
        bool is_prefix = extract_is(path, "self") && prefix.size; // a::{self}
        span whole = is_prefix ? prefix : extract_join(x, prefix, "::", extract_text(x, path));
        span alias = has_alias ? extract_text(x, extract_field(x, node, F_alias)) : (span){"", 0};
        import_path(x, whole, alias, flags, node);
    }
}

static void
enter_use(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    import_tree(x, extract_field(x, node, F_argument), (span){"", 0}, import_flags(x, node), 0);
}

// ---- locals

static bool
is_upper(span name)
{
    return name.size && name.data[0] >= 'A' && name.data[0] <= 'Z';
}

static uint32_t
element_of(extraction *x, uint32_t value)
{
    return value == FACT_NONE ? FACT_NONE : extract_expression(x, EXPRESSION_ELEMENT, (span){0}, value);
}

// What `Err(e)` takes out of a value.
static uint32_t
error_of(extraction *x, uint32_t value)
{
    return value == FACT_NONE ? FACT_NONE
                              : extract_operation(x, EXPRESSION_CALL, FACT_NONE,
                                                  extract_expression(x, EXPRESSION_MEMBER,
                                                                     SPAN_LITERAL("unwrap_err"), value));
}

// Field `number` of a tuple, a tuple struct or a variant.
static uint32_t
member_number(extraction *x, uint32_t value, uint32_t number)
{
    char digits[16];
    int size = snprintf(digits, sizeof digits, "%u", number);
    return value == FACT_NONE ? FACT_NONE
                              : extract_expression(x, EXPRESSION_MEMBER,
                                                   extract_copy(x, (span){digits, (size_t)size}), value);
}

// The struct or variant `type` of a pattern that `value` is matched with, from which its type arguments follow: a GENERIC
// whose only argument is a QUALIFIED, as no type is one here.
static uint32_t
matched_type(extraction *x, uint32_t type, uint32_t value)
{
    if (type == FACT_NONE || value == FACT_NONE)
        return type;
    uint32_t matched = extract_operation(x, EXPRESSION_QUALIFIED, 0, value);
    return extract_generic(x, type, &matched, 1);
}

static void declare_pattern(extraction *x, TSNode pattern, uint32_t value, uint32_t from, unsigned depth);

// `Foo { a, b: pattern }`: a is member a of a Foo.
static void
declare_struct_pattern(extraction *x, TSNode pattern, uint32_t value_matched, uint32_t from, unsigned depth)
{
    uint32_t type = extract_lower(x, extract_field(x, pattern, F_type)); // a struct, or a variant
    uint32_t instance = matched_type(x, type, value_matched);
    for (children each = children_of(pattern); children_next(&each);) {
        TSNode name = extract_field(x, each.node, F_name), inner = extract_field(x, each.node, F_pattern);
        if (!extract_is(each.node, "field_pattern") || ts_node_is_null(name))
            continue;
        uint32_t value = instance == FACT_NONE
                             ? FACT_NONE
                             : extract_expression(x, EXPRESSION_MEMBER, extract_text(x, name), instance);
        if (ts_node_is_null(inner))
            extract_local(x, extract_text(x, name), value, from);
        else
            declare_pattern(x, inner, value, from, depth);
    }
}

// `Some(x)`, `Ok(x)`: an element of the value. Of other variants and structs nothing is known.
static void
declare_tuple_struct(extraction *x, TSNode pattern, uint32_t value, uint32_t from, unsigned depth)
{
    TSNode type = extract_field(x, pattern, F_type);
    span name = extract_text(x, last_part(x, type));
    bool is_wrapper = span_is_one_of(name, "Some Ok Ready"), is_error = span_is(name, "Err");
    uint32_t inner = is_wrapper ? element_of(x, value)
                     : is_error ? error_of(x, value)
                                : FACT_NONE,
             number = 0;
    uint32_t variant = is_wrapper || is_error ? FACT_NONE : matched_type(x, extract_lower(x, type), value);
    for (children each = children_of(pattern); children_next(&each);) {
        if (ts_node_eq(each.node, type))
            continue;
        if (variant != FACT_NONE)
            inner = member_number(x, variant, number++);
        declare_pattern(x, each.node, inner, from, depth);
    }
}

// Declares what a pattern binds. An identifier that starts with a capital is a constant or variant, by
// custom.
static void
declare_pattern(extraction *x, TSNode pattern, uint32_t value, uint32_t from, unsigned depth)
{
    if (ts_node_is_null(pattern) || depth > PATTERN_DEPTH_MAX)
        return;
    if (extract_is(pattern, "identifier")) {
        if (!is_upper(extract_text(x, pattern)))
            extract_local(x, extract_text(x, pattern), value, from);
    } else if (extract_is(pattern, "struct_pattern")) {
        declare_struct_pattern(x, pattern, value, from, depth + 1);
    } else if (extract_is(pattern, "tuple_struct_pattern")) {
        declare_tuple_struct(x, pattern, value, from, depth + 1);
    } else {
        bool keeps = extract_is(pattern, "mut_pattern") || extract_is(pattern, "ref_pattern") ||
                     extract_is(pattern, "reference_pattern") || extract_is(pattern, "captured_pattern") ||
                     extract_is(pattern, "or_pattern");
        bool is_list = extract_is(pattern, "tuple_pattern") || extract_is(pattern, "slice_pattern");
        bool is_slice = extract_is(pattern, "slice_pattern");
        uint32_t number = 0;
        for (children each = children_of(pattern); (keeps || is_list) && children_next(&each);)
            declare_pattern(x, each.node,
                            keeps      ? value
                            : is_slice ? element_of(x, value)
                                       : member_number(x, value, number++),
                            from, depth + 1);
    }
}

// `let p: T = v` and the conditions of `if let`, `while let`.
static void
enter_let(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode type = extract_field(x, node, F_type), value = extract_field(x, node, F_value);
    uint32_t known =
        ts_node_is_null(type) ? extract_lower(x, value) : extract_instance(x, extract_lower(x, type));
    uint32_t from = ts_node_end_byte(ts_node_is_null(value) ? node : value);
    declare_pattern(x, extract_field(x, node, F_pattern), known, from, 0);
}

static void
enter_for(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode value = extract_field(x, node, F_value);
    if (!ts_node_is_null(value))
        declare_pattern(x, extract_field(x, node, F_pattern), element_of(x, extract_lower(x, value)),
                        ts_node_end_byte(value), 0);
}

// What is matched is a local under a keyword's name, so that each arm can speak of it.
static void
enter_match(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_local(x, SPAN_LITERAL("match"), extract_lower(x, extract_field(x, node, F_value)),
                  ts_node_start_byte(node));
}

static void
enter_match_arm(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode pattern = extract_field(x, node, F_pattern);
    if (ts_node_is_null(pattern))
        return;
    uint32_t value = extract_name(x, SPAN_LITERAL("match"), ts_node_start_byte(pattern));
    for (children each = children_of(pattern); children_next(&each);) {
        declare_pattern(x, each.node, value, ts_node_start_byte(pattern), 0);
        children_end(&each); // what follows is the condition
        break;
    }
}

static void
enter_parameter(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t value = extract_instance(x, extract_lower(x, extract_field(x, node, F_type)));
    declare_pattern(x, extract_field(x, node, F_pattern), value, ts_node_start_byte(node), 0);
}

// What a call passes to the parameters of a closure at `position`: PARAMETER of the callee, or of a call of
// it that passes the other arguments, from which its type parameters follow.
static uint32_t
callee_of_closure(extraction *x, TSNode call)
{
    uint32_t values[PARAMETERS_MAX], count = 0, known = 0,
                                     callee = extract_lower(x, extract_field(x, call, F_function));
    for (children each = children_of(extract_field(x, call, F_arguments)); children_next(&each);) {
        if (count == PARAMETERS_MAX)
            continue;
        bool is_closure = extract_is(each.node, "closure_expression");
        values[count] = is_closure ? FACT_NONE : extract_lower(x, each.node);
        known += !is_closure;
        count++;
    }
    return known ? extract_operation(x, EXPRESSION_CALL, extract_chain(x, values, count), callee) : callee;
}

// Declares a closure's parameters, by their types or by what the call passes. Returns how many they are.
static uint32_t
declare_closure_parameters(extraction *x, TSNode parameters, TSNode call, uint32_t position)
{
    uint32_t number = 0, callee = FACT_NONE, from = ts_node_start_byte(parameters);
    for (children each = children_of(parameters); children_next(&each); number++) {
        bool is_typed = extract_is(each.node, "parameter");
        uint32_t value = FACT_NONE;
        if (is_typed) {
            value = extract_instance(x, extract_lower(x, extract_field(x, each.node, F_type)));
        } else if (!ts_node_is_null(call) && position < PARAMETERS_MAX && number < PARAMETERS_MAX) {
            callee = callee == FACT_NONE ? callee_of_closure(x, call) : callee;
            value = extract_operation(x, EXPRESSION_PARAMETER, position << 8 | number, callee);
        }
        declare_pattern(x, is_typed ? extract_field(x, each.node, F_pattern) : each.node, value, from, 0);
    }
    return number;
}

static uint32_t
position_of(TSNode arguments, TSNode wanted)
{
    uint32_t position = 0;
    for (children each = children_of(arguments); children_next(&each); position++) {
        if (ts_node_eq(each.node, wanted)) {
            children_end(&each);
            return position;
        }
    }
    return PARAMETERS_MAX;
}

// `|a, (b, c)|`
static void
enter_closure_parameters(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode closure = extract_ancestor(x, 1), arguments = extract_ancestor(x, 2),
           call = extract_ancestor(x, 3);
    bool is_argument = extract_is(arguments, "arguments") && extract_is(call, "call_expression");
    declare_closure_parameters(x, node, is_argument ? call : (TSNode){0},
                               is_argument ? position_of(arguments, closure) : PARAMETERS_MAX);
}

// ---- expressions

// The expression that a block ends in; null where it ends in a statement or an item.
static TSNode
last_expression(TSNode block)
{
    TSNode last = {0};
    for (children each = children_of(block); children_next(&each);)
        last = each.node;
    static const char *const none[] = {"let_declaration", "expression_statement", "empty_statement", "function_item"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        if (extract_is(last, none[i]))
            return (TSNode){0};
    }
    return last;
}

// A block is what its last expression is, where its locals are known. Of a long one nothing is known: each is lowered
// again by those that hold it.
static uint32_t
lower_block(extraction *x, const rule *rule, TSNode node)
{
    TSNode last = last_expression(node);
    if (ts_node_is_null(last) || ts_node_named_child_count(node) > BLOCK_STATEMENTS_MAX)
        return known_or_unknown(x, FACT_NONE);
    extract_scope(x);
    for (children each = children_of(node); children_next(&each);) {
        if (extract_is(each.node, "let_declaration"))
            enter_let(x, rule, each.node);
    }
    uint32_t value = known_or_unknown(x, extract_lower(x, last));
    extract_scope_end(x);
    return value;
}

// The first of two values that is known, as far as the file tells.
static uint32_t
either_value(extraction *x, uint32_t value, uint32_t other)
{
    if (value == FACT_NONE || extract_op(x, value) == EXPRESSION_UNKNOWN)
        return other;
    if (other == FACT_NONE || extract_op(x, other) == EXPRESSION_UNKNOWN)
        return value;
    return extract_operation(x, EXPRESSION_EITHER, other, value);
}

static uint32_t
lower_if(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode condition = extract_field(x, node, F_condition);
    extract_scope(x);
    if (extract_is(condition, "let_condition"))
        enter_let(x, rule, condition);
    uint32_t value = extract_lower(x, extract_field(x, node, F_consequence));
    extract_scope_end(x);
    return known_or_unknown(x, either_value(x, value, extract_lower(x, extract_field(x, node, F_alternative))));
}

static uint32_t
lower_match(extraction *x, const rule *rule, TSNode node)
{
    uint32_t values[MATCH_ARMS_MAX], count = 0;
    extract_scope(x);
    enter_match(x, rule, node);
    for (children each = children_of(extract_field(x, node, F_body)); children_next(&each);) {
        if (!extract_is(each.node, "match_arm") || count == MATCH_ARMS_MAX)
            continue;
        extract_scope(x);
        enter_match_arm(x, rule, each.node);
        values[count++] = extract_lower(x, extract_field(x, each.node, F_value));
        extract_scope_end(x);
    }
    extract_scope_end(x);
    uint32_t value = FACT_NONE;
    while (count)
        value = either_value(x, values[--count], value);
    return known_or_unknown(x, value);
}

static uint32_t
lower_lambda(extraction *x, TSNode closure, TSNode call, uint32_t position)
{
    extract_scope(x);
    uint32_t count = declare_closure_parameters(x, extract_field(x, closure, F_parameters), call, position);
    uint32_t result = extract_instance(x, extract_lower(x, extract_field(x, closure, F_return_type)));
    if (result == FACT_NONE)
        result = extract_lower(x, extract_field(x, closure, F_body));
    extract_scope_end(x);
    return extract_operation(x, EXPRESSION_LAMBDA, count, result);
}

static uint32_t
lower_closure(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return lower_lambda(x, node, (TSNode){0}, PARAMETERS_MAX);
}

// The values that a call passes, where a closure among them, or a path that is called, makes something of
// their types.
static uint32_t
lower_values(extraction *x, TSNode call)
{
    uint32_t values[PARAMETERS_MAX], count = 0;
    TSNode arguments = extract_field(x, call, F_arguments), function = extract_field(x, call, F_function);
    bool is_path = !extract_is(function, "field_expression");
    if (!is_path && ts_node_is_null(extract_child(arguments, "closure_expression")) &&
        !span_is_one_of(extract_text(x, extract_field(x, function, F_field)), inferring_methods))
        return FACT_NONE;
    for (children each = children_of(arguments); children_next(&each);) {
        if (count == PARAMETERS_MAX)
            continue;
        bool is_closure = extract_is(each.node, "closure_expression");
        values[count] = is_closure ? lower_lambda(x, each.node, call, count) : extract_lower(x, each.node);
        count++;
    }
    return extract_chain(x, values, count);
}

// The name in what is called: a call is where that stands.
static TSNode
called_name(const extraction *x, TSNode function)
{
    if (extract_is(function, "generic_function"))
        function = extract_field(x, function, F_function);
    TSNode name = extract_is(function, "field_expression") ? extract_field(x, function, F_field) : last_part(x, function);
    return ts_node_is_null(name) ? function : name;
}

// Whether what is called is a path through a type or trait, as its spelling says: `Display::fmt`.
static bool
is_of_type(const extraction *x, TSNode function)
{
    if (!extract_is(function, "scoped_identifier"))
        return false;
    span type = extract_text(x, last_part(x, extract_field(x, function, F_path)));
    span name = extract_text(x, extract_field(x, function, F_name));
    return (is_upper(type) && !span_is(name, "new")) || span_is(name, "from"); // u64::from
}

static void
enter_rust_call(extraction *x, const rule *rule, TSNode node)
{
    TSNode function = extract_field(x, node, F_function);
    TSNode arguments = extract_field(x, node, F_arguments);
    uint32_t count = extract_arguments(x, arguments, rule->text), values = FACT_NONE;
    if (is_of_type(x, function) && ts_node_named_child_count(arguments)) { // a trait's, perhaps: its receiver
        uint32_t receiver = extract_lower(x, ts_node_named_child(arguments, 0));
        bool is_known = receiver != FACT_NONE && extract_op(x, receiver) != EXPRESSION_UNKNOWN &&
                        !extract_is_literal(x, receiver, NULL);
        values = is_known ? extract_chain(x, &receiver, 1) : FACT_NONE;
    }
    extract_reference_passing(x, REFERENCE_CALL, extract_lower(x, function), called_name(x, function), count, values);
    extract_claim(x, function);
}

// `Box::new(v)`, `Arc::clone(&v)` are v.
static uint32_t
lower_rust_call(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode function = extract_field(x, node, F_function);
    if (extract_is(function, "scoped_identifier") &&
        span_is_one_of(extract_text(x, extract_field(x, function, F_name)), "new clone from pin") &&
        is_transparent(extract_text(x, last_part(x, extract_field(x, function, F_path))))) {
        TSNode argument = ts_node_named_child(extract_field(x, node, F_arguments), 0);
        if (!ts_node_is_null(argument))
            return extract_lower(x, argument);
    }
    uint32_t callee = extract_lower(x, function);
    if (callee == FACT_NONE)
        return known_or_unknown(x, callee);
    return extract_operation(x, EXPRESSION_CALL, lower_values(x, node), callee);
}

// `f::<A, B>`.
static uint32_t
lower_turbofish(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t arguments[TYPE_ARGUMENTS_MAX], count = 0;
    uint32_t function = known_or_unknown(x, extract_lower(x, extract_field(x, node, F_function)));
    for (children each = children_of(extract_field(x, node, F_type_arguments)); children_next(&each);) {
        if (!extract_is(each.node, "lifetime") && count < TYPE_ARGUMENTS_MAX)
            arguments[count++] = known_or_unknown(x, extract_lower(x, each.node));
    }
    return count ? extract_generic(x, function, arguments, count) : function;
}

// What the standard library's macros give.
static uint32_t
lower_macro_value(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    span name = extract_text(x, extract_field(x, node, F_macro));
    const char *type = span_is(name, "format") ? "String" : span_is(name, "vec") ? "Vec" : NULL;
    return type ? builtin_type(x, type, NULL, 0) : known_or_unknown(x, FACT_NONE);
}

// Functions that are passed by their bare name.
static void
enter_arguments(extraction *x, const rule *rule, TSNode node)
{
    for (children each = children_of(node); children_next(&each);) {
        if (!extract_is(each.node, "identifier"))
            continue;
        enter_value(x, rule, each.node);
        extract_claim(x, each.node);
    }
}

// CONSTANTS, by their spelling.
static void
enter_identifier(extraction *x, const rule *rule, TSNode node)
{
    span name = extract_text(x, node);
    bool is_constant = name.size > 1 && is_upper(name);
    for (size_t i = 0; i < name.size && is_constant; i++)
        is_constant = !(name.data[i] >= 'a' && name.data[i] <= 'z');
    if (is_constant)
        enter_value(x, rule, node);
}

static void
enter_struct_expression(extraction *x, const rule *rule, TSNode node)
{
    enter_construct(x, rule, node);
    extract_claim(x, last_part(x, extract_field(x, node, F_name)));
}

static uint32_t
lower_first(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t operand =
        ts_node_named_child_count(node) ? extract_lower(x, ts_node_named_child(node, 0)) : FACT_NONE;
    return operand == FACT_NONE ? extract_expression(x, EXPRESSION_UNKNOWN, (span){0}, FACT_NONE)
                                : element_of(x, operand);
}

// `a[i]` is an element, `a[i..j]` a part of a.
static uint32_t
lower_index(extraction *x, const rule *rule, TSNode node)
{
    TSNode index = ts_node_named_child_count(node) > 1 ? ts_node_named_child(node, 1) : (TSNode){0};
    return extract_is(index, "range_expression") ? known_or_unknown(x, extract_lower(x, ts_node_named_child(node, 0)))
                                                 : lower_first(x, rule, node);
}

static uint32_t
lower_range(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t element = ts_node_named_child_count(node) ? extract_lower(x, ts_node_named_child(node, 0)) : FACT_NONE;
    element = known_or_unknown(x, element);
    return builtin_type(x, "Iter", &element, 1);
}

// The method of an operator's trait, as MEMBER `operator...` of the left operand: the linker knows what they are called.
static uint32_t
lower_operator(extraction *x, TSNode left, span sign)
{
    uint32_t operand = extract_lower(x, left);
    if (operand == FACT_NONE || extract_op(x, operand) == EXPRESSION_UNKNOWN)
        return FACT_NONE;
    return extract_expression(x, EXPRESSION_MEMBER, extract_join(x, SPAN_LITERAL("operator"), "", sign), operand);
}

static void
note_operator(extraction *x, TSNode left, span sign, TSNode right, TSNode at)
{
    uint32_t called = extract_is_literal(x, extract_lower(x, left), NULL) ? FACT_NONE : lower_operator(x, left, sign);
    uint32_t value = called == FACT_NONE ? FACT_NONE : extract_lower(x, right);
    if (called != FACT_NONE)
        extract_reference_passing(x, REFERENCE_CALL, called, at, value == FACT_NONE ? 0 : 1,
                                  value == FACT_NONE ? FACT_NONE : extract_chain(x, &value, 1));
}

// `a + b`, `a == b`, `a += b` (reference, "Operator expressions"); of `a && b` and `a = b` the language knows alone.
static void
enter_binary(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    span sign = extract_text(x, extract_field(x, node, F_operator));
    TSNode left = extract_field(x, node, F_left);
    if (!span_is(sign, "&&") && !span_is(sign, "||"))
        note_operator(x, left, sign, extract_field(x, node, F_right), left);
}

static uint32_t
lower_binary(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    span sign = extract_text(x, extract_field(x, node, F_operator));
    if (span_is_one_of(sign, "== != < > <= >= && ||"))
        return builtin_type(x, "bool", NULL, 0);
    uint32_t called = lower_operator(x, extract_field(x, node, F_left), sign);
    if (called == FACT_NONE)
        return known_or_unknown(x, extract_lower(x, extract_field(x, node, F_right)));
    uint32_t value = extract_lower(x, extract_field(x, node, F_right));
    return extract_operation(x, EXPRESSION_CALL, value == FACT_NONE ? FACT_NONE : extract_chain(x, &value, 1), called);
}

// `-a`, `!a`. What `*a` calls is not certain, as references are what they refer to.
static void
enter_unary(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    span text = extract_text(x, node);
    if (text.size && (text.data[0] == '-' || text.data[0] == '!'))
        note_operator(x, ts_node_named_child(node, 0), text.data[0] == '-' ? SPAN_LITERAL("-neg") : SPAN_LITERAL("!"),
                      (TSNode){0}, node);
}

// `a[i]`, also where it is written to.
static void
enter_index(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (ts_node_named_child_count(node) < 2)
        return;
    TSNode around = extract_ancestor(x, 1), index = ts_node_named_child(node, 1);
    bool is_target = extract_is(around, "assignment_expression") || extract_is(around, "compound_assignment_expr");
    bool is_written =
        is_target ? ts_node_eq(extract_field(x, around, F_left), node)
                  : extract_is(around, "reference_expression") && !ts_node_is_null(extract_child(around, "mutable_specifier"));
    if (!extract_is(index, "range_expression"))
        note_operator(x, ts_node_named_child(node, 0), is_written ? SPAN_LITERAL("-index_mut") : SPAN_LITERAL("-index"), index, node);
}

static uint32_t
lower_cast(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t instance = extract_instance(x, extract_lower(x, extract_field(x, node, F_type)));
    return instance == FACT_NONE ? extract_expression(x, EXPRESSION_UNKNOWN, (span){0}, FACT_NONE) : instance;
}

static void
enter_invocation(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode macro = extract_field(x, node, F_macro);
    if (extract_is(macro, "scoped_identifier") || !span_is_one_of(extract_text(x, macro), std_macros))
        extract_reference(x, REFERENCE_MACRO, extract_lower(x, macro), node, FACT_NONE);
    extract_claim(x, macro);
}

// ---- tokens: what a macro is given

enum token_state { TOKEN_OTHER, TOKEN_VALUE, TOKEN_DOT, TOKEN_PATH, TOKEN_BANG, TOKEN_KEYWORD };

// The expression that the tokens so far make, as far as its form tells.
struct token_scan {
    enum token_state state;
    uint32_t expression;
    TSNode last;    // its last name
    unsigned angle; // open `<` of type arguments
};

static uint32_t
count_token_arguments(TSNode tree)
{
    uint32_t commas = 0;
    bool is_open = false; // something since the last comma
    TSTreeCursor cursor = ts_tree_cursor_new(tree);
    for (bool more = ts_tree_cursor_goto_first_child(&cursor); more;
         more = ts_tree_cursor_goto_next_sibling(&cursor)) {
        const char *kind = ts_node_type(ts_tree_cursor_current_node(&cursor));
        bool is_bracket = strchr("([{)]}", kind[0]) && !kind[1];
        if (kind[0] == ',')
            commas++;
        is_open = kind[0] != ',' && (is_open || !is_bracket);
    }
    ts_tree_cursor_delete(&cursor);
    return commas + is_open;
}

// `macro_rules! name { ... }` in what a macro is given or writes.
static void
define_token_macro(extraction *x, TSNode name)
{
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_MACRO;
    definition.node = definition.name_node = name;
    definition.name = extract_text(x, name);
    if (definition.name.size && definition.name.data[0] != '$')
        extract_define_flat(x, &definition);
}

static void
scan_name(extraction *x, struct token_scan *scan, TSNode token)
{
    span text = extract_text(x, token);
    if (scan->state == TOKEN_BANG && span_is(extract_text(x, scan->last), "macro_rules")) {
        define_token_macro(x, token);
        *scan = (struct token_scan){.expression = FACT_NONE};
        return;
    }
    bool goes_on = (scan->state == TOKEN_DOT || scan->state == TOKEN_PATH) && scan->expression != FACT_NONE;
    if (scan->state == TOKEN_KEYWORD) { // `fn name (...)`: a declaration
        *scan = (struct token_scan){.expression = FACT_NONE};
        return;
    }
    if (goes_on)
        scan->expression = extract_expression(x, EXPRESSION_MEMBER, text, scan->expression);
    else if (scan->state == TOKEN_DOT || (text.size && text.data[0] == '$' && !span_is(text, "$crate")))
        scan->expression = extract_expression(x, EXPRESSION_UNKNOWN, (span){0}, FACT_NONE);
    else if (span_is(text, "$crate"))
        scan->expression = extract_name(x, SPAN_LITERAL("crate"), ts_node_start_byte(token));
    else
        scan->expression = extract_lower(x, token);
    scan->last = token;
    scan->state = TOKEN_VALUE;
}

static void
scan_tree(extraction *x, struct token_scan *scan, TSNode tree)
{
    char open = extract_text(x, tree).data[0];
    bool is_callee = scan->state == TOKEN_VALUE && scan->expression != FACT_NONE;
    uint32_t next = FACT_NONE;
    if (scan->state == TOKEN_BANG) {
        bool is_known = span_is_one_of(extract_text(x, scan->last), std_macros);
        extract_reference(x, REFERENCE_MACRO, is_known ? FACT_NONE : scan->expression, scan->last, FACT_NONE);
    } else if (is_callee && open == '(') {
        extract_reference(x, REFERENCE_CALL, scan->expression, scan->last, count_token_arguments(tree));
        next = extract_expression(x, EXPRESSION_CALL, (span){0}, scan->expression);
    } else if (is_callee && open == '[') {
        next = element_of(x, scan->expression);
    } else if (is_callee && open == '{' && is_upper(extract_text(x, scan->last))) {
        extract_reference(x, REFERENCE_CONSTRUCT, scan->expression, scan->last, FACT_NONE);
    } else if (open == '(') {
        next = extract_expression(x, EXPRESSION_UNKNOWN, (span){0}, FACT_NONE);
    }
    scan->expression = next;
    scan->state = next == FACT_NONE ? TOKEN_OTHER : TOKEN_VALUE;
}

static void
scan_mark(extraction *x, struct token_scan *scan, const char *kind)
{
    bool has_value = scan->state == TOKEN_VALUE && scan->expression != FACT_NONE;
    if (strcmp(kind, "::") == 0 && has_value) {
        scan->state = TOKEN_PATH;
    } else if (strcmp(kind, ".") == 0) {
        scan->expression = has_value ? scan->expression : FACT_NONE;
        scan->state = TOKEN_DOT;
    } else if (strcmp(kind, "<") == 0 && scan->state == TOKEN_PATH) {
        scan->angle = 1;
    } else if (strcmp(kind, "?") == 0 && has_value) {
        scan->expression = element_of(x, scan->expression);
    } else if (strcmp(kind, "!") == 0 && has_value) {
        scan->state = TOKEN_BANG;
    } else {
        bool declares = span_is_one_of(span_of(kind), "fn struct enum union trait mod type macro_rules");
        *scan = (struct token_scan){.state = declares ? TOKEN_KEYWORD : TOKEN_OTHER, .expression = FACT_NONE};
    }
}

static void
scan_token(extraction *x, struct token_scan *scan, TSNode token)
{
    const char *kind = ts_node_type(token);
    if (scan->angle) {
        scan->angle += strcmp(kind, "<") == 0;
        scan->angle -= strcmp(kind, ">") == 0 ? 1 : strcmp(kind, ">>") == 0 ? (scan->angle > 1 ? 2 : 1) : 0;
        scan->state = scan->angle ? TOKEN_PATH : TOKEN_VALUE;
    } else if (strcmp(kind, "token_tree") == 0) {
        scan_tree(x, scan, token);
    } else if (ts_node_is_extra(token)) {
        return;
    } else if (ts_node_is_named(token) && strcmp(kind, "mutable_specifier") != 0) {
        scan_name(x, scan, token);
    } else {
        scan_mark(x, scan, kind);
    }
}

// The tokens of one pair of brackets; those inside have their turn later in the walk.
static void
enter_tokens(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    struct token_scan scan = {.expression = FACT_NONE};
    TSTreeCursor cursor = ts_tree_cursor_new(node);
    for (bool more = ts_tree_cursor_goto_first_child(&cursor); more;
         more = ts_tree_cursor_goto_next_sibling(&cursor))
        scan_token(x, &scan, ts_tree_cursor_current_node(&cursor));
    ts_tree_cursor_delete(&cursor);
}

static const rule rules[] = {
    {"line_comment", .flags = RULE_COMMENT | RULE_SKIP},
    {"block_comment", .flags = RULE_COMMENT | RULE_SKIP},
    {"attribute_item", .enter = enter_attribute, .flags = RULE_ATTRIBUTE | RULE_SKIP},
    {"inner_attribute_item", .flags = RULE_SKIP},
    {"visibility_modifier", .flags = RULE_SKIP},
    {"lifetime", .flags = RULE_SKIP},
    {"label", .flags = RULE_SKIP},
    {"use_declaration", .enter = enter_use, .flags = RULE_IMPORT | RULE_SKIP},
    {"extern_crate_declaration", .enter = enter_extern_crate, .flags = RULE_IMPORT | RULE_SKIP},
    {"mod_item", .enter = enter_module, .entity = ENTITY_MODULE},
    {"struct_item", .enter = enter_type_item, .entity = ENTITY_STRUCT},
    {"union_item", .enter = enter_type_item, .entity = ENTITY_UNION},
    {"enum_item", .enter = enter_type_item, .entity = ENTITY_ENUM},
    {"trait_item", .enter = enter_type_item, .entity = ENTITY_TRAIT},
    {"type_item", .enter = enter_type_alias, .entity = ENTITY_TYPE_ALIAS},
    {"associated_type", .enter = enter_type_alias, .entity = ENTITY_TYPE_PARAMETER},
    {"impl_item", .enter = enter_impl},
    {"function_item", .enter = enter_function},
    {"function_signature_item", .enter = enter_function},
    {"const_item", .enter = enter_constant, .entity = ENTITY_CONSTANT},
    {"static_item", .enter = enter_constant, .entity = ENTITY_VARIABLE},
    {"macro_definition", .enter = enter_macro_definition, .entity = ENTITY_MACRO},
    {"field_declaration", .enter = enter_field, .entity = ENTITY_FIELD},
    {"ordered_field_declaration_list", .enter = enter_ordered_fields},
    {"enum_variant", .enter = enter_variant, .entity = ENTITY_ENUMERATOR},
    {"parameter", .enter = enter_parameter},
    {"closure_parameters", .enter = enter_closure_parameters},
    {"let_declaration", .enter = enter_let},
    {"let_condition", .enter = enter_let},
    {"for_expression", .enter = enter_for, .flags = RULE_SCOPE},
    {"match_expression", .enter = enter_match, .lower = lower_match, .flags = RULE_SCOPE},
    {"match_arm", .enter = enter_match_arm, .flags = RULE_SCOPE},
    {"block", .lower = lower_block, .flags = RULE_SCOPE},
    {"unsafe_block", .lower = lower_inner},
    {"else_clause", .lower = lower_inner},
    {"range_expression", .lower = lower_range},
    {"if_expression", .lower = lower_if, .flags = RULE_SCOPE},
    {"while_expression", .flags = RULE_SCOPE},
    {"function_type", .lower = lower_function_type, .flags = RULE_SCOPE},
    {"macro_rule", .flags = RULE_SCOPE},
    {"token_tree_pattern", .flags = RULE_SKIP},
    {"token_tree", .enter = enter_tokens},
    {"token_repetition", .enter = enter_tokens},
    {"macro_invocation", .enter = enter_invocation, .lower = lower_macro_value},
    {"call_expression", .enter = enter_rust_call, .lower = lower_rust_call, .operand = F_function,
     .arguments = F_arguments},
    {"arguments", .enter = enter_arguments},
    {"generic_function", .lower = lower_turbofish},
    {"struct_expression", .enter = enter_struct_expression, .lower = lower_construct, .operand = F_name},
    {"field_expression", .lower = lower_member, .operand = F_value, .name = F_field},
    {"index_expression", .enter = enter_index, .lower = lower_index},
    {"binary_expression", .enter = enter_binary, .lower = lower_binary},
    {"compound_assignment_expr", .enter = enter_binary},
    {"try_expression", .lower = lower_first},
    {"await_expression", .lower = lower_inner},
    {"parenthesized_expression", .lower = lower_inner},
    {"reference_expression", .lower = lower_inner, .operand = F_value},
    {"unary_expression", .enter = enter_unary, .lower = lower_inner},
    {"type_cast_expression", .lower = lower_cast},
    {"identifier", .enter = enter_identifier, .lower = lower_identifier},
    {"scoped_identifier", .enter = enter_scoped_value, .lower = lower_scoped},
    {"self", .lower = lower_self, .flags = RULE_SELF},
    {"super", .lower = lower_name},
    {"crate", .lower = lower_name},
    {"type_identifier", .enter = enter_type_name, .lower = lower_identifier},
    {"scoped_type_identifier", .enter = enter_scoped_type, .lower = lower_scoped},
    {"generic_type", .lower = lower_generic},
    {"generic_type_with_turbofish", .lower = lower_generic},
    {"type_binding", .enter = enter_type_binding},
    {"bracketed_type", .lower = lower_bracketed},
    {"reference_type", .lower = lower_inner, .operand = F_type},
    {"pointer_type", .lower = lower_inner, .operand = F_type},
    {"dynamic_type", .lower = lower_inner, .operand = F_trait},
    {"abstract_type", .lower = lower_inner, .operand = F_trait},
    {"bounded_type", .lower = lower_inner},
    {"higher_ranked_trait_bound", .lower = lower_inner, .operand = F_type},
    {"array_type", .lower = lower_array},
    {"tuple_type", .lower = lower_tuple},
    {"unit_type", .lower = lower_tuple},
    {"unit_expression", .lower = lower_tuple},
    {"tuple_expression", .lower = lower_tuple},
    {"array_expression", .lower = lower_array_value},
    {"closure_expression", .lower = lower_closure, .flags = RULE_SCOPE},
    {"primitive_type", .lower = lower_primitive},
    {"string_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "str"},
    {"raw_string_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "str"},
    {"char_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "char"},
    {"integer_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "integer"},
    {"float_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "float"},
    {"boolean_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "bool"},
    {0},
};

const language lang_rust = {
    .id = LANGUAGE_RUST,
    .grammar = tree_sitter_rust,
    .flags = LANGUAGE_CALL_CONSTRUCTS | LANGUAGE_MEMBERS_HIDDEN,
    .rules = rules,
    .mask = rust_mask,
    .decisions = "if_expression while_expression for_expression match_arm -match_expression match_pattern/if "
                 "try_expression && binary_expression/||",
    .builtins =
        "Option Some None Result Ok Err Vec String Box drop Send Sync Sized Copy Unpin Fn FnMut FnOnce",
};
