// manifests - looks up what configuration files say of the tree's modules (facts: stages/parser/manifest.h).
//
// All functions give LINK_NONE, or no paths, where nothing is said. tables_build() comes first.
#ifndef SLUICE_STAGES_LINKER_MANIFESTS_H
#define SLUICE_STAGES_LINKER_MANIFESTS_H

#include "stages/linker/tables.h"

enum { MANIFEST_PATHS_MAX = 32, MANIFEST_PATH_BYTES = 4096 };

// Paths of the tree that one name may stand for, best first; they need not be there.
struct manifest_paths {
    uint32_t count;
    span paths[MANIFEST_PATHS_MAX]; // into `bytes`
    size_t used;
    char bytes[2 * MANIFEST_PATH_BYTES];
};

// The manifest called `name` in `folder`, or in the nearest folder above it.
uint32_t manifest_above(const struct linker *self, span folder, const char *name);

// The manifest called `name` of the package that importers call `package`; of several, the one with the most folders in
// common with `from`.
uint32_t manifest_of_package(const struct linker *self, span package, const char *name, span from);

// What the manifest's entries say `wanted` means: those of exactly this alias, else those of the pattern with the longest
// text before its "*"; entries that it inherits where it has none. Puts whole paths into `out`, which is emptied first.
void manifest_find(const struct linker *self, uint32_t manifest, span wanted, struct manifest_paths *out);

// The folder that a path lies in ("" for the root).
span manifest_folder(span path);

// Joins a folder and a relative path, taking out "." and ".." parts; a span without data when it leaves the tree or is
// longer than MANIFEST_PATH_BYTES.
span manifest_join(char out[MANIFEST_PATH_BYTES], span folder, span path);

#endif
