#include "stages/linker/python.h"

#include <assert.h>
#include <stdlib.h>

enum {
    DEPTH_MAX = 24,       // operations, variables and results followed; past it an object is unknown
    OPERATIONS_MAX = 512, // of one reference
    ALTERNATIVES_MAX = 4, // further values of one object that are remembered
    SETTLING_MAX =
        16, // variables and functions whose value is being looked for: one is not looked for in itself
    CLASSES_MAX = 64,     // of an order of resolution
    CLASS_BASES_MAX = 16, // that a class names itself
    NAMESAKES_MAX = 256,  // definitions of one name in one place that are looked at
};

typedef enum object_kind {
    OBJECT_UNKNOWN,
    OBJECT_SYMBOL,    // a class, a function, or a variable that was not asked for its value yet
    OBJECT_INSTANCE,  // of the class `symbol`
    OBJECT_MODULE,    // the file `symbol.file`
    OBJECT_CONTAINER, // something to iterate over, whose elements `expression` says
    OBJECT_TUPLE,     // of the ARGUMENTs `expression`
    OBJECT_DICT,      // of the ARGUMENTs `expression`: key, value
    OBJECT_ITEMS,     // the items of that dict
    OBJECT_FUNCTION,  // something to call that returns what `expression` says
    OBJECT_EXTERNAL,  // `name` of `module`, outside of the tree
    OBJECT_BUILTIN,   // something of the built-in type `name`, or that type
} object_kind;

struct place {
    uint32_t file, from, expression;
};

typedef struct object {
    object_kind kind;
    resolution how;
    symbol_ref symbol;
    symbol_ref receiver; // of a method: the class of the instance that it was asked of
    symbol_ref made;     // of a constructor that is run: the class that inherits it
    bool is_self;        // it is whatever the receiver is: `self`, `cls`
    bool is_asked;       // a method `name` of what is described
    struct place at;     // where `expression` stands
    uint32_t module, name;
    uint32_t alternative_count;
    struct place alternatives[ALTERNATIVES_MAX]; // what else it may be
} object;

#define UNKNOWN_OBJECT                                                                                       \
    ((object){.kind = OBJECT_UNKNOWN,                                                                        \
              .how = RESOLUTION_UNRESOLVED,                                                                  \
              .symbol = SYMBOL_REF_NONE,                                                                     \
              .receiver = SYMBOL_REF_NONE,                                                                   \
              .made = SYMBOL_REF_NONE})

// One reference's evaluation.
struct evaluation {
    struct linker *linker;
    uint32_t left; // operations
    symbol_ref settling[SETTLING_MAX];
    uint32_t settling_count;
};

// ---- what is remembered: the order of resolution of each class, and names that mean something here

struct mro {
    symbol_ref type;
    uint32_t start, count; // in `classes`
};

enum { WELL_KNOWN_MAX = 40 };

struct python_memory {
    struct mro *orders;
    uint32_t *slots; // open addressing: order + 1
    uint32_t order_count, slot_count;
    symbol_ref *classes;
    uint32_t class_count, class_capacity;
};

static struct python_memory *
memory_of(struct linker *self)
{
    if (!self->python) {
        self->python = calloc(1, sizeof *self->python);
        assert(self->python);
    }
    return self->python;
}

void
python_free(struct linker *self)
{
    if (!self->python)
        return;
    free(self->python->orders);
    free(self->python->slots);
    free(self->python->classes);
    free(self->python);
    self->python = NULL;
}

static uint32_t *
order_slot(const struct python_memory *memory, symbol_ref type)
{
    uint32_t hash = (type.file * 0x9E3779B1u) ^ (type.symbol * 0x85EBCA77u);
    for (uint32_t i = (hash ^ hash >> 15) & (memory->slot_count - 1);;
         i = (i + 1) & (memory->slot_count - 1)) {
        if (!memory->slots[i] || symbol_ref_equal(memory->orders[memory->slots[i] - 1].type, type))
            return &memory->slots[i];
    }
}

static void
grow_orders(struct python_memory *memory)
{
    if (memory->order_count * 2 < memory->slot_count)
        return;
    memory->slot_count = memory->slot_count ? memory->slot_count * 2 : 256;
    free(memory->slots);
    memory->slots = calloc(memory->slot_count, sizeof *memory->slots);
    memory->orders = realloc(memory->orders, memory->slot_count * sizeof *memory->orders);
    assert(memory->slots && memory->orders);
    for (uint32_t i = 0; i < memory->order_count; i++)
        *order_slot(memory, memory->orders[i].type) = i + 1;
}

// ---- small questions

static const fact_expression *
expression_of(const struct evaluation *e, struct place at)
{
    return &e->linker->files[at.file].expressions[at.expression];
}

static span
name_text(const struct evaluation *e, uint32_t name)
{
    return name == LINK_NONE ? (span){"", 0} : intern_text(e->linker->names, name);
}

static uint32_t
name_number(const struct evaluation *e, const char *name)
{
    uint32_t number = intern_find(e->linker->names, span_of(name));
    return number == INTERN_NONE ? LINK_NONE : number;
}

