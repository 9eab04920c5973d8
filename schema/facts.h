// facts - what a parser tells the linker of one file: symbols, expressions, references, imports.
//
// All names are numbers of a string table of the file's own; all else is arrays of fixed-size records that
// refer to each other by index. Local variables and parameters are gone: where a reference started at one, the
// parser has put in what it knows of the local's value (its declared type, or the expression it was set to).
//
// Expressions are the language of the facts: a small tree of operations that stands for "what this name or
// receiver is", without values. `pkg.New(x).Run` is MEMBER(CALL(MEMBER(NAME pkg, New)), Run). An expression denotes
// a symbol (NAME, SYMBOL, MEMBER), or an instance of a type (INSTANCE of a type expression, CALL, ELEMENT).
// Operands come before their users, so `operand` is always smaller than the expression's own index.
#ifndef SLUICE_SCHEMA_FACTS_H
#define SLUICE_SCHEMA_FACTS_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/intern.h"
#include "base/status.h"
#include "schema/kinds.h"
#include "schema/languages.h"

enum { FACT_NONE = UINT32_MAX };

typedef enum expression_op {
    EXPRESSION_UNKNOWN,  // something the parser cannot say anything about
    EXPRESSION_NAME,     // `name`, free in the file: imports, package, other files, the language's own
    EXPRESSION_SYMBOL,   // symbol number `name` of this file
    EXPRESSION_MEMBER,   // member `name` of `operand`
    EXPRESSION_CALL,     // what calling `operand` gives; `name`: its ARGUMENTs (values passed), or FACT_NONE
    EXPRESSION_INSTANCE, // a value of the type that `operand` denotes
    EXPRESSION_ELEMENT,  // an element of the container `operand` (index, iteration)
    EXPRESSION_CONTAINER, // type: a container (slice, array, pointer is none) of the type `operand`
    EXPRESSION_GENERIC,  // type: `operand` with type arguments `name` (first, an expression) ...
    EXPRESSION_ARGUMENT, // ... each an ARGUMENT: `operand` the type or value (FACT_NONE: not known), `name` the next
                         // ARGUMENT or FACT_NONE
    EXPRESSION_SELF,     // the receiver of the enclosing method (`self`, `this`), an instance
    EXPRESSION_SUPER,    // the same, seen as its base
    EXPRESSION_LITERAL,  // a literal of the language's built-in type `name` ("string", "int", "list" ...)
    EXPRESSION_FUNCTION, // type: a function: `operand` its result type or FACT_NONE, `name` the ARGUMENTs of its parameters
    EXPRESSION_LAMBDA,   // value: a function without a name: `operand` what it returns or FACT_NONE, `name` a number:
                         // how many parameters it has, FACT_NONE when that is not known
    EXPRESSION_PARAMETER, // what the callee `operand` passes to an undeclared parameter of a lambda that it is given;
                          // `name`: the lambda's position << 8 | the parameter's number. PARAMETER_ITSELF in place of the
                         // number: what the callee's parameter is; PARAMETER_OF_FUNCTION in place of the position: the
                         // operand is no callee, but the function that the lambda is expected to be
    EXPRESSION_EITHER,   // value: `operand`, or the expression `name` where that says nothing of what is asked
    EXPRESSION_QUALIFIED, // type or value: `operand`; `name`: how it may be used, QUALIFIED_* (C++). As the argument of a
                          // GENERIC: not a type argument, but a value that a pattern of the GENERIC's type is matched with (Rust)
    EXPRESSION_OP_COUNT
} expression_op;

enum { PARAMETER_ITSELF = 0xff, PARAMETER_OF_FUNCTION = 0xffff };

// What overloads tell apart beside the type itself.
enum {
    QUALIFIED_CONST = 1 << 0,     // what cannot be changed
    QUALIFIED_REFERENCE = 1 << 1, // what has a name or a place: `T &`, a variable
    QUALIFIED_TEMPORARY = 1 << 2, // what has none, or gives it up: `T &&`, `T(x)`, `std::move(x)`
};

