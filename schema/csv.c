#include "schema/csv.h"

#include "schema/json.h"

static void
put_valid(buffer *out, span text)
{
    bool is_plain = true;
    for (size_t i = 0; i < text.size && is_plain; i++)
        is_plain = text.data[i] != '"' && text.data[i] != ',' && text.data[i] != '\n' && text.data[i] != '\r';
    if (is_plain) {
        buffer_put_span(out, text);
        return;
    }
    buffer_put_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"')
            buffer_put_byte(out, '"');
        buffer_put_byte(out, (uint8_t)text.data[i]);
    }
    buffer_put_byte(out, '"');
}

void
csv_put_cell(buffer *out, span text)
{
    if (utf8_is_valid(text)) {
        put_valid(out, text);
        return;
    }
    buffer valid = {0};
    utf8_put(&valid, text);
    put_valid(out, buffer_span(&valid));
    buffer_fini(&valid);
}
