// Files, batches and chunks are numbered by their producers, so each kind has a table of slots, made a page
// at a time: a number costs nothing until it is used, and a slot never moves. What is known of an unsettled
// unit hangs off its slot and is freed when it settles; what stays is a state and 16 bits of each
// destination's fingerprint, enough to notice a late copy that disagrees.
//
// Live batches and live chunks also stand in lists. Everything periodic walks the lists, never the tables:
// how much is live is bounded by what the walker and the linker may hold, not by the size of the tree.
//
// A *lane* is a destination as seen from a unit: files have four (file_lanes), a chunk has one, lane 0.
#include "broker/ledger.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

enum {
    PAGE_SLOTS = 4096,
    PAGES = LEDGER_UNITS_MAX / PAGE_SLOTS,
    LANES = 4,
    ALL_LANES = (1 << LANES) - 1,
    UNIT_FAMILIES = 6, // of a file: CodeGraph's four, and one each of two more; the linker's is no relation
    BYTES_PER_MB = 1000000,
};

static const uint64_t BYTES_MAX = 1ull << 40; // what a batch may claim to be, for its deadline

_Static_assert(sizeof(tally) == 16, "fingerprints are taken over tallies, so they have no holes");

typedef enum unit_state {
    UNIT_UNHEARD, // by its producer; somebody may have taken it all the same
    UNIT_LIVE,    // announced or made
    UNIT_SETTLED,
    UNIT_VOIDING, // not every destination has confirmed
    UNIT_VOID,
    UNIT_SKIPPED,
} unit_state;

// Whether something was asked for again.
typedef enum again {
    AGAIN_NO,
    AGAIN_QUEUED, // the caller has not been told
    AGAIN_ASKED,  // it has; a new announcement (of a chunk: `made`) is to come
} again;

struct batch;

struct unit {
    uint32_t number;
    uint32_t index;      // of a live chunk: where it stands in the list
    struct batch *batch; // of a file: its live batch; NULL before the first, and between a split and the next
    uint64_t took[LANES], promised[LANES]; // fingerprints
    tally families[UNIT_FAMILIES];         // promised, lane after lane
    uint64_t promised_ms;                  // of a chunk; or when it was asked for again
    uint32_t deaths, resends;
    destination destination; // of a chunk
    again again;             // of a chunk
    uint8_t took_lanes, voided_lanes;
    bool is_promised;
};

struct slot {
    uint8_t state;  // unit_state
    uint8_t reason; // of a void file
    union {
        struct unit *unit;     // UNHEARD (may be NULL), LIVE, VOIDING; NULL when VOID or SKIPPED
        uint16_t check[LANES]; // SETTLED
    };
};

struct table {
    size_t slot_bytes;
    char *pages[PAGES];
};

struct batch {
    uint32_t number, attempt, parser;
    uint32_t index; // where it stands in the list of live ones
    bool is_alone;
    bool is_held; // by `parser`, which is here
    bool is_started, is_done;
    again again;
    uint64_t announced_ms, started_ms, done_ms;
    uint64_t bytes;
    uint32_t resends, deaths;
    uint32_t live_count, voiding_count; // the other files are settled or void
    uint32_t lacking[LANES];            // live files that this lane has not taken
    uint32_t file_count;
    uint32_t files[]; // ascending
};

struct batch_slot {
    struct batch *live;
    bool is_known; // known and not live: settled or split
};

// Somebody's word that its queue is empty.
struct idleness {
    bool is_idle;
    uint64_t since_ms; // the first time after being busy
    uint64_t said_ms;  // the last time
};

struct parser {
    uint32_t number;
    bool is_to_end;   // KILL was asked for
    bool has_started; // a batch that is not done; scratch of ledger_tick()
    uint64_t progress_ms;
    struct idleness idle;
};

// A `start`, or a `done` (then with files), of an attempt that is not announced yet.
struct early {
    uint32_t parser, batch, attempt;
    bool is_done;
    uint32_t file_count;
    ledger_file *files;
};

struct chunks {
    struct table slots;
    struct unit **live;
    uint32_t live_count, live_capacity;
    uint32_t heard_count; // the highest number heard of, plus 1
    uint32_t total_count;
    bool is_total_known;
    uint64_t settled_count;
};

struct ledger {
    ledger_limits limits;
    struct table files;
    uint32_t files_heard_count; // the highest number heard of, plus 1
    uint32_t files_total_count;
    bool is_listed;
    struct table batches;
    struct batch **live;
    uint32_t live_count, live_capacity;
    struct chunks chunks[STREAM_COUNT]; // [STREAM_FILES] is not used
    struct parser *parsers;
    uint32_t parser_count, parser_capacity;
    struct early *earlies;
    uint32_t early_count, early_capacity;
    struct idleness idle[DESTINATION_COUNT];
    ledger_action *actions; // first .. end - 1 are to be taken
    size_t action_first, action_end, action_capacity;
    bool has_failed, is_failure_told;
    char why[sizeof((ledger_action *)0)->why];
    uint32_t *sorted; // scratch
    uint32_t sorted_capacity;
    tally totals[FAMILY_COUNT];
    ledger_counts counts;
};

static const destination file_lanes[LANES] = {DESTINATION_CODE_GRAPH, DESTINATION_TEST_ENTITIES,
                                              DESTINATION_WORD_COVERAGE, DESTINATION_LINKER};

// ---- tables and lists

static void *
table_at(struct table *self, uint32_t number)
{
    assert(number < LEDGER_UNITS_MAX);
    char **page = &self->pages[number / PAGE_SLOTS];
    if (!*page) {
        *page = calloc(PAGE_SLOTS, self->slot_bytes);
        assert(*page);
    }
    return *page + number % PAGE_SLOTS * self->slot_bytes;
}

// Returns NULL where nothing was ever kept; a slot otherwise, perhaps a zeroed one.
static void *
table_peek(const struct table *self, uint32_t number)
{
    if (number >= LEDGER_UNITS_MAX || !self->pages[number / PAGE_SLOTS])
        return NULL;
    return self->pages[number / PAGE_SLOTS] + number % PAGE_SLOTS * self->slot_bytes;
}

static void
table_fini(struct table *self)
{
    for (uint32_t i = 0; i < PAGES; i++)
        free(self->pages[i]);
}

// Frees what hangs off unsettled units, and the table.
static void
unit_table_fini(struct table *self)
{
    for (uint32_t page = 0; page < PAGES; page++) {
        struct slot *slots = (struct slot *)self->pages[page];
        for (uint32_t i = 0; slots && i < PAGE_SLOTS; i++)
            if (slots[i].state != UNIT_SETTLED)
                free(slots[i].unit);
    }
    table_fini(self);
}

