// build - which files of a Go package are compiled together, and what they see of each other.
//
// A name may be declared once for each system: open_linux.go, open_windows.go. A file is compiled where its
// name's _GOOS and _GOARCH and its `//go:build` line hold (go/build, "Build Constraints"). Each file is
// looked at as part of one build: linux/amd64 with cgo where it belongs to that, else the first of a fixed
// list of systems to which it does. Of the candidates for a name in that file, those count which belong to
// the same build.
#ifndef SLUICE_STAGES_LINKER_BUILD_H
#define SLUICE_STAGES_LINKER_BUILD_H

#include "stages/linker/tables.h"

typedef enum build_sight {
    BUILD_SEEN,      // or nothing speaks against it: other languages have no such constraints
    BUILD_ELSEWHERE, // only in other builds; meant where it is the only candidate
    BUILD_HIDDEN,    // in no build: the test of another package, or a test as seen from what it tests
} build_sight;

// Finds the build as part of which a Go file is looked at, and whether it is part of the usual one.
void build_place(const struct linker *self, struct linked_file *file);

// Whether `file` sees a symbol that is visible as far as scopes and imports go.
build_sight build_sees(const struct linker *self, uint32_t file, symbol_ref symbol);

// Whether a Go symbol can be named in `file` (spec, "Exported identifiers"); true in other languages.
bool build_exports(const struct linker *self, uint32_t file, symbol_ref symbol);

#endif
