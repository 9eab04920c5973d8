// log - one line per event, on stderr: `level=info event=PUBLISHED stage=coordinator generation=7`.
//
// A line is written with one write(2), whole, so that lines of many processes do not mix and a pipe that
// reads line by line (foreman) never waits for half of one. Bytes outside printable ASCII are escaped.
// A reader that went away is not an error: what cannot be written is dropped.
#ifndef SLUICE_BASE_LOG_H
#define SLUICE_BASE_LOG_H

typedef enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARN, LOG_LEVEL_ERROR, LOG_LEVEL_SILENT } log_level;

// Names this process in its lines and sets the lowest level that is written; also ignores SIGPIPE.
// `stage` must outlive the process's last line.
void log_open(const char *stage, log_level lowest);

// Writes one line. `event` is a fixed upper-case id; `format` gives the `key=value` part.
void log_line(log_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Writes `text` and a newline with one write(2), without the level/event prefix: for texts that people
// know from the seed ("[PARSE_ERROR] ...").
void log_text(const char *format, ...) __attribute__((format(printf, 1, 2)));

#define log_debug(event, ...) log_line(LOG_LEVEL_DEBUG, event, __VA_ARGS__)
#define log_info(event, ...) log_line(LOG_LEVEL_INFO, event, __VA_ARGS__)
#define log_warn(event, ...) log_line(LOG_LEVEL_WARN, event, __VA_ARGS__)
#define log_error(event, ...) log_line(LOG_LEVEL_ERROR, event, __VA_ARGS__)

#endif
