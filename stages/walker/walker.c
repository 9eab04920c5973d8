// DESIGN. open() lists the tree, numbers the files that are to be parsed in path order, and plans the
// batches. From then on each turn of the loop gives ready batches to parsers with credit, reads one batch
// ahead, or adds some ignored paths to the chunks for their sink. A batch is
//
//   planned -> ready (read) -> sent -> settled, and forgotten
//                 ^--------------|  reissued: ready again, in front of the others; or split into new ones of
//                 one
//                                   file each, which go to parsers that have nothing else in hand
//
// The stream of ignored paths ends when the coordinator says (seal) that all files are settled or void: until
// then a file may turn out to be one.
#include "stages/walker/walker.h"

#include <assert.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <malloc.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "base/log.h"
#include "broker/runfile.h"
#include "schema/rows.h"
#include "stages/chunks.h"
#include "stages/walker/crew.h"
#include "stages/walker/listing.h"
#include "stages/walker/plan.h"
#include "stages/walker/repository.h"
#include "stages/walker/source.h"

enum {
    READY_MAX = 16,          // batches read ahead: 4 MiB keep any number of parsers from waiting for a disk
    IGNORED_PER_TURN = 1024, // rows; some 100 microseconds
};

struct file {
    uint32_t number;
    bool is_void;
    int64_t modified_ns;
    size_t start, end; // in the batch's contents
};

struct batch {
    uint32_t number, attempt;
    bool is_alone, is_sent;
    uint32_t parser; // who has it, and as its which
    uint64_t push;
    uint32_t file_count;
    struct file *files;
    buffer contents;
    struct batch *next; // in a queue
};

struct void_file {
    uint32_t file;
    ignore_reason reason;
};

struct queue {
    struct batch *first, **end;
    uint32_t count;
};

struct walker {
    stage *stage;
    chunks *ignored;
    listing *listing;
    uint32_t *entries; // file number -> index in the listing
    uint32_t file_count;
    int root_fd;
    plan plan;
    uint32_t planned_next;  // the next batch of the plan to read
    uint64_t ignored_next;  // the next entry of the listing to look at for ignored paths
    struct batch **batches; // by number; NULL: settled, or never made
    uint32_t batch_count, batch_capacity, live_count;
    struct queue ready, ready_alone;
    uint64_t held_bytes;
    crew *crew;
    buffer voids; // struct void_file: heard, their rows not put yet
    uint64_t ignored_counts[REASON_COUNT];
    bool is_sealed, has_ended;
};

// ---- queues

static void
queue_init(struct queue *self)
{
    *self = (struct queue){.end = &self->first};
}

static void
queue_append(struct queue *self, struct batch *batch)
{
    batch->next = NULL;
    *self->end = batch;
    self->end = &batch->next;
    self->count++;
}

static void
queue_prepend(struct queue *self, struct batch *batch)
{
    batch->next = self->first;
    if (!self->first)
        self->end = &batch->next;
    self->first = batch;
    self->count++;
}

static struct batch *
queue_pop(struct queue *self)
{
    struct batch *batch = self->first;
    self->first = batch->next;
    if (!self->first)
        self->end = &self->first;
    self->count--;
    return batch;
}

static void
queue_remove(struct queue *self, struct batch *batch)
{
    struct batch **link = &self->first;
    while (*link && *link != batch)
        link = &(*link)->next;
    if (!*link)
        return;
    *link = batch->next;
    if (self->end == &batch->next)
        self->end = link;
    self->count--;
}

// ---- batches

// Returns a new, empty batch with the next number.
static struct batch *
batch_new(struct walker *self, uint32_t files_max)
{
    if (self->batch_count == self->batch_capacity) {
        self->batch_capacity = self->batch_capacity ? self->batch_capacity * 2 : 256;
        self->batches = realloc(self->batches, self->batch_capacity * sizeof *self->batches);
        assert(self->batches);
    }
    struct batch *batch = calloc(1, sizeof *batch);
    assert(batch);
    batch->files = calloc(files_max, sizeof *batch->files);
    assert(batch->files);
    batch->number = self->batch_count;
    self->batches[self->batch_count++] = batch;
    self->live_count++;
    return batch;
}

static void
batch_forget(struct walker *self, struct batch *batch)
{
    assert(self->held_bytes >= batch->contents.size);
    self->held_bytes -= batch->contents.size;
    self->batches[batch->number] = NULL;
    self->live_count--;
    buffer_fini(&batch->contents);
    free(batch->files);
    free(batch);
}

