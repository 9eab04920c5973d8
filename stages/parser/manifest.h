// manifest - configuration files that say by what names a tree's modules go: package.json, tsconfig.json, go.mod.
//
// A manifest is a file of language MANIFEST (languages.def lists the names): it is parsed and stored like a source file,
// with one module entity, but read by a function for its file name instead of by a grammar. What the linker needs of
// it are facts like any file's:
//
//   package  what importers call the whole: `name` in package.json
//   imports  one for each name that it gives to files: `alias` is the name or pattern that importers write, `module` the
//            path that is meant, from the manifest's folder. "*" in both stands for the same text. Entries are in order of
//            preference, and those of one alias are tried in turn. Without alias, IMPORT_REEXPORT | IMPORT_WILDCARD: the
//            entries of that other manifest count as well.
//
//   file           alias                                       module
//   package.json   ".", "./sub", "./features/*" (exports, main, module, types), "#internal" (imports)
//                                                              each target of any condition, source and types first
//   Cargo.toml     "crate": the root of the library; IMPORT_MODULE: a dependency's other name, `module` its crate's
//   go.mod         "example.org/x", "example.org/x/*"          each folder that replaces a module
//   tsconfig.json  "@app/*" (paths), "*" (baseUrl)             each substitution; `extends` is without alias
//
// stages/linker/manifests.h finds them. Another kind of manifest is a name in languages.def and a reader in manifest.c.
#ifndef SLUICE_STAGES_PARSER_MANIFEST_H
#define SLUICE_STAGES_PARSER_MANIFEST_H

#include "base/span.h"
#include "schema/facts.h"

// Adds what the manifest at `path` says to `facts`. A file that does not parse, or is over a megabyte, says nothing.
void manifest_read(facts *facts, span path, span contents);

#endif
