// ledger - which files and chunks were issued, done and taken; what is lost, what is suspect, what is settled.
//
// Two kinds of units flow through a run. A *file* (numbered in path order) is issued by the walker inside a
// batch, parsed by a parser, and delivered as one section to each of four destinations. A *chunk* is a
// numbered piece of rows that the walker (ignored files) or the linker (edges, external entities) makes for one
// destination. A unit is settled when its producer's word (`done`, `made`) and every destination's word
// (`took`) are there and agree; words may come in any order and any number of times.
//
// The ledger is a plain module: no socket, no clock (the caller says what time it is), no log. What should
// happen now comes out of ledger_next(), one action at a time, in order.
//
// The rules, each with a test of its own (tests/test_ledger.c):
//  1. A batch is announced before it is pushed. A second announcement of the same batch and attempt is a retry.
//  2. `start` and `done` of an attempt older than the batch's newest, or from a parser that does not hold it, are
//     late: counted and otherwise ignored (their sections were dropped, or taken as the first copy). Those of an
//     attempt that is not announced yet are early (walker and parser are not ordered): kept until it is.
//  3. A destination keeps the first copy of a unit. A `took` that disagrees with an earlier `took` of the same
//     unit and destination, or with the `done`/`made` that the unit ends with, fails the run (CONFLICT, names the
//     unit). Rows do not depend on attempt or parser, so copies of one unit are equal.
//  4. Loss: a destination that reported a gap, or that has been idle for `idle_ms`, and lacks a unit that `done`
//     or `made` promised before the idle time began, lost it: the batch (or chunk) is sent again, as a new attempt,
//     at most `resends_max` times; once more is a failure that names destination and unit. A batch announced to an
//     idle parser that did not start it within `idle_ms` is lost likewise. Busy (not idle) is not lost, and
//     nobody is idle for longer than they said so: a stage that is stopped or starved says nothing. What a
//     batch lacks is looked at again when its new attempt is done; a chunk has no attempts, so the wait for
//     a resent one doubles each time, and starts anew when its producer says `made` again.
//  5. A parser that is gone gives back what it held: batches that it had not started are issued again
//     as they are; the one batch it had started and not done is *suspect* and its deaths count goes up. Batches that
//     were done but are not settled are simply waited for (rule 4 finds what was lost with the parser).
//  6. A started batch with no progress from its parser for `deadline_ms` + `deadline_ms_per_mb` x size is over its
//     deadline: the parser is to be ended (KILL), and then counts as gone, with reason PARSER_TIMEOUT. The same
//     for a parser that holds batches, has started none of them, and does not go on saying that it is idle.
//  7. After `deaths_max` deaths a suspect batch is split: each of its unsettled files becomes a batch of its own (new
//     batch numbers come from the walker; the file numbers stay), to be issued only to a parser that holds nothing
//     else (`alone`). A file alone at `deaths_max` more deaths is void, as is a file that a parser reports itself as
//     given up (`done` with outcome GAVE_UP: over its effort limit). A batch that was split is never SETTLED.
//  8. A void file: every destination is told to drop and refuse it; it counts as settled once each of them has
//     confirmed (`voided`); its rows are in no total. The walker is told, and emits its IgnoredFiles row.
//  9. A file that the walker could not read after all is *skipped*: settled, no rows.
// 10. Files are complete when `listed` has told how many there are and each is settled or void or skipped; a chunk
//     stream is complete when `ended` has told how many chunks there are and each is settled.
// 11. Totals per family count each settled unit once, from the producer's word.
#ifndef SLUICE_BROKER_LEDGER_H
#define SLUICE_BROKER_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "schema/kinds.h"
#include "schema/relations.h"

typedef struct ledger ledger;

// Who takes units. The five sinks have their relation's number.
typedef enum destination {
    DESTINATION_CODE_GRAPH = RELATION_CODE_GRAPH,
    DESTINATION_DEPENDENCY_EDGES = RELATION_DEPENDENCY_EDGES,
    DESTINATION_TEST_ENTITIES = RELATION_TEST_ENTITIES,
    DESTINATION_WORD_COVERAGE = RELATION_WORD_COVERAGE,
    DESTINATION_IGNORED_FILES = RELATION_IGNORED_FILES,
    DESTINATION_LINKER,
    DESTINATION_COUNT
} destination;

enum { FAMILIES_PER_DESTINATION_MAX = 4 };

