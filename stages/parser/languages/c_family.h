// c_family - what the extraction of C and of C++ shares: declarators, records, variables, macros.
//
// C++'s grammar extends C's, node kind by node kind; C_FAMILY_RULES is the common part of both tables, and a
// later row of a table replaces an earlier one. Which language it is a rule knows by the row it stands in.
#ifndef SLUICE_STAGES_PARSER_LANGUAGES_C_FAMILY_H
#define SLUICE_STAGES_PARSER_LANGUAGES_C_FAMILY_H

#include "stages/parser/extract.h"

// A declarator taken apart: `*(*name[3])(int)`.
typedef struct declarator {
    TSNode name; // identifier, qualified_identifier, operator_name ...; null when there is none
    TSNode
        function; // the function_declarator of a function or method; null for all else, function pointers too
    bool is_callable; // a pointer to function, or an array of them: calling it gives the type, it has not
                      // that type
    uint32_t arrays;  // how many dimensions
    bool is_indirect; // pointer or reference
    uint32_t pointers; // how many `*`
    unsigned reference; // QUALIFIED_REFERENCE of `T &`, QUALIFIED_TEMPORARY of `T &&`
    bool is_frozen;   // of pointers: `*const name`
    TSNode type; // of `EXPORT int f(void) {`: what is the type when the grammar takes the macro for it; else null
} declarator;

declarator c_declarator(const extraction *x, TSNode node);

// A declared name taken apart: `a::B<int>::c` has the name c of a.B.
typedef struct c_name {
    span name;
    span qualifier;      // "a.B", or empty
    span qualifier_last; // "B"
    uint32_t owner;      // expression of what the qualifier denotes, or FACT_NONE
} c_name;

c_name c_name_of(extraction *x, TSNode name);

// The type of what is declared: the declaration's type with the declarator's arrays. FACT_NONE for `auto` and
// for pointers to functions.
uint32_t c_declared_type(extraction *x, TSNode declaration, const declarator *declarator);

bool c_has_word(const extraction *x, TSNode declaration,
                const char *word);        // "static", "const" ... among its specifiers
bool c_is_top_level(const extraction *x); // the node that is being entered stands in the file or a namespace
// c_conditions.c: SYMBOL_OFF and SYMBOL_FOREIGN for what the node that is being entered defines, by the branches of
// `#if` that it stands in.
unsigned c_condition_flags(extraction *x);
// Reads the conditions of a file, before the walk (language.begin).
void c_read_conditions(extraction *x, TSNode root);
// c_conditions.c: blanks what the grammar cannot read (language.mask).
void c_mask(span source, char *copy);
void c_mask_cpp(span source, char *copy);
// c_macros.c: notes the macro invocations that no rule has seen (language.end).
void c_note_macros(extraction *x, TSNode root);
bool c_is_in_type(const extraction *x);   // directly in a struct, class or union
bool c_is_alias_of_itself(const extraction *x, TSNode type, span name); // `typedef struct S {...} S`

// Type parameters as locals of the innermost scope: of one template, of those around the node that is being
// entered.
void c_declare_type_parameters_of(extraction *x, TSNode template);
void c_declare_type_parameters(extraction *x);
TSNode c_wrapper(const extraction *x);                 // `template <...>` or `extern "C"` around it, or null
void c_declare_parameters(extraction *x, TSNode list); // as locals of the innermost scope
void c_count_parameters(const extraction *x, TSNode list, definition *definition);
// Declares what a structured binding, or else the declarator, names.
void c_declare_local(extraction *x, const declarator *declarator, uint32_t value);

// Names what a macro call defines when a body follows it: `SYSCALL_DEFINE3(read, ...) {`, `TEST(Suite, Name)
// {`. Returns false when the macro is none that defines something.
bool c_define_hidden(extraction *x, TSNode node, TSNode start, TSNode body, TSNode macro, TSNode arguments);