typedef struct fact_expression {
    uint32_t op;
    uint32_t name;    // string; of SYMBOL a symbol; of GENERIC, ARGUMENT, CALL, FUNCTION and EITHER an expression; else a number
    uint32_t operand; // expression, or FACT_NONE
} fact_expression;

enum {
    SYMBOL_STATIC = 1 << 0,      // visible in its own file only (C `static`)
    SYMBOL_TEST = 1 << 1,        // its row is in TestEntitiesExcluded
    SYMBOL_CLASS_LEVEL = 1 << 2, // a member of the type itself, not of its instances
    SYMBOL_PRIVATE = 1 << 3,     // cannot be named outside its type or module
    SYMBOL_VARIADIC = 1 << 4,    // takes any number of arguments above arity_min
    SYMBOL_FILE = 1 << 5,        // the module entity of the file itself: always symbol 0
    SYMBOL_ABSTRACT = 1 << 6,    // declared without a body, to be implemented
    SYMBOL_PROPERTY = 1 << 7,    // a method that is read like a field: naming it calls it
    SYMBOL_OFF = 1 << 8,         // under a condition that does not hold on Linux: another of its name is meant
    SYMBOL_FOREIGN = 1 << 9,     // ... because it is another platform's, or another language's
    SYMBOL_CONST = 1 << 11,      // a method that leaves its object as it is, so that one that is const will do (C++)
    SYMBOL_INLINE = 1 << 12,     // a namespace whose members are those of the one around it as well (C++)
    SYMBOL_BY_MACRO = 1 << 13,   // a namespace that a macro opens: what is in it seems to be outside of it (C++)
    SYMBOL_CONSTRAINED = 1 << 14, // a template that is there under a condition only (`std::enable_if`)
    SYMBOL_WRAPPER = 1 << 10,    // stands in for another function wherever it is passed (Python `@wraps`)
};

typedef struct fact_symbol {
    uint32_t id_high, id_low; // entity id; 0 0 where the symbol has no row (fields, enumerators)
    uint32_t name;
    uint32_t kind;   // entity_kind
    uint32_t flags;  // SYMBOL_*
    uint32_t parent; // the symbol it is a member of or nested in; symbol 0 for top-level; FACT_NONE for symbol 0
    uint32_t owner;  // expression of the type it belongs to where that is not its parent (Go receivers, Rust
                     // impl blocks, C++ `A::b`, extensions, C# partial types), else FACT_NONE
    uint32_t type;   // expression: declared type of a variable or field, result type of a callable, aliased
                     // type; as the *type* (not an INSTANCE of it); FACT_NONE when not known. Where no type is
                     // declared it may be the value that is set or returned (CALL, INSTANCE, LITERAL, MEMBER ...):
                     // then the type of that value is meant (Ruby, PHP). So too inside CONTAINER. In Python, where
                     // types are values, it always is the value: INSTANCE of what is annotated.
                     // Of symbol 0: LITERAL of the condition under which the file is compiled (Go), if any.
    uint32_t arity_min, arity_max; // of a callable: how many arguments it takes, without the receiver
    uint32_t start, end;           // bytes
    uint32_t line;                 // from 1
    uint32_t parameters; // of a callable: first ARGUMENT of the declared types of its parameters; FACT_NONE when not known.
                         // Of an ANONYMOUS object: ARGUMENT of what it is expected to be where it stands, if anything.
} fact_symbol;

// Type parameters are symbols of kind ENTITY_TYPE_PARAMETER whose parent is the generic symbol, in the order in which they
// are declared; their `type` is their bound.