enum {
    LEDGER_UNITS_MAX = 1 << 24, // files, batches, chunks of a stream: numbers are below. 250 x the Linux kernel
    LEDGER_EARLY_MAX = 1024,    // `start` and `done` ahead of their announcement: credits x parsers, with room
};

// What one destination gets of one unit: a tally for each family of its relation (the linker: one, for facts).
typedef struct ledger_entry {
    destination destination;
    tally families[FAMILIES_PER_DESTINATION_MAX];
} ledger_entry;

typedef enum ledger_stream {
    STREAM_FILES,   // from parsers; every file goes to CODE_GRAPH, TEST_ENTITIES, WORD_COVERAGE and LINKER
    STREAM_IGNORED, // chunks from the walker
    STREAM_LINKED,  // chunks from the linker
    STREAM_COUNT
} ledger_stream;

typedef enum file_outcome { OUTCOME_PARSED, OUTCOME_GAVE_UP } file_outcome;

typedef struct ledger_limits {
    uint32_t idle_ms;            // 2000
    uint32_t resends_max;        // 3
    uint32_t deaths_max;         // 2
    uint32_t deadline_ms;        // 10000
    uint32_t deadline_ms_per_mb; // 5000
} ledger_limits;

// What the caller is to do.
typedef enum ledger_action_kind {
    ACTION_NONE,
    ACTION_SETTLED,      // batch: the walker may forget its bytes; destinations may make its files durable
    ACTION_REISSUE,      // batch: the walker sends it again (as attempt + 1) to any parser
    ACTION_SPLIT,        // batch: the walker sends each unsettled file of it as a batch of its own, `alone`
    ACTION_RESEND_CHUNK, // stream, unit: its producer sends that chunk again
    ACTION_CHUNK_SETTLED, // stream, unit: its producer may forget the bytes
    ACTION_VOID,         // unit (file), reason: all four destinations drop and refuse it
    ACTION_VOIDED,       // unit (file), reason: all have confirmed; the walker emits the IgnoredFiles row
    ACTION_KILL,         // parser: end it, it is over its batch's deadline
    ACTION_FAIL,         // why: the run cannot succeed any more (given once)
} ledger_action_kind;

typedef struct ledger_action {
    ledger_action_kind kind;
    ledger_stream stream;
    uint32_t unit;
    uint32_t batch;
    uint32_t parser;
    ignore_reason reason;
    char why[256];
} ledger_action;

typedef struct ledger_counts {
    uint64_t files_settled, files_void, files_skipped;
    uint64_t files_known;     // as listed, or before that: how many were announced or skipped
    bool is_listed;           // files_known is all
    uint64_t bytes_settled;   // of settled batches
    uint64_t batches_resent;  // REISSUE actions
    uint64_t batches_suspect; // deaths of started batches
    uint64_t chunks_resent;
    uint64_t late;            // words that came too late to matter (rule 2)
    uint64_t parsers_gone;
} ledger_counts;

// Returns an empty ledger; the caller owns it.
ledger *ledger_new(const ledger_limits *limits);
void ledger_destroy(ledger **self_p);

// -- the walker's words. `files` are numbers; a file is in at most one live batch. `bytes` is the size of
// the contents.
// A parser that is not here (any more) makes the batch due for a REISSUE at once.
//   STATUS_INVALID   no files
//   STATUS_CONFLICT  the batch is known with other files, or a file is in two live batches, or was skipped
//   STATUS_UNKNOWN   a file that `listed` does not have
//   STATUS_TOO_LARGE a number at or above LEDGER_UNITS_MAX
status ledger_announce(ledger *self, uint64_t now_ms, uint32_t batch, uint32_t attempt, uint32_t parser,
                       bool alone, const uint32_t *files, uint32_t file_count, uint64_t bytes);
// STATUS_CONFLICT: it was announced, or somebody took it; STATUS_UNKNOWN, STATUS_TOO_LARGE as above.
status ledger_skip(ledger *self, uint32_t file);
// How many files there are (numbers 0 .. count - 1), known at the end of listing. STATUS_CONFLICT: told otherwise
// before, or a higher number is known already. STATUS_TOO_LARGE: more than LEDGER_UNITS_MAX.
status ledger_listed(ledger *self, uint32_t file_count);

