#include "stages/parser/parser.h"

#include <assert.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"
#include "broker/ledger.h"
#include "stages/parser/extract.h"
#include "stages/parser/pool.h"

enum { PARSER_CREDITS = 2, DESTINATIONS = PRODUCT_COUNT, CREDIT_AGAIN_MS = 1000, CREDIT_TRIES_MAX = 5, START_ANSWER_MS = 1 };

// Product i goes to destination i.
static const destination destinations[DESTINATIONS] = {
    [PRODUCT_CODE_GRAPH] = DESTINATION_CODE_GRAPH,
    [PRODUCT_TESTS] = DESTINATION_TEST_ENTITIES,
    [PRODUCT_COVERAGE] = DESTINATION_WORD_COVERAGE,
    [PRODUCT_FACTS] = DESTINATION_LINKER,
};

struct parser {
    stage *stage;
    extractor *extractor;
    product *products; // one for each file of the batch, kept from batch to batch
    uint32_t product_capacity;
    bool *gave_up;
    stage_output *walker, *outputs[DESTINATIONS];
    bool has_task;         // since it joined
    uint32_t credit_tries; // how often it said its first credit
    uint64_t credit_ms;    // when it last said so
};

static void
pulse(void *context)
{
    stage_pulse(context);
}

static status
give_credits(struct parser *self, uint32_t count)
{
    char endpoint[64];
    parser_input_name(endpoint, sizeof endpoint);
    Sluice__Credit credit = SLUICE__CREDIT__INIT;
    credit.parser = stage_member(self->stage);
    credit.count = count;
    credit.endpoint = endpoint;
    credit.again = self->credit_tries > 0 && !self->has_task;
    self->credit_tries += !self->has_task;
    self->credit_ms = stage_now_ms(self->stage);
    return stage_push(self->stage, self->walker, &credit.base, "parser.credit");
}

static status
open_outputs(struct parser *self)
{
    status result = stage_output_open(self->stage, "walker", &self->walker);
    for (int i = 0; i < DESTINATIONS && result == STATUS_OK; i++) {
        char name[64];
        if (destinations[i] == DESTINATION_LINKER)
            snprintf(name, sizeof name, "linker");
        else
            snprintf(name, sizeof name, "sink-%s", relation_infos[destinations[i]].name);
        result = stage_output_open(self->stage, name, &self->outputs[i]);
    }
    return result;
}

static status
parser_open(stage *stage, void **state)
{
    struct parser *self = calloc(1, sizeof *self);
    assert(self);
    self->stage = stage;
    *state = self;
    status result = open_outputs(self);
    return result == STATUS_OK ? give_credits(self, PARSER_CREDITS) : result;
}

// Frees what is kept from batch to batch.
static void
give_back(struct parser *self)
{
    extractor_destroy(&self->extractor);
    for (uint32_t i = 0; i < self->product_capacity; i++)
        product_fini(&self->products[i]);
    free(self->products);
    free(self->gave_up);
    self->products = NULL;
    self->gave_up = NULL;
    self->product_capacity = 0;
}

static void
parser_close(void **state_p)
{
    struct parser *self = *state_p;
    give_back(self);
    free(self);
    *state_p = NULL;
}

static void
make_room(struct parser *self, uint32_t count)
{
    if (count <= self->product_capacity)
        return;
    self->products = realloc(self->products, count * sizeof *self->products);
    self->gave_up = realloc(self->gave_up, count * sizeof *self->gave_up);
    assert(self->products && self->gave_up);
    memset(self->products + self->product_capacity, 0, (count - self->product_capacity) * sizeof *self->products);
    self->product_capacity = count;
}

