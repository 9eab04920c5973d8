// kinds - kinds.def as enums and texts.
#ifndef SLUICE_SCHEMA_KINDS_H
#define SLUICE_SCHEMA_KINDS_H

#include <stdbool.h>

typedef enum entity_kind {
#define ENTITY(ID, text) ENTITY_##ID,
#include "schema/kinds.def"
    ENTITY_KIND_COUNT
} entity_kind;

typedef enum edge_type {
#define EDGE(ID, text) EDGE_##ID,
#include "schema/kinds.def"
    EDGE_TYPE_COUNT
} edge_type;

typedef enum resolution {
#define RESOLUTION(ID, text) RESOLUTION_##ID,
#include "schema/kinds.def"
    RESOLUTION_COUNT
} resolution;

typedef enum ignore_reason {
#define REASON(ID, text) REASON_##ID,
#include "schema/kinds.def"
    REASON_COUNT
} ignore_reason;

typedef enum test_detection {
#define DETECTION(ID, text) DETECTION_##ID,
#include "schema/kinds.def"
    DETECTION_COUNT
} test_detection;

extern const char *const entity_kind_texts[ENTITY_KIND_COUNT];
extern const char *const edge_type_texts[EDGE_TYPE_COUNT];
extern const char *const resolution_texts[RESOLUTION_COUNT];
extern const char *const ignore_reason_texts[REASON_COUNT];
extern const char *const test_detection_texts[DETECTION_COUNT];

// True for kinds that are rows of CodeGraph or TestEntitiesExcluded; the others are facts for the linker.
static inline bool
entity_kind_is_row(entity_kind kind)
{
    return kind > ENTITY_NONE && kind <= ENTITY_EXTERNAL;
}

// True for kinds that have members: a qualified name may pass through them, a receiver may be one.
static inline bool
entity_kind_is_type(entity_kind kind)
{
    return (kind >= ENTITY_CLASS && kind <= ENTITY_IMPL) || kind == ENTITY_TYPE_ALIAS || kind == ENTITY_ANONYMOUS;
}

static inline bool
entity_kind_is_callable(entity_kind kind)
{
    return kind == ENTITY_FUNCTION || kind == ENTITY_METHOD || kind == ENTITY_CONSTRUCTOR;
}

#endif
