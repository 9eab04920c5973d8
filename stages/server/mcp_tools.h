// mcp_tools - what the tools of mcp.h are and what they answer.
#ifndef SLUICE_SERVER_MCP_TOOLS_H
#define SLUICE_SERVER_MCP_TOOLS_H

#include <jansson.h>

#include "stages/server/query.h"

// The list for tools/list; the caller owns it.
json_t *mcp_tools_list(void);

// Answers a call: appends text to `out`; false when it is an error that the caller can mend. *is_known is false when there is
// no such tool. `arguments` is an object or NULL.
bool mcp_tools_call(const query_snapshot *snapshot, const char *name, json_t *arguments, buffer *out, bool *is_known);

#endif