static bool
is_class(const struct evaluation *e, symbol_ref symbol)
{
    return symbol_of(e->linker, symbol)->kind == ENTITY_CLASS;
}

static bool
is_function(const fact_symbol *symbol)
{
    return entity_kind_is_callable((entity_kind)symbol->kind);
}

static object
object_of(object_kind kind, resolution how, symbol_ref symbol)
{
    object made = UNKNOWN_OBJECT;
    made.kind = kind;
    made.how = how;
    made.symbol = symbol;
    return made;
}

static object
external_object(uint32_t module, uint32_t name)
{
    object made = UNKNOWN_OBJECT;
    made.kind = OBJECT_EXTERNAL;
    made.how = RESOLUTION_EXTERNAL;
    made.module = module;
    made.name = name;
    return made;
}

// Whether nothing in the tree is known of it.
static bool
is_outside(const object *found)
{
    return found->kind == OBJECT_UNKNOWN || found->kind == OBJECT_EXTERNAL || found->kind == OBJECT_BUILTIN;
}

static object look_at(struct evaluation *e, struct place at, uint32_t depth);
static object fetch(struct evaluation *e, object asked, uint32_t depth);

// ---- classes

// Of two definitions of one name in one place, whether `other` is the one that counts: the last function or
// class; of a property the first, which reads it.
static bool
counts_more(const fact_symbol *other, const fact_symbol *chosen)
{
    if ((other->flags ^ chosen->flags) & SYMBOL_OFF) // in a branch that is never run
        return chosen->flags & SYMBOL_OFF;
    bool is_value = !is_function(other) && other->kind != ENTITY_CLASS;
    bool was_value = !is_function(chosen) && chosen->kind != ENTITY_CLASS;
    if (is_value != was_value)
        return was_value;
    return (other->flags & SYMBOL_PROPERTY) && (chosen->flags & SYMBOL_PROPERTY)
               ? other->start < chosen->start
               : other->start > chosen->start;
}

static bool
find_own_member(const struct evaluation *e, symbol_ref type, uint32_t name, symbol_ref *found)
{
    uint32_t seen = 0;
    *found = SYMBOL_REF_NONE;
    for (uint32_t i = tables_first_member(e->linker, type, name); i != LINK_NONE && seen++ < NAMESAKES_MAX;
         i = e->linker->members.members[i].next) {
        symbol_ref member = e->linker->members.members[i].symbol;
        if (symbol_ref_is_none(*found) ||
            counts_more(symbol_of(e->linker, member), symbol_of(e->linker, *found)))
            *found = member;
    }
    return !symbol_ref_is_none(*found);
}