// Extracts one file into its product; a file over its limit of effort is given up.
static void
extract_file(struct parser *self, const Sluice__SourceFile *file, uint32_t i)
{
    span path = {(const char *)file->path.data, file->path.len};
    fault_at_subject("parser.parse", path);
    source_file source = {
        .number = file->number,
        .path = path,
        .language = (language_id)file->language,
        .modified_ns = file->modified_ns,
        .contents = {(const char *)file->contents.data, file->contents.len},
    };
    product_clear(&self->products[i]);
    if (!self->extractor) // it is given back when all files are in; a batch that was sent twice may still come
        self->extractor = extractor_new(pulse, self->stage);
    status result = extractor_run(self->extractor, &source, &self->products[i]);
    self->gave_up[i] = result != STATUS_OK;
    if (result != STATUS_OK)
        log_text("[EXTRACT_FAIL] %.*s: over its limit of effort (%zu bytes)", (int)path.size, path.data,
                 source.contents.size);
    else if (self->products[i].error_count)
        log_debug("PARSE-ERROR", "path=\"%.*s\" ranges=%u", (int)path.size, path.data, self->products[i].error_count);
    stage_progress(self->stage);
    stage_pulse(self->stage);
}

static unsigned
family_count(int product)
{
    return destinations[product] == DESTINATION_LINKER ? 1 : relation_infos[destinations[product]].family_count;
}

// Fills a section's or an entry's tallies: pointers into `tallies`, which has room for 4.
static void
set_tallies(const product *product, int i, Sluice__Tally *tallies, Sluice__Tally **pointers)
{
    for (unsigned f = 0; f < family_count(i); f++) {
        sluice__tally__init(&tallies[f]);
        tallies[f].rows = product->families[i][f].rows;
        tallies[f].digest = product->families[i][f].digest;
        pointers[f] = &tallies[f];
    }
}

// What one destination gets of one file, with its tallies.
struct section {
    Sluice__Section message;
    Sluice__Tally tallies[4], *tally_pointers[4];
};

static status
push_product(struct parser *self, const Sluice__Task *task, int i)
{
    size_t count = 0;
    struct section *sections = calloc(task->n_files, sizeof *sections);
    Sluice__Section **pointers = calloc(task->n_files, sizeof *pointers);
    assert(sections && pointers);
    for (size_t f = 0; f < task->n_files; f++) {
        if (self->gave_up[f])
            continue;
        struct section *section = &sections[count];
        product *product = &self->products[f];
        sluice__section__init(&section->message);
        section->message.unit = task->files[f]->number;
        section->message.n_families = family_count(i);
        section->message.families = section->tally_pointers;
        set_tallies(product, i, section->tallies, section->tally_pointers);
        section->message.rows.data = (uint8_t *)product->rows[i].data;
        section->message.rows.len = product->rows[i].size;
        pointers[count++] = &section->message;
    }
    Sluice__Delivery delivery = SLUICE__DELIVERY__INIT;
    delivery.stream = STREAM_FILES;
    delivery.batch = task->batch;
    delivery.n_sections = count;
    delivery.sections = pointers;
    status result = count ? stage_push(self->stage, self->outputs[i], &delivery.base, "parser.push") : STATUS_OK;
    free(sections);
    free(pointers);
    fault_at("parser.sent");
    return result;
}

// What was sent of one file, as `done` tells it.
struct done_file {
    Sluice__DoneFile message;
    Sluice__Entry entries[DESTINATIONS], *entry_pointers[DESTINATIONS];
    Sluice__Tally tallies[DESTINATIONS][4], *tally_pointers[DESTINATIONS][4];
};

