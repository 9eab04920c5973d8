// crates - the modules of Rust's crates, and what paths through them mean (reference, "Modules", "Use
// declarations", "Paths", "Name resolution").
//
// A file is a module: the one that `mod name;` declares in another file, or the root of a crate. A module is
// a symbol of kind module: symbol 0 of its file, or an inline `mod`. What it holds are its items and what its
// `use` declarations bring; a private `use` is seen by the module itself and those in it. A crate of the tree
// is known by the name of its Cargo.toml's package, or by another name that the user's Cargo.toml gives it.
#ifndef SLUICE_STAGES_LINKER_CRATES_H
#define SLUICE_STAGES_LINKER_CRATES_H

#include "stages/linker/binder.h"

// Finds each Rust file's place in the tree of modules; after tables_build().
void crates_link(struct linker *self);

// The file that an import of a Rust file leads into, or LINK_NONE outside of the tree.
uint32_t crates_import_file(struct linker *self, uint32_t file, uint32_t import);

// What a name means in a Rust file.
value crates_name(struct linker *self, site at, uint32_t name, call *call, uint32_t depth);

// What a path leads to from a module of a Rust crate.
value crates_member(struct linker *self, site at, symbol_ref module, uint32_t name, call *call,
                    uint32_t depth);

// What lies outside of the tree: of the standard library what its prelude declares, else an external of that module.
value crates_outside(struct linker *self, uint32_t file, uint32_t module, uint32_t name);

// Forgets what uses were found to bring, but not what their paths denote.
void crates_forget(struct linker *self);

// Puts the uses of a Rust file with many of them in an order that a name is found in.
void crates_order_uses(struct linked_file *file);

#endif