// Returns `items` with room for one more than `count`.
static void *
with_room(void *items, uint32_t count, uint32_t *capacity, size_t item_bytes)
{
    if (count < *capacity)
        return items;
    assert(*capacity < UINT32_MAX / 2);
    *capacity = *capacity ? *capacity * 2 : 16;
    items = realloc(items, *capacity * item_bytes);
    assert(items);
    return items;
}

ledger *
ledger_new(const ledger_limits *limits)
{
    ledger *self = calloc(1, sizeof *self);
    assert(self);
    self->limits = *limits;
    self->files.slot_bytes = sizeof(struct slot);
    self->batches.slot_bytes = sizeof(struct batch_slot);
    for (int i = 0; i < STREAM_COUNT; i++)
        self->chunks[i].slots.slot_bytes = sizeof(struct slot);
    return self;
}

void
ledger_destroy(ledger **self_p)
{
    ledger *self = *self_p;
    if (!self)
        return;
    unit_table_fini(&self->files);
    for (uint32_t i = 0; i < self->live_count; i++)
        free(self->live[i]);
    table_fini(&self->batches);
    for (int i = 0; i < STREAM_COUNT; i++) {
        unit_table_fini(&self->chunks[i].slots);
        free(self->chunks[i].live);
    }
    for (uint32_t i = 0; i < self->early_count; i++)
        free(self->earlies[i].files);
    free(self->live);
    free(self->earlies);
    free(self->parsers);
    free(self->actions);
    free(self->sorted);
    free(self);
    *self_p = NULL;
}

// ---- actions

static void
push(ledger *self, ledger_action_kind kind, ledger_action action)
{
    if (self->has_failed)
        return;
    if (self->action_first == self->action_end)
        self->action_first = self->action_end = 0;
    if (self->action_end == self->action_capacity) {
        self->action_capacity = self->action_capacity ? self->action_capacity * 2 : 64;
        self->actions = realloc(self->actions, self->action_capacity * sizeof *self->actions);
        assert(self->actions);
    }
    action.kind = kind;
    self->actions[self->action_end++] = action;
}

// From now on there is one thing to do: to fail. The first cause is the one that counts.
__attribute__((format(printf, 2, 3))) static void
fail(ledger *self, const char *format, ...)
{
    if (self->has_failed)
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(self->why, sizeof self->why, format, arguments);
    va_end(arguments);
    self->action_first = self->action_end = 0;
    self->has_failed = true;
}

static struct batch *
find_batch(const ledger *self, uint32_t number)
{
    const struct batch_slot *slot = table_peek(&self->batches, number);
    return slot ? slot->live : NULL;
}

// Returns NULL when it never joined or is gone. There are few.
static struct parser *
find_parser(const ledger *self, uint32_t number)
{
    for (uint32_t i = 0; i < self->parser_count; i++)
        if (self->parsers[i].number == number)
            return &self->parsers[i];
    return NULL;
}

// Marks `state` as asked for; false when what it asks for is no longer needed.
static bool
ask_again(again *state, uint64_t *count)
{
    if (*state != AGAIN_QUEUED)
        return false;
    *state = AGAIN_ASKED;
    ++*count;
    return true;
}

// Things move on between push and take: true when the action still stands.
static bool
is_due(ledger *self, const ledger_action *action)
{
    if (action->kind == ACTION_REISSUE) {
        struct batch *batch = find_batch(self, action->batch);
        return batch && ask_again(&batch->again, &self->counts.batches_resent);
    }
    if (action->kind == ACTION_RESEND_CHUNK) {
        struct slot *slot = table_at(&self->chunks[action->stream].slots, action->unit);
        return slot->state == UNIT_LIVE && ask_again(&slot->unit->again, &self->counts.chunks_resent);
    }
    if (action->kind == ACTION_KILL)
        return find_parser(self, action->parser) != NULL;
    return true;
}

bool
ledger_next(ledger *self, ledger_action *action)
{
    memset(action, 0, sizeof *action);
    if (self->has_failed && !self->is_failure_told) {
        self->is_failure_told = true;
        action->kind = ACTION_FAIL;
        memcpy(action->why, self->why, sizeof action->why);
        return true;
    }
    while (self->action_first < self->action_end) {
        const ledger_action *next = &self->actions[self->action_first++];
        if (!is_due(self, next))
            continue;
        *action = *next;
        return true;
    }
    return false;
}

// ---- small questions

static const char *
destination_name(destination which)
{
    return which == DESTINATION_LINKER ? "linker" : relation_infos[which].name;
}

static const char *
stream_name(ledger_stream stream)
{
    static const char *const names[STREAM_COUNT] = {"files", "ignored", "linked"};
    return names[stream];
}

static unsigned
family_count_of(destination which)
{
    return which == DESTINATION_LINKER ? 1 : relation_infos[which].family_count;
}

static uint64_t
fingerprint(const ledger_entry *entry)
{
    return XXH3_64bits(entry->families, family_count_of(entry->destination) * sizeof(tally));
}

// Returns the lane by which `stream` reaches a destination, -1 when it does not.
static int
lane_of(ledger_stream stream, destination which)
{
    if (stream == STREAM_IGNORED)
        return which == DESTINATION_IGNORED_FILES ? 0 : -1;
    if (stream == STREAM_LINKED)
        return which == DESTINATION_DEPENDENCY_EDGES || which == DESTINATION_CODE_GRAPH ? 0 : -1;
    for (int lane = 0; stream == STREAM_FILES && lane < LANES; lane++)
        if (file_lanes[lane] == which)
            return lane;
    return -1;
}

static bool
is_chunk_stream(ledger_stream stream)
{
    return stream == STREAM_IGNORED || stream == STREAM_LINKED;
}

