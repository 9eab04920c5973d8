// What C++'s standard library gives, as far as types of the tree follow from it ([container.requirements], [iterator.requirements],
// [basic.string], [pairs], [alg.nonmodifying]): what is in containers, what their members and the algorithms return.
//
// A class of std is a VALUE_EXTERNAL of the module `std` with its type arguments. An iterator is its container: what it points to is
// an element of that. The element of a map is the map under the name `pair`, whose members are its type arguments.
#include "stages/linker/cpp_library.h"

#include <string.h>

static const char maps[] = " map multimap unordered_map unordered_multimap flat_map ";
static const char containers[] = " vector list deque set multiset unordered_set unordered_multiset forward_list array stack queue "
                                 "priority_queue initializer_list span valarray optional reference_wrapper back_insert_iterator ";
static const char plain_types[] = " string wstring u16string u32string string_view wstring_view stringstream ostringstream "
                                  "istringstream wstringstream ostream istream iostream ofstream ifstream fstream pair tuple "
                                  "bitset function thread mutex exception runtime_error logic_error basic_string ";
static const char strings[] = " string wstring basic_string ";

// Members that give an element, and those that give an iterator or the container itself.
static const char elements_given[] = " front back at top value value_or get operator[] operator* ";
static const char iterators_given[] = " begin end cbegin cend rbegin rend crbegin crend find lower_bound upper_bound insert erase "
                                      "emplace operator+ operator- operator++ operator-- base ";
static const char iterator_types[] = " iterator const_iterator reverse_iterator const_reverse_iterator ";
static const char numbers_given[] = " size length count capacity max_size rfind find_first_of find_last_of find_first_not_of "
                                    "find_last_not_of ";
// Functions of std that give what they are given first.
static const char passed_on[] = " find find_if find_if_not lower_bound upper_bound next prev min max min_element max_element begin "
                                "end cbegin cend rbegin rend remove remove_if unique partition advance as_const ";

static bool
is_of_std(const struct linker *self, value given)
{
    return given.kind == VALUE_EXTERNAL && span_is(intern_text(self->names, given.module), "std");
}

static value
std_type(struct linker *self, const char *name)
{
    uint32_t module = intern_find(self->names, SPAN_LITERAL("std")), found = intern_find(self->names, span_of(name));
    return module == INTERN_NONE || found == INTERN_NONE
               ? VALUE_NOTHING
               : (value){.kind = VALUE_EXTERNAL,
                         .how = RESOLUTION_EXTERNAL,
                         .module = module,
                         .name = found,
                         .expression = FACT_NONE};
}

static value
builtin(struct linker *self, const char *name)
{
    uint32_t found = intern_find(self->names, span_of(name));
    return found == INTERN_NONE ? VALUE_NOTHING
                                : (value){.kind = VALUE_BUILTIN, .how = RESOLUTION_EXTERNAL, .name = found};
}

// Type argument number `number` of a class of std, as an object that is part of it.
static value
argument_of_type(struct linker *self, value type, uint32_t number, uint32_t depth)
{
    uint32_t next = type.expression;
    for (uint32_t i = 0; next != FACT_NONE && i < number; i++)
        next = expression_at(self, type.site, next)->name;
    if (next == FACT_NONE || depth >= EVALUATE_DEPTH_MAX)
        return VALUE_NOTHING;
    value part = instance_of(self, evaluate(self, type.site, expression_at(self, type.site, next)->operand, depth + 1), depth + 1);
    part.qualifiers = (part.qualifiers & ~(unsigned)QUALIFIED_TEMPORARY) | QUALIFIED_REFERENCE | (type.qualifiers & QUALIFIED_CONST);
    return part;
}

bool
library_has_type(const struct linker *self, uint32_t name)
{
    span text = intern_text(self->names, name);
    return span_is_one_of(text, maps) || span_is_one_of(text, containers) || span_is_one_of(text, plain_types);
}

value
library_type(struct linker *self, uint32_t name)
{
    value type = std_type(self, "std");
    type.name = name;
    return type.kind == VALUE_EXTERNAL && library_has_type(self, name) ? type : VALUE_NOTHING;
}

value
library_element(struct linker *self, value container, uint32_t depth)
{
    span name = intern_text(self->names, container.name);
    if (!is_of_std(self, container) || !(span_is_one_of(name, maps) || span_is_one_of(name, containers)))
        return VALUE_NOTHING;
    if (span_is_one_of(name, containers))
        return argument_of_type(self, container, 0, depth);
    value pair = std_type(self, "pair");
    pair.site = container.site;
    pair.expression = container.expression;
    pair.qualifiers = container.qualifiers | QUALIFIED_REFERENCE;
    return pair;
}

value
library_member(struct linker *self, value object, uint32_t name, uint32_t depth)
{
    span member = intern_text(self->names, name), type = intern_text(self->names, object.name);
    if (!is_of_std(self, object) || object.expression == FACT_NONE)
        return VALUE_NOTHING;
    if (span_is(type, "pair") && (span_is(member, "first") || span_is(member, "second")))
        return argument_of_type(self, object, span_is(member, "second"), depth);
    bool is_map = span_is_one_of(type, maps);
    if (!is_map && !span_is_one_of(type, containers))
        return VALUE_NOTHING;
    if (span_is_one_of(member, iterator_types)) {
        object.qualifiers = 0;
        return object;
    }
    if (span_is(member, "value_type") || span_is(member, "reference") || span_is(member, "const_reference"))
        return library_element(self, object, depth);
    bool is_part = is_map && (span_is(member, "mapped_type") || span_is(member, "key_type"));
    return is_part ? argument_of_type(self, object, span_is(member, "mapped_type"), depth) : VALUE_NOTHING;
}

value
library_result(struct linker *self, value object, uint32_t name, uint32_t depth)
{
    span member = intern_text(self->names, name), type = intern_text(self->names, object.name);
    if (!is_of_std(self, object))
        return VALUE_NOTHING;
    bool is_string = span_is_one_of(type, strings), is_map = span_is_one_of(type, maps), holds = is_map || span_is_one_of(type, containers);
    if (span_is(member, "str") && !is_string && span_is_one_of(type, plain_types))
        return std_type(self, "string");
    if (span_is(member, "empty") && (is_string || holds))
        return builtin(self, "bool");
    if ((is_string || holds) && span_is_one_of(member, numbers_given))
        return builtin(self, "size_t");
    if (is_string && (span_is(member, "substr") || span_is(member, "append") || span_is(member, "operator+")))
        return std_type(self, "string");
    if (is_string && (span_is_one_of(member, elements_given)))
        return builtin(self, "char");
    if (!holds)
        return VALUE_NOTHING;
    if (is_map && (span_is(member, "at") || span_is(member, "operator[]")))
        return argument_of_type(self, object, 1, depth);
    if (span_is_one_of(member, elements_given))
        return library_element(self, object, depth);
    if (!span_is_one_of(member, iterators_given))
        return VALUE_NOTHING;
    object.qualifiers &= QUALIFIED_CONST;
    return object;
}

bool
library_passes_on(const struct linker *self, value function)
{
    return is_of_std(self, function) && function.expression == FACT_NONE &&
           span_is_one_of(intern_text(self->names, function.name), passed_on);
}

bool
library_gives_itself(const struct linker *self, uint32_t name)
{
    return span_is_one_of(intern_text(self->names, name), " get value lock release ");
}
