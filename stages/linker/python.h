// python - what names and calls mean in Python, where a type is a value like any other.
//
// Other languages declare types, and the binder follows them. In Python a name stands for an object: a class,
// a function, a module, an instance, and so does what a variable is set to (facts.h: a symbol's `type` is its
// value). Attributes are looked up as the language does it (reference, 3.2 and 3.3.2): in a module's names,
// in a class along its order of resolution (C3), in an instance's class; calling a class makes an instance,
// calling an instance calls `__call__`.
#ifndef SLUICE_STAGES_LINKER_PYTHON_H
#define SLUICE_STAGES_LINKER_PYTHON_H

#include "stages/linker/binder.h"

// What a reference of a Python file means. Of a call it is what is run in the end: a function, a constructor
// where the class or one of its bases declares one, else the class; a variable of which nothing is known
// stays a variable. `*used` is the class that is made an instance of, when its constructor is inherited; else
// none.
value python_resolve(struct linker *self, uint32_t file, const fact_reference *reference, symbol_ref *used);

// Forgets what is remembered of classes.
void python_free(struct linker *self);

#endif
