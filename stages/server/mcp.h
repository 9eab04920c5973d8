// mcp - the index for language models: the Model Context Protocol over standard input and output.
//
// JSON-RPC 2.0, one message a line (specification 2025-06-18, "Transports": stdio). Eight tools, in mcp_tools.c; answers are
// compact text that says which generation it is of, and ends within a stated number of bytes with how to get more. What is
// wrong with a call is an answer too (isError), so that the model can mend it; what is wrong with a message is a JSON-RPC error.
#ifndef SLUICE_SERVER_MCP_H
#define SLUICE_SERVER_MCP_H

#include <stdio.h>

#include "base/status.h"

enum {
    MCP_MESSAGE_BYTES_MAX = 4 * 1024 * 1024, // of one line that comes in
    MCP_ANSWER_BYTES_MAX = 12000,            // of one answer's text: about 4,000 tokens; `context` has its own budget
};

// Serves until `in` ends. The index at `db` may come, go and be renewed meanwhile: without one, calls are told so.
// STATUS_OK at the end of input, STATUS_IO when nothing can be written any more.
status mcp_serve(const char *db, FILE *in, FILE *out);

#endif