static status
say_done(struct parser *self, const Sluice__Task *task)
{
    struct done_file *files = calloc(task->n_files, sizeof *files);
    Sluice__DoneFile **pointers = calloc(task->n_files, sizeof *pointers);
    assert(files && pointers);
    for (size_t f = 0; f < task->n_files; f++) {
        struct done_file *file = &files[f];
        sluice__done_file__init(&file->message);
        file->message.file = task->files[f]->number;
        file->message.gave_up = self->gave_up[f];
        file->message.errors = self->gave_up[f] ? 0 : self->products[f].error_count;
        file->message.entries = file->entry_pointers;
        file->message.n_entries = DESTINATIONS;
        for (int i = 0; i < DESTINATIONS; i++) {
            sluice__entry__init(&file->entries[i]);
            file->entries[i].destination = destinations[i];
            if (!self->gave_up[f]) {
                set_tallies(&self->products[f], i, file->tallies[i], file->tally_pointers[i]);
                file->entries[i].n_families = family_count(i);
                file->entries[i].families = file->tally_pointers[i];
            }
            file->entry_pointers[i] = &file->entries[i];
        }
        pointers[f] = &file->message;
    }
    Sluice__Done done = SLUICE__DONE__INIT;
    done.batch = task->batch;
    done.attempt = task->attempt;
    done.n_files = task->n_files;
    done.files = pointers;
    Sluice__Control message = STAGE_MESSAGE(DONE, done, &done);
    status result = stage_say(self->stage, &message);
    free(files);
    free(pointers);
    return result;
}

static status
parse_batch(struct parser *self, const Sluice__Task *task)
{
    self->has_task = true;
    fault_at("parser.taken");
    Sluice__Start start = SLUICE__START__INIT;
    start.batch = task->batch;
    start.attempt = task->attempt;
    Sluice__Control message = STAGE_MESSAGE(START, start, &start);
    status result = stage_say(self->stage, &message);
    if (result != STATUS_OK)
        return result;
    stage_await_answer(self->stage, START_ANSWER_MS); // should this batch be my death, it is known which it was

    make_room(self, (uint32_t)task->n_files);
    for (size_t f = 0; f < task->n_files && !stage_is_over(self->stage); f++)
        extract_file(self, task->files[f], (uint32_t)f);
    if (stage_is_over(self->stage))
        return STATUS_CLOSED;
    for (int i = 0; i < DESTINATIONS && result == STATUS_OK; i++)
        result = push_product(self, task, i);
    fault_at("parser.done");
    if (result == STATUS_OK)
        result = say_done(self, task);
    for (size_t f = 0; f < task->n_files; f++)
        product_clear(&self->products[f]);
    return result == STATUS_OK ? give_credits(self, 1) : result;
}

static status
parser_take(void *state, uint32_t producer, span payload)
{
    (void)producer;
    struct parser *self = state;
    Sluice__Task *task = sluice__task__unpack(NULL, payload.size, (const uint8_t *)payload.data);
    if (!task)
        return stage_fail(self->stage, "[PARSE_ERROR] a task is no task (%zu bytes)", payload.size);
    status result = parse_batch(self, task);
    sluice__task__free_unpacked(task, NULL);
    return result;
}

// A parser of which the walker never heard would be idle for ever. It does not try for ever, because each message
// looks as if the run went on.
static status
parser_turn(void *state, bool *is_busy)
{
    (void)is_busy;
    struct parser *self = state;
    if (self->has_task || self->credit_tries == CREDIT_TRIES_MAX ||
        stage_now_ms(self->stage) < self->credit_ms + CREDIT_AGAIN_MS)
        return STATUS_OK;
    return give_credits(self, PARSER_CREDITS);
}

static status
parser_hear(void *state, const Sluice__Control *message)
{
    if (message->body_case != SLUICE__CONTROL__BODY_SEAL)
        return STATUS_OK;
    give_back(state); // the linker needs it now
    pool_release();
    malloc_trim(0);
    return STATUS_OK;
}

void
parser_input_name(char *name, size_t size)
{
    snprintf(name, size, "parser-%d", (int)getpid());
}

const stage_kind parser_stage = {
    .name = "parser",
    .role = SLUICE__ROLE__ROLE_PARSER,
    .open = parser_open,
    .take = parser_take,
    .hear = parser_hear,
    .turn = parser_turn,
    .close = parser_close,
};
