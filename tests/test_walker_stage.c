// The walker against a stage.h of the test's own: what it says and pushes is written down as text, in order.
#include "tests/support.h"

#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>

#include "base/fault.h"
#include "base/log.h"
#include "broker/ledger.h"
#include "schema/rows.h"
#include "stages/walker/walker.h"

struct stage_output {
    char name[64];
};

struct stage {
    params params;
    buffer said; // a line for each message
    uint32_t parsers;
    void *walker;
    char *folder;
    struct stage_output outputs[8];
    int output_count;
};

// ---- what the walker calls

const params *
stage_params(const stage *self)
{
    return &self->params;
}

uint32_t
stage_parsers(const stage *self)
{
    return self->parsers;
}

status
stage_say(stage *self, Sluice__Control *message)
{
    switch (message->body_case) {
    case SLUICE__CONTROL__BODY_LISTED:
        buffer_printf(&self->said, "listed %u files %u bytes\n", message->listed->files,
                      (unsigned)message->listed->bytes);
        break;
    case SLUICE__CONTROL__BODY_ANNOUNCE:
        buffer_printf(&self->said, "announce %u.%u to %u%s:", message->announce->batch,
                      message->announce->attempt, message->announce->parser,
                      message->announce->alone ? " alone" : "");
        for (size_t i = 0; i < message->announce->n_files; i++)
            buffer_printf(&self->said, " %u", message->announce->files[i]);
        buffer_printf(&self->said, ", %u bytes\n", (unsigned)message->announce->bytes);
        break;
    case SLUICE__CONTROL__BODY_SKIP:
        buffer_printf(&self->said, "skip %u\n", message->skip->file);
        break;
    case SLUICE__CONTROL__BODY_MADE:
        assert_int_equal(message->made->stream, STREAM_IGNORED);
        assert_int_equal(message->made->entry->destination, DESTINATION_IGNORED_FILES);
        buffer_printf(&self->said, "made %u: %u rows\n", message->made->unit,
                      (unsigned)message->made->entry->families[0]->rows);
        break;
    case SLUICE__CONTROL__BODY_ENDED:
        assert_int_equal(message->ended->stream, STREAM_IGNORED);
        buffer_printf(&self->said, "ended %u", message->ended->units);
        assert_int_equal(message->ended->n_counts, REASON_COUNT);
        for (int i = 0; i < REASON_COUNT; i++) {
            if (message->ended->counts[i])
                buffer_printf(&self->said, ", %u %s", (unsigned)message->ended->counts[i],
                              ignore_reason_texts[i]);
        }
        buffer_printf(&self->said, "\n");
        break;
    case SLUICE__CONTROL__BODY_QUARANTINED:
        buffer_printf(&self->said, "quarantined %u %.*s %s\n", message->quarantined->file,
                      (int)message->quarantined->path.len, (char *)message->quarantined->path.data,
                      ignore_reason_texts[message->quarantined->reason]);
        break;
    default:
        fail_msg("the walker says a message of kind %d", message->body_case);
    }
    return STATUS_OK;
}

status
stage_fail(stage *self, const char *format, ...)
{
    buffer_printf(&self->said, "fail %s\n", format);
    return STATUS_FAILED;
}

status
stage_output_open(stage *self, const char *name, stage_output **out)
{
    assert_true(self->output_count < 8);
    *out = &self->outputs[self->output_count++];
    snprintf((*out)->name, sizeof(*out)->name, "%s", name);
    return STATUS_OK;
}

void
stage_output_close(stage *self, stage_output **output_p)
{
    buffer_printf(&self->said, "close %s\n", (*output_p)->name);
    *output_p = NULL;
}

