// cpp_library - what classes and functions of C++'s standard library give; see cpp_library.c for how they are values.
#ifndef SLUICE_STAGES_LINKER_CPP_LIBRARY_H
#define SLUICE_STAGES_LINKER_CPP_LIBRARY_H

#include "stages/linker/binder.h"

// The class of std that has the name, for a file that uses all of std's names; VALUE_NOTHING when it is none that is known.
value library_type(struct linker *self, uint32_t name);
bool library_has_type(const struct linker *self, uint32_t name);

// What is in a container, or what an iterator points to; VALUE_NOTHING when that is not known, as below.
value library_element(struct linker *self, value container, uint32_t depth);

// A member that is a field or a type, of an object of std: `pair.second`, `std::vector<T>::iterator`.
value library_member(struct linker *self, value object, uint32_t name, uint32_t depth);

// What a member function of an object of std returns.
value library_result(struct linker *self, value object, uint32_t name, uint32_t depth);

// Whether a function of std returns what it is given first, as std::find does with iterators.
bool library_passes_on(const struct linker *self, value function);

// Whether a smart pointer's member of that name gives what it points to; smart pointers are seen through.
bool library_gives_itself(const struct linker *self, uint32_t name);

#endif