// -- parsers, numbered by the caller
void ledger_parser_joined(ledger *self, uint32_t parser);
// It died, left, or was killed (rule 5). Harmless when it is not known (any more).
void ledger_parser_gone(ledger *self, uint64_t now_ms, uint32_t parser, ignore_reason reason);
// It is alive and got on with its work since the last call (rule 6).
void ledger_parser_progress(ledger *self, uint64_t now_ms, uint32_t parser);
// Its task queue is empty (or not); matters when it says so for idle_ms. Call it at each beat, not only at a change.
void ledger_parser_idle(ledger *self, uint64_t now_ms, uint32_t parser, bool is_idle);
// Late and early words are STATUS_OK (rule 2).
//   STATUS_UNKNOWN   batch at or above LEDGER_UNITS_MAX, or too many early words
status ledger_start(ledger *self, uint64_t now_ms, uint32_t parser, uint32_t batch, uint32_t attempt);

typedef struct ledger_file {
    uint32_t file;
    file_outcome outcome;
    ledger_entry entries[4]; // CODE_GRAPH, TEST_ENTITIES, WORD_COVERAGE, LINKER; of a GAVE_UP file: nothing was sent
} ledger_file;

// Late and early words are STATUS_OK (rule 2); an early one that turns out to be UNKNOWN fails the run.
//   STATUS_UNKNOWN   the batch does not hold exactly these files, or entries are not of those four
//                    destinations in that order, or as for ledger_start()
//   STATUS_CONFLICT  rule 3 (the ledger also fails the run)
status ledger_done(ledger *self, uint64_t now_ms, uint32_t parser, uint32_t batch, uint32_t attempt,
                   const ledger_file *files, uint32_t file_count);

// -- destinations
//   STATUS_CONFLICT  rule 3 (the ledger also fails the run)
//   STATUS_UNKNOWN   a stream that this destination does not take, or a unit that `listed` or `ended` does not have
//   STATUS_TOO_LARGE a unit at or above LEDGER_UNITS_MAX
status ledger_took(ledger *self, uint64_t now_ms, ledger_stream stream, uint32_t unit, const ledger_entry *entry);
// The destination dropped a void file and will refuse it from now on.
// STATUS_UNKNOWN: the file is not void, or files do not go to that destination.
status ledger_voided(ledger *self, uint32_t file, destination from);
// Its queue is empty (or not). Call it at each beat, not only at a change.
void ledger_destination_idle(ledger *self, uint64_t now_ms, destination from, bool is_idle);
// The destination saw a hole in the sequence numbers of a producer: do not wait for it to be idle (rule 4).
// `parser` is the parser's number for STREAM_FILES, and means nothing for the others.
void ledger_gap(ledger *self, uint64_t now_ms, destination from, ledger_stream stream, uint32_t parser);

// -- producers of chunks
//   STATUS_CONFLICT  rule 3 (the ledger also fails the run)
//   STATUS_UNKNOWN   STREAM_FILES, or a destination that does not take the stream, or a unit past `ended`
//   STATUS_TOO_LARGE a unit at or above LEDGER_UNITS_MAX
status ledger_made(ledger *self, uint64_t now_ms, ledger_stream stream, uint32_t unit, const ledger_entry *entry);
// How many chunks there are, known at the end. STATUS_CONFLICT: told otherwise before, or a higher one is known
// already. STATUS_UNKNOWN: STREAM_FILES. STATUS_TOO_LARGE: more than LEDGER_UNITS_MAX.
status ledger_ended(ledger *self, ledger_stream stream, uint32_t unit_count);

// Looks at deadlines and idle times. Call it at least every 100 ms.
void ledger_tick(ledger *self, uint64_t now_ms);

// Takes the next thing to do; false when there is nothing.
bool ledger_next(ledger *self, ledger_action *action);

// True when every unit of the stream is settled (rule 10).
bool ledger_is_complete(const ledger *self, ledger_stream stream);

// What was promised to each family by all settled units (rule 11).
const tally *ledger_totals(const ledger *self); // FAMILY_COUNT of them
ledger_counts ledger_counts_now(const ledger *self);

// Calls `visit` with each file, ascending, that is to become void and that `to` has not confirmed: for a destination that
// joins when others were told of it already.
void ledger_each_unconfirmed(const ledger *self, destination to,
                             void (*visit)(void *context, uint32_t file, ignore_reason reason), void *context);

// Writes what the run waits for into `text` (one line, at most `size` bytes): for the report of a run that
// stands still, e.g. "file 17 of batch 3 (attempt 1, parser 2, done): took lacks FileWordCoverage".
void ledger_describe_wait(const ledger *self, char *text, size_t size);

#endif
