// intern - a set of byte strings, each known by a small number.
//
// Numbers count from 0 in order of first appearance, so equal inputs give equal numbers. The table copies
// the bytes. A parser has one per file, the linker one for the whole run.
#ifndef SLUICE_BASE_INTERN_H
#define SLUICE_BASE_INTERN_H

#include <stdint.h>

#include "base/span.h"

typedef struct intern intern;

enum { INTERN_NONE = UINT32_MAX };

// Returns an empty table; the caller owns it.
intern *intern_new(void);

// Frees the table and sets *self_p to NULL; harmless when it already is.
void intern_destroy(intern **self_p);

// Forgets all strings and keeps some of the memory.
void intern_clear(intern *self);

// Returns the number of `text`, adding it if it is new.
uint32_t intern_add(intern *self, span text);

// Returns the number of `text`, or INTERN_NONE if it was never added.
uint32_t intern_find(const intern *self, span text);

// Returns the bytes of `number`, lent until the next intern_add() or intern_clear().
span intern_text(const intern *self, uint32_t number);

// Returns a hash of the bytes of `number`: equal texts have equal ones in any table, whatever their numbers.
uint32_t intern_hash(const intern *self, uint32_t number);

// How many strings there are.
uint32_t intern_count(const intern *self);

#endif
