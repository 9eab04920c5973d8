// hooks - what names and types mean in one language and not in the next: the only place that says so.
//
// The binder (binder.h) is one mechanism; a language switches parts of it on by its row in the table of
// hooks.c, and says how its built-in types convert. A row cites the part of the language's specification that
// it follows.
#ifndef SLUICE_STAGES_LINKER_HOOKS_H
#define SLUICE_STAGES_LINKER_HOOKS_H

#include <stdbool.h>

#include "base/span.h"
#include "schema/languages.h"

// Which calls of a method may reach another method that overrides it.
typedef enum dispatch {
    DISPATCH_NONE,
    DISPATCH_INTERFACE, // those of a method that an interface or trait declares
    DISPATCH_ABSTRACT,  // those, and those of a method that is declared without a body
    DISPATCH_ALL,       // all, unless the method is private or the class's own
} dispatch;

typedef struct hooks {
    bool members_in_scope;    // inside of a type its members are named without a receiver
    bool methods_apart;       // methods have names of their own: a field does not hide one
    bool overloads_inherited; // a base's overload is a candidate beside the type's own
    bool arity_decides;       // a callable that does not take the arguments is never the one
    bool converts_freely; // classes may declare conversions, so that a type that does not fit may fit after
                          // all
    bool calling_constructs;    // calling a type makes an instance
    bool new_calls_class;       // `new T` is a call of T where no constructor is declared
    bool inherits_constructors; // a type without a constructor has its base's
    bool methods_unnamed;       // a method is never named without a receiver, wherever it is written
    bool calling_values_uses;   // functions that variables hold are entities; what another variable holds is not known
    bool values_have_members; // a function or variable may have members of its own, and a function makes instances
    bool has_lists;           // its containers and promises are those of lists.c
    bool merges;              // declarations of one name in one place are one thing: a type, a value, a namespace
    bool members_unguessed;     // the only method of its name is not taken where nothing is known of the receiver
    const char *own_members;    // ... nor one of these (" a b "), which values of the language's own have
    bool types_defined;       // a type that is declared as another is not that, though it has what is in it
    bool is_structural;      // a type implements an interface by having its methods
    bool free_is_external;   // a name is only what the file itself brings in; else it is a program's, outside of the tree
    bool module_is_value;    // an imported module is what its file returns, where that is known
    bool naming_calls;       // naming a method calls it, without parentheses
    bool members_of_outer;   // a companion's members belong to the type around it, and are found by way of it
    bool has_crates;         // names are those of Rust's modules (crates.h)
    bool has_linkage;        // a name may mean what other files define, by their includes and linkage
    bool has_packages;       // files that share a package see each other's names ...
    bool package_is_folder;  // ... when they share a folder, too
    dispatch dispatch;
    const char *core; // the package whose types every file sees and that declares the built-in types, or NULL
    const char *core_types; // what it declares, beside built-in types: where no other type of such a name is seen
    const char *root; // the built-in type that is every type's base, or NULL
    const char *iterable; // the interface whose only type argument is what iteration gives, or NULL
} hooks;

extern const hooks hooks_table[LANGUAGE_COUNT];

static inline const hooks *
hooks_of(language_id language)
{
    return &hooks_table[language];
}

// How a value of one built-in type is passed for another: by their names.
typedef enum conversion {
    CONVERSION_NONE,
    CONVERSION_UNKNOWN,
    CONVERSION_BOXING, // also unboxing: tried after the others
    CONVERSION_WIDENING,
    CONVERSION_SAME,
} conversion;

conversion hooks_convert(language_id language, span from, span to);

// The class that boxes a primitive type; the name itself where there is none.
span hooks_box(language_id language, span name);

// Whether values of the built-in type are no objects, so that no class's instance can be passed for one.
bool hooks_is_primitive(language_id language, span name);

// Whether the language's core package declares a type of that name (`core_types`).
bool hooks_is_core_type(language_id language, span name);

// Whether that is a type of the core package that is no other's subtype, but for the root's.
bool hooks_is_core_root(language_id language, span name);

// Whether a built-in class has no subclasses, so that of other classes only its own instances are passed for
// it.
bool hooks_is_final(language_id language, span name);

// The built-in type that a method gives, or a field has, of the built-in type `type` ("" for a receiver of
// which nothing is known); NULL where the language does not say so itself.
const char *hooks_result(language_id language, span type, span name);

// Whether a method of that name is one that every object has anyway, so that an interface that declares it
// still is a function's type (JLS 9.8).
bool hooks_is_of_every_object(language_id language, span name);

#endif