status
stage_push(stage *self, stage_output *output, const ProtobufCMessage *message, const char *fault)
{
    assert_string_equal(fault, "walker.push");
    buffer_printf(&self->said, "%s <-", output->name);
    if (message->descriptor == &sluice__task__descriptor) {
        const Sluice__Task *task = (const Sluice__Task *)message;
        for (size_t i = 0; i < task->n_files; i++)
            buffer_printf(&self->said, " %u %.*s %s \"%.*s\"", task->files[i]->number,
                          (int)task->files[i]->path.len, (char *)task->files[i]->path.data,
                          language_names[task->files[i]->language], (int)task->files[i]->contents.len,
                          (char *)task->files[i]->contents.data);
    } else {
        const Sluice__Delivery *delivery = (const Sluice__Delivery *)message;
        reader cursor =
            reader_of((span){(char *)delivery->sections[0]->rows.data, delivery->sections[0]->rows.len});
        row next;
        ignore_reason reason;
        while (rows_next(&cursor, &next)) {
            assert_int_equal(next.family, FAMILY_IGNORED);
            assert_int_equal(ignored_row_unpack(next.value, &reason), STATUS_OK);
            buffer_printf(&self->said, " %.*s %s", (int)next.key.size, next.key.data,
                          ignore_reason_texts[reason]);
        }
    }
    buffer_printf(&self->said, "\n");
    return STATUS_OK;
}

void
stage_pulse(stage *self)
{
}

void
stage_progress(stage *self)
{
}

bool
stage_is_over(const stage *self)
{
    return false;
}

status
stage_wait(stage *self)
{
    fail_msg("nothing here is so large that the walker has to wait");
    return STATUS_CLOSED;
}

// ---- what a test does

static int
make_stage(void **state)
{
    struct stage *self = calloc(1, sizeof *self);
    self->folder = support_folder();
    int argc = 1;
    char *argv[] = {(char *)"test", NULL};
    assert_int_equal(params_read(&self->params, PARAM_FOR_STAGES, &argc, argv), STATUS_OK);
    self->params.source = self->folder;
    self->params.quiet = true;
    self->parsers = 1;
    *state = self;
    return 0;
}

static int
remove_stage(void **state)
{
    struct stage *self = *state;
    if (self->walker)
        walker_stage.close(&self->walker);
    buffer_fini(&self->said);
    support_remove(self->folder);
    free(self);
    return 0;
}