static const listing_entry *
entry_of(const struct walker *self, uint32_t file)
{
    assert(file < self->file_count);
    return listing_at(self->listing, self->entries[file]);
}

static span
path_of(const struct walker *self, uint32_t file)
{
    return listing_path(self->listing, entry_of(self, file));
}

// ---- ignored paths

static status
put_ignored(struct walker *self, span path, ignore_reason reason)
{
    buffer value = {0};
    self->ignored_counts[reason]++;
    ignored_row_pack(&value, reason);
    status result = chunks_put(self->ignored, FAMILY_IGNORED, path, buffer_span(&value));
    buffer_fini(&value);
    return result;
}

// Adds the next ignored paths of the listing.
static status
put_listed(struct walker *self)
{
    status result = STATUS_OK;
    uint64_t count = listing_count(self->listing);
    for (int i = 0; i < IGNORED_PER_TURN && self->ignored_next < count && result == STATUS_OK; i++) {
        const listing_entry *entry = listing_at(self->listing, self->ignored_next++);
        if (entry->language == LANGUAGE_NONE)
            result = put_ignored(self, listing_path(self->listing, entry), entry->reason);
    }
    return result;
}

// Tells the path of a void file, which only the walker knows, and adds its row.
static status
put_void(struct walker *self, struct void_file file)
{
    span path = path_of(self, file.file);
    Sluice__Quarantined body = SLUICE__QUARANTINED__INIT;
    body.file = file.file;
    body.path = (ProtobufCBinaryData){path.size, (uint8_t *)path.data};
    body.reason = file.reason;
    Sluice__Control message = STAGE_MESSAGE(QUARANTINED, quarantined, &body);
    status result = stage_say(self->stage, &message);
    return result == STATUS_OK ? put_ignored(self, path, file.reason) : result;
}

// Does so for the files that became void since the last turn.
static status
put_voids(struct walker *self)
{
    status result = STATUS_OK;
    while (self->voids.size && result == STATUS_OK) {
        self->voids.size -= sizeof(struct void_file);
        struct void_file next = *(const struct void_file *)(self->voids.data + self->voids.size);
        result = put_void(self, next);
    }
    return result;
}

// The file is not to be parsed after all.
static status
skip(struct walker *self, uint32_t file, ignore_reason reason)
{
    Sluice__Skip body = SLUICE__SKIP__INIT;
    body.file = file;
    Sluice__Control message = STAGE_MESSAGE(SKIP, skip, &body);
    status result = stage_say(self->stage, &message);
    return result == STATUS_OK ? put_ignored(self, path_of(self, file), reason) : result;
}

// ---- reading

static status
read_file(struct walker *self, struct batch *batch, uint32_t number)
{
    source_facts facts;
    size_t start = batch->contents.size;
    status result = source_read(self->root_fd, path_of(self, number),
                                stage_params(self->stage)->file_bytes_max, &batch->contents, &facts);
    if (result != STATUS_OK)
        return stage_fail(self->stage, "[WALK_ERROR] %.*s: the walker is out of descriptors or memory",
                          (int)path_of(self, number).size, path_of(self, number).data);
    if (facts.reason != SOURCE_IS_TEXT)
        return skip(self, number, (ignore_reason)facts.reason);
    batch->files[batch->file_count++] = (struct file){
        .number = number, .modified_ns = facts.modified_ns, .start = start, .end = batch->contents.size};
    return STATUS_OK;
}

// Reads the next batch of the plan; it is ready then, unless none of its files is to be parsed.
static status
read_batch(struct walker *self)
{
    const plan_batch *planned = &self->plan.batches[self->planned_next++];
    struct batch *batch = batch_new(self, planned->file_count);
    buffer_reserve(&batch->contents, planned->bytes + 1);
    status result = STATUS_OK;
    for (uint32_t i = 0; i < planned->file_count && result == STATUS_OK; i++)
        result = read_file(self, batch, self->plan.order[planned->first + i]);
    self->held_bytes += batch->contents.size;
    if (result != STATUS_OK || !batch->file_count) {
        batch_forget(self, batch);
        return result;
    }
    queue_append(&self->ready, batch);
    stage_progress(self->stage);
    fault_at("walker.read");
    return STATUS_OK;
}

static bool
may_read(const struct walker *self)
{
    if (self->planned_next == self->plan.batch_count || self->ready.count >= READY_MAX)
        return false;
    uint64_t bytes = self->plan.batches[self->planned_next].bytes;
    const params *params = stage_params(self->stage);
    return !self->held_bytes || self->held_bytes + bytes <= params_share(params, params->held_bytes_max);
}

