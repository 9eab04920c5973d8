// csv - cells of RFC 4180. Rows end in \r\n, which the caller writes, as well as the commas.
#ifndef SLUICE_SCHEMA_CSV_H
#define SLUICE_SCHEMA_CSV_H

#include "base/buffer.h"
#include "base/span.h"

// Appends `text` as one cell, in quotes where it needs them; invalid UTF-8 as json.h has it.
void csv_put_cell(buffer *out, span text);

#endif
