#include "stages/server/http/endpoint.h"

const http_endpoint http_endpoints[] = {
#define ENDPOINT(id, method, path, category, flags, parameters, fields, description)                         \
    {method, path, category, description, flags, parameters, fields, http_answer_##id},
#include "stages/server/http/endpoints.def"
};
const unsigned http_endpoint_count = sizeof http_endpoints / sizeof *http_endpoints;

const http_endpoint *
http_endpoint_find(const char *path)
{
    for (unsigned i = 0; i < http_endpoint_count; i++) {
        if (strcmp(http_endpoints[i].path, path) == 0)
            return &http_endpoints[i];
    }
    return NULL;
}