static uint64_t
later(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static uint64_t
elapsed(uint64_t now_ms, uint64_t since_ms)
{
    return now_ms > since_ms ? now_ms - since_ms : 0;
}

static void
set_idle(struct idleness *self, uint64_t now_ms, bool is_idle)
{
    if (is_idle && !self->is_idle)
        self->since_ms = now_ms;
    self->is_idle = is_idle;
    self->said_ms = now_ms;
}

// True when it said so for `limit_ms`, counted from when there was something to wait for.
static bool
was_idle_for(const struct idleness *self, uint64_t waiting_since_ms, uint64_t limit_ms)
{
    return self->is_idle && elapsed(self->said_ms, later(self->since_ms, waiting_since_ms)) >= limit_ms;
}

// Checks a number against the bound and, where known, the total; notes that it was heard of.
static status
hear(uint32_t number, bool is_total_known, uint32_t total_count, uint32_t *heard_count)
{
    if (number >= LEDGER_UNITS_MAX)
        return STATUS_TOO_LARGE;
    if (is_total_known && number >= total_count)
        return STATUS_UNKNOWN;
    if (number >= *heard_count)
        *heard_count = number + 1;
    return STATUS_OK;
}

static status
hear_file(ledger *self, uint32_t file)
{
    return hear(file, self->is_listed, self->files_total_count, &self->files_heard_count);
}

static status
hear_chunk(struct chunks *chunks, uint32_t unit)
{
    return hear(unit, chunks->is_total_known, chunks->total_count, &chunks->heard_count);
}

// Notes a total that is told once and may be told again.
static status
hear_total(uint32_t count, uint32_t heard_count, bool *is_known, uint32_t *total)
{
    if (count > LEDGER_UNITS_MAX)
        return STATUS_TOO_LARGE;
    if (*is_known ? *total != count : heard_count > count)
        return STATUS_CONFLICT;
    *is_known = true;
    *total = count;
    return STATUS_OK;
}

// ---- units: what was promised, what was taken, and the moment they agree

static struct unit *
unit_of(struct slot *slot, uint32_t number)
{
    assert(slot->state != UNIT_SETTLED);
    if (!slot->unit) {
        slot->unit = calloc(1, sizeof *slot->unit);
        assert(slot->unit);
        slot->unit->number = number;
    }
    return slot->unit;
}

static status
conflict(ledger *self, ledger_stream stream, uint32_t unit, destination which)
{
    if (stream == STREAM_FILES)
        fail(self, "two copies of file %u disagree in %s", unit, destination_name(which));
    else
        fail(self, "two copies of chunk %u of stream %s disagree in %s", unit, stream_name(stream),
             destination_name(which));
    return STATUS_CONFLICT;
}

// Enters a destination's word. Leaves the unit as it is when the word was heard before.
static status
enter_took(ledger *self, ledger_stream stream, struct unit *unit, int lane, const ledger_entry *entry)
{
    uint64_t print = fingerprint(entry);
    if ((unit->took_lanes & 1 << lane && unit->took[lane] != print) ||
        (unit->is_promised && unit->promised[lane] != print))
        return conflict(self, stream, unit->number, entry->destination);
    if (unit->batch && !(unit->took_lanes & 1 << lane))
        unit->batch->lacking[lane]--;
    unit->took_lanes |= (uint8_t)(1 << lane);
    unit->took[lane] = print;
    return STATUS_OK;
}

// Enters the producer's word for all lanes.
static status
enter_promise(ledger *self, ledger_stream stream, struct unit *unit, const ledger_entry *entries, int lanes)
{
    tally *families = unit->families;
    for (int lane = 0; lane < lanes; lane++) {
        const ledger_entry *entry = &entries[lane];
        uint64_t print = fingerprint(entry);
        if ((unit->took_lanes & 1 << lane && unit->took[lane] != print) ||
            (unit->is_promised && unit->promised[lane] != print))
            return conflict(self, stream, unit->number, entry->destination);
        unit->promised[lane] = print;
        if (entry->destination == DESTINATION_LINKER)
            continue;
        memcpy(families, entry->families, family_count_of(entry->destination) * sizeof *families);
        families += family_count_of(entry->destination);
    }
    unit->is_promised = true;
    return STATUS_OK;
}

// Compares a late word with what stayed of a settled unit.
static status
compare_settled(ledger *self, ledger_stream stream, const struct slot *slot, uint32_t number, int lane,
                const ledger_entry *entry)
{
    if (slot->check[lane] != (uint16_t)fingerprint(entry))
        return conflict(self, stream, number, entry->destination);
    return STATUS_OK;
}

// Adds a unit to the totals and frees what was known of it. The caller has taken it off its list or batch.
static void
settle_unit(ledger *self, struct slot *slot, const destination *destinations, int lanes)
{
    struct unit *unit = slot->unit;
    const tally *families = unit->families;
    for (int lane = 0; lane < lanes; lane++) {
        if (destinations[lane] == DESTINATION_LINKER)
            continue;
        family first = relation_infos[destinations[lane]].first;
        for (unsigned i = 0; i < family_count_of(destinations[lane]); i++)
            tally_add(&self->totals[first + i], *families++);
    }
    uint16_t check[LANES];
    for (int lane = 0; lane < LANES; lane++)
        check[lane] = (uint16_t)unit->took[lane];
    free(unit);
    memcpy(slot->check, check, sizeof check);
    slot->state = UNIT_SETTLED;
}

// ---- batches

static void
drop_early(ledger *self, uint32_t i)
{
    free(self->earlies[i].files);
    self->earlies[i] = self->earlies[--self->early_count];
}

// Takes a batch off the list and frees it; words about it are late from now on.
static void
retire_batch(ledger *self, struct batch *batch)
{
    for (uint32_t i = self->early_count; i-- > 0;)
        if (self->earlies[i].batch == batch->number)
            drop_early(self, i);
    self->live[batch->index] = self->live[--self->live_count];
    self->live[batch->index]->index = batch->index;
    struct batch_slot *slot = table_at(&self->batches, batch->number);
    slot->live = NULL;
    free(batch);
}

static void
settle_batch_if_ready(ledger *self, struct batch *batch)
{
    if (batch->live_count || batch->voiding_count)
        return;
    self->counts.bytes_settled += batch->bytes;
    push(self, ACTION_SETTLED, (ledger_action){.batch = batch->number});
    retire_batch(self, batch);
}

static void
settle_file_if_ready(ledger *self, struct slot *slot)
{
    struct unit *unit = slot->unit;
    if (!unit->is_promised || unit->took_lanes != ALL_LANES)
        return;
    struct batch *batch = unit->batch;
    settle_unit(self, slot, file_lanes, LANES);
    self->counts.files_settled++;
    if (batch) {
        batch->live_count--;
        settle_batch_if_ready(self, batch);
    }
}

static void
void_file(ledger *self, struct slot *slot, ignore_reason reason)
{
    assert(slot->state == UNIT_LIVE);
    struct unit *unit = slot->unit;
    slot->state = UNIT_VOIDING;
    slot->reason = (uint8_t)reason;
    if (unit->batch) {
        unit->batch->live_count--;
        unit->batch->voiding_count++;
        for (int lane = 0; lane < LANES; lane++)
            unit->batch->lacking[lane] -= !(unit->took_lanes & 1 << lane);
    }
    push(self, ACTION_VOID, (ledger_action){.unit = unit->number, .reason = reason});
}

static void
reissue(ledger *self, struct batch *batch)
{
    if (batch->again != AGAIN_NO)
        return;
    batch->again = AGAIN_QUEUED;
    push(self, ACTION_REISSUE, (ledger_action){.batch = batch->number});
}

// Lets go of the files: the walker announces each of them again, in a batch of its own.
static void
split_batch(ledger *self, struct batch *batch)
{
    for (uint32_t i = 0; i < batch->file_count; i++) {
        struct slot *slot = table_at(&self->files, batch->files[i]);
        if (slot->state == UNIT_LIVE || slot->state == UNIT_VOIDING)
            slot->unit->batch = NULL;
    }
    push(self, ACTION_SPLIT, (ledger_action){.batch = batch->number});
    retire_batch(self, batch);
}

// A parser died while it worked on this batch (rules 5 and 7).
static void
suspect_batch(ledger *self, struct batch *batch, ignore_reason reason)
{
    self->counts.batches_suspect++;
    if (batch->is_alone && batch->file_count == 1) {
        struct slot *slot = table_at(&self->files, batch->files[0]);
        if (++slot->unit->deaths >= self->limits.deaths_max)
            void_file(self, slot, reason);
        else
            reissue(self, batch);
        return;
    }
    if (++batch->deaths >= self->limits.deaths_max)
        split_batch(self, batch);
    else
        reissue(self, batch);
}

// ---- the walker's words

static int
compare_numbers(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

// Returns room for `count` numbers, lent until the next call.
static uint32_t *
sorted_room(ledger *self, uint32_t count)
{
    if (count > self->sorted_capacity) {
        self->sorted_capacity = count;
        self->sorted = realloc(self->sorted, count * sizeof *self->sorted);
        assert(self->sorted);
    }
    return self->sorted;
}

static bool
is_held_by(const struct batch *batch, const uint32_t *sorted, uint32_t count)
{
    return batch->file_count == count && memcmp(batch->files, sorted, count * sizeof *sorted) == 0;
}

// True when a new batch may hold the files: each once, none in another live batch, none skipped.
static bool
are_free(const ledger *self, const uint32_t *sorted, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct slot *slot = table_peek(&self->files, sorted[i]);
        bool has_unit = slot && (slot->state == UNIT_LIVE || slot->state == UNIT_VOIDING);
        if ((i && sorted[i] == sorted[i - 1]) || (has_unit && slot->unit->batch) ||
            (slot && slot->state == UNIT_SKIPPED))
            return false;
    }
    return true;
}

// Makes a file part of a new batch, as far as it is not settled or void (a split batch's file may be).
static void
attach_file(ledger *self, struct batch *batch, uint32_t file)
{
    struct slot *slot = table_at(&self->files, file);
    if (slot->state == UNIT_SETTLED || slot->state == UNIT_VOID)
        return;
    struct unit *unit = unit_of(slot, file);
    unit->batch = batch;
    if (slot->state == UNIT_VOIDING) {
        batch->voiding_count++;
        return;
    }
    if (slot->state == UNIT_UNHEARD)
        self->counts.files_known++;
    slot->state = UNIT_LIVE;
    batch->live_count++;
    for (int lane = 0; lane < LANES; lane++)
        batch->lacking[lane] += !(unit->took_lanes & 1 << lane);
}

static struct batch *
add_batch(ledger *self, uint32_t number, const uint32_t *sorted, uint32_t count, uint64_t bytes)
{
    struct batch *batch = calloc(1, sizeof *batch + count * sizeof *sorted);
    assert(batch);
    batch->number = number;
    batch->bytes = bytes;
    batch->file_count = count;
    memcpy(batch->files, sorted, count * sizeof *sorted);
    for (uint32_t i = 0; i < count; i++)
        attach_file(self, batch, sorted[i]);
    self->live = with_room(self->live, self->live_count, &self->live_capacity, sizeof *self->live);
    batch->index = self->live_count;
    self->live[self->live_count++] = batch;
    *(struct batch_slot *)table_at(&self->batches, number) = (struct batch_slot){batch, true};
    return batch;
}

// Begins an attempt: what an earlier one promised and what was taken stays, all else is new.
static void
arm_batch(ledger *self, uint64_t now_ms, struct batch *batch, uint32_t attempt, uint32_t parser, bool alone)
{
    batch->attempt = attempt;
    batch->parser = parser;
    batch->is_alone = alone;
    batch->is_held = find_parser(self, parser) != NULL;
    batch->is_started = batch->is_done = false;
    batch->again = AGAIN_NO;
    batch->announced_ms = now_ms;
    if (!batch->is_held && batch->live_count)
        reissue(self, batch);
}

// Says again, now that it can be heard, what a parser said before the announcement.
static void
replay_early(ledger *self, uint64_t now_ms, uint32_t batch, uint32_t attempt)
{
    for (uint32_t i = 0; i < self->early_count;) {
        struct early early = self->earlies[i];
        if (early.batch != batch || early.attempt > attempt) {
            i++;
            continue;
        }
        self->earlies[i].files = NULL;
        drop_early(self, i);
        status result = early.is_done ? ledger_done(self, now_ms, early.parser, batch, early.attempt,
                                                    early.files, early.file_count)
                                      : ledger_start(self, now_ms, early.parser, batch, early.attempt);
        free(early.files);
        if (result == STATUS_UNKNOWN)
            fail(self, "parser %u was done with batch %u, but with other files than it holds", early.parser,
                 batch);
        i = 0; // the list has changed
    }
}

status
ledger_announce(ledger *self, uint64_t now_ms, uint32_t number, uint32_t attempt, uint32_t parser, bool alone,
                const uint32_t *files, uint32_t file_count, uint64_t bytes)
{
    if (!file_count)
        return STATUS_INVALID;
    if (number >= LEDGER_UNITS_MAX || file_count > LEDGER_UNITS_MAX)
        return STATUS_TOO_LARGE;
    for (uint32_t i = 0; i < file_count; i++) {
        status result = hear_file(self, files[i]);
        if (result != STATUS_OK)
            return result;
    }
    uint32_t *sorted = sorted_room(self, file_count);
    memcpy(sorted, files, file_count * sizeof *sorted);
    qsort(sorted, file_count, sizeof *sorted, compare_numbers);

    const struct batch_slot *slot = table_at(&self->batches, number);
    struct batch *batch = slot->live;
    if (batch && !is_held_by(batch, sorted, file_count))
        return STATUS_CONFLICT;
    if (slot->is_known && (!batch || attempt <= batch->attempt)) {
        self->counts.late += !batch || attempt < batch->attempt;
        return STATUS_OK;
    }
    if (!batch) {
        if (!are_free(self, sorted, file_count))
            return STATUS_CONFLICT;
        batch = add_batch(self, number, sorted, file_count, bytes);
    }
    arm_batch(self, now_ms, batch, attempt, parser, alone);
    settle_batch_if_ready(self, batch);
    replay_early(self, now_ms, number, attempt);
    return STATUS_OK;
}

status
ledger_skip(ledger *self, uint32_t file)
{
    status result = hear_file(self, file);
    if (result != STATUS_OK)
        return result;
    struct slot *slot = table_at(&self->files, file);
    if (slot->state == UNIT_SKIPPED)
        return STATUS_OK;
    if (slot->state != UNIT_UNHEARD || slot->unit)
        return STATUS_CONFLICT;
    slot->state = UNIT_SKIPPED;
    self->counts.files_skipped++;
    self->counts.files_known++;
    return STATUS_OK;
}

status
ledger_listed(ledger *self, uint32_t file_count)
{
    return hear_total(file_count, self->files_heard_count, &self->is_listed, &self->files_total_count);
}

// ---- parsers

void
ledger_parser_joined(ledger *self, uint32_t parser)
{
    if (find_parser(self, parser))
        return;
    self->parsers =
        with_room(self->parsers, self->parser_count, &self->parser_capacity, sizeof *self->parsers);
    self->parsers[self->parser_count++] = (struct parser){.number = parser};
}

// Takes back a batch from a parser that is gone.
static void
take_back(ledger *self, struct batch *batch, ignore_reason reason)
{
    batch->is_held = false;
    if (batch->is_done || !batch->live_count || batch->again != AGAIN_NO)
        return;
    if (batch->is_started)
        suspect_batch(self, batch, reason);
    else
        reissue(self, batch);
}

void
ledger_parser_gone(ledger *self, uint64_t now_ms, uint32_t number, ignore_reason reason)
{
    struct parser *parser = find_parser(self, number);
    if (!parser)
        return;
    if (parser->is_to_end)
        reason = REASON_PARSER_TIMEOUT;
    *parser = self->parsers[--self->parser_count];
    self->counts.parsers_gone++;
    for (uint32_t i = self->early_count; i-- > 0;)
        if (self->earlies[i].parser == number) {
            drop_early(self, i);
            self->counts.late++;
        }
    // Backwards, because a split takes the batch off the list and puts the last one in its place.
    for (uint32_t i = self->live_count; i-- > 0;)
        if (self->live[i]->is_held && self->live[i]->parser == number)
            take_back(self, self->live[i], reason);
}

void
ledger_parser_progress(ledger *self, uint64_t now_ms, uint32_t number)
{
    struct parser *parser = find_parser(self, number);
    if (parser)
        parser->progress_ms = now_ms;
}

void
ledger_parser_idle(ledger *self, uint64_t now_ms, uint32_t number, bool is_idle)
{
    struct parser *parser = find_parser(self, number);
    if (parser)
        set_idle(&parser->idle, now_ms, is_idle);
}

typedef enum timing { WORD_LATE, WORD_TIMELY, WORD_EARLY } timing;

// Says what to make of a parser's word (rule 2); *found is its batch when it is timely.
static timing
timing_of(const ledger *self, uint32_t parser, uint32_t number, uint32_t attempt, struct batch **found)
{
    if (!find_parser(self, parser))
        return WORD_LATE;
    const struct batch_slot *slot = table_peek(&self->batches, number);
    if (!slot || !slot->is_known)
        return WORD_EARLY;
    if (!slot->live || attempt < slot->live->attempt)
        return WORD_LATE;
    if (attempt > slot->live->attempt)
        return WORD_EARLY;
    *found = slot->live;
    return slot->live->is_held && slot->live->parser == parser ? WORD_TIMELY : WORD_LATE;
}

// Keeps a word until its attempt is announced; `files` is NULL for a `start`.
static status
keep_early(ledger *self, uint32_t parser, uint32_t batch, uint32_t attempt, const ledger_file *files,
           uint32_t file_count)
{
    for (uint32_t i = 0; i < self->early_count; i++) {
        const struct early *early = &self->earlies[i];
        if (early->parser == parser && early->batch == batch && early->attempt == attempt &&
            early->is_done == (files != NULL))
            return STATUS_OK;
    }
    if (self->early_count == LEDGER_EARLY_MAX)
        return STATUS_UNKNOWN;
    struct early early = {parser, batch, attempt, files != NULL, file_count, NULL};
    if (files) {
        early.files = malloc(file_count * sizeof *files);
        assert(early.files);
        memcpy(early.files, files, file_count * sizeof *files);
    }
    self->earlies = with_room(self->earlies, self->early_count, &self->early_capacity, sizeof *self->earlies);
    self->earlies[self->early_count++] = early;
    return STATUS_OK;
}

// It works on the batch after all: a REISSUE that nobody was told of is void.
static void
start_batch(ledger *self, uint64_t now_ms, struct batch *batch)
{
    if (batch->is_started)
        return;
    batch->is_started = true;
    batch->started_ms = now_ms;
    if (batch->again == AGAIN_QUEUED)
        batch->again = AGAIN_NO;
}

status
ledger_start(ledger *self, uint64_t now_ms, uint32_t parser, uint32_t number, uint32_t attempt)
{
    if (number >= LEDGER_UNITS_MAX)
        return STATUS_UNKNOWN;
    struct batch *batch = NULL;
    switch (timing_of(self, parser, number, attempt, &batch)) {
    case WORD_EARLY:
        return keep_early(self, parser, number, attempt, NULL, 0);
    case WORD_TIMELY:
        start_batch(self, now_ms, batch);
        return STATUS_OK;
    default:
        self->counts.late++;
        return STATUS_OK;
    }
}

static bool
are_for_file_lanes(const ledger_file *files, uint32_t file_count)
{
    for (uint32_t i = 0; i < file_count; i++)
        for (int lane = 0; files[i].outcome == OUTCOME_PARSED && lane < LANES; lane++)
            if (files[i].entries[lane].destination != file_lanes[lane])
                return false;
    return true;
}

// Enters a parser's word on one file of its batch.
static status
enter_done_file(ledger *self, const ledger_file *file)
{
    struct slot *slot = table_at(&self->files, file->file);
    if (slot->state == UNIT_SETTLED) {
        status result = STATUS_OK;
        for (int lane = 0; file->outcome == OUTCOME_PARSED && lane < LANES && result == STATUS_OK; lane++)
            result = compare_settled(self, STREAM_FILES, slot, file->file, lane, &file->entries[lane]);
        return result;
    }
    if (slot->state != UNIT_LIVE)
        return STATUS_OK; // void already
    if (file->outcome == OUTCOME_GAVE_UP) {
        if (slot->unit->is_promised) {
            fail(self, "file %u was parsed once and given up once", file->file);
            return STATUS_CONFLICT;
        }
        void_file(self, slot, REASON_PARSER_TIMEOUT);
        return STATUS_OK;
    }
    status result = enter_promise(self, STREAM_FILES, slot->unit, file->entries, LANES);
    if (result == STATUS_OK)
        settle_file_if_ready(self, slot);
    return result;
}

static status
enter_done(ledger *self, uint64_t now_ms, struct batch *batch, const ledger_file *files, uint32_t file_count)
{
    uint32_t *sorted = sorted_room(self, file_count);
    for (uint32_t i = 0; i < file_count; i++)
        sorted[i] = files[i].file;
    qsort(sorted, file_count, sizeof *sorted, compare_numbers);
    if (!is_held_by(batch, sorted, file_count))
        return STATUS_UNKNOWN;
    start_batch(self, now_ms, batch);
    if (!batch->is_done)
        batch->done_ms = now_ms;
    batch->is_done = true;
    ledger_parser_progress(self, now_ms, batch->parser);
    // The batch may settle, and be gone, before the last file: it is not touched below.
    status result = STATUS_OK;
    for (uint32_t i = 0; i < file_count && result == STATUS_OK; i++)
        result = enter_done_file(self, &files[i]);
    return result;
}

status
ledger_done(ledger *self, uint64_t now_ms, uint32_t parser, uint32_t number, uint32_t attempt,
            const ledger_file *files, uint32_t file_count)
{
    if (number >= LEDGER_UNITS_MAX || !file_count || file_count > LEDGER_UNITS_MAX ||
        !are_for_file_lanes(files, file_count))
        return STATUS_UNKNOWN;
    struct batch *batch = NULL;
    switch (timing_of(self, parser, number, attempt, &batch)) {
    case WORD_EARLY:
        return keep_early(self, parser, number, attempt, files, file_count);
    case WORD_TIMELY:
        return enter_done(self, now_ms, batch, files, file_count);
    default:
        self->counts.late++;
        return STATUS_OK;
    }
}

// ---- chunks

static void
settle_chunk_if_ready(ledger *self, ledger_stream stream, struct slot *slot)
{
    struct chunks *chunks = &self->chunks[stream];
    struct unit *unit = slot->unit;
    if (!unit->is_promised || !unit->took_lanes)
        return;
    push(self, ACTION_CHUNK_SETTLED, (ledger_action){.stream = stream, .unit = unit->number});
    chunks->live[unit->index] = chunks->live[--chunks->live_count];
    chunks->live[unit->index]->index = unit->index;
    chunks->settled_count++;
    settle_unit(self, slot, &unit->destination, 1);
}

// Returns the chunk's unit, or NULL when somebody spoke of it with another destination. The first word
// decides.
static struct unit *
chunk_for(struct slot *slot, uint32_t number, destination which)
{
    if (!slot->unit)
        unit_of(slot, number)->destination = which;
    return slot->unit->destination == which ? slot->unit : NULL;
}

status
ledger_made(ledger *self, uint64_t now_ms, ledger_stream stream, uint32_t number, const ledger_entry *entry)
{
    if (!is_chunk_stream(stream) || lane_of(stream, entry->destination) < 0)
        return STATUS_UNKNOWN;
    struct chunks *chunks = &self->chunks[stream];
    status result = hear_chunk(chunks, number);
    if (result != STATUS_OK)
        return result;
    struct slot *slot = table_at(&chunks->slots, number);
    if (slot->state == UNIT_SETTLED)
        return compare_settled(self, stream, slot, number, 0, entry);
    struct unit *unit = chunk_for(slot, number, entry->destination);
    if (!unit)
        return conflict(self, stream, number, entry->destination);
    result = enter_promise(self, stream, unit, entry, 1);
    if (result != STATUS_OK)
        return result;
    if (slot->state == UNIT_UNHEARD) {
        chunks->live =
            with_room(chunks->live, chunks->live_count, &chunks->live_capacity, sizeof *chunks->live);
        unit->index = chunks->live_count;
        chunks->live[chunks->live_count++] = unit;
        slot->state = UNIT_LIVE;
        unit->promised_ms = now_ms;
    } else if (unit->again == AGAIN_ASKED) {
        unit->again = AGAIN_NO;
        unit->promised_ms = now_ms;
    }
    settle_chunk_if_ready(self, stream, slot);
    return STATUS_OK;
}

status
ledger_ended(ledger *self, ledger_stream stream, uint32_t unit_count)
{
    if (!is_chunk_stream(stream))
        return STATUS_UNKNOWN;
    struct chunks *chunks = &self->chunks[stream];
    return hear_total(unit_count, chunks->heard_count, &chunks->is_total_known, &chunks->total_count);
}

// ---- destinations

static status
took_file(ledger *self, uint32_t file, int lane, const ledger_entry *entry)
{
    status result = hear_file(self, file);
    if (result != STATUS_OK)
        return result;
    struct slot *slot = table_at(&self->files, file);
    if (slot->state == UNIT_SKIPPED) {
        fail(self, "%s took file %u, which was skipped", destination_name(entry->destination), file);
        return STATUS_CONFLICT;
    }
    if (slot->state != UNIT_UNHEARD && slot->state != UNIT_LIVE) {
        self->counts.late++;
        return slot->state == UNIT_SETTLED ? compare_settled(self, STREAM_FILES, slot, file, lane, entry)
                                           : STATUS_OK;
    }
    result = enter_took(self, STREAM_FILES, unit_of(slot, file), lane, entry);
    if (result == STATUS_OK)
        settle_file_if_ready(self, slot);
    return result;
}

static status
took_chunk(ledger *self, ledger_stream stream, uint32_t number, const ledger_entry *entry)
{
    status result = hear_chunk(&self->chunks[stream], number);
    if (result != STATUS_OK)
        return result;
    struct slot *slot = table_at(&self->chunks[stream].slots, number);
    if (slot->state == UNIT_SETTLED) {
        self->counts.late++;
        return compare_settled(self, stream, slot, number, 0, entry);
    }
    struct unit *unit = chunk_for(slot, number, entry->destination);
    if (!unit)
        return conflict(self, stream, number, entry->destination);
    result = enter_took(self, stream, unit, 0, entry);
    if (result == STATUS_OK)
        settle_chunk_if_ready(self, stream, slot);
    return result;
}

status
ledger_took(ledger *self, uint64_t now_ms, ledger_stream stream, uint32_t unit, const ledger_entry *entry)
{
    int lane = lane_of(stream, entry->destination);
    if (lane < 0)
        return STATUS_UNKNOWN;
    return stream == STREAM_FILES ? took_file(self, unit, lane, entry)
                                  : took_chunk(self, stream, unit, entry);
}

status
ledger_voided(ledger *self, uint32_t file, destination from)
{
    int lane = lane_of(STREAM_FILES, from);
    struct slot *slot = table_peek(&self->files, file);
    if (lane < 0 || !slot)
        return STATUS_UNKNOWN;
    if (slot->state != UNIT_VOIDING)
        return slot->state == UNIT_VOID ? STATUS_OK : STATUS_UNKNOWN;
    struct unit *unit = slot->unit;
    unit->voided_lanes |= (uint8_t)(1 << lane);
    if (unit->voided_lanes != ALL_LANES)
        return STATUS_OK;
    struct batch *batch = unit->batch;
    free(unit);
    slot->unit = NULL;
    slot->state = UNIT_VOID;
    self->counts.files_void++;
    push(self, ACTION_VOIDED, (ledger_action){.unit = file, .reason = (ignore_reason)slot->reason});
    if (batch) {
        batch->voiding_count--;
        settle_batch_if_ready(self, batch);
    }
    return STATUS_OK;
}

void
ledger_destination_idle(ledger *self, uint64_t now_ms, destination from, bool is_idle)
{
    if (from < DESTINATION_COUNT)
        set_idle(&self->idle[from], now_ms, is_idle);
}

// ---- losses and deadlines

// Returns the first of the batch's files that a lane lacks, so that a failure can name it.
static uint32_t
first_lacking(const ledger *self, const struct batch *batch, int lane)
{
    for (uint32_t i = 0; i < batch->file_count; i++) {
        const struct slot *slot = table_peek(&self->files, batch->files[i]);
        if (slot->state == UNIT_LIVE && !(slot->unit->took_lanes & 1 << lane))
            return batch->files[i];
    }
    assert(!"a lane that lacks something lacks some file");
    return 0;
}

// A destination lost a part of a batch.
static void
lose_batch(ledger *self, struct batch *batch, int lane)
{
    if (batch->resends >= self->limits.resends_max) {
        fail(self, "file %u of batch %u was lost on its way to %s, also after it was sent again %u times",
             first_lacking(self, batch, lane), batch->number, destination_name(file_lanes[lane]),
             batch->resends);
        return;
    }
    batch->resends++;
    reissue(self, batch);
}

// An idle parser never got the batch.
static void
lose_task(ledger *self, struct batch *batch)
{
    if (batch->resends >= self->limits.resends_max) {
        fail(self,
             "batch %u (file %u) was lost on its way to parser %u, also after it was sent again %u times",
             batch->number, batch->files[0], batch->parser, batch->resends);
        return;
    }
    batch->resends++;
    reissue(self, batch);
}

static void
lose_chunk(ledger *self, uint64_t now_ms, ledger_stream stream, struct unit *unit)
{
    if (unit->resends >= self->limits.resends_max) {
        fail(self, "chunk %u of stream %s was lost on its way to %s, also after it was sent again %u times",
             unit->number, stream_name(stream), destination_name(unit->destination), unit->resends);
        return;
    }
    unit->resends++;
    unit->promised_ms = now_ms;
    unit->again = AGAIN_QUEUED;
    push(self, ACTION_RESEND_CHUNK, (ledger_action){.stream = stream, .unit = unit->number});
}

void
ledger_gap(ledger *self, uint64_t now_ms, destination from, ledger_stream stream, uint32_t parser)
{
    int lane = lane_of(stream, from);
    if (lane < 0)
        return;
    for (uint32_t i = 0; stream == STREAM_FILES && i < self->live_count; i++) {
        struct batch *batch = self->live[i];
        if (batch->is_done && batch->parser == parser && batch->again == AGAIN_NO && batch->lacking[lane])
            lose_batch(self, batch, lane);
    }
    struct chunks *chunks = &self->chunks[stream];
    for (uint32_t i = 0; i < chunks->live_count; i++)
        if (chunks->live[i]->destination == from && chunks->live[i]->again == AGAIN_NO)
            lose_chunk(self, now_ms, stream, chunks->live[i]);
}

static uint64_t
deadline_of(const ledger *self, const struct batch *batch)
{
    uint64_t bytes = batch->bytes < BYTES_MAX ? batch->bytes : BYTES_MAX;
    uint64_t per_mb = self->limits.deadline_ms_per_mb;
    return self->limits.deadline_ms + bytes / BYTES_PER_MB * per_mb +
           bytes % BYTES_PER_MB * per_mb / BYTES_PER_MB;
}

// Rule 6. `since_ms` is when the batch was started; of a parser that starts nothing, when the batch was
// announced or it last said that it is idle: then the loss of the batch is what to wait for.
static void
check_deadline(ledger *self, uint64_t now_ms, const struct batch *batch, struct parser *parser,
               uint64_t since_ms)
{
    if (parser->is_to_end || elapsed(now_ms, later(since_ms, parser->progress_ms)) < deadline_of(self, batch))
        return;
    parser->is_to_end = true;
    push(self, ACTION_KILL, (ledger_action){.parser = parser->number, .batch = batch->number});
}

static void
check_batch(ledger *self, uint64_t now_ms, struct batch *batch)
{
    if (!batch->live_count || batch->again != AGAIN_NO)
        return;
    for (int lane = 0; batch->is_done && lane < LANES; lane++) {
        if (batch->lacking[lane] &&
            was_idle_for(&self->idle[file_lanes[lane]], batch->done_ms, self->limits.idle_ms)) {
            lose_batch(self, batch, lane);
            return;
        }
    }
    struct parser *parser = batch->is_held && !batch->is_done ? find_parser(self, batch->parser) : NULL;
    if (!parser)
        return;
    if (batch->is_started)
        check_deadline(self, now_ms, batch, parser, batch->started_ms);
    else if (was_idle_for(&parser->idle, batch->announced_ms, self->limits.idle_ms))
        lose_task(self, batch);
    else if (!parser->has_started)
        check_deadline(self, now_ms, batch, parser,
                       later(batch->announced_ms, parser->idle.is_idle ? parser->idle.said_ms : 0));
}

static void
check_chunks(ledger *self, uint64_t now_ms, ledger_stream stream)
{
    struct chunks *chunks = &self->chunks[stream];
    for (uint32_t i = 0; i < chunks->live_count; i++) {
        struct unit *unit = chunks->live[i];
        unsigned doublings = unit->again == AGAIN_ASKED ? unit->resends : 0;
        uint64_t limit_ms = (uint64_t)self->limits.idle_ms << (doublings < 31 ? doublings : 31);
        if (unit->again != AGAIN_QUEUED &&
            was_idle_for(&self->idle[unit->destination], unit->promised_ms, limit_ms))
            lose_chunk(self, now_ms, stream, unit);
    }
}

void
ledger_tick(ledger *self, uint64_t now_ms)
{
    for (uint32_t i = 0; i < self->parser_count; i++)
        self->parsers[i].has_started = false;
    for (uint32_t i = 0; i < self->live_count; i++) {
        const struct batch *batch = self->live[i];
        struct parser *parser =
            batch->is_held && batch->is_started && !batch->is_done ? find_parser(self, batch->parser) : NULL;
        if (parser)
            parser->has_started = true;
    }
    for (uint32_t i = 0; i < self->live_count; i++)
        check_batch(self, now_ms, self->live[i]);
    check_chunks(self, now_ms, STREAM_IGNORED);
    check_chunks(self, now_ms, STREAM_LINKED);
}

// ---- what is known

bool
ledger_is_complete(const ledger *self, ledger_stream stream)
{
    assert(stream < STREAM_COUNT);
    if (stream == STREAM_FILES)
        return self->is_listed &&
               self->counts.files_settled + self->counts.files_void + self->counts.files_skipped ==
                   self->files_total_count;
    const struct chunks *chunks = &self->chunks[stream];
    return chunks->is_total_known && chunks->settled_count == chunks->total_count;
}

const tally *
ledger_totals(const ledger *self)
{
    return self->totals;
}

ledger_counts
ledger_counts_now(const ledger *self)
{
    ledger_counts counts = self->counts;
    counts.is_listed = self->is_listed;
    if (self->is_listed)
        counts.files_known = self->files_total_count;
    return counts;
}

void
ledger_each_unconfirmed(const ledger *self, destination to,
                        void (*visit)(void *context, uint32_t file, ignore_reason reason), void *context)
{
    int lane = lane_of(STREAM_FILES, to);
    for (uint32_t file = 0; file < self->files_heard_count && lane >= 0; file++) {
        const struct slot *slot = table_peek(&self->files, file);
        if (slot && slot->state == UNIT_VOIDING && !(slot->unit->voided_lanes & 1 << lane))
            visit(context, file, (ignore_reason)slot->reason);
    }
}

// ---- the report of a run that stands still

struct text {
    char *bytes;
    size_t size, used;
};

__attribute__((format(printf, 2, 3))) static void
text_add(struct text *self, const char *format, ...)
{
    if (self->used >= self->size)
        return;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(self->bytes + self->used, self->size - self->used, format, arguments);
    va_end(arguments);
    self->used += length > 0 ? (size_t)length : 0;
}

static void
describe_lanes(struct text *text, const char *word, uint8_t lanes)
{
    const char *separator = " lacks ";
    text_add(text, "%s", word);
    for (int lane = 0; lane < LANES; lane++) {
        if (lanes & 1 << lane)
            continue;
        text_add(text, "%s%s", separator, destination_name(file_lanes[lane]));
        separator = ", ";
    }
}

// Describes what one unsettled file of a live batch, or of none, waits for.
static void
describe_file(struct text *text, uint32_t file, unit_state state, const struct unit *unit)
{
    const struct batch *batch = unit ? unit->batch : NULL;
    text_add(text, "file %u", file);
    if (batch)
        text_add(text, " of batch %u (attempt %u, parser %u, %s%s)", batch->number, batch->attempt,
                 batch->parser,
                 batch->is_done      ? "done"
                 : batch->is_started ? "started"
                                     : "announced",
                 batch->again != AGAIN_NO ? ", to be sent again" : "");
    text_add(text, ": ");
    if (state == UNIT_VOIDING)
        describe_lanes(text, "voided", unit->voided_lanes);
    else if (!batch)
        text_add(text, state == UNIT_LIVE ? "split, not announced again" : "not announced");
    else if (!unit->is_promised)
        text_add(text, "not done");
    else
        describe_lanes(text, "took", unit->took_lanes);
}

static bool
is_waiting(const struct slot *slot)
{
    return !slot || slot->state == UNIT_UNHEARD || slot->state == UNIT_LIVE || slot->state == UNIT_VOIDING;
}

// Returns a file that is neither settled nor void nor skipped, of the oldest live batch if there is one;
// `files_end` when all are.
static uint32_t
first_waiting_file(const ledger *self, uint32_t files_end)
{
    const struct batch *oldest = self->live_count ? self->live[0] : NULL;
    for (uint32_t i = 1; i < self->live_count; i++)
        if (self->live[i]->number < oldest->number)
            oldest = self->live[i];
    for (uint32_t i = 0; oldest && i < oldest->file_count; i++)
        if (is_waiting(table_peek(&self->files, oldest->files[i])))
            return oldest->files[i];
    for (uint32_t file = 0; file < files_end; file++)
        if (is_waiting(table_peek(&self->files, file)))
            return file;
    return files_end;
}

static void
describe_chunks(const ledger *self, ledger_stream stream, struct text *text)
{
    const struct chunks *chunks = &self->chunks[stream];
    uint32_t end = chunks->is_total_known ? chunks->total_count : chunks->heard_count;
    for (uint32_t i = 0; i < end; i++) {
        const struct slot *slot = table_peek(&chunks->slots, i);
        if (slot && slot->state == UNIT_SETTLED)
            continue;
        text_add(text, "chunk %u of stream %s: ", i, stream_name(stream));
        if (!slot || slot->state == UNIT_UNHEARD)
            text_add(text, "not made");
        else
            text_add(text, "took lacks %s", destination_name(slot->unit->destination));
        return;
    }
    text_add(text, "stream %s: not ended", stream_name(stream));
}

void
ledger_describe_wait(const ledger *self, char *bytes, size_t size)
{
    struct text text = {bytes, size, 0};
    uint32_t end = self->is_listed ? self->files_total_count : self->files_heard_count;
    uint32_t file = first_waiting_file(self, end);
    if (file < end) {
        const struct slot *slot = table_peek(&self->files, file);
        describe_file(&text, file, slot ? (unit_state)slot->state : UNIT_UNHEARD, slot ? slot->unit : NULL);
    } else if (!self->is_listed) {
        text_add(&text, "files: not listed");
    } else if (!ledger_is_complete(self, STREAM_LINKED)) {
        describe_chunks(self, STREAM_LINKED, &text);
    } else if (!ledger_is_complete(self, STREAM_IGNORED)) {
        describe_chunks(self, STREAM_IGNORED, &text);
    } else {
        text_add(&text, "nothing");
    }
}