static void
put(struct stage *self, const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", self->folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void
start(struct stage *self)
{
    assert_int_equal(walker_stage.open(self, &self->walker), STATUS_OK);
}

// Lets the walker work until it has nothing to do.
static void
work(struct stage *self)
{
    bool is_busy = true;
    while (is_busy) {
        is_busy = false;
        assert_int_equal(walker_stage.turn(self->walker, &is_busy), STATUS_OK);
    }
}

// Compares what was said and pushed since the last call.
static void
assert_said(struct stage *self, const char *expected)
{
    work(self);
    buffer_put_byte(&self->said, 0);
    assert_string_equal(self->said.data, expected);
    buffer_clear(&self->said);
}

static void
credit(struct stage *self, uint32_t parser, uint32_t count)
{
    char name[32];
    snprintf(name, sizeof name, "parser-%u", parser);
    Sluice__Credit body = SLUICE__CREDIT__INIT;
    body.parser = parser;
    body.count = count;
    body.endpoint = name;
    uint8_t bytes[128];
    size_t size = sluice__credit__pack(&body, bytes);
    assert_int_equal(walker_stage.take(self->walker, parser, (span){(char *)bytes, size}), STATUS_OK);
}

#define HEAR(self, CASE, member, body)                                                                       \
    do {                                                                                                     \
        Sluice__Control message = STAGE_MESSAGE(CASE, member, body);                                         \
        assert_int_equal(walker_stage.hear((self)->walker, &message), STATUS_OK);                            \
    } while (0)

static void
hear_settled(struct stage *self, uint32_t batch)
{
    Sluice__Settled body = SLUICE__SETTLED__INIT;
    body.batch = batch;
    HEAR(self, SETTLED, settled, &body);
}

static void
hear_reissue(struct stage *self, uint32_t batch, bool split)
{
    Sluice__Reissue body = SLUICE__REISSUE__INIT;
    body.batch = batch;
    body.split = split;
    HEAR(self, REISSUE, reissue, &body);
}

static void
hear_void(struct stage *self, uint32_t file, ignore_reason reason)
{
    Sluice__Void body = SLUICE__VOID__INIT;
    body.file = file;
    body.reason = reason;
    HEAR(self, VOID_FILE, void_file, &body);
}

static void
hear_seal(struct stage *self)
{
    Sluice__Seal body = SLUICE__SEAL__INIT;
    HEAR(self, SEAL, seal, &body);
}

static void
hear_gone(struct stage *self, uint32_t parser)
{
    Sluice__ParserGone body = SLUICE__PARSER_GONE__INIT;
    body.parser = parser;
    HEAR(self, PARSER_GONE, parser_gone, &body);
}

// ---- tests

static void
a_tree_goes_out_in_batches_and_ends_when_it_is_sealed(void **state)
{
    struct stage *self = *state;
    put(self, "a.c", "A");
    put(self, "b.txt", "");
    put(self, "c.py", "CC");
    start(self);
    assert_said(self, "listed 2 files 3 bytes\n");
    credit(self, 4, 2);
    assert_said(self, "announce 0.1 to 4: 0, 1 bytes\n"
                      "parser-4 <- 0 a.c c \"A\"\n"
                      "announce 1.1 to 4: 1, 2 bytes\n"
                      "parser-4 <- 1 c.py python \"CC\"\n");
    hear_settled(self, 1);
    assert_said(self, "");
    hear_settled(self, 0);
    assert_said(self, "");
    hear_seal(self);
    assert_said(self, "made 0: 1 rows\n"
                      "sink-IgnoredFiles <- b.txt no_parser\n"
                      "ended 1, 1 no_parser\n");
}

static void
a_tree_with_nothing_to_parse_ends_with_nothing(void **state)
{
    struct stage *self = *state;
    start(self);
    hear_seal(self);
    assert_said(self, "listed 0 files 0 bytes\n"
                      "ended 0\n");
}

static void
the_folder_of_the_database_is_one_row(void **state)
{
    struct stage *self = *state;
    char path[512];
    snprintf(path, sizeof path, "%s/.sluice", self->folder);
    assert_int_equal(mkdir(path, 0777), 0);
    put(self, ".sluice/x.c", "");
    start(self);
    hear_seal(self);
    assert_said(self, "listed 0 files 0 bytes\n"
                      "made 0: 1 rows\n"
                      "sink-IgnoredFiles <- .sluice/ own_database\n"
                      "ended 1, 1 own_database\n");
}

static void
a_file_that_cannot_be_read_after_all_is_skipped_and_becomes_a_row(void **state)
{
    struct stage *self = *state;
    char path[512];
    snprintf(path, sizeof path, "%s/a.c", self->folder);
    put(self, "a.c", "A");
    put(self, "b.c", "B");
    put(self, "c.c",
        "\x7F"
        "ELF");
    start(self);
    unlink(path);
    credit(self, 1, 9);
    assert_said(self, "listed 3 files 6 bytes\n"
                      "skip 0\n"
                      "announce 1.1 to 1: 1, 1 bytes\n"
                      "parser-1 <- 1 b.c c \"B\"\n"
                      "skip 2\n");
    hear_settled(self, 1);
    hear_seal(self);
    assert_said(self, "made 0: 2 rows\n"
                      "sink-IgnoredFiles <- a.c vanished c.c binary\n"
                      "ended 1, 1 binary, 1 vanished\n");
}

// Starts with three files in three batches, the first two of which parser 1 has.
static void
start_with_three(struct stage *self)
{
    put(self, "a.c", "A");
    put(self, "b.c", "B");
    put(self, "c.c", "C");
    start(self);
    credit(self, 1, 2);
    assert_said(self, "listed 3 files 3 bytes\n"
                      "announce 0.1 to 1: 0, 1 bytes\n"
                      "parser-1 <- 0 a.c c \"A\"\n"
                      "announce 1.1 to 1: 1, 1 bytes\n"
                      "parser-1 <- 1 b.c c \"B\"\n");
}

static void
a_batch_is_sent_again_from_memory_before_new_ones(void **state)
{
    struct stage *self = *state;
    start_with_three(self);
    put(self, "a.c", "changed");
    hear_gone(self, 1);
    hear_reissue(self, 0, false);
    hear_reissue(self, 0, false);
    credit(self, 2, 2);
    assert_said(self, "close parser-1\n"
                      "announce 0.2 to 2: 0, 1 bytes\n"
                      "parser-2 <- 0 a.c c \"A\"\n"
                      "announce 2.1 to 2: 2, 1 bytes\n"
                      "parser-2 <- 2 c.c c \"C\"\n");
    credit(self, 1, 1); // the last word of the dead
    hear_reissue(self, 1, false);
    assert_said(self, "");
    credit(self, 2, 1);
    assert_said(self, "announce 1.2 to 2: 1, 1 bytes\n"
                      "parser-2 <- 1 b.c c \"B\"\n");
}

static void
a_batch_that_settles_while_it_waits_to_be_sent_again_is_forgotten(void **state)
{
    struct stage *self = *state;
    start_with_three(self);
    hear_gone(self, 1);
    hear_reissue(self, 1, false);
    hear_reissue(self, 0, false);
    hear_settled(self, 1);
    hear_settled(self, 1);
    credit(self, 2, 1);
    assert_said(self, "close parser-1\n"
                      "announce 0.2 to 2: 0, 1 bytes\n"
                      "parser-2 <- 0 a.c c \"A\"\n");
}

static void
the_files_of_a_split_batch_go_singly_to_parsers_with_empty_hands(void **state)
{
    struct stage *self = *state;
    char name[16];
    for (int i = 0; i < 12; i++) { // three files in a batch, for one parser
        snprintf(name, sizeof name, "%c.c", 'a' + i);
        put(self, name, "x");
    }
    start(self);
    credit(self, 1, 1);
    work(self);
    buffer_clear(&self->said);

    hear_void(self, 1, REASON_PARSER_TIMEOUT);
    hear_gone(self, 1);
    hear_reissue(self, 0, true);
    credit(self, 2, 2);
    credit(self, 3, 1);
    assert_said(self, "close parser-1\n"
                      "quarantined 1 b.c parser_timeout\n"
                      "announce 4.1 to 2 alone: 0, 1 bytes\n"
                      "parser-2 <- 0 a.c c \"x\"\n"
                      "announce 5.1 to 3 alone: 2, 1 bytes\n"
                      "parser-3 <- 2 c.c c \"x\"\n");
    hear_void(self, 0, REASON_PARSER_CRASH);
    hear_settled(self, 4);
    hear_settled(self, 5);
    assert_said(self, "quarantined 0 a.c parser_crash\n"
                      "announce 1.1 to 2: 3 4 5, 3 bytes\n"
                      "parser-2 <- 3 d.c c \"x\" 4 e.c c \"x\" 5 f.c c \"x\"\n"
                      "announce 2.1 to 3: 6 7 8, 3 bytes\n"
                      "parser-3 <- 6 g.c c \"x\" 7 h.c c \"x\" 8 i.c c \"x\"\n"
                      "announce 3.1 to 2: 9 10 11, 3 bytes\n"
                      "parser-2 <- 9 j.c c \"x\" 10 k.c c \"x\" 11 l.c c \"x\"\n");
    hear_settled(self, 1);
    hear_settled(self, 2);
    hear_settled(self, 3);
    hear_seal(self);
    assert_said(self, "made 0: 2 rows\n"
                      "sink-IgnoredFiles <- b.c parser_timeout a.c parser_crash\n"
                      "ended 1, 1 parser_crash, 1 parser_timeout\n");
}

static void
no_more_is_read_than_may_be_held(void **state)
{
    struct stage *self = *state;
    self->params.held_bytes_max = 2;
    put(self, "a.c", "A");
    put(self, "b.c", "BBB");
    put(self, "c.c", "C");
    put(self, "d.c", "D");
    self->params.batch_bytes = 2;
    start(self);
    credit(self, 1, 9);
    assert_said(self, "listed 4 files 6 bytes\n"
                      "announce 0.1 to 1: 1, 3 bytes\n" // alone above the limit
                      "parser-1 <- 1 b.c c \"BBB\"\n");
    hear_settled(self, 0);
    assert_said(self, "announce 1.1 to 1: 0, 1 bytes\n"
                      "parser-1 <- 0 a.c c \"A\"\n"
                      "announce 2.1 to 1: 2, 1 bytes\n"
                      "parser-1 <- 2 c.c c \"C\"\n");
    hear_settled(self, 2);
    assert_said(self, "announce 3.1 to 1: 3, 1 bytes\n"
                      "parser-1 <- 3 d.c c \"D\"\n");
}

static void
a_chunk_is_sent_again_until_it_is_settled(void **state)
{
    struct stage *self = *state;
    put(self, "a.txt", "");
    start(self);
    hear_seal(self);
    work(self);
    buffer_clear(&self->said);
    Sluice__ResendChunk again = SLUICE__RESEND_CHUNK__INIT;
    HEAR(self, RESEND_CHUNK, resend_chunk, &again);
    assert_said(self, "made 0: 1 rows\n"
                      "sink-IgnoredFiles <- a.txt no_parser\n");
    Sluice__ChunkSettled settled = SLUICE__CHUNK_SETTLED__INIT;
    HEAR(self, CHUNK_SETTLED, chunk_settled, &settled);
    HEAR(self, RESEND_CHUNK, resend_chunk, &again);
    assert_said(self, "");
}

static void
a_void_file_that_does_not_exist_is_refused(void **state)
{
    struct stage *self = *state;
    start(self);
    Sluice__Void body = SLUICE__VOID__INIT;
    body.file = 0;
    Sluice__Control message = STAGE_MESSAGE(VOID_FILE, void_file, &body);
    assert_int_equal(walker_stage.hear(self->walker, &message), STATUS_UNKNOWN);
}

static void
a_root_that_cannot_be_listed_fails_the_run(void **state)
{
    struct stage *self = *state;
    self->params.source = "/nowhere/at/all";
    assert_int_equal(walker_stage.open(self, &self->walker), STATUS_FAILED);
    buffer_put_byte(&self->said, 0);
    assert_string_equal(self->said.data, "fail [WALK_ERROR] %s: %s\n");
}

static void
a_credit_that_is_none_is_ignored(void **state)
{
    struct stage *self = *state;
    start(self);
    assert_int_equal(walker_stage.take(self->walker, 1, SPAN_LITERAL("\xFF\xFF")), STATUS_OK);
}

#define test_stage(name) cmocka_unit_test_setup_teardown(name, make_stage, remove_stage)

int
main(void)
{
    log_open("test", LOG_LEVEL_ERROR);
    const struct CMUnitTest tests[] = {
        test_stage(a_tree_goes_out_in_batches_and_ends_when_it_is_sealed),
        test_stage(a_tree_with_nothing_to_parse_ends_with_nothing),
        test_stage(the_folder_of_the_database_is_one_row),
        test_stage(a_file_that_cannot_be_read_after_all_is_skipped_and_becomes_a_row),
        test_stage(a_batch_is_sent_again_from_memory_before_new_ones),
        test_stage(a_batch_that_settles_while_it_waits_to_be_sent_again_is_forgotten),
        test_stage(the_files_of_a_split_batch_go_singly_to_parsers_with_empty_hands),
        test_stage(no_more_is_read_than_may_be_held),
        test_stage(a_chunk_is_sent_again_until_it_is_settled),
        test_stage(a_void_file_that_does_not_exist_is_refused),
        test_stage(a_root_that_cannot_be_listed_fails_the_run),
        test_stage(a_credit_that_is_none_is_ignored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