// The first of the file's references to bases that belongs to `symbol`; they are in the order of classes.
static uint32_t
first_base_reference(const struct linked_file *file, uint32_t symbol)
{
    uint32_t low = 0, high = file->base_reference_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (file->references[file->base_references[middle]].from < symbol)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint32_t
find_bases(struct evaluation *e, symbol_ref type, symbol_ref *bases, uint32_t max, uint32_t depth)
{
    const struct linked_file *file = &e->linker->files[type.file];
    uint32_t count = 0;
    for (uint32_t i = first_base_reference(file, type.symbol); i < file->base_reference_count && count < max;
         i++) {
        const fact_reference *reference = &file->references[file->base_references[i]];
        if (reference->from != type.symbol)
            break;
        struct place at = {type.file, file->symbols[type.symbol].parent, reference->expression};
        object base = fetch(e, look_at(e, at, depth + 1), depth + 1);
        bool is_known =
            base.kind == OBJECT_SYMBOL && is_class(e, base.symbol) && !symbol_ref_equal(base.symbol, type);
        if (is_known)
            bases[count++] = base.symbol;
    }
    return count;
}

// One list of the merge: what is left of an order of resolution, or of the bases themselves.
struct tail {
    const symbol_ref *items;
    uint32_t count;
};

static bool
is_in_a_tail(const struct tail *tails, uint32_t tail_count, symbol_ref class)
{
    for (uint32_t t = 0; t < tail_count; t++) {
        for (uint32_t i = 1; i < tails[t].count; i++) {
            if (symbol_ref_equal(tails[t].items[i], class))
                return true;
        }
    }
    return false;
}

static void
drop_head(struct tail *tails, uint32_t tail_count, symbol_ref class)
{
    for (uint32_t t = 0; t < tail_count; t++) {
        if (tails[t].count && symbol_ref_equal(tails[t].items[0], class)) {
            tails[t].items++;
            tails[t].count--;
        }
    }
}

// C3: the first head that is in no tail comes next. Where there is none, which Python refuses, the first
// head.
static uint32_t
merge(struct tail *tails, uint32_t tail_count, symbol_ref *out, uint32_t max)
{
    uint32_t count = 0;
    while (count < max) {
        symbol_ref next = SYMBOL_REF_NONE, any = SYMBOL_REF_NONE;
        for (uint32_t t = 0; t < tail_count && symbol_ref_is_none(next); t++) {
            if (!tails[t].count)
                continue;
            any = symbol_ref_is_none(any) ? tails[t].items[0] : any;
            if (!is_in_a_tail(tails, tail_count, tails[t].items[0]))
                next = tails[t].items[0];
        }
        next = symbol_ref_is_none(next) ? any : next;
        if (symbol_ref_is_none(next))
            return count;
        drop_head(tails, tail_count, next);
        bool is_known = false;
        for (uint32_t i = 0; i < count; i++)
            is_known |= symbol_ref_equal(out[i], next);
        if (!is_known)
            out[count++] = next;
    }
    return count;
}

static uint32_t
remember_order(struct linker *self, symbol_ref type, const symbol_ref *classes, uint32_t count)
{
    struct python_memory *memory = memory_of(self);
    grow_orders(memory);
    uint32_t *slot = order_slot(memory, type);
    if (!*slot) {
        memory->orders[memory->order_count] = (struct mro){.type = type};
        *slot = ++memory->order_count;
    }
    if (memory->class_count + count > memory->class_capacity) {
        memory->class_capacity = (memory->class_count + count) * 2;
        memory->classes = realloc(memory->classes, memory->class_capacity * sizeof *memory->classes);
        assert(memory->classes);
    }
    uint32_t order = *slot - 1;
    memory->orders[order].start = memory->class_count;
    memory->orders[order].count = count;
    memcpy(memory->classes + memory->class_count, classes, count * sizeof *classes);
    memory->class_count += count;
    return order;
}

// The order of resolution of a class: itself, then its bases and theirs. While it is being made, and of a
// class that is its own base, it is the class alone. Bases outside of the tree are left out. Returns the
// count of classes put into `out`.
static uint32_t
find_order(struct evaluation *e, symbol_ref type, symbol_ref out[CLASSES_MAX], uint32_t depth)
{
    struct python_memory *memory = memory_of(e->linker);
    uint32_t slot = memory->slot_count ? *order_slot(memory, type) : 0;
    if (slot) {
        const struct mro *known = &memory->orders[slot - 1];
        memcpy(out, memory->classes + known->start, known->count * sizeof *out);
        return known->count;
    }
    out[0] = type;
    if (depth >= DEPTH_MAX)
        return 1;
    remember_order(e->linker, type, out, 1);
    symbol_ref bases[CLASS_BASES_MAX], orders[CLASS_BASES_MAX][CLASSES_MAX];
    struct tail tails[CLASS_BASES_MAX + 1];
    struct evaluation own = {.linker = e->linker, .left = OPERATIONS_MAX}; // the same for whoever asks first
    uint32_t count = find_bases(&own, type, bases, CLASS_BASES_MAX, depth + 1);
    for (uint32_t b = 0; b < count; b++)
        tails[b] = (struct tail){orders[b], find_order(e, bases[b], orders[b], depth + 1)};
    tails[count] = (struct tail){bases, count};
    uint32_t total = 1 + merge(tails, count + 1, out + 1, CLASSES_MAX - 1);
    remember_order(e->linker, type, out, total);
    return total;
}

// Looks a member up along the order of resolution, behind the class itself when `skip_own`.
static bool
find_in_class(struct evaluation *e, symbol_ref type, uint32_t name, bool skip_own, uint32_t depth,
              symbol_ref *found)
{
    symbol_ref classes[CLASSES_MAX];
    if (name == LINK_NONE)
        return false;
    if (!skip_own && find_own_member(e, type, name, found))
        return true;
    uint32_t count = find_order(e, type, classes, depth);
    for (uint32_t i = 1; i < count; i++) {
        if (find_own_member(e, classes[i], name, found))
            return true;
    }
    return false;
}

static symbol_ref
enclosing_class(const struct linker *self, uint32_t file, uint32_t from)
{
    const struct linked_file *in = &self->files[file];
    for (uint32_t s = from, steps = 0; s != FACT_NONE && steps < 4096; s = in->symbols[s].parent, steps++) {
        if (in->symbols[s].kind == ENTITY_CLASS)
            return (symbol_ref){file, s};
    }
    return SYMBOL_REF_NONE;
}

// ---- modules

static object export_of(struct evaluation *e, uint32_t file, uint32_t name, uint32_t depth);

// The file of a package's module that is called `name`.
static uint32_t
find_submodule(const struct evaluation *e, uint32_t package, uint32_t name)
{
    const struct linked_file *file = &e->linker->files[package];
    return span_ends(file->path, "__init__.py") || span_ends(file->path, "__init__.pyi")
               ? modules_python_below(e->linker, file, SPAN_LITERAL("."), name_text(e, name))
               : LINK_NONE;
}

static object
module_object(uint32_t file)
{
    return object_of(OBJECT_MODULE, RESOLUTION_IMPORT, (symbol_ref){file, 0});
}

static object
value_of_import(struct evaluation *e, uint32_t file, uint32_t index, uint32_t depth)
{
    const struct linked_file *in = &e->linker->files[file];
    const fact_import *import = &in->imports[index];
    uint32_t there = module_first_file(e->linker, file, index);
    if (import->name == LINK_NONE)
        return there == LINK_NONE ? external_object(import->module, LINK_NONE) : module_object(there);
    if (there != LINK_NONE && there != file) {
        object found = export_of(e, there, import->name, depth + 1);
        if (found.kind != OBJECT_UNKNOWN)
            return found;
    }
    uint32_t module = modules_python_below(e->linker, in, intern_text(e->linker->names, import->module),
                                           name_text(e, import->name));
    if (module != LINK_NONE)
        return module_object(module);
    return there != LINK_NONE ? UNKNOWN_OBJECT : external_object(import->module, import->name);
}

static bool
import_is_visible(const struct linked_file *file, const fact_import *import, uint32_t from)
{
    uint32_t scope = from;
    while (scope != FACT_NONE && scope > import->scope) // symbols come after what they are in
        scope = file->symbols[scope].parent;
    return import->scope == 0 || scope == import->scope;
}

// What the file's imports bind to a name, as seen from `from`: the first that leads into the tree, functions'
// own first (one is the other's fallback: `try: import a except ImportError: import b as a`).
static object
find_imported(struct evaluation *e, uint32_t file, uint32_t from, uint32_t name, uint32_t depth)
{
    const struct linked_file *in = &e->linker->files[file];
    object outside = UNKNOWN_OBJECT;
    // A field may hold what a function imported that is not around it: those come last.
    for (int round = 0; round < 3; round++) {
        for (uint32_t i = 0; i < in->import_count; i++) {
            const fact_import *import = &in->imports[i];
            bool is_this = import->alias == name && (import->scope == 0) == (round == 1) &&
                           import_is_visible(in, import, from) == (round < 2);
            if (!is_this)
                continue;
            object found = value_of_import(e, file, i, depth + 1);
            if (!is_outside(&found))
                return found;
            outside = outside.kind == OBJECT_UNKNOWN ? found : outside;
        }
        if (outside.kind != OBJECT_UNKNOWN)
            return outside;
    }
    return outside;
}

// What `from m import *` brings, the last one first; names with a leading underscore are not passed on.
static object
find_by_wildcard(struct evaluation *e, uint32_t file, uint32_t name, uint32_t depth)
{
    const struct linked_file *in = &e->linker->files[file];
    span text = name_text(e, name);
    if (!in->has_wildcards || (text.size && text.data[0] == '_'))
        return UNKNOWN_OBJECT;
    for (uint32_t i = in->import_count; i > 0; i--) {
        uint32_t there = module_first_file(e->linker, file, i - 1);
        if (!(in->imports[i - 1].flags & IMPORT_WILDCARD) || there == LINK_NONE || there == file)
            continue;
        object found = export_of(e, there, name, depth + 1);
        if (found.kind != OBJECT_UNKNOWN)
            return found;
    }
    return UNKNOWN_OBJECT;
}

// The symbol of the file's top level that has the name.
static bool
find_top_level(const struct evaluation *e, uint32_t file, uint32_t name, symbol_ref *found)
{
    const symbol_ref *symbols;
    uint32_t count = index_range(&e->linker->index, name, &symbols), seen = 0;
    *found = SYMBOL_REF_NONE;
    for (uint32_t i = index_seek(symbols, count, file);
         i < count && symbols[i].file == file && seen < NAMESAKES_MAX; i++, seen++) {
        const fact_symbol *symbol = symbol_of(e->linker, symbols[i]);
        if (symbol->parent != 0)
            continue;
        if (symbol_ref_is_none(*found) || counts_more(symbol, symbol_of(e->linker, *found)))
            *found = symbols[i];
    }
    return !symbol_ref_is_none(*found);
}

// What a module's attribute `name` is: its own, what it imports, a module of the package.
static object
export_of(struct evaluation *e, uint32_t file, uint32_t name, uint32_t depth)
{
    symbol_ref own;
    if (depth >= DEPTH_MAX || !e->left || name == LINK_NONE)
        return UNKNOWN_OBJECT;
    e->left--;
    bool is_own = find_top_level(e, file, name, &own);
    if (is_own && symbol_of(e->linker, own)->type == FACT_NONE && !is_function(symbol_of(e->linker, own)) &&
        !is_class(e, own)) {
        object imported = find_imported(e, file, 0, name, depth + 1);
        if (!is_outside(&imported))
            return imported;
    }
    if (is_own)
        return object_of(OBJECT_SYMBOL, RESOLUTION_IMPORT, own);
    object found = find_imported(e, file, 0, name, depth + 1);
    if (!is_outside(&found))
        return found;
    uint32_t module = find_submodule(e, file, name);
    if (module != LINK_NONE)
        return module_object(module);
    object starred = find_by_wildcard(e, file, name, depth + 1);
    return starred.kind != OBJECT_UNKNOWN ? starred : found;
}

static object
evaluate_free_name(struct evaluation *e, struct place at, uint32_t name, uint32_t depth)
{
    object found = find_imported(e, at.file, at.from, name, depth + 1);
    if (found.kind != OBJECT_UNKNOWN)
        return found;
    return find_by_wildcard(e, at.file, name, depth + 1);
}

// ---- values

static object
evaluate_in(struct evaluation *e, struct place at, uint32_t expression, uint32_t depth)
{
    at.expression = expression;
    return expression == FACT_NONE ? UNKNOWN_OBJECT : look_at(e, at, depth);
}

// What a symbol's variable holds, or its function returns, which is not looked for in itself.
static object
held_by(struct evaluation *e, symbol_ref symbol, uint32_t depth)
{
    const fact_symbol *found = symbol_of(e->linker, symbol);
    if (found->type == FACT_NONE || depth >= DEPTH_MAX || e->settling_count == SETTLING_MAX)
        return UNKNOWN_OBJECT;
    for (uint32_t i = 0; i < e->settling_count; i++) {
        if (symbol_ref_equal(e->settling[i], symbol))
            return UNKNOWN_OBJECT;
    }
    e->settling[e->settling_count++] = symbol;
    struct place at = {symbol.file, symbol.symbol, found->type};
    object value = fetch(e, look_at(e, at, depth + 1), depth + 1);
    e->settling_count--;
    return value;
}

// The value as the receiver of what gave it has it: `self` is of the receiver's class.
static object
as_received(object value, const object *asked)
{
    if (!value.is_self || symbol_ref_is_none(asked->receiver))
        return value;
    value.symbol = asked->receiver;
    value.is_self = asked->is_self;
    return value;
}

// What is meant when something is asked of it: a variable stands for its value, a property for what it gives.
static object
fetch(struct evaluation *e, object asked, uint32_t depth)
{
    if (asked.kind != OBJECT_SYMBOL)
        return asked;
    const fact_symbol *symbol = symbol_of(e->linker, asked.symbol);
    bool is_read = symbol->kind == ENTITY_FIELD || symbol->kind == ENTITY_VARIABLE ||
                   symbol->kind == ENTITY_CONSTANT || symbol->flags & SYMBOL_PROPERTY;
    if (!is_read)
        return asked;
    object value = as_received(held_by(e, asked.symbol, depth), &asked);
    if (!is_outside(&value))
        value.how = asked.how;
    return value;
}

// Item number `number` of a chain of ARGUMENTs.
static object
item_of(struct evaluation *e, struct place chain, uint32_t number, uint32_t depth)
{
    uint32_t argument = chain.expression;
    const struct linked_file *file = &e->linker->files[chain.file];
    for (uint32_t i = 0; i < number && argument != FACT_NONE; i++)
        argument = file->expressions[argument].name;
    if (argument == FACT_NONE)
        return UNKNOWN_OBJECT;
    return fetch(e, evaluate_in(e, chain, file->expressions[argument].operand, depth + 1), depth + 1);
}

static object call_result(struct evaluation *e, object called, uint32_t depth);
static object attribute_of(struct evaluation *e, object operand, uint32_t name, uint32_t depth);

// What the method `name` of an object gives.
static object
method_result(struct evaluation *e, object operand, const char *name, uint32_t depth)
{
    object method = attribute_of(e, operand, name_number(e, name), depth + 1);
    return is_outside(&method) ? UNKNOWN_OBJECT : call_result(e, method, depth + 1);
}

// What iterating over an object gives.
static object
iterated(struct evaluation *e, object container, uint32_t depth)
{
    if (depth >= DEPTH_MAX)
        return UNKNOWN_OBJECT;
    switch (container.kind) {
    case OBJECT_CONTAINER:
        return fetch(e, look_at(e, container.at, depth + 1), depth + 1);
    case OBJECT_DICT:
    case OBJECT_TUPLE:
        return item_of(e, container.at, 0, depth);
    case OBJECT_ITEMS:
        container.kind = OBJECT_TUPLE;
        return container;
    case OBJECT_INSTANCE: {
        object iterator = method_result(e, container, "__iter__", depth);
        if (iterator.kind == OBJECT_INSTANCE)
            return method_result(e, iterator, "__next__", depth);
        return iterator.kind == OBJECT_UNKNOWN ? method_result(e, container, "__getitem__", depth)
                                               : iterated(e, iterator, depth + 1);
    }
    default:
        return UNKNOWN_OBJECT;
    }
}

// What calling the method `name` of a built-in container gives.
static object
result_of_builtin_method(struct evaluation *e, object container, uint32_t depth)
{
    span name = name_text(e, container.name);
    container.is_asked = false;
    if (container.kind == OBJECT_SYMBOL || container.kind == OBJECT_INSTANCE)
        return container;
    bool is_number = name.size == 1 && name.data[0] >= '0' && name.data[0] <= '9';
    if (is_number && container.kind == OBJECT_TUPLE)
        return item_of(e, container.at, (uint32_t)(name.data[0] - '0'), depth);
    if (span_is_one_of(name, "copy __iter__ __enter__ union difference intersection") &&
        !(container.kind == OBJECT_CONTAINER && span_is(name, "__enter__")))
        return container;
    if (container.kind == OBJECT_DICT) {
        if (span_is(name, "items")) {
            container.kind = OBJECT_ITEMS;
            return container;
        }
        if (span_is_one_of(name, "keys values")) {
            uint32_t argument = container.at.expression;
            const struct linked_file *file = &e->linker->files[container.at.file];
            if (span_is(name, "values"))
                argument = file->expressions[argument].name;
            container.kind = OBJECT_CONTAINER;
            container.at.expression = file->expressions[argument].operand;
            return container.at.expression == FACT_NONE ? UNKNOWN_OBJECT : container;
        }
        bool is_value = is_number || span_is_one_of(name, "get pop setdefault __getitem__");
        return is_value ? item_of(e, container.at, 1, depth) : UNKNOWN_OBJECT;
    }
    bool is_element =
        is_number || span_is_one_of(name, "pop popleft get get_nowait __getitem__ __next__ __enter__");
    return is_element ? iterated(e, container, depth + 1) : UNKNOWN_OBJECT;
}

// `__enter__` of a class that does not declare it: `async with` has its own, and a base outside of the tree
// gives the object itself.
static object
entered(struct evaluation *e, object operand, uint32_t name, uint32_t depth)
{
    symbol_ref found;
    object method = operand;
    if (find_in_class(e, operand.symbol, name_number(e, "__aenter__"), false, depth, &found)) {
        method = object_of(OBJECT_SYMBOL, RESOLUTION_TYPE, found);
        method.receiver = operand.symbol;
        method.is_self = operand.is_self;
        return method;
    }
    method.name = name;
    method.is_asked = true;
    return method;
}

// What an object's attribute is. Of a number it is an item (`a, b = f()`).
static object
own_member_of(struct evaluation *e, object operand, uint32_t name, uint32_t depth)
{
    symbol_ref found;
    span text = name_text(e, name);
    bool is_item = text.size == 1 && text.data[0] >= '0' && text.data[0] <= '9';
    if (operand.kind == OBJECT_MODULE)
        return export_of(e, operand.symbol.file, name, depth + 1);
    if (operand.kind == OBJECT_INSTANCE && is_item)
        return method_result(e, operand, "__getitem__", depth);
    if (operand.kind == OBJECT_INSTANCE && span_is(text, "__class__")) {
        operand.kind = OBJECT_SYMBOL;
        return operand;
    }
    bool is_class_object = operand.kind == OBJECT_SYMBOL && is_class(e, operand.symbol);
    if (is_class_object && span_is(text, "__getitem__")) { // `C[int]` is C
        operand.name = name;
        operand.is_asked = true;
        return operand;
    }
    if (operand.kind == OBJECT_INSTANCE || is_class_object) {
        if (!find_in_class(e, operand.symbol, name, false, depth, &found))
            return span_is(text, "__enter__") ? entered(e, operand, name, depth) : UNKNOWN_OBJECT;
        object member = object_of(OBJECT_SYMBOL, RESOLUTION_TYPE, found);
        member.receiver = operand.symbol;
        member.is_self = operand.is_self;
        return member;
    }
    if (operand.kind >= OBJECT_CONTAINER && operand.kind <= OBJECT_ITEMS) {
        operand.name = name;
        operand.is_asked = true;
        return is_item ? result_of_builtin_method(e, operand, depth + 1) : operand;
    }
    if (operand.kind == OBJECT_EXTERNAL)
        return external_object(operand.module, name);
    return operand.kind == OBJECT_BUILTIN ? external_object(operand.name, name) : UNKNOWN_OBJECT;
}

// What calling an object gives.
static object
own_result_of(struct evaluation *e, object called, uint32_t depth)
{
    if (called.is_asked)
        return result_of_builtin_method(e, called, depth + 1);
    if (called.kind == OBJECT_FUNCTION)
        return fetch(e, look_at(e, called.at, depth + 1), depth + 1);
    if (called.kind == OBJECT_INSTANCE)
        return method_result(e, called, "__call__", depth);
    if (called.kind == OBJECT_BUILTIN)
        return called;
    if (called.kind != OBJECT_SYMBOL)
        return UNKNOWN_OBJECT;
    if (is_class(e, called.symbol)) {
        called.kind = OBJECT_INSTANCE;
        return called;
    }
    if (!is_function(symbol_of(e->linker, called.symbol)))
        return UNKNOWN_OBJECT;
    object result = as_received(held_by(e, called.symbol, depth + 1), &called);
    bool is_stand_in =
        result.kind == OBJECT_SYMBOL && symbol_of(e->linker, result.symbol)->flags & SYMBOL_WRAPPER;
    return is_stand_in ? UNKNOWN_OBJECT : result;
}

// ---- one of several values: the first that has an answer in the tree

typedef object operation(struct evaluation *e, object operand, uint32_t name, uint32_t depth);

static object
ask(struct evaluation *e, object operand, operation *asked, uint32_t name, uint32_t depth)
{
    if (depth >= DEPTH_MAX)
        return UNKNOWN_OBJECT;
    struct place others[ALTERNATIVES_MAX];
    uint32_t count = operand.alternative_count;
    memcpy(others, operand.alternatives, sizeof others);
    operand = fetch(e, operand, depth + 1);
    if (operand.alternative_count) { // what a variable may hold counts as well
        count = operand.alternative_count;
        memcpy(others, operand.alternatives, sizeof others);
    }
    operand.alternative_count = 0;
    object found = asked(e, operand, name, depth);
    for (uint32_t i = 0; i < count && is_outside(&found); i++) {
        object other = fetch(e, look_at(e, others[i], depth + 1), depth + 1);
        other.alternative_count = 0;
        object another = asked(e, other, name, depth);
        if (!is_outside(&another) || found.kind == OBJECT_UNKNOWN)
            found = another;
    }
    return found;
}

static object
attribute_of(struct evaluation *e, object operand, uint32_t name, uint32_t depth)
{
    return ask(e, operand, own_member_of, name, depth);
}

static object
call_operation(struct evaluation *e, object operand, uint32_t name, uint32_t depth)
{
    (void)name;
    return own_result_of(e, operand, depth);
}

static object
call_result(struct evaluation *e, object called, uint32_t depth)
{
    return ask(e, called, call_operation, LINK_NONE, depth);
}

static object
element_operation(struct evaluation *e, object operand, uint32_t name, uint32_t depth)
{
    (void)name;
    return iterated(e, operand, depth);
}

static object
instance_operation(struct evaluation *e, object class, uint32_t name, uint32_t depth)
{
    (void)name;
    (void)e;
    (void)depth;
    bool is_class_object = class.kind == OBJECT_SYMBOL && is_class(e, class.symbol);
    if (is_class_object)
        class.kind = OBJECT_INSTANCE;
    else if (class.kind == OBJECT_SYMBOL || class.kind == OBJECT_MODULE)
        return UNKNOWN_OBJECT;
    return class; // an alias of a type holds an instance already
}

// An alias of a type (`X: TypeAlias = ...`) stands for what it says.
static object
follow_alias(struct evaluation *e, object type, uint32_t depth)
{
    bool is_alias =
        type.kind == OBJECT_SYMBOL && symbol_of(e->linker, type.symbol)->kind == ENTITY_TYPE_ALIAS;
    return is_alias ? held_by(e, type.symbol, depth + 1) : type;
}

static object
evaluate_either(struct evaluation *e, struct place at, const fact_expression *expression, uint32_t depth)
{
    object first = fetch(e, evaluate_in(e, at, expression->operand, depth + 1), depth + 1);
    if (first.kind == OBJECT_UNKNOWN)
        return evaluate_in(e, at, expression->name, depth + 1);
    if (first.alternative_count < ALTERNATIVES_MAX && expression->name != FACT_NONE) {
        at.expression = expression->name;
        first.alternatives[first.alternative_count++] = at;
    }
    return first;
}

static object
look_at_self(struct evaluation *e, struct place at)
{
    symbol_ref class = enclosing_class(e->linker, at.file, at.from);
    object self = object_of(OBJECT_INSTANCE, RESOLUTION_TYPE, class);
    self.is_self = true;
    return symbol_ref_is_none(class) ? UNKNOWN_OBJECT : self;
}

// `super().name`: looked up behind the class around.
static object
evaluate_super_member(struct evaluation *e, struct place at, uint32_t name, uint32_t depth)
{
    symbol_ref class = enclosing_class(e->linker, at.file, at.from), found;
    if (symbol_ref_is_none(class) || !find_in_class(e, class, name, true, depth, &found))
        return UNKNOWN_OBJECT;
    object member = object_of(OBJECT_SYMBOL, RESOLUTION_TYPE, found);
    member.receiver = class;
    member.is_self = true;
    return member;
}

// GENERIC of a built-in class (python.c of the parser): a tuple's or dict's items.
static object
evaluate_filled(struct evaluation *e, struct place at, const fact_expression *expression, uint32_t depth)
{
    const fact_expression *base = &e->linker->files[at.file].expressions[expression->operand];
    if (base->op != EXPRESSION_LITERAL || expression->name == FACT_NONE)
        return evaluate_in(e, at, expression->operand, depth + 1);
    object filled = UNKNOWN_OBJECT;
    filled.kind = span_is(name_text(e, base->name), "dict") ? OBJECT_DICT : OBJECT_TUPLE;
    filled.how = RESOLUTION_TYPE;
    filled.at = (struct place){at.file, at.from, expression->name};
    return filled;
}

static object
evaluate_described(struct place at, object_kind kind, uint32_t expression)
{
    object described = UNKNOWN_OBJECT;
    if (expression == FACT_NONE)
        return described;
    described.kind = kind;
    described.how = RESOLUTION_TYPE;
    described.at = (struct place){at.file, at.from, expression};
    return described;
}

static object
look_at(struct evaluation *e, struct place at, uint32_t depth)
{
    if (at.expression == FACT_NONE || depth >= DEPTH_MAX || !e->left)
        return UNKNOWN_OBJECT;
    e->left--;
    const fact_expression *expression = expression_of(e, at);
    switch (expression->op) {
    case EXPRESSION_NAME:
        return evaluate_free_name(e, at, expression->name, depth);
    case EXPRESSION_SYMBOL:
        return object_of(OBJECT_SYMBOL, RESOLUTION_SCOPE, (symbol_ref){at.file, expression->name});
    case EXPRESSION_MEMBER:
        if (e->linker->files[at.file].expressions[expression->operand].op == EXPRESSION_SUPER)
            return evaluate_super_member(e, at, expression->name, depth);
        return attribute_of(e, evaluate_in(e, at, expression->operand, depth + 1), expression->name, depth);
    case EXPRESSION_CALL:
        return call_result(e, evaluate_in(e, at, expression->operand, depth + 1), depth);
    case EXPRESSION_INSTANCE:
        return ask(e, follow_alias(e, evaluate_in(e, at, expression->operand, depth + 1), depth),
                   instance_operation, LINK_NONE, depth);
    case EXPRESSION_ELEMENT:
        return ask(e, evaluate_in(e, at, expression->operand, depth + 1), element_operation, LINK_NONE,
                   depth);
    case EXPRESSION_GENERIC:
        return evaluate_filled(e, at, expression, depth);
    case EXPRESSION_CONTAINER:
        return evaluate_described(at, OBJECT_CONTAINER, expression->operand);
    case EXPRESSION_FUNCTION:
        return evaluate_described(at, OBJECT_FUNCTION, expression->operand);
    case EXPRESSION_EITHER:
        return evaluate_either(e, at, expression, depth);
    case EXPRESSION_SELF:
        return look_at_self(e, at);
    case EXPRESSION_LITERAL: {
        object literal = UNKNOWN_OBJECT;
        literal.kind = OBJECT_BUILTIN;
        literal.how = RESOLUTION_EXTERNAL;
        literal.name = expression->name;
        return literal;
    }
    default:
        return UNKNOWN_OBJECT;
    }
}

// ---- references

// The first `__init__` or `__new__` along the order of resolution; of one class `__init__`.
static bool
find_constructor_of(struct evaluation *e, symbol_ref type, uint32_t depth, symbol_ref *found)
{
    symbol_ref classes[CLASSES_MAX];
    uint32_t init = name_number(e, "__init__"), new = name_number(e, "__new__");
    uint32_t count = find_order(e, type, classes, depth);
    for (uint32_t i = 0; i < count; i++) {
        bool is_declared = (init != LINK_NONE && find_own_member(e, classes[i], init, found)) ||
                           (new != LINK_NONE &&find_own_member(e, classes[i], new, found));
        if (is_declared)
            return is_function(symbol_of(e->linker, *found));
    }
    return false;
}

// What runs when an object is called: an OBJECT_SYMBOL, or unknown.
static object
run_operation(struct evaluation *e, object called, uint32_t name, uint32_t depth)
{
    (void)name;
    symbol_ref found;
    resolution how = called.how;
    if (called.kind == OBJECT_SYMBOL && is_class(e, called.symbol)) {
        object constructor = called;
        if (find_constructor_of(e, called.symbol, depth, &found)) {
            constructor.symbol = found;
            bool is_own = found.file == called.symbol.file &&
                          symbol_of(e->linker, found)->parent == called.symbol.symbol;
            constructor.made = is_own ? SYMBOL_REF_NONE : called.symbol;
        }
        return constructor;
    }
    if (called.kind == OBJECT_SYMBOL)
        return is_function(symbol_of(e->linker, called.symbol)) ? called : UNKNOWN_OBJECT;
    if (called.kind == OBJECT_INSTANCE && !called.is_asked &&
        find_in_class(e, called.symbol, name_number(e, "__call__"), false, depth, &found))
        return object_of(OBJECT_SYMBOL, how, found);
    if (called.is_asked && (called.kind == OBJECT_DICT || called.kind == OBJECT_TUPLE))
        return external_object(name_number(e, called.kind == OBJECT_DICT ? "dict" : "tuple"), called.name);
    return called.kind == OBJECT_EXTERNAL || called.kind == OBJECT_BUILTIN ? called : UNKNOWN_OBJECT;
}

static value
value_of(const object *found)
{
    value made = VALUE_NOTHING;
    made.how = found->how;
    made.symbol = found->symbol;
    made.module = found->module;
    made.name = found->name;
    made.kind = found->kind == OBJECT_SYMBOL     ? VALUE_SYMBOL
                : found->kind == OBJECT_EXTERNAL ? VALUE_EXTERNAL
                : found->kind == OBJECT_BUILTIN  ? VALUE_BUILTIN
                                                 : VALUE_UNKNOWN;
    if (found->kind == OBJECT_EXTERNAL && found->name == LINK_NONE) // a module
        made = VALUE_NOTHING;
    return made;
}

value
python_resolve(struct linker *self, uint32_t file, const fact_reference *reference, symbol_ref *used)
{
    struct evaluation e = {.linker = self, .left = OPERATIONS_MAX};
    struct place at = {file, reference->from, reference->expression};
    if (used)
        *used = SYMBOL_REF_NONE;
    if (reference->kind == REFERENCE_EXTENDS)
        at.from = self->files[file].symbols[reference->from].parent;
    object found = look_at(&e, at, 0);
    if (reference->kind == REFERENCE_EXTENDS) {
        object base = fetch(&e, found, 0);
        found = base.kind == OBJECT_SYMBOL && is_class(&e, base.symbol) ? base : found;
    }
    if (reference->kind == REFERENCE_CALL) {
        object run = ask(&e, found, run_operation, LINK_NONE, 0);
        if (used)
            *used = run.made;
        if (run.kind != OBJECT_UNKNOWN || found.kind != OBJECT_SYMBOL)
            return value_of(&run);
    }
    return value_of(&found);
}