// ---- sending

static status
announce(struct walker *self, const struct batch *batch)
{
    uint32_t *files = malloc(batch->file_count * sizeof *files);
    assert(files);
    for (uint32_t i = 0; i < batch->file_count; i++)
        files[i] = batch->files[i].number;
    Sluice__Announce body = SLUICE__ANNOUNCE__INIT;
    body.batch = batch->number;
    body.attempt = batch->attempt;
    body.parser = batch->parser;
    body.alone = batch->is_alone;
    body.n_files = batch->file_count;
    body.files = files;
    body.bytes = batch->contents.size;
    Sluice__Control message = STAGE_MESSAGE(ANNOUNCE, announce, &body);
    status result = stage_say(self->stage, &message);
    free(files);
    return result;
}

static status
push_task(struct walker *self, const struct batch *batch, stage_output *output)
{
    Sluice__SourceFile *files = calloc(batch->file_count, sizeof *files);
    Sluice__SourceFile **pointers = calloc(batch->file_count, sizeof *pointers);
    assert(files && pointers);
    for (uint32_t i = 0; i < batch->file_count; i++) {
        const struct file *file = &batch->files[i];
        span path = path_of(self, file->number);
        sluice__source_file__init(&files[i]);
        files[i].number = file->number;
        files[i].path = (ProtobufCBinaryData){path.size, (uint8_t *)path.data};
        files[i].language = entry_of(self, file->number)->language;
        files[i].modified_ns = file->modified_ns;
        files[i].contents =
            (ProtobufCBinaryData){file->end - file->start, (uint8_t *)batch->contents.data + file->start};
        pointers[i] = &files[i];
    }
    Sluice__Task task = SLUICE__TASK__INIT;
    task.batch = batch->number;
    task.attempt = batch->attempt;
    task.n_files = batch->file_count;
    task.files = pointers;
    status result = stage_push(self->stage, output, &task.base, "walker.push");
    free(files);
    free(pointers);
    return result;
}

static status
send_batch(struct walker *self, struct batch *batch, uint32_t parser)
{
    batch->attempt++;
    batch->parser = parser;
    batch->push = crew_push(self->crew, parser, batch->is_alone);
    batch->is_sent = true;
    log_debug("BATCH", "batch=%u attempt=%u parser=%u files=%u bytes=%zu alone=%d", batch->number,
              batch->attempt, parser, batch->file_count, batch->contents.size, batch->is_alone);
    status result = announce(self, batch);
    stage_progress(self->stage);
    return result == STATUS_OK ? push_task(self, batch, crew_output(self->crew, parser)) : result;
}

// Sends one ready batch, if there is one and somebody to take it; *has_sent says so.
static status
send_ready(struct walker *self, bool *has_sent)
{
    struct queue *const queues[] = {&self->ready_alone, &self->ready};
    for (int i = 0; i < 2; i++) {
        uint32_t parser = queues[i]->count ? crew_choose(self->crew, i == 0) : CREW_NOBODY;
        if (parser == CREW_NOBODY)
            continue;
        *has_sent = true;
        return send_batch(self, queue_pop(queues[i]), parser);
    }
    return STATUS_OK;
}

// ---- hearing

static struct batch *
find_batch(const struct walker *self, uint32_t number)
{
    return number < self->batch_count ? self->batches[number] : NULL;
}

static void
hear_settled(struct walker *self, uint32_t number)
{
    struct batch *batch = find_batch(self, number);
    if (!batch)
        return;
    if (!batch->is_sent) // it was to be issued again, but then what there was turned out to be enough
        queue_remove(batch->is_alone ? &self->ready_alone : &self->ready, batch);
    else if (batch->attempt == 1)
        crew_done(self->crew, batch->parser, batch->push);
    batch_forget(self, batch);
}

// Makes a batch of each file that is still to be parsed; they go to parsers that have nothing else in hand.
static void
split_batch(struct walker *self, struct batch *batch)
{
    for (uint32_t i = 0; i < batch->file_count; i++) {
        const struct file *file = &batch->files[i];
        if (file->is_void)
            continue;
        struct batch *single = batch_new(self, 1);
        single->is_alone = true;
        single->file_count = 1;
        single->files[0] = (struct file){
            .number = file->number, .modified_ns = file->modified_ns, .end = file->end - file->start};
        buffer_put(&single->contents, batch->contents.data + file->start, file->end - file->start);
        self->held_bytes += single->contents.size;
        queue_append(&self->ready_alone, single);
    }
    batch_forget(self, batch);
}

