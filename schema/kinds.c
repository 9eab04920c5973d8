#include "schema/kinds.h"

const char *const entity_kind_texts[ENTITY_KIND_COUNT] = {
#define ENTITY(ID, text) [ENTITY_##ID] = text,
#include "schema/kinds.def"
};

const char *const edge_type_texts[EDGE_TYPE_COUNT] = {
#define EDGE(ID, text) [EDGE_##ID] = text,
#include "schema/kinds.def"
};

const char *const resolution_texts[RESOLUTION_COUNT] = {
#define RESOLUTION(ID, text) [RESOLUTION_##ID] = text,
#include "schema/kinds.def"
};

const char *const ignore_reason_texts[REASON_COUNT] = {
#define REASON(ID, text) [REASON_##ID] = text,
#include "schema/kinds.def"
};

const char *const test_detection_texts[DETECTION_COUNT] = {
#define DETECTION(ID, text) [DETECTION_##ID] = text,
#include "schema/kinds.def"
};
