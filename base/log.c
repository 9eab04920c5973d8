#include "base/log.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum { LINE_BYTES_MAX = 4096 };

static const char *log_stage = "sluice";
static log_level log_lowest = LOG_LEVEL_INFO;

void
log_open(const char *stage, log_level lowest)
{
    log_stage = stage;
    log_lowest = lowest;
    signal(SIGPIPE, SIG_IGN);
}

// Escapes what would break a line or a terminal; returns the new size.
static size_t
escape(const char *text, size_t size, char *out, size_t out_max)
{
    size_t used = 0;
    for (size_t i = 0; i < size && used + 5 < out_max; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte >= 0x20 && byte < 0x7f)
            out[used++] = (char)byte;
        else
            used += (size_t)snprintf(out + used, 5, "\\x%02X", byte);
    }
    out[used++] = '\n';
    return used;
}

static void
write_line(const char *text, size_t size)
{
    char line[LINE_BYTES_MAX];
    size_t line_size = escape(text, size, line, sizeof line);
    ssize_t written;
    do
        written = write(STDERR_FILENO, line, line_size);
    while (written < 0 && errno == EINTR);
}

static size_t
clamp(int wanted, size_t max)
{
    if (wanted < 0)
        return 0;
    return (size_t)wanted < max ? (size_t)wanted : max - 1;
}

void
log_line(log_level level, const char *event, const char *format, ...)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    if (level < log_lowest || level >= LOG_LEVEL_SILENT)
        return;
    char text[LINE_BYTES_MAX];
    size_t size = clamp(snprintf(text, sizeof text, "level=%s event=%s stage=%s%s", names[level], event,
                                 log_stage, *format ? " " : ""),
                        sizeof text);
    va_list arguments;
    va_start(arguments, format);
    size += clamp(vsnprintf(text + size, sizeof text - size, format, arguments), sizeof text - size);
    va_end(arguments);
    write_line(text, size);
}

void
log_text(const char *format, ...)
{
    char text[LINE_BYTES_MAX];
    va_list arguments;
    va_start(arguments, format);
    size_t size = clamp(vsnprintf(text, sizeof text, format, arguments), sizeof text);
    va_end(arguments);
    write_line(text, size);
}
