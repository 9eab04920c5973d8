// traits - what Rust's values have beside the members of their types (reference, "Method call expressions",
// "Operator expressions", "Fully qualified call syntax"): the methods of impls for all types, those of what
// they deref to, those that operators stand for, and the one that a path through a trait means for its
// receiver.
#ifndef SLUICE_STAGES_LINKER_TRAITS_H
#define SLUICE_STAGES_LINKER_TRAITS_H

#include "stages/linker/binder.h"

// Lists the methods of impls for type parameters, `impl<T: A> B for T`; after resolve_owners().
void traits_build(struct linker *self);

// The method `name` that such an impl gives to a type, which has what the parameter's bound asks for. False
// when none does, or several do.
bool traits_blanket(struct linker *self, value type, uint32_t name, uint32_t depth, value *method);

// What an instance derefs to: the Target of its impl of Deref.
bool traits_deref(struct linker *self, value instance, uint32_t depth, value *target);

// What indexing an instance gives: the Output of its impl of Index.
bool traits_indexed(struct linker *self, value instance, uint32_t depth, value *element);

// Of several methods of one name in impls of a type, the one whose impl is for the type arguments that the
// value has: `impl A for B<u8>`, `impl A for B<u16>`. False where that does not tell.
bool traits_select(struct linker *self, struct choice *choice, value type, uint32_t depth, symbol_ref *method,
                   uint32_t *level);

// Whether a method that the tree adds to a type of the standard library is meant. That has impls of the
// library's own traits itself (`u64: From<u8>`), so that of such a one the argument has to be what the tree's
// takes.
bool traits_is_certain(struct linker *self, symbol_ref method, call *call, uint32_t depth);

// Whether the standard library's types have a member of that name, so that the name alone does not tell whose
// it is.
bool traits_is_common(struct linker *self, uint32_t name);

// What an operator `name` ("operator+") of an operand calls: a method of the tree, or nothing.
value traits_operator(struct linker *self, value operand, uint32_t name, call *call, uint32_t depth);

// What `trait::name(receiver)` calls, given what the path says (`found`): the method of the receiver's own
// impl of that trait, if there is one.
value traits_called(struct linker *self, site at, const fact_expression *path, uint32_t receiver,
                    value found);

// Binds what an impl block of a trait says of its associated types, by their names, before all else in
// `bound`.
struct bound *traits_associated(struct linker *self, symbol_ref impl, symbol_ref trait, struct bound *bound,
                                struct bound *after);

// The associated type `name` of the impl block around a place where `Self::name` is said.
bool traits_own_type(const struct linker *self, site at, uint32_t operand, uint32_t name, symbol_ref *type);

// The method `name` of the impl block around a place, which `self.name()` means there where several impls of
// a type, or of references to it, have one. False when the block has none.
bool traits_own_method(struct linker *self, site at, value receiver, uint32_t name, value *method);

// What a pattern's struct or variant `base` is when the value at `site` is matched with it: the same with its
// type arguments.
value traits_matched(struct linker *self, value base, site at, uint32_t matched, uint32_t depth);

#endif