void c_enter_function(extraction *x, const rule *rule, TSNode node);
void c_enter_declaration(extraction *x, const rule *rule, TSNode node);
// `constructs`: `T x;`, `T x(1)`, `T x{1}` call T's constructor (C++).
void c_declare(extraction *x, TSNode node, TSNode outer, bool constructs);
void c_enter_parameter(extraction *x, const rule *rule, TSNode node);
void c_enter_record(extraction *x, const rule *rule, TSNode node);
void c_enter_field(extraction *x, const rule *rule, TSNode node);
void c_enter_enumerator(extraction *x, const rule *rule, TSNode node);
void c_enter_typedef(extraction *x, const rule *rule, TSNode node);
void c_enter_macro(extraction *x, const rule *rule, TSNode node);
void c_enter_include(extraction *x, const rule *rule, TSNode node);
// Whether it is one of std's classes that are seen through, as T * is: `std::unique_ptr<T>` and its like.
bool c_is_smart_pointer(span name);
// `name<...>` of a type that is `base`, with the arguments of a template_type.
uint32_t c_generic(extraction *x, uint32_t base, span name, TSNode template);
uint32_t c_values(extraction *x, TSNode arguments);
void c_enter_call(extraction *x, const rule *rule, TSNode node);
void c_enter_block(extraction *x, const rule *rule, TSNode node);
void c_enter_statement(extraction *x, const rule *rule, TSNode node);
void c_enter_condition(extraction *x, const rule *rule, TSNode node);
void c_enter_identifier(extraction *x, const rule *rule, TSNode node);
void c_enter_type_identifier(extraction *x, const rule *rule, TSNode node);
uint32_t c_lower_record(extraction *x, const rule *rule, TSNode node);
uint32_t c_lower_member(extraction *x, const rule *rule, TSNode node);
uint32_t c_lower_cast(extraction *x, const rule *rule, TSNode node);
uint32_t c_lower_type_descriptor(extraction *x, const rule *rule, TSNode node);
uint32_t c_lower_number(extraction *x, const rule *rule, TSNode node);
uint32_t c_lower_primitive(extraction *x, const rule *rule, TSNode node);