static void
hear_reissue(struct walker *self, const Sluice__Reissue *message)
{
    struct batch *batch = find_batch(self, message->batch);
    if (!batch || !batch->is_sent)
        return;
    log_debug("REISSUE", "batch=%u attempt=%u parser=%u split=%d", batch->number, batch->attempt,
              batch->parser, message->split);
    crew_reissue(self->crew, batch->parser, batch->push);
    batch->is_sent = false;
    if (message->split)
        split_batch(self, batch);
    else
        queue_prepend(batch->is_alone ? &self->ready_alone : &self->ready, batch);
}

// Marks a file of a batch that may be split later. Voids are few, so looking at all batches is cheap.
static void
mark_void(struct walker *self, uint32_t number)
{
    for (uint32_t i = 0; i < self->batch_count; i++) {
        struct batch *batch = self->batches[i];
        for (uint32_t j = 0; batch && j < batch->file_count; j++)
            batch->files[j].is_void |= batch->files[j].number == number;
    }
}

static status
hear_void(struct walker *self, const Sluice__Void *message)
{
    if (message->file >= self->file_count || message->reason >= REASON_COUNT)
        return STATUS_UNKNOWN;
    mark_void(self, message->file);
    struct void_file found = {message->file, (ignore_reason)message->reason};
    buffer_put(&self->voids, &found, sizeof found);
    return STATUS_OK;
}

static void
hear_parser_gone(struct walker *self, uint32_t parser)
{
    stage_output *output = crew_leave(self->crew, parser);
    if (output)
        stage_output_close(self->stage, &output);
}

static status
walker_hear(void *state, const Sluice__Control *message)
{
    struct walker *self = state;
    switch (message->body_case) {
    case SLUICE__CONTROL__BODY_SETTLED:
        hear_settled(self, message->settled->batch);
        return STATUS_OK;
    case SLUICE__CONTROL__BODY_REISSUE:
        hear_reissue(self, message->reissue);
        return STATUS_OK;
    case SLUICE__CONTROL__BODY_VOID_FILE:
        return hear_void(self, message->void_file);
    case SLUICE__CONTROL__BODY_SEAL:
        self->is_sealed = true;
        malloc_trim(0); // the linker needs it now
        return STATUS_OK;
    case SLUICE__CONTROL__BODY_PARSER_GONE:
        hear_parser_gone(self, message->parser_gone->parser);
        return STATUS_OK;
    default:
        return chunks_hear(self->ignored, message);
    }
}

// ---- credits

static status
walker_take(void *state, uint32_t producer, span payload)
{
    struct walker *self = state;
    Sluice__Credit *credit = sluice__credit__unpack(NULL, payload.size, (const uint8_t *)payload.data);
    if (!credit)
        return STATUS_OK; // its sender is of this run and build, so this does not happen; no credit is the
                          // safe answer
    status result = STATUS_OK;
    bool is_old = credit->again && crew_has(self->crew, credit->parser);
    if (!is_old && crew_credit(self->crew, credit->parser, credit->count) == CREW_NEW) {
        stage_output *output = NULL;
        result = stage_output_open(self->stage, credit->endpoint, &output);
        if (result == STATUS_OK)
            crew_set_output(self->crew, credit->parser, output);
    }
    sluice__credit__free_unpacked(credit, NULL);
    return result;
}

// ---- turns

// All files are settled or void, so no more paths can turn out to be ignored.
static status
end_ignored(struct walker *self)
{
    self->has_ended = true;
    return chunks_end(self->ignored, self->ignored_counts, REASON_COUNT);
}

static status
walker_turn(void *state, bool *is_busy)
{
    struct walker *self = state;
    bool has_sent = false;
    status result = put_voids(self);
    if (result == STATUS_OK)
        result = send_ready(self, &has_sent);
    if (result != STATUS_OK || has_sent) {
        *is_busy = true;
        return result;
    }
    if (may_read(self)) {
        *is_busy = true;
        return read_batch(self);
    }
    if (self->ignored_next < listing_count(self->listing)) {
        *is_busy = true;
        return put_listed(self);
    }
    return self->is_sealed && !self->has_ended ? end_ignored(self) : STATUS_OK;
}

// ---- opening

static bool
on_progress(void *context, uint64_t paths)
{
    struct walker *self = context;
    stage_pulse(self->stage);
    return !stage_is_over(self->stage);
}

