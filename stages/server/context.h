// context - what a qualified name says of where an entity is: `fmt.Sprintf`, `Logger.Printf`,
// `net/http.Client.Do`.
//
// An entity's context is the parts of its path, then those of its qualified name without the last, its own:
// for net/http/client.go, net http client go Client. A qualification fits when its parts are in there in
// their order.
#ifndef SLUICE_SERVER_CONTEXT_H
#define SLUICE_SERVER_CONTEXT_H

#include "stages/server/query.h"

// Cuts `text` at its last separator (. :: # -> / :) into what qualifies and a name. False when there is none,
// or no name behind it.
bool context_cut(span text, span *qualifier, span *name);

// True when `qualifier` fits the entity; with `is_exact` byte for byte, else each part by its folded start.
// *slack is how many parts of the qualified name it leaves out.
bool context_fits(const query_snapshot *snapshot, query_entity entity, span qualifier, bool is_exact,
                  unsigned *slack);

#endif