// clang-format off
#define C_FAMILY_RULES                                                                                       \
    {"comment", .flags = RULE_COMMENT | RULE_SKIP},                                                          \
    {"preproc_include", .enter = c_enter_include, .flags = RULE_IMPORT | RULE_SKIP},                         \
    {"preproc_def", .enter = c_enter_macro, .flags = RULE_SKIP},                                             \
    {"preproc_function_def", .enter = c_enter_macro, .flags = RULE_SKIP},                                    \
    {"preproc_defined", .flags = RULE_SKIP},                                                                 \
    {"preproc_ifdef", .enter = c_enter_condition},                                                           \
    {"preproc_elifdef", .enter = c_enter_condition},                                                         \
    {"function_definition", .enter = c_enter_function},                                                      \
    {"declaration", .enter = c_enter_declaration},                                                           \
    {"parameter_declaration", .enter = c_enter_parameter},                                                   \
    {"type_definition", .enter = c_enter_typedef},                                                           \
    {"struct_specifier", .enter = c_enter_record, .lower = c_lower_record, .entity = ENTITY_STRUCT},         \
    {"union_specifier", .enter = c_enter_record, .lower = c_lower_record, .entity = ENTITY_UNION},           \
    {"enum_specifier", .enter = c_enter_record, .lower = c_lower_record, .entity = ENTITY_ENUM},             \
    {"field_declaration", .enter = c_enter_field},                                                           \
    {"enumerator", .enter = c_enter_enumerator},                                                             \
    {"compound_statement", .enter = c_enter_block},                                                          \
    {"expression_statement", .enter = c_enter_statement},                                                    \
    {"for_statement", .flags = RULE_SCOPE},                                                                  \
    {"call_expression", .enter = c_enter_call, .lower = lower_call, .operand = F_function,                   \
     .arguments = F_arguments},                                                                              \
    {"field_expression", .lower = c_lower_member},                                                           \
    {"subscript_expression", .lower = lower_element, .operand = F_argument},                                 \
    {"pointer_expression", .lower = lower_inner, .operand = F_argument},                                     \
    {"parenthesized_expression", .lower = lower_inner},                                                      \
    {"assignment_expression", .lower = lower_inner, .operand = F_left},                                      \
    {"conditional_expression", .lower = lower_inner, .operand = F_consequence},                              \
    {"comma_expression", .lower = lower_inner, .operand = F_right},                                          \
    {"cast_expression", .lower = c_lower_cast},                                                              \
    {"compound_literal_expression", .lower = c_lower_cast},                                                  \
    {"identifier", .enter = c_enter_identifier, .lower = lower_name},                                        \
    {"type_identifier", .enter = c_enter_type_identifier, .lower = lower_name},                              \
    {"type_descriptor", .lower = c_lower_type_descriptor},                                                   \
    {"primitive_type", .lower = c_lower_primitive},                                                          \
    {"sized_type_specifier", .lower = c_lower_primitive, .flags = RULE_SKIP},                                \
    {"string_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "char"},                          \
    {"char_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "char"},                            \
    {"number_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "int"},                           \
    {"true", .lower = lower_literal, .text = "bool"},                                                        \
    {"false", .lower = lower_literal, .text = "bool"},                                                       \
    {"attribute_specifier", .flags = RULE_SKIP},                                                             \
    {"attribute_declaration", .flags = RULE_SKIP},                                                           \
    {"ms_declspec_modifier", .flags = RULE_SKIP}
// clang-format on

// Names that no file declares: keywords that error recovery takes for names, predefined names, GNU built-ins.
#define C_FAMILY_BUILTINS                                                                                    \
    "auto break case char const continue default do double else enum extern float for goto if inline int "   \
    "long "                                                                                                  \
    "register restrict return short signed sizeof static struct switch typedef union unsigned void "         \
    "volatile while "                                                                                        \
    "true false NULL __func__ __FUNCTION__ __PRETTY_FUNCTION__ __FILE__ __LINE__ __DATE__ __TIME__ "         \
    "__COUNTER__ "                                                                                           \
    "__VA_ARGS__ __VA_OPT__ __typeof__ typeof __extension__ __attribute__ __inline __inline__ __restrict "   \
    "__volatile__ __asm__ asm __alignof__ _Bool _Static_assert _Thread_local _Noreturn _Atomic _Generic "    \
    "defined "                                                                                               \
    "__builtin_expect __builtin_constant_p __builtin_choose_expr __builtin_types_compatible_p "              \
    "__builtin_offsetof "                                                                                    \
    "__builtin_memcpy __builtin_memset __builtin_memcmp __builtin_strlen __builtin_return_address "          \
    "__builtin_frame_address __builtin_unreachable __builtin_trap __builtin_object_size __builtin_prefetch " \
    "__builtin_clz __builtin_clzl __builtin_clzll __builtin_ctz __builtin_ctzl __builtin_ctzll "             \
    "__builtin_ffs "                                                                                         \
    "__builtin_ffsl __builtin_popcount __builtin_popcountl __builtin_popcountll __builtin_bswap16 "          \
    "__builtin_bswap32 __builtin_bswap64 __builtin_add_overflow __builtin_sub_overflow "                     \
    "__builtin_mul_overflow "                                                                                \
    "__builtin_va_start __builtin_va_end __builtin_va_arg __builtin_va_copy __builtin_va_list "              \
    "__builtin_alloca "                                                                                      \
    "__atomic_load_n __atomic_store_n __atomic_exchange_n __atomic_compare_exchange_n __atomic_fetch_add "   \
    "__atomic_fetch_sub __atomic_add_fetch __atomic_sub_fetch __sync_synchronize __sync_fetch_and_add "      \
    "__sync_fetch_and_sub __sync_bool_compare_and_swap __sync_val_compare_and_swap "                         \
    "__sync_lock_test_and_set "

#endif