static status
list_tree(struct walker *self)
{
    const char *source = stage_params(self->stage)->source;
    char database[PATH_MAX];
    runfile_database(stage_params(self->stage)->db, source, database, sizeof database);
    listing_options options = {.database = database,
                               .file_bytes_max = stage_params(self->stage)->file_bytes_max,
                               .progress = on_progress,
                               .context = self};
    status result = listing_make(source, &options, &self->listing);
    if (result == STATUS_INTERRUPTED)
        return result;
    if (result != STATUS_OK)
        return stage_fail(self->stage, "[WALK_ERROR] %s: %s", source, status_text(result));
    self->root_fd = open(source, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (self->root_fd < 0)
        return stage_fail(self->stage, "[WALK_ERROR] %s: it cannot be opened again", source);
    return STATUS_OK;
}

// Tells the coordinator and people what there is.
// The commit that is checked out where the tree lies; stays empty outside of a repository.
static void
find_commit(const char *source, char commit[REPOSITORY_COMMIT_BYTES])
{
    char root[PATH_MAX], exclude_path[REPOSITORY_PATH_MAX];
    size_t top_bytes;
    if (!realpath(source, root) || !repository_find(root, &top_bytes, exclude_path))
        return;
    root[top_bytes] = '\0';
    if (!repository_commit(root, commit))
        commit[0] = '\0';
}

static status
say_listed(struct walker *self, uint64_t bytes)
{
    const char *source = stage_params(self->stage)->source;
    uint64_t paths = listing_count(self->listing);
    log_info("LISTED", "files=%u bytes=%" PRIu64 " ignored=%" PRIu64 " batches=%u", self->file_count, bytes,
             paths - self->file_count, self->plan.batch_count);
    if (!self->file_count)
        log_warn("NOTHING-TO-PARSE",
                 "root=\"%s\" paths=%" PRIu64
                 " remedy=\"check the folder, and the rules that leave files out\"",
                 source, paths);
    Sluice__Listed body = SLUICE__LISTED__INIT;
    body.files = self->file_count;
    body.bytes = bytes;
    char commit[REPOSITORY_COMMIT_BYTES] = "";
    find_commit(source, commit);
    body.commit = commit;
    Sluice__Control message = STAGE_MESSAGE(LISTED, listed, &body);
    return stage_say(self->stage, &message);
}

// Numbers what is to be parsed, and plans it.
static status
plan_tree(struct walker *self)
{
    uint64_t entry_count = listing_count(self->listing), bytes = 0;
    uint64_t *sizes = malloc((entry_count + 1) * sizeof *sizes);
    self->entries = malloc((entry_count + 1) * sizeof *self->entries);
    assert(sizes && self->entries);
    for (uint64_t i = 0; i < entry_count; i++) {
        const listing_entry *entry = listing_at(self->listing, i);
        if (entry->language == LANGUAGE_NONE)
            continue;
        bytes += entry->size_bytes;
        sizes[self->file_count] = entry->size_bytes;
        self->entries[self->file_count++] = (uint32_t)i;
    }
    plan_init(&self->plan, sizes, self->file_count, stage_parsers(self->stage),
              stage_params(self->stage)->batch_bytes);
    free(sizes);
    return say_listed(self, bytes);
}

static status
walker_open(stage *host, void **state)
{
    struct walker *self = calloc(1, sizeof *self);
    assert(self);
    *state = self;
    self->stage = host;
    self->root_fd = -1;
    self->crew = crew_new();
    self->ignored = chunks_new(host, STREAM_IGNORED, "walker.push");
    queue_init(&self->ready);
    queue_init(&self->ready_alone);
    status result = list_tree(self);
    return result == STATUS_OK ? plan_tree(self) : result;
}

static void
walker_close(void **state_p)
{
    struct walker *self = *state_p;
    for (uint32_t i = 0; i < self->batch_count; i++) {
        if (self->batches[i])
            batch_forget(self, self->batches[i]);
    }
    free(self->batches);
    buffer_fini(&self->voids);
    free(self->entries);
    plan_fini(&self->plan);
    crew_destroy(&self->crew);
    chunks_destroy(&self->ignored);
    listing_destroy(&self->listing);
    repository_close_library();
    if (self->root_fd >= 0)
        close(self->root_fd);
    free(self);
    *state_p = NULL;
}

const stage_kind walker_stage = {
    .name = "walker",
    .role = SLUICE__ROLE__ROLE_WALKER,
    .open = walker_open,
    .take = walker_take,
    .hear = walker_hear,
    .turn = walker_turn,
    .close = walker_close,
};