typedef enum reference_kind {
    REFERENCE_CALL,      // -> Calls (Tests, when it comes from a test and its target is none)
    REFERENCE_CONSTRUCT, // `new T`, composite literal, a call known to construct -> Calls its constructor, else Uses T
    REFERENCE_TYPE,      // -> Uses
    REFERENCE_VALUE,     // a function, constant or variable named without calling it -> Uses
    REFERENCE_EXTENDS,   // -> Extends
    REFERENCE_IMPLEMENTS, // -> Implements
    REFERENCE_DECORATOR, // decorator, annotation, attribute -> Uses
    REFERENCE_MACRO,     // macro invocation -> Calls
    REFERENCE_KIND_COUNT
} reference_kind;

typedef struct fact_reference {
    uint32_t kind;
    uint32_t from;       // the symbol it stands in (0: the file's module)
    uint32_t expression; // what is referred to
    uint32_t arguments;  // of a call: how many are passed; FACT_NONE when that is not known (spread)
    uint32_t start;      // byte
    uint32_t line;
    uint32_t values; // of a call: first ARGUMENT of the values passed, where they decide something; or FACT_NONE
} fact_reference;

enum {
    IMPORT_WILDCARD = 1 << 0,  // all of the module's names become visible (`import *`, `use x::*`, #include, `using`)
    IMPORT_MODULE = 1 << 1,    // the module itself is bound to `alias` (`import numpy as np`, Go imports)
    IMPORT_REEXPORT = 1 << 2,  // what it binds is visible to importers of this file as well
    IMPORT_STATIC = 1 << 3,    // Java `import static`, C# `using static`
    IMPORT_SYSTEM = 1 << 4,    // `#include <...>`
    IMPORT_RELATIVE = 1 << 5,  // `module` is relative to this file's folder or module
    IMPORT_OFF = 1 << 6,       // like SYMBOL_OFF
    IMPORT_FOREIGN = 1 << 8,   // like SYMBOL_FOREIGN
    IMPORT_UNNAMED = 1 << 7,   // `alias` is guessed from `module`: the module itself says what it is called (Go)
};

typedef struct fact_import {
    uint32_t flags;
    uint32_t module; // as written: "os.path", "./util", "crate::a::b", "net/http", "stdio.h"; "" with REEXPORT:
                     // a name of the file's own, seen by importers as `alias`
    uint32_t name;   // the one name taken from it, or FACT_NONE when the module itself or all of it is
    uint32_t alias;  // the name it gets here: always given, but for wildcards (FACT_NONE)
    uint32_t scope;  // the symbol inside which it is visible (0: the whole file)
    uint32_t line;
} fact_import;

// One file's facts. A parser fills one with the functions below; a linker gets one by facts_unpack().
typedef struct facts {
    language_id language;
    uint32_t package; // string: Go package clause, Java/Kotlin/C#/PHP namespace of the whole file; or FACT_NONE
    intern *strings;
    fact_symbol *symbols;
    fact_expression *expressions;
    fact_reference *references;
    fact_import *imports;
    uint32_t symbol_count, expression_count, reference_count, import_count;
    uint32_t symbol_capacity, expression_capacity, reference_capacity, import_capacity;
} facts;

void facts_init(facts *self);
void facts_fini(facts *self);
// Forgets everything and keeps the memory, unless it is much.
void facts_clear(facts *self, language_id language);

// Each adds one record and returns its index. An operation without the operand that it needs becomes UNKNOWN.
uint32_t facts_add_symbol(facts *self, const fact_symbol *symbol);
uint32_t facts_add_expression(facts *self, expression_op op, uint32_t name, uint32_t operand);
uint32_t facts_add_reference(facts *self, const fact_reference *reference);
uint32_t facts_add_import(facts *self, const fact_import *import);

// Appends the facts of the file at `path` as bytes.
void facts_pack(buffer *out, const facts *self, span path);

// Reads packed facts into `self` (cleared first); *path points into `bytes`. STATUS_CORRUPT when they are no facts:
// an index out of range, an operand that is missing or not smaller than its user, a file without an id, a line 0, a
// length that does not fit.
status facts_unpack(facts *self, span bytes, span *path);

#endif
