// The rules of broker/ledger.h, one by one, and then a toy pipeline that loses, repeats and reorders at
// random.
#include "tests/support.h"

#include <time.h>

#include "broker/ledger.h"

enum {
    IDLE_MS = 2000,
    RESENDS_MAX = 3,
    DEATHS_MAX = 2,
    DEADLINE_MS = 10000,
    DEADLINE_MS_PER_MB = 5000,
    P1 = 1, // parsers
    P2 = 2,
};

static const ledger_limits default_limits = {IDLE_MS, RESENDS_MAX, DEATHS_MAX, DEADLINE_MS,
                                             DEADLINE_MS_PER_MB};

static const destination file_destinations[4] = {DESTINATION_CODE_GRAPH, DESTINATION_TEST_ENTITIES,
                                                 DESTINATION_WORD_COVERAGE, DESTINATION_LINKER};

static int
set_up(void **state)
{
    ledger *self = ledger_new(&default_limits);
    ledger_parser_joined(self, P1);
    ledger_parser_joined(self, P2);
    *state = self;
    return 0;
}

static int
tear_down(void **state)
{
    ledger *self = *state;
    ledger_destroy(&self);
    assert_null(self);
    ledger_destroy(&self);
    return 0;
}

// ---- what stages would say

// One row per family; digests that differ by unit, destination and family.
static ledger_entry
entry_of(uint32_t unit, destination to)
{
    ledger_entry entry = {.destination = to};
    for (unsigned i = 0; i < FAMILIES_PER_DESTINATION_MAX; i++)
        entry.families[i] = (tally){1, 1000 * (unit + 1) + 10 * (unsigned)to + i};
    return entry;
}

static ledger_entry
other_entry_of(uint32_t unit, destination to)
{
    ledger_entry entry = entry_of(unit, to);
    entry.families[0].digest ^= 1;
    return entry;
}

static ledger_file
parsed(uint32_t file)
{
    ledger_file result = {.file = file, .outcome = OUTCOME_PARSED};
    for (int i = 0; i < 4; i++)
        result.entries[i] = entry_of(file, file_destinations[i]);
    return result;
}

static ledger_file
gave_up(uint32_t file)
{
    return (ledger_file){.file = file, .outcome = OUTCOME_GAVE_UP};
}

// Announces a batch of the files first .. first + count - 1.
static status
announce(ledger *self, uint64_t now, uint32_t batch, uint32_t attempt, uint32_t parser, uint32_t first,
         uint32_t count)
{
    uint32_t files[8];
    assert_true(count <= 8);
    for (uint32_t i = 0; i < count; i++)
        files[i] = first + i;
    return ledger_announce(self, now, batch, attempt, parser, false, files, count, 1000);
}

static status
announce_alone(ledger *self, uint64_t now, uint32_t batch, uint32_t attempt, uint32_t parser, uint32_t file)
{
    return ledger_announce(self, now, batch, attempt, parser, true, &file, 1, 1000);
}

// Says `done` for a batch of the files first .. first + count - 1.
static status
done(ledger *self, uint64_t now, uint32_t parser, uint32_t batch, uint32_t attempt, uint32_t first,
     uint32_t count)
{
    ledger_file files[8];
    assert_true(count <= 8);
    for (uint32_t i = 0; i < count; i++)
        files[i] = parsed(first + i);
    return ledger_done(self, now, parser, batch, attempt, files, count);
}

static status
took(ledger *self, uint32_t file, destination to)
{
    ledger_entry entry = entry_of(file, to);
    return ledger_took(self, 0, STREAM_FILES, file, &entry);
}

static void
took_all(ledger *self, uint32_t file)
{
    for (int i = 0; i < 4; i++)
        assert_int_equal(took(self, file, file_destinations[i]), STATUS_OK);
}

// All but WORD_COVERAGE.
static void
took_three(ledger *self, uint32_t file)
{
    for (int i = 0; i < 4; i++)
        if (file_destinations[i] != DESTINATION_WORD_COVERAGE)
            assert_int_equal(took(self, file, file_destinations[i]), STATUS_OK);
}

static status
took_chunk(ledger *self, ledger_stream stream, uint32_t unit, destination to)
{
    ledger_entry entry = entry_of(unit, to);
    return ledger_took(self, 0, stream, unit, &entry);
}

static status
made(ledger *self, uint64_t now, ledger_stream stream, uint32_t unit, destination to)
{
    ledger_entry entry = entry_of(unit, to);
    return ledger_made(self, now, stream, unit, &entry);
}

static void
voided_all(ledger *self, uint32_t file)
{
    for (int i = 0; i < 4; i++)
        assert_int_equal(ledger_voided(self, file, file_destinations[i]), STATUS_OK);
}

// A destination that is idle from one time to another and says so at both.
static void
idle_between(ledger *self, destination from, uint64_t start, uint64_t end)
{
    ledger_destination_idle(self, start, from, false);
    ledger_destination_idle(self, start, from, true);
    ledger_destination_idle(self, end, from, true);
    ledger_tick(self, end);
}

// ---- what the caller is told

static ledger_action
next(ledger *self)
{
    ledger_action action;
    if (!ledger_next(self, &action))
        assert_int_equal(action.kind, ACTION_NONE);
    return action;
}

static void
expect_nothing(ledger *self)
{
    assert_int_equal(next(self).kind, ACTION_NONE);
}

static void
expect_batch(ledger *self, ledger_action_kind kind, uint32_t batch)
{
    ledger_action action = next(self);
    assert_int_equal(action.kind, kind);
    assert_int_equal(action.batch, batch);
}

static void
expect_file(ledger *self, ledger_action_kind kind, uint32_t file, ignore_reason reason)
{
    ledger_action action = next(self);
    assert_int_equal(action.kind, kind);
    assert_int_equal(action.unit, file);
    assert_int_equal(action.reason, reason);
}

static void
expect_chunk(ledger *self, ledger_action_kind kind, ledger_stream stream, uint32_t unit)
{
    ledger_action action = next(self);
    assert_int_equal(action.kind, kind);
    assert_int_equal(action.stream, stream);
    assert_int_equal(action.unit, unit);
}

static void
expect_kill(ledger *self, uint32_t parser)
{
    ledger_action action = next(self);
    assert_int_equal(action.kind, ACTION_KILL);
    assert_int_equal(action.parser, parser);
}

static void
expect_failure(ledger *self, const char *why)
{
    ledger_action action = next(self);
    assert_int_equal(action.kind, ACTION_FAIL);
    assert_string_equal(action.why, why);
    expect_nothing(self);
}

static void
expect_wait(const ledger *self, const char *expected)
{
    char text[256];
    ledger_describe_wait(self, text, sizeof text);
    assert_string_equal(text, expected);
}

static uint64_t
late(const ledger *self)
{
    return ledger_counts_now(self).late;
}

// ---- a unit settles when all words are there

static void
a_file_settles_when_done_and_every_took_agree(void **state)
{
    ledger *self = *state;
    assert_int_equal(announce(self, 0, 1, 1, P1, 0, 1), STATUS_OK);
    assert_int_equal(ledger_start(self, 0, P1, 1, 1), STATUS_OK);
    assert_int_equal(done(self, 0, P1, 1, 1, 0, 1), STATUS_OK);
    took_three(self, 0);
    expect_nothing(self);
    assert_int_equal(took(self, 0, DESTINATION_WORD_COVERAGE), STATUS_OK);
    expect_batch(self, ACTION_SETTLED, 1);
    expect_nothing(self);
    assert_int_equal(ledger_counts_now(self).files_settled, 1);
    assert_int_equal(ledger_counts_now(self).bytes_settled, 1000);
}

static void
words_may_come_in_any_order(void **state)
{
    ledger *self = *state;
    took_all(self, 1);
    assert_int_equal(done(self, 0, P1, 1, 1, 0, 2), STATUS_OK);
    assert_int_equal(ledger_start(self, 0, P1, 1, 1), STATUS_OK);
    took_three(self, 0);
    assert_int_equal(announce(self, 0, 1, 1, P1, 0, 2), STATUS_OK);
    expect_nothing(self);
    assert_int_equal(took(self, 0, DESTINATION_WORD_COVERAGE), STATUS_OK);
    expect_batch(self, ACTION_SETTLED, 1);
    assert_int_equal(late(self), 0);
}

static void
words_said_twice_count_once(void **state)
{
    ledger *self = *state;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(announce(self, 0, 1, 1, P1, 0, 2), STATUS_OK);
        assert_int_equal(ledger_start(self, 0, P1, 1, 1), STATUS_OK);
        assert_int_equal(done(self, 0, P1, 1, 1, 0, 2), STATUS_OK);
        took_three(self, 0);
        took_all(self, 1);
        assert_int_equal(ledger_skip(self, 2), STATUS_OK);
    }
    assert_int_equal(took(self, 0, DESTINATION_WORD_COVERAGE), STATUS_OK);
    expect_batch(self, ACTION_SETTLED, 1);
    expect_nothing(self);
    assert_int_equal(ledger_counts_now(self).files_settled, 2);
    assert_int_equal(ledger_counts_now(self).files_skipped, 1);
    assert_int_equal(ledger_counts_now(self).files_known, 3);
}

static void
a_chunk_settles_when_made_and_took_agree_in_either_order(void **state)
{
    ledger *self = *state;
    assert_int_equal(made(self, 0, STREAM_IGNORED, 0, DESTINATION_IGNORED_FILES), STATUS_OK);
    assert_int_equal(took_chunk(self, STREAM_IGNORED, 0, DESTINATION_IGNORED_FILES), STATUS_OK);
    expect_chunk(self, ACTION_CHUNK_SETTLED, STREAM_IGNORED, 0);
    assert_int_equal(took_chunk(self, STREAM_LINKED, 3, DESTINATION_DEPENDENCY_EDGES), STATUS_OK);
    expect_nothing(self);
    assert_int_equal(made(self, 0, STREAM_LINKED, 3, DESTINATION_DEPENDENCY_EDGES), STATUS_OK);
    expect_chunk(self, ACTION_CHUNK_SETTLED, STREAM_LINKED, 3);
    assert_int_equal(made(self, 0, STREAM_LINKED, 4, DESTINATION_CODE_GRAPH), STATUS_OK);
    assert_int_equal(took_chunk(self, STREAM_LINKED, 4, DESTINATION_CODE_GRAPH), STATUS_OK);
    expect_chunk(self, ACTION_CHUNK_SETTLED, STREAM_LINKED, 4);
    expect_nothing(self);
}

// ---- rule 1

static void
rule_1_a_second_announcement_of_batch_and_attempt_is_a_retry(void **state)
{
    ledger *self = *state;
    assert_int_equal(announce(self, 0, 1, 1, P1, 0, 2), STATUS_OK);
    assert_int_equal(announce(self, 500, 1, 1, P1, 0, 2), STATUS_OK);
    expect_nothing(self);
    ledger_parser_idle(self, 0, P1, true);
    ledger_parser_idle(self, IDLE_MS, P1, true);
    ledger_tick(self, IDLE_MS); // the first announcement's time counts
    expect_batch(self, ACTION_REISSUE, 1);
}

static void
rule_1_the_order_of_files_in_an_announcement_does_not_matter(void **state)
{
    ledger *self = *state;
    const uint32_t down[] = {1, 0};
    assert_int_equal(announce(self, 0, 1, 1, P1, 0, 2), STATUS_OK);
    assert_int_equal(ledger_announce(self, 0, 1, 1, P1, false, down, 2, 1000), STATUS_OK);
}

static void
rule_1_a_batch_announced_with_other_files_is_a_conflict(void **state)
{
    ledger *self = *state;
    assert_int_equal(announce(self, 0, 1, 1, P1, 0, 2), STATUS_OK);
    assert_int_equal(announce(self, 0, 1, 1, P1, 0, 3), STATUS_CONFLICT);
    assert_int_equal(announce(self, 0, 1, 2, P1, 1, 2), STATUS_CONFLICT);
}

static void
rule_1_a_file_in_two_live_batches_is_a_conflict(void **state)
{
    ledger *self = *state;
    const uint32_t twice[] = {7, 7};
    assert_int_equal(announce(self, 0, 1, 1, P1, 0, 2), STATUS_OK);
    assert_int_equal(announce(self, 0, 2, 1, P1, 1, 1), STATUS_CONFLICT);
    assert_int_equal(ledger_announce(self, 0, 3, 1, P1, false, twice, 2, 0), STATUS_CONFLICT);
}

static void
rule_1_a_batch_without_files_is_invalid(void **state)
{
    assert_int_equal(ledger_announce(*state, 0, 1, 1, P1, false, NULL, 0, 0), STATUS_INVALID);
}

static void
rule_1_a_batch_announced_to_a_parser_that_is_not_here_is_issued_again(void **state)
{
    ledger *self = *state;
    ledger_parser_gone(self, 0, P1, REASON_PARSER_CRASH);
    assert_int_equal(announce(self, 0, 1, 1, P1, 0, 1), STATUS_OK);
    expect_batch(self, ACTION_REISSUE, 1);
    assert_int_equal(announce(self, 0, 1, 2, P2, 0, 1), STATUS_OK);
    expect_nothing(self);
}

// ---- rule 2

static void
rule_2_words_of_an_older_attempt_are_late(void **state)
{
    ledger *self = *state;
    announce(self, 0, 1, 1, P1, 0, 1);
    announce(self, 0, 1, 2, P1, 0, 1);
    assert_int_equal(ledger_start(self, 0, P1, 1, 1), STATUS_OK);
    assert_int_equal(done(self, 0, P1, 1, 1, 0, 1), STATUS_OK);
    assert_int_equal(late(self), 2);
    took_all(self, 0);
    expect_nothing(self); // the late `done` promised nothing
    assert_int_equal(announce(self, 0, 1, 1, P1, 0, 1), STATUS_OK);
    assert_int_equal(late(self), 3);
}

static void
rule_2_words_of_a_parser_that_does_not_hold_the_batch_are_late(void **state)
{
    ledger *self = *state;
    announce(self, 0, 1, 1, P1, 0, 1);
    assert_int_equal(ledger_start(self, 0, P2, 1, 1), STATUS_OK);
    assert_int_equal(done(self, 0, P2, 1, 1, 0, 1), STATUS_OK);
    assert_int_equal(ledger_start(self, 0, 99, 1, 1), STATUS_OK);
    assert_int_equal(late(self), 3);
}

static void
rule_2_done_of_a_parser_that_is_gone_is_late(void **state)
{
    ledger *self = *state;
    announce(self, 0, 1, 1, P1, 0, 1);
    ledger_start(self, 0, P1, 1, 1);
    ledger_parser_gone(self, 0, P1, REASON_PARSER_CRASH);
    assert_int_equal(done(self, 0, P1, 1, 1, 0, 1), STATUS_OK);
    assert_int_equal(late(self), 1);
    took_all(self, 0);
    expect_batch(self, ACTION_REISSUE, 1);
    expect_nothing(self);
}

static void
rule_2_words_about_a_settled_batch_are_late(void **state)
{
    ledger *self = *state;
    announce(self, 0, 1, 1, P1, 0, 1);
    done(self, 0, P1, 1, 1, 0, 1);
    took_all(self, 0);
    expect_batch(self, ACTION_SETTLED, 1);
    assert_int_equal(ledger_start(self, 0, P1, 1, 2), STATUS_OK);
    assert_int_equal(done(self, 0, P1, 1, 2, 0, 1), STATUS_OK);
    assert_int_equal(announce(self, 0, 1, 2, P1, 0, 1), STATUS_OK);
    assert_int_equal(took(self, 0, DESTINATION_LINKER), STATUS_OK);
    assert_int_equal(late(self), 4);
    expect_nothing(self);
}

static void
rule_2_words_ahead_of_the_announcement_are_kept_until_it_comes(void **state)
{
    ledger *self = *state;
    announce(self, 0, 1, 1, P1, 0, 1);
    assert_int_equal(done(self, 0, P2, 1, 2, 0, 1), STATUS_OK); // of the next attempt
    took_all(self, 0);
    expect_nothing(self);
    assert_int_equal(announce(self, 0, 1, 2, P2, 0, 1), STATUS_OK);
    expect_batch(self, ACTION_SETTLED, 1);
    assert_int_equal(late(self), 0);
}

static void
rule_2_words_kept_for_a_parser_that_is_gone_are_late(void **state)
{
    ledger *self = *state;
    done(self, 0, P1, 1, 1, 0, 1);
    ledger_parser_gone(self, 0, P1, REASON_PARSER_CRASH);
    assert_int_equal(late(self), 1);
    announce(self, 0, 1, 1, P1, 0, 1);
    expect_batch(self, ACTION_REISSUE, 1);
    assert_int_equal(late(self), 1);
}

static void
rule_2_an_early_done_that_does_not_fit_its_batch_fails_the_run(void **state)
{
    ledger *self = *state;
    assert_int_equal(done(self, 0, P1, 1, 1, 0, 2), STATUS_OK);
    announce(self, 0, 1, 1, P1, 0, 1);
    expect_failure(self, "parser 1 was done with batch 1, but with other files than it holds");
}

static void
rule_2_done_must_name_exactly_the_files_of_the_batch(void **state)
{
    ledger *self = *state;
    const ledger_file twice[] = {parsed(0), parsed(0)};
    announce(self, 0, 1, 1, P1, 0, 2);
    assert_int_equal(done(self, 0, P1, 1, 1, 0, 1), STATUS_UNKNOWN);
    assert_int_equal(done(self, 0, P1, 1, 1, 0, 3), STATUS_UNKNOWN);
    assert_int_equal(done(self, 0, P1, 1, 1, 1, 2), STATUS_UNKNOWN);
    assert_int_equal(ledger_done(self, 0, P1, 1, 1, twice, 2), STATUS_UNKNOWN);
    assert_int_equal(ledger_done(self, 0, P1, 1, 1, NULL, 0), STATUS_UNKNOWN);
    assert_int_equal(done(self, 0, P1, 1, 1, 0, 2), STATUS_OK);
}

static void
rule_2_done_must_speak_of_the_four_destinations(void **state)
{
    ledger *self = *state;
    ledger_file file = parsed(0);
    file.entries[2].destination = DESTINATION_DEPENDENCY_EDGES;
    announce(self, 0, 1, 1, P1, 0, 1);
    assert_int_equal(ledger_done(self, 0, P1, 1, 1, &file, 1), STATUS_UNKNOWN);
}

// ---- rule 3

static void
rule_3_two_tooks_that_disagree_fail_the_run(void **state)
{
    ledger *self = *state;
    ledger_entry other = other_entry_of(5, DESTINATION_TEST_ENTITIES);
    took(self, 5, DESTINATION_TEST_ENTITIES);
    assert_int_equal(ledger_took(self, 0, STREAM_FILES, 5, &other), STATUS_CONFLICT);
    expect_failure(self, "two copies of file 5 disagree in TestEntitiesExcluded");
}

static void
rule_3_a_took_that_disagrees_with_done_fails_the_run(void **state)
{
    ledger *self = *state;
    ledger_entry other = other_entry_of(0, DESTINATION_LINKER);
    announce(self, 0, 1, 1, P1, 0, 1);
    done(self, 0, P1, 1, 1, 0, 1);
    assert_int_equal(ledger_took(self, 0, STREAM_FILES, 0, &other), STATUS_CONFLICT);
    expect_failure(self, "two copies of file 0 disagree in linker");
}

static void
rule_3_a_done_that_disagrees_with_an_earlier_took_fails_the_run(void **state)
{
    ledger *self = *state;
    ledger_entry other = other_entry_of(0, DESTINATION_WORD_COVERAGE);
    announce(self, 0, 1, 1, P1, 0, 1);
    ledger_took(self, 0, STREAM_FILES, 0, &other);
    assert_int_equal(done(self, 0, P1, 1, 1, 0, 1), STATUS_CONFLICT);
    expect_failure(self, "two copies of file 0 disagree in FileWordCoverage");
}

static void
rule_3_a_done_that_disagrees_with_the_last_attempts_done_fails_the_run(void **state)
{
    ledger *self = *state;
    ledger_file other = parsed(0);
    other.entries[0].families[3].rows = 2;
    announce(self, 0, 1, 1, P1, 0, 1);
    done(self, 0, P1, 1, 1, 0, 1);
    announce(self, 0, 1, 2, P2, 0, 1);
    assert_int_equal(ledger_done(self, 0, P2, 1, 2, &other, 1), STATUS_CONFLICT);
    expect_failure(self, "two copies of file 0 disagree in CodeGraph");
}

static void
rule_3_a_file_parsed_once_and_given_up_once_fails_the_run(void **state)
{
    ledger *self = *state;
    const ledger_file other = gave_up(0);
    announce(self, 0, 1, 1, P1, 0, 1);
    done(self, 0, P1, 1, 1, 0, 1);
    announce(self, 0, 1, 2, P2, 0, 1);
    assert_int_equal(ledger_done(self, 0, P2, 1, 2, &other, 1), STATUS_CONFLICT);
    expect_failure(self, "file 0 was parsed once and given up once");
}

static void
rule_3_a_late_took_that_disagrees_with_a_settled_unit_fails_the_run(void **state)
{
    ledger *self = *state;
    ledger_entry other = other_entry_of(0, DESTINATION_CODE_GRAPH);
    announce(self, 0, 1, 1, P1, 0, 1);
    done(self, 0, P1, 1, 1, 0, 1);
    took_all(self, 0);
    assert_int_equal(ledger_took(self, 0, STREAM_FILES, 0, &other), STATUS_CONFLICT);
    expect_failure(self, "two copies of file 0 disagree in CodeGraph");
}

static void
rule_3_a_settled_file_is_compared_with_the_next_attempts_done(void **state)
{
    ledger *self = *state;
    ledger_file files[] = {parsed(0), parsed(1)};
    announce(self, 0, 1, 1, P1, 0, 2);
    done(self, 0, P1, 1, 1, 0, 2);
    took_all(self, 0);
    announce(self, 0, 1, 2, P2, 0, 2);
    files[0].entries[3].families[0].rows++;
    assert_int_equal(ledger_done(self, 0, P2, 1, 2, files, 2), STATUS_CONFLICT);
    expect_failure(self, "two copies of file 0 disagree in linker");
}

static void
rule_3_chunks_that_disagree_fail_the_run(void **state)
{
    ledger *self = *state;
    ledger_entry other = other_entry_of(0, DESTINATION_DEPENDENCY_EDGES);
    made(self, 0, STREAM_LINKED, 0, DESTINATION_DEPENDENCY_EDGES);
    assert_int_equal(ledger_took(self, 0, STREAM_LINKED, 0, &other), STATUS_CONFLICT);
    expect_failure(self, "two copies of chunk 0 of stream linked disagree in DependencyEdges");
}

static void
rule_3_a_settled_chunk_made_otherwise_fails_the_run(void **state)
{
    ledger *self = *state;
    ledger_entry other = other_entry_of(0, DESTINATION_IGNORED_FILES);
    made(self, 0, STREAM_IGNORED, 0, DESTINATION_IGNORED_FILES);
    took_chunk(self, STREAM_IGNORED, 0, DESTINATION_IGNORED_FILES);
    assert_int_equal(made(self, 0, STREAM_IGNORED, 0, DESTINATION_IGNORED_FILES), STATUS_OK);
    assert_int_equal(took_chunk(self, STREAM_IGNORED, 0, DESTINATION_IGNORED_FILES), STATUS_OK);
    assert_int_equal(late(self), 1);
    assert_int_equal(ledger_made(self, 0, STREAM_IGNORED, 0, &other), STATUS_CONFLICT);
}

static void
rule_3_a_chunk_taken_by_another_destination_fails_the_run(void **state)
{
    ledger *self = *state;
    took_chunk(self, STREAM_LINKED, 0, DESTINATION_CODE_GRAPH);
    assert_int_equal(made(self, 0, STREAM_LINKED, 0, DESTINATION_DEPENDENCY_EDGES), STATUS_CONFLICT);
    made(self, 0, STREAM_LINKED, 1, DESTINATION_CODE_GRAPH);
    assert_int_equal(took_chunk(self, STREAM_LINKED, 1, DESTINATION_DEPENDENCY_EDGES), STATUS_CONFLICT);
    expect_failure(self, "two copies of chunk 0 of stream linked disagree in DependencyEdges");
}

static void
rule_3_families_that_a_destination_does_not_have_are_not_compared(void **state)
{
    ledger *self = *state;
    ledger_entry entry = entry_of(0, DESTINATION_IGNORED_FILES);
    made(self, 0, STREAM_IGNORED, 0, DESTINATION_IGNORED_FILES);
    entry.families[1].rows = 77; // it has one
    assert_int_equal(ledger_took(self, 0, STREAM_IGNORED, 0, &entry), STATUS_OK);
}

static void
a_failed_run_says_so_once_and_asks_for_nothing_else(void **state)
{
    ledger *self = *state;
    ledger_entry other = other_entry_of(5, DESTINATION_TEST_ENTITIES);
    announce(self, 0, 1, 1, 99, 0, 1); // a REISSUE is due
    took(self, 5, DESTINATION_TEST_ENTITIES);
    ledger_took(self, 0, STREAM_FILES, 5, &other);
    other = other_entry_of(6, DESTINATION_LINKER);
    took(self, 6, DESTINATION_LINKER);
    ledger_took(self, 0, STREAM_FILES, 6, &other);
    expect_failure(self, "two copies of file 5 disagree in TestEntitiesExcluded");
    announce(self, 0, 2, 1, 99, 1, 1);
    expect_nothing(self);
}

// ---- rule 4

// A batch of one file, done at `now`, that WORD_COVERAGE has not taken.
static void
lose_one(ledger *self, uint64_t now, uint32_t attempt)
{
    announce(self, now, 1, attempt, P1, 0, 1);
    assert_int_equal(done(self, now, P1, 1, attempt, 0, 1), STATUS_OK);
    took_three(self, 0);
}

static void
rule_4_a_destination_idle_for_idle_ms_that_lacks_a_done_file_lost_it(void **state)
{
    ledger *self = *state;
    lose_one(self, 100, 1);
    idle_between(self, DESTINATION_WORD_COVERAGE, 200, 200 + IDLE_MS - 1);
    expect_nothing(self);
    idle_between(self, DESTINATION_WORD_COVERAGE, 200, 200 + IDLE_MS);
    expect_batch(self, ACTION_REISSUE, 1);
    expect_nothing(self);
    assert_int_equal(ledger_counts_now(self).batches_resent, 1);
}

static void
rule_4_more_than_idle_ms_is_a_loss_too(void **state)
{
    ledger *self = *state;
    lose_one(self, 100, 1);
    idle_between(self, DESTINATION_WORD_COVERAGE, 200, 200 + IDLE_MS + 1);
    expect_batch(self, ACTION_REISSUE, 1);
}

static void
rule_4_the_wait_begins_with_the_promise_when_idleness_was_there_before(void **state)
{
    ledger *self = *state;
    ledger_destination_idle(self, 0, DESTINATION_WORD_COVERAGE, true);
    lose_one(self, 5000, 1);
    ledger_destination_idle(self, 5000 + IDLE_MS - 1, DESTINATION_WORD_COVERAGE, true);
    ledger_tick(self, 5000 + IDLE_MS - 1);
    expect_nothing(self);
    ledger_destination_idle(self, 5000 + IDLE_MS, DESTINATION_WORD_COVERAGE, true);
    ledger_tick(self, 5000 + IDLE_MS);
    expect_batch(self, ACTION_REISSUE, 1);
}

static void
rule_4_busy_is_not_lost(void **state)
{
    ledger *self = *state;
    lose_one(self, 0, 1);
    ledger_destination_idle(self, 0, DESTINATION_WORD_COVERAGE, true);
    ledger_destination_idle(self, IDLE_MS - 1, DESTINATION_WORD_COVERAGE, false);
    ledger_destination_idle(self, IDLE_MS, DESTINATION_WORD_COVERAGE, true);
    ledger_tick(self, IDLE_MS);
    expect_nothing(self);
    ledger_destination_idle(self, 60000, DESTINATION_WORD_COVERAGE, false);
    ledger_tick(self, 60000);
    expect_nothing(self);
}

static void
rule_4_who_says_nothing_is_not_idle_any_longer(void **state)
{
    ledger *self = *state;
    lose_one(self, 0, 1);
    ledger_destination_idle(self, 0, DESTINATION_WORD_COVERAGE, true);
    ledger_tick(self, 60000);
    expect_nothing(self);
}

static void
rule_4_an_idle_destination_did_not_lose_what_is_not_done(void **state)
{
    ledger *self = *state;
    announce(self, 0, 1, 1, P1, 0, 1);
    ledger_start(self, 0, P1, 1, 1);
    idle_between(self, DESTINATION_WORD_COVERAGE, 0, DEADLINE_MS - 1);
    expect_nothing(self);
}

static void
rule_4_a_loss_is_sent_again_at_most_resends_max_times(void **state)
{
    ledger *self = *state;
    for (uint32_t attempt = 1; attempt <= RESENDS_MAX; attempt++) {
        lose_one(self, attempt * 10000, attempt);
        idle_between(self, DESTINATION_WORD_COVERAGE, attempt * 10000, attempt * 10000 + IDLE_MS);
        expect_batch(self, ACTION_REISSUE, 1);
    }
    lose_one(self, 90000, RESENDS_MAX + 1);
    idle_between(self, DESTINATION_WORD_COVERAGE, 90000, 90000 + IDLE_MS);
    expect_failure(self,
                   "file 0 of batch 1 was lost on its way to FileWordCoverage, also after it was sent again "
                   "3 times");
}

static void
rule_4_what_comes_with_the_last_resend_settles(void **state)
{
    ledger *self = *state;
    for (uint32_t attempt = 1; attempt <= RESENDS_MAX; attempt++) {
        lose_one(self, attempt * 10000, attempt);
        idle_between(self, DESTINATION_WORD_COVERAGE, attempt * 10000, attempt * 10000 + IDLE_MS);
        expect_batch(self, ACTION_REISSUE, 1);
    }
    lose_one(self, 90000, RESENDS_MAX + 1);
    took(self, 0, DESTINATION_WORD_COVERAGE);
    expect_batch(self, ACTION_SETTLED, 1);
}

static void
rule_4_a_reissue_is_asked_for_once_and_waited_for(void **state)
{
    ledger *self = *state;
    lose_one(self, 0, 1);
    idle_between(self, DESTINATION_WORD_COVERAGE, 0, IDLE_MS);
    expect_batch(self, ACTION_REISSUE, 1);
    idle_between(self, DESTINATION_WORD_COVERAGE, 0, 50000);
    ledger_gap(self, 50000, DESTINATION_WORD_COVERAGE, STREAM_FILES, P1);
    expect_nothing(self);
    announce(self, 50000, 1, 2, P2, 0, 1);
    took(self, 0, DESTINATION_WORD_COVERAGE);
    expect_batch(self, ACTION_SETTLED, 1); // by the first attempt's `done`: rows are equal
}

static void
rule_4_a_reissue_is_dropped_when_the_word_comes_after_all(void **state)
{
    ledger *self = *state;
    lose_one(self, 0, 1);
    ledger_gap(self, 0, DESTINATION_WORD_COVERAGE, STREAM_FILES, P1);
    took(self, 0, DESTINATION_WORD_COVERAGE);
    expect_batch(self, ACTION_SETTLED, 1);
    expect_nothing(self);
    assert_int_equal(ledger_counts_now(self).batches_resent, 0);
}

static void
rule_4_a_gap_sends_again_what_that_parser_had_done_for_that_destination(void **state)
{
    ledger *self = *state;
    announce(self, 0, 1, 1, P1, 0, 1);
    announce(self, 0, 2, 1, P1, 1, 1);
    announce(self, 0, 3, 1, P1, 2, 1);
    announce(self, 0, 4, 1, P2, 3, 1);
    done(self, 0, P1, 1, 1, 0, 1);
    done(self, 0, P1, 2, 1, 1, 1);
    done(self, 0, P2, 4, 1, 3, 1);
    took(self, 1, DESTINATION_LINKER);
    ledger_gap(self, 1, DESTINATION_LINKER, STREAM_FILES, P1);
    expect_batch(self, ACTION_REISSUE, 1); // 2 was taken, 3 is not done, 4 is of another parser
    expect_nothing(self);
}

static void
rule_4_a_gap_is_found_also_when_the_parser_is_gone(void **state)
{
    ledger *self = *state;
    lose_one(self, 0, 1);
    ledger_parser_gone(self, 0, P1, REASON_PARSER_CRASH);
    expect_nothing(self);
    ledger_gap(self, 1, DESTINATION_WORD_COVERAGE, STREAM_FILES, P1);
    expect_batch(self, ACTION_REISSUE, 1);
}

static void
rule_4_a_gap_that_makes_no_sense_is_ignored(void **state)
{
    ledger *self = *state;
    lose_one(self, 0, 1);
    ledger_gap(self, 0, DESTINATION_IGNORED_FILES, STREAM_FILES, P1);
    ledger_gap(self, 0, (destination)99, STREAM_FILES, P1);
    ledger_gap(self, 0, DESTINATION_LINKER, (ledger_stream)99, P1);
    ledger_destination_idle(self, 0, (destination)99, true);
    expect_nothing(self);
}

static void
rule_4_a_batch_that_an_idle_parser_does_not_start_is_lost(void **state)
{
    ledger *self = *state;
    ledger_parser_idle(self, 0, P1, true);
    announce(self, 1000, 1, 1, P1, 0, 1);
    ledger_parser_idle(self, 1000 + IDLE_MS - 1, P1, true);
    ledger_tick(self, 1000 + IDLE_MS - 1);
    expect_nothing(self);
    ledger_parser_idle(self, 1000 + IDLE_MS, P1, true);
    ledger_tick(self, 1000 + IDLE_MS);
    expect_batch(self, ACTION_REISSUE, 1);
}

static void
rule_4_a_batch_that_waits_at_a_busy_parser_is_not_lost(void **state)
{
    ledger *self = *state;
    announce(self, 0, 1, 1, P1, 0, 1);
    ledger_parser_idle(self, 0, P1, false);
    ledger_parser_progress(self, 50000, P1);
    ledger_tick(self, 50000);
    expect_nothing(self);
}

static void
rule_4_a_start_that_comes_after_all_takes_the_reissue_back(void **state)
{
    ledger *self = *state;
    ledger_parser_idle(self, 0, P1, true);
    announce(self, 0, 1, 1, P1, 0, 1);
    ledger_parser_idle(self, IDLE_MS, P1, true);
    ledger_tick(self, IDLE_MS);
    ledger_start(self, IDLE_MS, P1, 1, 1);
    expect_nothing(self);
}

static void
rule_4_a_batch_lost_on_the_way_to_parsers_too_often_fails_the_run(void **state)
{
    ledger *self = *state;
    for (uint32_t attempt = 1; attempt <= RESENDS_MAX + 1; attempt++) {
        ledger_parser_idle(self, attempt * 10000, P1, true);
        announce(self, attempt * 10000, 7, attempt, P1, 3, 2);
        ledger_parser_idle(self, attempt * 10000 + IDLE_MS, P1, true);
        ledger_tick(self, attempt * 10000 + IDLE_MS);
        if (attempt <= RESENDS_MAX)
            expect_batch(self, ACTION_REISSUE, 7);
    }
    expect_failure(self,
                   "batch 7 (file 3) was lost on its way to parser 1, also after it was sent again 3 times");
}

static void
rule_4_a_lost_chunk_is_sent_again(void **state)
{
    ledger *self = *state;
    made(self, 0, STREAM_LINKED, 0, DESTINATION_DEPENDENCY_EDGES);
    idle_between(self, DESTINATION_DEPENDENCY_EDGES, 0, IDLE_MS - 1);
    expect_nothing(self);
    idle_between(self, DESTINATION_DEPENDENCY_EDGES, 0, IDLE_MS);
    expect_chunk(self, ACTION_RESEND_CHUNK, STREAM_LINKED, 0);
    expect_nothing(self);
    assert_int_equal(ledger_counts_now(self).chunks_resent, 1);
}

static void
rule_4_a_gap_sends_chunks_again_at_once(void **state)
{
    ledger *self = *state;
    made(self, 0, STREAM_LINKED, 0, DESTINATION_DEPENDENCY_EDGES);
    made(self, 0, STREAM_LINKED, 1, DESTINATION_CODE_GRAPH);
    made(self, 0, STREAM_IGNORED, 0, DESTINATION_IGNORED_FILES);
    ledger_gap(self, 0, DESTINATION_CODE_GRAPH, STREAM_LINKED, 0);
    ledger_gap(self, 0, DESTINATION_CODE_GRAPH, STREAM_LINKED, 0);
    expect_chunk(self, ACTION_RESEND_CHUNK, STREAM_LINKED, 1);
    expect_nothing(self);
}

static void
rule_4_a_chunk_taken_after_all_is_not_sent_again(void **state)
{
    ledger *self = *state;
    made(self, 0, STREAM_LINKED, 1, DESTINATION_CODE_GRAPH);
    ledger_gap(self, 0, DESTINATION_CODE_GRAPH, STREAM_LINKED, 0);
    took_chunk(self, STREAM_LINKED, 1, DESTINATION_CODE_GRAPH);
    expect_chunk(self, ACTION_CHUNK_SETTLED, STREAM_LINKED, 1);
    expect_nothing(self);
}

static void
rule_4_the_wait_for_a_resent_chunk_doubles_until_it_is_made_again(void **state)
{
    ledger *self = *state;
    made(self, 0, STREAM_LINKED, 0, DESTINATION_DEPENDENCY_EDGES);
    idle_between(self, DESTINATION_DEPENDENCY_EDGES, 0, IDLE_MS);
    expect_chunk(self, ACTION_RESEND_CHUNK, STREAM_LINKED, 0);
    idle_between(self, DESTINATION_DEPENDENCY_EDGES, 0, IDLE_MS + 2 * IDLE_MS - 1);
    expect_nothing(self);
    idle_between(self, DESTINATION_DEPENDENCY_EDGES, 0, IDLE_MS + 2 * IDLE_MS);
    expect_chunk(self, ACTION_RESEND_CHUNK, STREAM_LINKED, 0);
    made(self, 20000, STREAM_LINKED, 0, DESTINATION_DEPENDENCY_EDGES);
    idle_between(self, DESTINATION_DEPENDENCY_EDGES, 0, 20000 + IDLE_MS - 1);
    expect_nothing(self);
    idle_between(self, DESTINATION_DEPENDENCY_EDGES, 0, 20000 + IDLE_MS);
    expect_chunk(self, ACTION_RESEND_CHUNK, STREAM_LINKED, 0);
}

static void
rule_4_a_chunk_lost_too_often_fails_the_run(void **state)
{
    ledger *self = *state;
    for (uint32_t i = 0; i < RESENDS_MAX; i++) {
        made(self, i, STREAM_LINKED, 9, DESTINATION_DEPENDENCY_EDGES);
        ledger_gap(self, i, DESTINATION_DEPENDENCY_EDGES, STREAM_LINKED, 0);
        expect_chunk(self, ACTION_RESEND_CHUNK, STREAM_LINKED, 9);
    }
    made(self, 9, STREAM_LINKED, 9, DESTINATION_DEPENDENCY_EDGES);
    ledger_gap(self, 9, DESTINATION_DEPENDENCY_EDGES, STREAM_LINKED, 0);
    expect_failure(self,
                   "chunk 9 of stream linked was lost on its way to DependencyEdges, also after it was sent "
                   "again 3 times");
}

// ---- rule 5

static void
rule_5_a_parser_that_is_gone_gives_back_what_it_held(void **state)
{
    ledger *self = *state;
    announce(self, 0, 1, 1, P1, 0, 1); // done
    announce(self, 0, 2, 1, P1, 1, 1); // started
    announce(self, 0, 3, 1, P1, 2, 1); // announced
    announce(self, 0, 4, 1, P2, 3, 1); // another's
    done(self, 0, P1, 1, 1, 0, 1);
    ledger_start(self, 0, P1, 2, 1);
    ledger_parser_gone(self, 0, P1, REASON_PARSER_CRASH);
    expect_batch(self, ACTION_REISSUE, 3);
    expect_batch(self, ACTION_REISSUE, 2);
    expect_nothing(self);
    assert_int_equal(ledger_counts_now(self).batches_suspect, 1);
    assert_int_equal(ledger_counts_now(self).parsers_gone, 1);
}

static void
rule_5_a_batch_that_was_done_is_waited_for(void **state)
{
    ledger *self = *state;
    announce(self, 0, 1, 1, P1, 0, 1);
    done(self, 0, P1, 1, 1, 0, 1);
    ledger_parser_gone(self, 0, P1, REASON_PARSER_CRASH);
    took_all(self, 0);
    expect_batch(self, ACTION_SETTLED, 1);
    expect_nothing(self);
}

static void
rule_5_what_was_lost_with_a_parser_is_found_when_the_destination_is_idle(void **state)
{
    ledger *self = *state;
    lose_one(self, 0, 1);
    ledger_parser_gone(self, 0, P1, REASON_PARSER_CRASH);
    idle_between(self, DESTINATION_WORD_COVERAGE, 0, IDLE_MS);
    expect_batch(self, ACTION_REISSUE, 1);
}

static void
rule_5_batches_that_were_not_started_are_never_suspect(void **state)
{
    ledger *self = *state;
    for (uint32_t i = 0; i < 10; i++) {
        ledger_parser_joined(self, 10 + i);
        announce(self, 0, 1, 1 + i, 10 + i, 0, 1);
        ledger_parser_gone(self, 0, 10 + i, REASON_PARSER_CRASH);
        expect_batch(self, ACTION_REISSUE, 1);
    }
    assert_int_equal(ledger_counts_now(self).batches_suspect, 0);
}

static void
rule_5_a_parser_that_nobody_knows_may_be_gone(void **state)
{
    ledger *self = *state;
    announce(self, 0, 1, 1, P1, 0, 1);
    ledger_parser_gone(self, 0, 99, REASON_PARSER_CRASH);
    ledger_parser_progress(self, 0, 99);
    ledger_parser_idle(self, 0, 99, true);
    expect_nothing(self);
    assert_int_equal(ledger_counts_now(self).parsers_gone, 0);
}

static void
rule_5_a_parser_may_come_back_under_its_number_with_nothing(void **state)
{
    ledger *self = *state;
    announce(self, 0, 1, 1, P1, 0, 1);
    ledger_parser_gone(self, 0, P1, REASON_PARSER_CRASH);
    ledger_parser_joined(self, P1);
    ledger_parser_joined(self, P1);
    assert_int_equal(ledger_start(self, 0, P1, 1, 1), STATUS_OK);
    assert_int_equal(late(self), 1);
    expect_batch(self, ACTION_REISSUE, 1);
    ledger_parser_gone(self, 0, P1, REASON_PARSER_CRASH);
    expect_nothing(self);
}

// ---- rule 6

static void
rule_6_a_started_batch_without_progress_past_its_deadline_ends_the_parser(void **state)
{
    ledger *self = *state;
    const uint32_t file = 0;
    ledger_announce(self, 0, 1, 1, P1, false, &file, 1, 3500000);
    ledger_start(self, 100, P1, 1, 1);
    ledger_tick(self, 100 + DEADLINE_MS + 17500 - 1);
    expect_nothing(self);
    ledger_tick(self, 100 + DEADLINE_MS + 17500);
    expect_kill(self, P1);
    ledger_tick(self, 100 + DEADLINE_MS + 17500 + 1);
    expect_nothing(self);
}

static void
rule_6_progress_starts_the_deadline_anew(void **state)
{
    ledger *self = *state;
    const uint32_t file = 0;
    ledger_announce(self, 0, 1, 1, P1, false, &file, 1, 0);
    ledger_start(self, 0, P1, 1, 1);
    ledger_parser_progress(self, 9000, P1);
    ledger_tick(self, 9000 + DEADLINE_MS - 1);
    expect_nothing(self);
    ledger_tick(self, 9000 + DEADLINE_MS);
    expect_kill(self, P1);
}

static void
rule_6_a_batch_that_is_done_has_no_deadline(void **state)
{
    ledger *self = *state;
    announce(self, 0, 1, 1, P1, 0, 1);
    done(self, 0, P1, 1, 1, 0, 1);
    ledger_tick(self, 100000);
    expect_nothing(self);
}

static void
rule_6_a_parser_past_its_deadline_is_gone_with_reason_timeout(void **state)
{
    ledger *self = *state;
    for (uint32_t i = 0; i < DEATHS_MAX; i++) {
        ledger_parser_joined(self, 10 + i);
        announce_alone(self, 0, 1, 1 + i, 10 + i, 0);
        ledger_start(self, 0, 10 + i, 1, 1 + i);
        ledger_tick(self, 20000);
        expect_kill(self, 10 + i);
        ledger_parser_gone(self, 20000, 10 + i, REASON_PARSER_CRASH);
        if (i + 1 < DEATHS_MAX)
            expect_batch(self, ACTION_REISSUE, 1);
    }
    expect_file(self, ACTION_VOID, 0, REASON_PARSER_TIMEOUT);
}

static void
rule_6_a_parser_that_went_by_itself_need_not_be_ended(void **state)
{
    ledger *self = *state;
    announce(self, 0, 1, 1, P1, 0, 1);
    ledger_start(self, 0, P1, 1, 1);
    ledger_tick(self, 20000);
    ledger_parser_gone(self, 20000, P1, REASON_PARSER_CRASH);
    expect_batch(self, ACTION_REISSUE, 1);
    expect_nothing(self);
}

static void
rule_6_a_parser_that_starts_nothing_and_is_not_idle_is_ended(void **state)
{
    ledger *self = *state;
    const uint32_t file = 0;
    ledger_announce(self, 500, 1, 1, P1, false, &file, 1, 0);
    ledger_tick(self, 500 + DEADLINE_MS - 1);
    expect_nothing(self);
    ledger_tick(self, 500 + DEADLINE_MS);
    expect_kill(self, P1);
    ledger_parser_gone(self, 20000, P1, REASON_PARSER_TIMEOUT);
    expect_batch(self, ACTION_REISSUE, 1);
    assert_int_equal(ledger_counts_now(self).batches_suspect, 0);
}

static void
rule_6_a_parser_that_stops_saying_that_it_is_idle_is_ended(void **state)
{
    ledger *self = *state;
    const uint32_t file = 0;
    ledger_parser_idle(self, 0, P1, true);
    ledger_announce(self, 500, 1, 1, P1, false, &file, 1, 0);
    ledger_parser_idle(self, 600, P1, true);
    ledger_tick(self, 600 + DEADLINE_MS - 1);
    expect_nothing(self);
    ledger_tick(self, 600 + DEADLINE_MS);
    expect_kill(self, P1);
}

static void
rule_6_a_batch_waiting_behind_a_started_one_has_no_deadline_of_its_own(void **state)
{
    ledger *self = *state;
    const uint32_t files[] = {0, 1};
    ledger_announce(self, 0, 1, 1, P1, false, &files[0], 1, 2000000);
    ledger_announce(self, 0, 2, 1, P1, false, &files[1], 1, 0);
    ledger_start(self, 0, P1, 1, 1);
    ledger_tick(self, DEADLINE_MS + 9999); // 20 s for batch 1
    expect_nothing(self);
}

// ---- rule 7

// Lets a parser die with the batch started, `count` times, from `attempt` on. Expects a REISSUE after each
// but the last.
static void
die_with(ledger *self, uint32_t batch, uint32_t first_file, uint32_t file_count, bool alone, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t files[] = {first_file, first_file + 1, first_file + 2};
        ledger_parser_joined(self, 50 + i);
        ledger_announce(self, 0, batch, 1 + i, 50 + i, alone, files, file_count, 1000);
        ledger_start(self, 0, 50 + i, batch, 1 + i);
        ledger_parser_gone(self, 0, 50 + i, REASON_PARSER_CRASH);
        if (i + 1 < count)
            expect_batch(self, ACTION_REISSUE, batch);
    }
}

static void
rule_7_a_batch_below_deaths_max_is_issued_again_whole(void **state)
{
    ledger *self = *state;
    die_with(self, 1, 0, 3, false, DEATHS_MAX - 1);
    expect_batch(self, ACTION_REISSUE, 1);
    expect_nothing(self);
}

static void
rule_7_a_suspect_batch_is_split_after_deaths_max(void **state)
{
    ledger *self = *state;
    die_with(self, 1, 0, 3, false, DEATHS_MAX);
    expect_batch(self, ACTION_SPLIT, 1);
    expect_nothing(self);
    assert_int_equal(done(self, 0, 50, 1, 2, 0, 3), STATUS_OK); // the dead one's word
    assert_int_equal(late(self), 1);
}

static void
rule_7_what_was_taken_before_a_split_stays_taken(void **state)
{
    ledger *self = *state;
    took_all(self, 1);
    die_with(self, 1, 0, 3, false, DEATHS_MAX);
    expect_batch(self, ACTION_SPLIT, 1);
    announce_alone(self, 0, 2, 1, P1, 1);
    done(self, 0, P1, 2, 1, 1, 1);
    expect_batch(self, ACTION_SETTLED, 2);
}

static void
rule_7_a_file_that_settled_before_its_own_batch_came_settles_that_batch(void **state)
{
    ledger *self = *state;
    ledger_parser_joined(self, 9);
    announce(self, 0, 1, 1, 9, 0, 1);
    done(self, 0, 9, 1, 1, 0, 1);
    took_three(self, 0);
    for (uint32_t i = 2; i < 2 + DEATHS_MAX; i++) {
        ledger_parser_joined(self, 10 + i);
        announce(self, 0, 1, i, 10 + i, 0, 1);
        ledger_start(self, 0, 10 + i, 1, i);
        ledger_parser_gone(self, 0, 10 + i, REASON_PARSER_CRASH);
        next(self);
    }
    took(self, 0, DESTINATION_WORD_COVERAGE); // between the split and the new announcement
    expect_nothing(self);
    assert_int_equal(ledger_counts_now(self).files_settled, 1);
    assert_int_equal(announce_alone(self, 0, 2, 1, P1, 0), STATUS_OK);
    expect_batch(self, ACTION_SETTLED, 2);
    expect_nothing(self);
}

static void
rule_7_a_file_alone_at_deaths_max_deaths_is_void(void **state)
{
    ledger *self = *state;
    die_with(self, 1, 0, 2, false, DEATHS_MAX);
    expect_batch(self, ACTION_SPLIT, 1);
    die_with(self, 2, 0, 1, true, DEATHS_MAX);
    expect_file(self, ACTION_VOID, 0, REASON_PARSER_CRASH);
    expect_nothing(self);
}

static void
rule_7_a_file_alone_below_deaths_max_deaths_is_issued_again(void **state)
{
    ledger *self = *state;
    die_with(self, 2, 0, 1, true, DEATHS_MAX - 1);
    expect_batch(self, ACTION_REISSUE, 2);
    announce_alone(self, 0, 2, DEATHS_MAX, P1, 0);
    done(self, 0, P1, 2, DEATHS_MAX, 0, 1);
    took_all(self, 0);
    expect_batch(self, ACTION_SETTLED, 2);
}

static void
rule_7_a_file_that_a_parser_gave_up_is_void_and_the_others_settle(void **state)
{
    ledger *self = *state;
    const ledger_file files[] = {parsed(0), gave_up(1)};
    announce(self, 0, 1, 1, P1, 0, 2);
    assert_int_equal(ledger_done(self, 0, P1, 1, 1, files, 2), STATUS_OK);
    expect_file(self, ACTION_VOID, 1, REASON_PARSER_TIMEOUT);
    took_all(self, 0);
    expect_nothing(self);
    voided_all(self, 1);
    expect_file(self, ACTION_VOIDED, 1, REASON_PARSER_TIMEOUT);
    expect_batch(self, ACTION_SETTLED, 1);
    expect_nothing(self);
}

static void
rule_7_deaths_are_no_resends(void **state)
{
    ledger *self = *state;
    die_with(self, 1, 0, 1, false, DEATHS_MAX - 1);
    expect_batch(self, ACTION_REISSUE, 1);
    for (uint32_t attempt = 10; attempt < 10 + RESENDS_MAX; attempt++) {
        lose_one(self, attempt * 10000, attempt);
        idle_between(self, DESTINATION_WORD_COVERAGE, attempt * 10000, attempt * 10000 + IDLE_MS);
        expect_batch(self, ACTION_REISSUE, 1);
    }
}

// ---- rule 8

static void
rule_8_a_void_file_counts_once_all_four_have_confirmed(void **state)
{
    ledger *self = *state;
    const ledger_file file = gave_up(0);
    ledger_listed(self, 1);
    announce(self, 0, 1, 1, P1, 0, 1);
    ledger_done(self, 0, P1, 1, 1, &file, 1);
    expect_file(self, ACTION_VOID, 0, REASON_PARSER_TIMEOUT);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(ledger_voided(self, 0, file_destinations[i]), STATUS_OK);
        assert_int_equal(ledger_voided(self, 0, file_destinations[i]), STATUS_OK); // says it twice
    }
    assert_false(ledger_is_complete(self, STREAM_FILES));
    assert_int_equal(ledger_counts_now(self).files_void, 0);
    assert_int_equal(ledger_voided(self, 0, file_destinations[3]), STATUS_OK);
    assert_int_equal(ledger_voided(self, 0, file_destinations[3]), STATUS_OK);
    expect_file(self, ACTION_VOIDED, 0, REASON_PARSER_TIMEOUT);
    expect_batch(self, ACTION_SETTLED, 1);
    assert_true(ledger_is_complete(self, STREAM_FILES));
    assert_int_equal(ledger_counts_now(self).files_void, 1);
}

static void
rule_8_tooks_of_a_void_file_are_late(void **state)
{
    ledger *self = *state;
    took(self, 0, DESTINATION_LINKER);
    die_with(self, 1, 0, 1, true, DEATHS_MAX);
    expect_file(self, ACTION_VOID, 0, REASON_PARSER_CRASH);
    took_all(self, 0);
    voided_all(self, 0);
    took_all(self, 0);
    assert_int_equal(late(self), 8);
    expect_file(self, ACTION_VOIDED, 0, REASON_PARSER_CRASH);
    expect_batch(self, ACTION_SETTLED, 1);
    for (int i = 0; i < FAMILY_COUNT; i++)
        assert_int_equal(ledger_totals(self)[i].rows, 0);
}

static void
rule_8_nothing_is_sent_again_for_a_void_file(void **state)
{
    ledger *self = *state;
    const ledger_file file = gave_up(0);
    announce(self, 0, 1, 1, P1, 0, 1);
    ledger_done(self, 0, P1, 1, 1, &file, 1);
    expect_file(self, ACTION_VOID, 0, REASON_PARSER_TIMEOUT);
    idle_between(self, DESTINATION_LINKER, 0, 60000);
    ledger_gap(self, 60000, DESTINATION_LINKER, STREAM_FILES, P1);
    ledger_parser_gone(self, 60000, P1, REASON_PARSER_CRASH);
    expect_nothing(self);
}

static void
rule_8_the_next_attempt_of_a_batch_does_not_revive_a_void_file(void **state)
{
    ledger *self = *state;
    const ledger_file files[] = {parsed(0), gave_up(1)};
    announce(self, 0, 1, 1, P1, 0, 2);
    ledger_done(self, 0, P1, 1, 1, files, 2);
    expect_file(self, ACTION_VOID, 1, REASON_PARSER_TIMEOUT);
    announce(self, 0, 1, 2, P2, 0, 2);
    assert_int_equal(ledger_done(self, 0, P2, 1, 2, files, 2), STATUS_OK);
    took_all(self, 0);
    expect_nothing(self);
    voided_all(self, 1);
    expect_file(self, ACTION_VOIDED, 1, REASON_PARSER_TIMEOUT);
    expect_batch(self, ACTION_SETTLED, 1);
}

static void
rule_8_a_file_that_is_void_before_its_own_batch_came_settles_that_batch(void **state)
{
    ledger *self = *state;
    const ledger_file files[] = {parsed(0), gave_up(1)};
    announce(self, 0, 1, 1, P1, 0, 2);
    ledger_done(self, 0, P1, 1, 1, files, 2);
    expect_file(self, ACTION_VOID, 1, REASON_PARSER_TIMEOUT);
    for (uint32_t attempt = 2; attempt < 2 + DEATHS_MAX; attempt++) {
        ledger_parser_joined(self, 10 + attempt);
        announce(self, 0, 1, attempt, 10 + attempt, 0, 2);
        ledger_start(self, 0, 10 + attempt, 1, attempt);
        ledger_parser_gone(self, 0, 10 + attempt, REASON_PARSER_CRASH);
        next(self);
    }
    assert_int_equal(announce_alone(self, 0, 2, 1, P1, 1), STATUS_OK);
    expect_nothing(self);
    voided_all(self, 1);
    expect_file(self, ACTION_VOIDED, 1, REASON_PARSER_TIMEOUT);
    expect_batch(self, ACTION_SETTLED, 2);
}

static void
rule_8_only_a_void_file_can_be_confirmed_and_only_by_the_four(void **state)
{
    ledger *self = *state;
    announce(self, 0, 1, 1, P1, 0, 1);
    assert_int_equal(ledger_voided(self, 0, DESTINATION_LINKER), STATUS_UNKNOWN);
    assert_int_equal(ledger_voided(self, 999999, DESTINATION_LINKER), STATUS_UNKNOWN);
    assert_int_equal(ledger_voided(self, UINT32_MAX, DESTINATION_LINKER), STATUS_UNKNOWN);
    assert_int_equal(ledger_voided(self, 0, DESTINATION_IGNORED_FILES), STATUS_UNKNOWN);
}

struct void_list {
    uint32_t count;
    uint32_t files[8];
    ignore_reason reasons[8];
};

static void
collect_void(void *context, uint32_t file, ignore_reason reason)
{
    struct void_list *list = context;
    assert_true(list->count < 8);
    list->files[list->count] = file;
    list->reasons[list->count++] = reason;
}

static void
rule_8_who_joins_later_is_told_what_it_has_not_confirmed(void **state)
{
    ledger *self = *state;
    struct void_list list = {0};
    const ledger_file file = gave_up(2);
    die_with(self, 1, 5000, 1, true, DEATHS_MAX);
    announce(self, 0, 2, 1, P1, 2, 1);
    ledger_done(self, 0, P1, 2, 1, &file, 1);
    ledger_each_unconfirmed(self, DESTINATION_LINKER, collect_void, &list);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.files[0], 2);
    assert_int_equal(list.reasons[0], REASON_PARSER_TIMEOUT);
    assert_int_equal(list.files[1], 5000);
    assert_int_equal(list.reasons[1], REASON_PARSER_CRASH);
    list.count = 0;
    assert_int_equal(ledger_voided(self, 2, DESTINATION_LINKER), STATUS_OK);
    ledger_each_unconfirmed(self, DESTINATION_LINKER, collect_void, &list);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.files[0], 5000);
    list.count = 0;
    voided_all(self, 2);
    voided_all(self, 5000);
    for (int i = 0; i < 4; i++)
        ledger_each_unconfirmed(self, file_destinations[i], collect_void, &list);
    ledger_each_unconfirmed(self, DESTINATION_IGNORED_FILES, collect_void, &list); // which holds rows of no file
    assert_int_equal(list.count, 0);
}

// ---- rule 9

static void
rule_9_a_skipped_file_is_settled_without_rows(void **state)
{
    ledger *self = *state;
    ledger_listed(self, 1);
    assert_int_equal(ledger_skip(self, 0), STATUS_OK);
    assert_true(ledger_is_complete(self, STREAM_FILES));
    assert_int_equal(ledger_counts_now(self).files_skipped, 1);
}

static void
rule_9_a_file_that_was_announced_cannot_be_skipped_nor_the_other_way_round(void **state)
{
    ledger *self = *state;
    announce(self, 0, 1, 1, P1, 0, 1);
    assert_int_equal(ledger_skip(self, 0), STATUS_CONFLICT);
    ledger_skip(self, 1);
    assert_int_equal(announce(self, 0, 2, 1, P1, 1, 1), STATUS_CONFLICT);
}

static void
rule_9_a_skipped_file_that_somebody_took_is_a_conflict(void **state)
{
    ledger *self = *state;
    took(self, 0, DESTINATION_LINKER);
    assert_int_equal(ledger_skip(self, 0), STATUS_CONFLICT);
    ledger_skip(self, 1);
    assert_int_equal(took(self, 1, DESTINATION_LINKER), STATUS_CONFLICT);
    expect_failure(self, "linker took file 1, which was skipped");
}

// ---- rule 10

static void
rule_10_files_are_complete_when_listed_and_each_is_settled_void_or_skipped(void **state)
{
    ledger *self = *state;
    announce(self, 0, 1, 1, P1, 0, 1);
    done(self, 0, P1, 1, 1, 0, 1);
    took_all(self, 0);
    expect_batch(self, ACTION_SETTLED, 1);
    ledger_skip(self, 2);
    assert_false(ledger_is_complete(self, STREAM_FILES));
    assert_int_equal(ledger_listed(self, 3), STATUS_OK);
    assert_false(ledger_is_complete(self, STREAM_FILES));
    die_with(self, 2, 1, 1, true, DEATHS_MAX);
    voided_all(self, 1);
    assert_true(ledger_is_complete(self, STREAM_FILES));
    assert_int_equal(ledger_counts_now(self).files_known, 3);
}

static void
rule_10_a_run_without_files_is_complete_once_listed(void **state)
{
    ledger *self = *state;
    assert_false(ledger_is_complete(self, STREAM_FILES));
    assert_int_equal(ledger_listed(self, 0), STATUS_OK);
    assert_true(ledger_is_complete(self, STREAM_FILES));
}

static void
rule_10_listed_is_told_once(void **state)
{
    ledger *self = *state;
    took(self, 4, DESTINATION_LINKER);
    assert_int_equal(ledger_listed(self, 4), STATUS_CONFLICT); // file 4 is known
    assert_int_equal(ledger_listed(self, 5), STATUS_OK);
    assert_int_equal(ledger_listed(self, 5), STATUS_OK);
    assert_int_equal(ledger_listed(self, 6), STATUS_CONFLICT);
}

static void
rule_10_files_past_the_list_are_unknown(void **state)
{
    ledger *self = *state;
    ledger_listed(self, 2);
    assert_int_equal(took(self, 1, DESTINATION_LINKER), STATUS_OK);
    assert_int_equal(took(self, 2, DESTINATION_LINKER), STATUS_UNKNOWN);
    assert_int_equal(announce(self, 0, 1, 1, P1, 1, 2), STATUS_UNKNOWN);
    assert_int_equal(ledger_skip(self, 2), STATUS_UNKNOWN);
}

static void
rule_10_a_chunk_stream_is_complete_when_ended_and_each_chunk_is_settled(void **state)
{
    ledger *self = *state;
    made(self, 0, STREAM_LINKED, 0, DESTINATION_CODE_GRAPH);
    made(self, 0, STREAM_LINKED, 1, DESTINATION_DEPENDENCY_EDGES);
    took_chunk(self, STREAM_LINKED, 0, DESTINATION_CODE_GRAPH);
    took_chunk(self, STREAM_LINKED, 1, DESTINATION_DEPENDENCY_EDGES);
    assert_false(ledger_is_complete(self, STREAM_LINKED));
    assert_int_equal(ledger_ended(self, STREAM_LINKED, 2), STATUS_OK);
    assert_true(ledger_is_complete(self, STREAM_LINKED));
    assert_false(ledger_is_complete(self, STREAM_IGNORED));
    assert_int_equal(ledger_ended(self, STREAM_IGNORED, 0), STATUS_OK);
    assert_true(ledger_is_complete(self, STREAM_IGNORED));
}

static void
rule_10_ended_is_told_once(void **state)
{
    ledger *self = *state;
    made(self, 0, STREAM_LINKED, 4, DESTINATION_CODE_GRAPH);
    assert_int_equal(ledger_ended(self, STREAM_LINKED, 4), STATUS_CONFLICT);
    assert_int_equal(ledger_ended(self, STREAM_LINKED, 5), STATUS_OK);
    assert_int_equal(ledger_ended(self, STREAM_LINKED, 5), STATUS_OK);
    assert_int_equal(ledger_ended(self, STREAM_LINKED, 6), STATUS_CONFLICT);
    assert_int_equal(made(self, 0, STREAM_LINKED, 5, DESTINATION_CODE_GRAPH), STATUS_UNKNOWN);
    assert_int_equal(took_chunk(self, STREAM_LINKED, 5, DESTINATION_CODE_GRAPH), STATUS_UNKNOWN);
}

// ---- rule 11

static void
rule_11_totals_count_each_settled_unit_once(void **state)
{
    ledger *self = *state;
    const uint64_t expected[FAMILY_COUNT] = {
        // file 0 is 1000 + 10 x destination + family; chunk 4 is 5000 + the same
        [FAMILY_ENTITIES] = 1000 + 5000, [FAMILY_FILES] = 1001 + 5001, [FAMILY_TEXT] = 1002 + 5002,
        [FAMILY_FACTS] = 1003 + 5003,    [FAMILY_TESTS] = 1020,        [FAMILY_COVERAGE] = 1030,
        [FAMILY_IGNORED] = 1040,
    };
    announce(self, 0, 1, 1, P1, 0, 2);
    done(self, 0, P1, 1, 1, 0, 2);
    took_all(self, 0);
    took_all(self, 0);
    took_three(self, 1); // not settled: in no total
    made(self, 0, STREAM_LINKED, 4, DESTINATION_CODE_GRAPH);
    took_chunk(self, STREAM_LINKED, 4, DESTINATION_CODE_GRAPH);
    made(self, 0, STREAM_IGNORED, 0, DESTINATION_IGNORED_FILES);
    took_chunk(self, STREAM_IGNORED, 0, DESTINATION_IGNORED_FILES);
    for (int i = 0; i < FAMILY_COUNT; i++)
        assert_int_equal(ledger_totals(self)[i].digest, expected[i]);
    assert_int_equal(ledger_totals(self)[FAMILY_ENTITIES].rows, 2);
    assert_int_equal(ledger_totals(self)[FAMILY_TESTS].rows, 1);
    assert_int_equal(ledger_totals(self)[FAMILY_BY_SOURCE].rows, 0);
}

// ---- bounds, and words that make no sense

static void
numbers_below_the_bound_are_kept_and_others_are_too_large(void **state)
{
    ledger *self = *state;
    const uint32_t max = LEDGER_UNITS_MAX;
    assert_int_equal(took(self, max - 1, DESTINATION_LINKER), STATUS_OK);
    assert_int_equal(took(self, max, DESTINATION_LINKER), STATUS_TOO_LARGE);
    assert_int_equal(took(self, max + 1, DESTINATION_LINKER), STATUS_TOO_LARGE);
    assert_int_equal(ledger_skip(self, max), STATUS_TOO_LARGE);
    assert_int_equal(announce(self, 0, 1, 1, P1, max - 1, 2), STATUS_TOO_LARGE);
    assert_int_equal(announce(self, 0, max - 1, 1, P1, 0, 1), STATUS_OK);
    assert_int_equal(announce(self, 0, max, 1, P1, 1, 1), STATUS_TOO_LARGE);
    assert_int_equal(ledger_start(self, 0, P1, max - 1, 1), STATUS_OK);
    assert_int_equal(ledger_start(self, 0, P1, max, 1), STATUS_UNKNOWN);
    assert_int_equal(done(self, 0, P1, max, 1, 0, 1), STATUS_UNKNOWN);
    assert_int_equal(ledger_listed(self, max + 1), STATUS_TOO_LARGE);
    assert_int_equal(ledger_listed(self, max), STATUS_OK);
}

static void
chunk_numbers_below_the_bound_are_kept_and_others_are_too_large(void **state)
{
    ledger *self = *state;
    const uint32_t max = LEDGER_UNITS_MAX;
    assert_int_equal(made(self, 0, STREAM_LINKED, max - 1, DESTINATION_CODE_GRAPH), STATUS_OK);
    assert_int_equal(made(self, 0, STREAM_LINKED, max, DESTINATION_CODE_GRAPH), STATUS_TOO_LARGE);
    assert_int_equal(took_chunk(self, STREAM_LINKED, max, DESTINATION_CODE_GRAPH), STATUS_TOO_LARGE);
    assert_int_equal(ledger_ended(self, STREAM_LINKED, max + 1), STATUS_TOO_LARGE);
    assert_int_equal(ledger_ended(self, STREAM_LINKED, max), STATUS_OK);
}

static void
early_words_are_kept_up_to_a_bound(void **state)
{
    ledger *self = *state;
    for (uint32_t i = 0; i < LEDGER_EARLY_MAX; i++)
        assert_int_equal(ledger_start(self, 0, P1, i, 1), STATUS_OK);
    assert_int_equal(ledger_start(self, 0, P1, LEDGER_EARLY_MAX, 1), STATUS_UNKNOWN);
    assert_int_equal(done(self, 0, P1, LEDGER_EARLY_MAX, 1, 0, 1), STATUS_UNKNOWN);
    assert_int_equal(ledger_start(self, 0, P1, 3, 1), STATUS_OK); // a retry takes no room
    announce(self, 0, 3, 1, P1, 0, 1);
    assert_int_equal(done(self, 0, P1, LEDGER_EARLY_MAX, 1, 0, 1), STATUS_OK);
}

static void
streams_and_destinations_that_do_not_go_together_are_unknown(void **state)
{
    ledger *self = *state;
    assert_int_equal(took(self, 0, DESTINATION_DEPENDENCY_EDGES), STATUS_UNKNOWN);
    assert_int_equal(took(self, 0, DESTINATION_IGNORED_FILES), STATUS_UNKNOWN);
    assert_int_equal(took(self, 0, (destination)99), STATUS_UNKNOWN);
    assert_int_equal(took_chunk(self, STREAM_IGNORED, 0, DESTINATION_CODE_GRAPH), STATUS_UNKNOWN);
    assert_int_equal(took_chunk(self, STREAM_LINKED, 0, DESTINATION_LINKER), STATUS_UNKNOWN);
    assert_int_equal(took_chunk(self, (ledger_stream)99, 0, DESTINATION_LINKER), STATUS_UNKNOWN);
    assert_int_equal(made(self, 0, STREAM_FILES, 0, DESTINATION_LINKER), STATUS_UNKNOWN);
    assert_int_equal(made(self, 0, STREAM_LINKED, 0, DESTINATION_TEST_ENTITIES), STATUS_UNKNOWN);
    assert_int_equal(made(self, 0, (ledger_stream)99, 0, DESTINATION_LINKER), STATUS_UNKNOWN);
    assert_int_equal(ledger_ended(self, STREAM_FILES, 0), STATUS_UNKNOWN);
    assert_int_equal(ledger_ended(self, (ledger_stream)99, 0), STATUS_UNKNOWN);
    expect_nothing(self);
}

// ---- what the run waits for

static void
the_report_names_what_a_file_waits_for(void **state)
{
    ledger *self = *state;
    expect_wait(self, "files: not listed");
    ledger_listed(self, 19);
    expect_wait(self, "file 0: not announced");
    announce(self, 0, 3, 1, P2, 17, 2);
    expect_wait(self, "file 17 of batch 3 (attempt 1, parser 2, announced): not done");
    ledger_start(self, 0, P2, 3, 1);
    expect_wait(self, "file 17 of batch 3 (attempt 1, parser 2, started): not done");
    took(self, 17, DESTINATION_CODE_GRAPH);
    took(self, 17, DESTINATION_LINKER);
    done(self, 0, P2, 3, 1, 17, 2);
    expect_wait(self, "file 17 of batch 3 (attempt 1, parser 2, done): took lacks TestEntitiesExcluded, "
                      "FileWordCoverage");
    ledger_gap(self, 0, DESTINATION_WORD_COVERAGE, STREAM_FILES, P2);
    expect_wait(self, "file 17 of batch 3 (attempt 1, parser 2, done, to be sent again): took lacks "
                      "TestEntitiesExcluded, FileWordCoverage");
}

static void
the_report_names_the_oldest_batch_first(void **state)
{
    ledger *self = *state;
    announce(self, 0, 5, 1, P1, 0, 1);
    announce(self, 0, 4, 1, P2, 1, 2);
    announce(self, 0, 6, 1, P2, 3, 1);
    took_all(self, 1);
    expect_wait(self, "file 1 of batch 4 (attempt 1, parser 2, announced): not done");
}

static void
the_report_names_void_and_split_files(void **state)
{
    ledger *self = *state;
    die_with(self, 1, 0, 1, false, DEATHS_MAX);
    expect_wait(self, "file 0: split, not announced again");
    die_with(self, 1, 0, 1, false, 1); // the old batch: late
    expect_batch(self, ACTION_SPLIT, 1);
    die_with(self, 2, 0, 1, true, DEATHS_MAX);
    ledger_voided(self, 0, DESTINATION_LINKER);
    expect_wait(self, "file 0 of batch 2 (attempt 2, parser 51, started): voided lacks CodeGraph, "
                      "TestEntitiesExcluded, FileWordCoverage");
}

static void
the_report_names_what_chunks_wait_for(void **state)
{
    ledger *self = *state;
    ledger_listed(self, 0);
    expect_wait(self, "stream linked: not ended");
    ledger_ended(self, STREAM_LINKED, 1);
    expect_wait(self, "chunk 0 of stream linked: not made");
    made(self, 0, STREAM_LINKED, 0, DESTINATION_DEPENDENCY_EDGES);
    expect_wait(self, "chunk 0 of stream linked: took lacks DependencyEdges");
    took_chunk(self, STREAM_LINKED, 0, DESTINATION_DEPENDENCY_EDGES);
    took_chunk(self, STREAM_IGNORED, 1, DESTINATION_IGNORED_FILES);
    expect_wait(self, "chunk 0 of stream ignored: not made");
    made(self, 0, STREAM_IGNORED, 0, DESTINATION_IGNORED_FILES);
    took_chunk(self, STREAM_IGNORED, 0, DESTINATION_IGNORED_FILES);
    expect_wait(self, "chunk 1 of stream ignored: not made");
    made(self, 0, STREAM_IGNORED, 1, DESTINATION_IGNORED_FILES);
    expect_wait(self, "stream ignored: not ended");
    ledger_ended(self, STREAM_IGNORED, 2);
    expect_wait(self, "nothing");
}

static void
the_report_is_cut_to_its_room(void **state)
{
    ledger *self = *state;
    char text[8] = "untouch";
    ledger_describe_wait(self, text, 0);
    assert_string_equal(text, "untouch");
    ledger_describe_wait(self, text, sizeof text);
    assert_string_equal(text, "files: ");
    took(self, 12345, DESTINATION_LINKER);
    ledger_describe_wait(self, text, 1);
    assert_string_equal(text, "");
}

// ---- size

static void
a_tree_as_large_as_the_linux_kernel_takes_no_time_per_tick(void **state)
{
    ledger *self = *state;
    enum { FILES = 60000, PER_BATCH = 8, WINDOW = 200 };
    clock_t start = clock();
    for (uint32_t batch = 0; batch < FILES / PER_BATCH + WINDOW; batch++) {
        if (batch < FILES / PER_BATCH) {
            announce(self, batch, batch, 1, P1, batch * PER_BATCH, PER_BATCH);
            done(self, batch, P1, batch, 1, batch * PER_BATCH, PER_BATCH);
        }
        for (uint32_t i = 0; batch >= WINDOW && i < PER_BATCH; i++)
            took_all(self, (batch - WINDOW) * PER_BATCH + i);
        ledger_tick(self, batch);
    }
    assert_int_equal(ledger_counts_now(self).files_settled, FILES);
    assert_int_equal(ledger_listed(self, FILES), STATUS_OK);
    assert_true(ledger_is_complete(self, STREAM_FILES));
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC <
                5.0); // below 0.1 s here, a few times that under sanitizers
}

// ---- a toy pipeline: everything that moves may be lost, repeated, reordered or late; parsers die and hang

enum {
    TOY_FILES = 60,
    TOY_BATCH_FILES = 4,
    TOY_BATCHES = 400,
    TOY_PARSERS = 3, // at one time
    TOY_PARSERS_EVER = 200,
    TOY_CHUNKS = 12, // that the linker makes
    TOY_UNITS = TOY_FILES,
    TOY_STEPS_MAX = 200000,
};

// A word to the ledger, or from it, or data: what moves in a queue.
struct item {
    enum {
        WORD_ANNOUNCE,
        WORD_SKIP,
        WORD_LISTED,
        WORD_START,
        WORD_DONE,
        WORD_PROGRESS,
        WORD_IDLE,
        WORD_TOOK,
        WORD_GAP,
        WORD_VOIDED,
        WORD_MADE,
        WORD_ENDED,
        TOLD_REISSUE,
        TOLD_SPLIT,
        TOLD_VOID,
        TOLD_VOIDED,
        TOLD_RESEND,
        DATA,
    } kind;
    ledger_stream stream;
    uint32_t batch, attempt, unit, parser;
    destination to;
    bool is_idle;
    uint32_t sequence;
};

struct queue {
    struct item *items;
    size_t count, capacity;
};

enum toy_kind { TOY_PLAIN, TOY_GIVES_UP, TOY_KILLS, TOY_HANGS, TOY_SKIPPED };

struct toy_batch {
    uint32_t files[TOY_BATCH_FILES];
    uint32_t count, attempt;
    bool is_alone, is_settled;
};

struct toy_parser {
    struct queue tasks, words;
    bool is_alive, is_hung, is_known_gone;
    bool has_started;
    uint32_t step; // of the task at the front
    uint32_t sequence[DESTINATION_COUNT];
    uint32_t death_step;
};

struct toy_destination {
    struct queue data, inbox, words;
    bool has[STREAM_COUNT][TOY_UNITS];
    bool refuses[TOY_UNITS];
    uint32_t expected[TOY_PARSERS_EVER + 2]; // sequence per producer; the walker and the linker come last
};

struct toy {
    ledger *ledger;
    uint64_t random;
    uint64_t now;
    uint32_t step;
    enum toy_kind kinds[TOY_FILES];
    struct toy_batch batches[TOY_BATCHES];
    uint32_t batch_count;
    struct queue to_issue; // batches that the walker has yet to send
    struct queue walker_inbox, walker_words, linker_inbox, linker_words;
    uint32_t sequence[STREAM_COUNT][DESTINATION_COUNT]; // of the walker and the linker
    uint32_t ignored_count, linked_count;
    bool has_ended_ignored, has_ended_linked;
    struct toy_parser parsers[TOY_PARSERS_EVER];
    uint32_t parser_count;
    struct toy_destination destinations[DESTINATION_COUNT];
    uint32_t kills_left, hangs_left, drops_per_mille;
    uint32_t void_count[TOY_FILES], voided_count[TOY_FILES], chunk_settled_count[STREAM_COUNT][TOY_UNITS];
};

static uint32_t
roll(struct toy *toy, uint32_t sides)
{
    toy->random ^= toy->random << 13;
    toy->random ^= toy->random >> 7;
    toy->random ^= toy->random << 17;
    return (uint32_t)(toy->random >> 33) % sides;
}

static bool
chance(struct toy *toy, uint32_t per_mille)
{
    return roll(toy, 1000) < per_mille;
}

static void
put(struct queue *queue, struct item item)
{
    if (queue->count == queue->capacity) {
        queue->capacity = queue->capacity ? queue->capacity * 2 : 8;
        queue->items = realloc(queue->items, queue->capacity * sizeof item);
        assert_non_null(queue->items);
    }
    queue->items[queue->count++] = item;
}

static struct item
take(struct queue *queue)
{
    assert_true(queue->count > 0);
    struct item first = queue->items[0];
    queue->count--;
    memmove(queue->items, queue->items + 1, queue->count * sizeof first);
    return first;
}

// Data is not trusted to arrive: it is lost, doubled, or overtakes the message before it.
static void
send_data(struct toy *toy, destination to, struct item item)
{
    struct queue *queue = &toy->destinations[to].data;
    if (chance(toy, toy->drops_per_mille))
        return;
    put(queue, item);
    if (chance(toy, toy->drops_per_mille))
        put(queue, item);
    if (queue->count > 1 && chance(toy, toy->drops_per_mille)) {
        struct item last = queue->items[queue->count - 1];
        queue->items[queue->count - 1] = queue->items[queue->count - 2];
        queue->items[queue->count - 2] = last;
    }
}

static void
toy_join(struct toy *toy)
{
    assert_true(toy->parser_count < TOY_PARSERS_EVER);
    toy->parsers[toy->parser_count].is_alive = true;
    ledger_parser_joined(toy->ledger, toy->parser_count++);
}

static void
toy_kill(struct toy *toy, uint32_t number)
{
    struct toy_parser *parser = &toy->parsers[number];
    if (!parser->is_alive)
        return;
    parser->is_alive = false;
    parser->death_step = toy->step;
    parser->tasks.count = 0;
    parser->words.count -=
        parser->words.count ? roll(toy, (uint32_t)parser->words.count + 1) : 0; // the last are lost
    toy_join(toy);
}

// ---- the toy's walker

static void
toy_plan(struct toy *toy, const uint32_t *files, uint32_t count, bool is_alone)
{
    assert_true(toy->batch_count < TOY_BATCHES);
    struct toy_batch *batch = &toy->batches[toy->batch_count];
    *batch = (struct toy_batch){.count = count, .is_alone = is_alone};
    memcpy(batch->files, files, count * sizeof *files);
    put(&toy->to_issue, (struct item){.batch = toy->batch_count++});
}

static void
toy_make(struct toy *toy, ledger_stream stream, uint32_t unit, destination to)
{
    struct queue *words = stream == STREAM_IGNORED ? &toy->walker_words : &toy->linker_words;
    send_data(toy, to,
              (struct item){.kind = DATA,
                            .stream = stream,
                            .unit = unit,
                            .parser = TOY_PARSERS_EVER + (stream == STREAM_LINKED),
                            .sequence = toy->sequence[stream][to]++});
    put(words, (struct item){.kind = WORD_MADE, .stream = stream, .unit = unit, .to = to});
}

static destination
linked_destination(uint32_t unit)
{
    return unit % 3 ? DESTINATION_DEPENDENCY_EDGES : DESTINATION_CODE_GRAPH;
}

// Returns a parser that may be given the batch, as far as the walker knows; TOY_PARSERS_EVER when there is
// none.
static uint32_t
toy_choose(struct toy *toy, const struct toy_batch *batch)
{
    for (uint32_t tries = 0; tries < 4; tries++) {
        uint32_t number = toy->parser_count - 1 - roll(toy, toy->parser_count < 5 ? toy->parser_count : 5);
        const struct toy_parser *parser = &toy->parsers[number];
        bool holds_alone = parser->tasks.count && toy->batches[parser->tasks.items[0].batch].is_alone;
        if (!parser->is_known_gone && !holds_alone && parser->tasks.count < (batch->is_alone ? 1 : 2))
            return number;
    }
    return TOY_PARSERS_EVER;
}

static void
toy_issue(struct toy *toy)
{
    if (!toy->to_issue.count)
        return;
    uint32_t number = toy->to_issue.items[0].batch;
    struct toy_batch *batch = &toy->batches[number];
    uint32_t parser = batch->is_settled ? TOY_PARSERS_EVER : toy_choose(toy, batch);
    if (parser == TOY_PARSERS_EVER) {
        put(&toy->to_issue, take(&toy->to_issue));
        toy->to_issue.count -= batch->is_settled;
        return;
    }
    take(&toy->to_issue);
    struct item item = {
        .kind = WORD_ANNOUNCE, .batch = number, .attempt = ++batch->attempt, .parser = parser};
    put(&toy->walker_words, item);
    if (toy->parsers[parser].is_alive && !chance(toy, toy->drops_per_mille))
        put(&toy->parsers[parser].tasks, item);
}

static void
toy_walker_step(struct toy *toy)
{
    toy_issue(toy);
    if (!toy->walker_inbox.count)
        return;
    struct item told = take(&toy->walker_inbox);
    if (told.kind == TOLD_REISSUE)
        put(&toy->to_issue, (struct item){.batch = told.batch});
    for (uint32_t i = 0; told.kind == TOLD_SPLIT && i < toy->batches[told.batch].count; i++)
        toy_plan(toy, &toy->batches[told.batch].files[i], 1, true);
    if (told.kind == TOLD_VOIDED)
        toy_make(toy, STREAM_IGNORED, toy->ignored_count++, DESTINATION_IGNORED_FILES);
    if (told.kind == TOLD_RESEND)
        toy_make(toy, STREAM_IGNORED, told.unit, DESTINATION_IGNORED_FILES);
}

// ---- the toy's parsers and linker

static void
toy_finish_task(struct toy *toy, uint32_t number, struct item task)
{
    struct toy_parser *parser = &toy->parsers[number];
    for (int i = 0; i < 4; i++) {
        task.kind = DATA;
        task.stream = STREAM_FILES;
        task.parser = number;
        task.sequence = parser->sequence[file_destinations[i]]++;
        send_data(toy, file_destinations[i], task);
        if (toy->kills_left && chance(toy, 5)) { // between two sends
            toy->kills_left--;
            toy_kill(toy, number);
            return;
        }
    }
    put(&parser->words,
        (struct item){.kind = WORD_DONE, .batch = task.batch, .attempt = task.attempt, .parser = number});
    take(&parser->tasks);
    parser->has_started = false;
}

static void
toy_parser_step(struct toy *toy, uint32_t number)
{
    struct toy_parser *parser = &toy->parsers[number];
    if (!parser->is_alive || parser->is_hung)
        return;
    if (toy->kills_left && chance(toy, 2)) {
        toy->kills_left--;
        toy_kill(toy, number);
        return;
    }
    if (toy->hangs_left && chance(toy, 1)) {
        toy->hangs_left--;
        parser->is_hung = true;
        return;
    }
    put(&parser->words, (struct item){.kind = WORD_PROGRESS, .parser = number});
    if (chance(toy, 300))
        put(&parser->words,
            (struct item){.kind = WORD_IDLE, .parser = number, .is_idle = !parser->tasks.count});
    if (!parser->tasks.count)
        return;
    struct item task = parser->tasks.items[0];
    const struct toy_batch *batch = &toy->batches[task.batch];
    if (!parser->has_started) {
        parser->has_started = true;
        parser->step = 0;
        put(&parser->words,
            (struct item){
                .kind = WORD_START, .batch = task.batch, .attempt = task.attempt, .parser = number});
    } else if (parser->step < batch->count) {
        enum toy_kind kind = toy->kinds[batch->files[parser->step++]];
        if (kind == TOY_KILLS)
            toy_kill(toy, number);
        else if (kind == TOY_HANGS)
            parser->is_hung = true;
    } else {
        toy_finish_task(toy, number, task);
    }
}

static void
toy_linker_step(struct toy *toy)
{
    if (toy->linker_inbox.count) {
        uint32_t unit = take(&toy->linker_inbox).unit;
        toy_make(toy, STREAM_LINKED, unit, linked_destination(unit));
    } else if (toy->linked_count < TOY_CHUNKS && chance(toy, 20)) {
        toy_make(toy, STREAM_LINKED, toy->linked_count, linked_destination(toy->linked_count));
        toy->linked_count++;
    } else if (toy->linked_count == TOY_CHUNKS && !toy->has_ended_linked) {
        toy->has_ended_linked = true;
        put(&toy->linker_words,
            (struct item){.kind = WORD_ENDED, .stream = STREAM_LINKED, .unit = TOY_CHUNKS});
    }
}

// ---- the toy's destinations

// Keeps the first copy and says so; drops later ones and refused files.
static void
toy_take(struct toy_destination *self, destination which, ledger_stream stream, uint32_t unit)
{
    if (self->has[stream][unit] || (stream == STREAM_FILES && self->refuses[unit]))
        return;
    self->has[stream][unit] = true;
    put(&self->words, (struct item){.kind = WORD_TOOK, .stream = stream, .unit = unit, .to = which});
}

static void
toy_take_data(struct toy *toy, destination which, struct item data)
{
    struct toy_destination *self = &toy->destinations[which];
    uint32_t *expected = &self->expected[data.parser];
    if (data.sequence > *expected)
        put(&self->words,
            (struct item){.kind = WORD_GAP, .stream = data.stream, .parser = data.parser, .to = which});
    if (data.sequence >= *expected)
        *expected = data.sequence + 1;
    if (data.stream != STREAM_FILES) {
        toy_take(self, which, data.stream, data.unit);
        return;
    }
    const struct toy_batch *batch = &toy->batches[data.batch];
    for (uint32_t i = 0; i < batch->count; i++)
        if (toy->kinds[batch->files[i]] == TOY_PLAIN)
            toy_take(self, which, STREAM_FILES, batch->files[i]);
}

static void
toy_destination_step(struct toy *toy, destination which)
{
    struct toy_destination *self = &toy->destinations[which];
    if (self->inbox.count) {
        uint32_t file = take(&self->inbox).unit;
        self->refuses[file] = true;
        self->has[STREAM_FILES][file] = false;
        put(&self->words, (struct item){.kind = WORD_VOIDED, .unit = file, .to = which});
    }
    if (self->data.count && chance(toy, 700))
        toy_take_data(toy, which, take(&self->data));
    if (chance(toy, 300))
        put(&self->words,
            (struct item){
                .kind = WORD_IDLE, .parser = TOY_PARSERS_EVER, .to = which, .is_idle = !self->data.count});
}

// ---- the toy's coordinator

static status
toy_say_done(struct toy *toy, struct item word)
{
    const struct toy_batch *batch = &toy->batches[word.batch];
    ledger_file files[TOY_BATCH_FILES];
    for (uint32_t i = 0; i < batch->count; i++)
        files[i] =
            toy->kinds[batch->files[i]] == TOY_GIVES_UP ? gave_up(batch->files[i]) : parsed(batch->files[i]);
    return ledger_done(toy->ledger, toy->now, word.parser, word.batch, word.attempt, files, batch->count);
}

static status
toy_say(struct toy *toy, struct item word)
{
    ledger *self = toy->ledger;
    const struct toy_batch *batch = &toy->batches[word.batch];
    ledger_entry entry = entry_of(word.unit, word.to);
    switch (word.kind) {
    case WORD_ANNOUNCE:
        return ledger_announce(self, toy->now, word.batch, word.attempt, word.parser, batch->is_alone,
                               batch->files, batch->count, 1000);
    case WORD_SKIP:
        return ledger_skip(self, word.unit);
    case WORD_LISTED:
        return ledger_listed(self, word.unit);
    case WORD_START:
        return ledger_start(self, toy->now, word.parser, word.batch, word.attempt);
    case WORD_DONE:
        return toy_say_done(toy, word);
    case WORD_TOOK:
        return ledger_took(self, toy->now, word.stream, word.unit, &entry);
    case WORD_VOIDED:
        return ledger_voided(self, word.unit, word.to);
    case WORD_MADE:
        return ledger_made(self, toy->now, word.stream, word.unit, &entry);
    case WORD_ENDED:
        return ledger_ended(self, word.stream, word.unit);
    case WORD_GAP:
        ledger_gap(self, toy->now, word.to, word.stream, word.parser);
        return STATUS_OK;
    case WORD_PROGRESS:
        ledger_parser_progress(self, toy->now, word.parser);
        return STATUS_OK;
    default:
        if (word.parser < TOY_PARSERS_EVER)
            ledger_parser_idle(self, toy->now, word.parser, word.is_idle);
        else
            ledger_destination_idle(self, toy->now, word.to, word.is_idle);
        return STATUS_OK;
    }
}

// Delivers some of what one process said, in its order, now and then twice.
static void
toy_hear(struct toy *toy, struct queue *words)
{
    for (uint32_t i = roll(toy, 8); i > 0 && words->count; i--) {
        struct item word = take(words);
        assert_int_equal(toy_say(toy, word), STATUS_OK);
        if (chance(toy, 30))
            assert_int_equal(toy_say(toy, word), STATUS_OK);
    }
}

static void
toy_do(struct toy *toy, const ledger_action *action)
{
    struct item told = {.batch = action->batch, .unit = action->unit, .stream = action->stream};
    switch (action->kind) {
    case ACTION_SETTLED:
        assert_false(toy->batches[action->batch].is_settled);
        toy->batches[action->batch].is_settled = true;
        break;
    case ACTION_REISSUE:
    case ACTION_SPLIT:
        told.kind = action->kind == ACTION_SPLIT ? TOLD_SPLIT : TOLD_REISSUE;
        put(&toy->walker_inbox, told);
        break;
    case ACTION_RESEND_CHUNK:
        told.kind = TOLD_RESEND;
        put(action->stream == STREAM_LINKED ? &toy->linker_inbox : &toy->walker_inbox, told);
        break;
    case ACTION_CHUNK_SETTLED:
        toy->chunk_settled_count[action->stream][action->unit]++;
        break;
    case ACTION_VOID:
        toy->void_count[action->unit]++;
        told.kind = TOLD_VOID;
        for (int i = 0; i < 4; i++)
            put(&toy->destinations[file_destinations[i]].inbox, told);
        break;
    case ACTION_VOIDED:
        toy->voided_count[action->unit]++;
        told.kind = TOLD_VOIDED;
        put(&toy->walker_inbox, told);
        break;
    case ACTION_KILL:
        toy_kill(toy, action->parser);
        break;
    default:
        fail_msg("%s", action->why);
    }
}

static void
toy_coordinator_step(struct toy *toy)
{
    toy_hear(toy, &toy->walker_words);
    toy_hear(toy, &toy->linker_words);
    for (int i = 0; i < DESTINATION_COUNT; i++)
        toy_hear(toy, &toy->destinations[i].words);
    for (uint32_t i = 0; i < toy->parser_count; i++) {
        struct toy_parser *parser = &toy->parsers[i];
        toy_hear(toy, &parser->words);
        if (parser->is_alive || parser->is_known_gone || toy->step < parser->death_step + roll(toy, 200))
            continue;
        ledger_parser_gone(toy->ledger, toy->now, i,
                           REASON_PARSER_CRASH); // what it said and is not heard yet is late
        parser->is_known_gone = true;
    }
    ledger_tick(toy->ledger, toy->now);
    ledger_action action;
    while (ledger_next(toy->ledger, &action))
        toy_do(toy, &action);
}

static bool
toy_is_complete(struct toy *toy)
{
    if (!ledger_is_complete(toy->ledger, STREAM_FILES) || toy->walker_inbox.count)
        return false;
    if (!toy->has_ended_ignored) { // every void file has its row by now
        toy->has_ended_ignored = true;
        put(&toy->walker_words,
            (struct item){.kind = WORD_ENDED, .stream = STREAM_IGNORED, .unit = toy->ignored_count});
    }
    return ledger_is_complete(toy->ledger, STREAM_IGNORED) && ledger_is_complete(toy->ledger, STREAM_LINKED);
}

static void
toy_start(struct toy *toy, uint64_t seed)
{
    const ledger_limits limits = {.idle_ms = 200, .resends_max = 30, .deaths_max = 2, .deadline_ms = 1500};
    toy->random = seed;
    toy->ledger = ledger_new(&limits);
    toy->drops_per_mille = roll(toy, 80);
    toy->kills_left = roll(toy, 8);
    toy->hangs_left = roll(toy, 3);
    for (int i = 0; i < TOY_PARSERS; i++)
        toy_join(toy);
    uint32_t files[TOY_BATCH_FILES], count = 0;
    for (uint32_t i = 0; i < TOY_FILES; i++) {
        toy->kinds[i] = chance(toy, 100) ? (enum toy_kind)roll(toy, TOY_SKIPPED + 1) : TOY_PLAIN;
        if (toy->kinds[i] == TOY_SKIPPED)
            put(&toy->walker_words, (struct item){.kind = WORD_SKIP, .unit = i});
        else
            files[count++] = i;
        if (count == TOY_BATCH_FILES || (count && i + 1 == TOY_FILES)) {
            toy_plan(toy, files, count, false);
            count = 0;
        }
    }
    put(&toy->walker_words, (struct item){.kind = WORD_LISTED, .unit = TOY_FILES});
}

static void
toy_run(struct toy *toy)
{
    while (!toy_is_complete(toy)) {
        if (++toy->step == TOY_STEPS_MAX) {
            char text[256];
            ledger_describe_wait(toy->ledger, text, sizeof text);
            fail_msg("stands still: %s", text);
        }
        toy->now += roll(toy, 10);
        toy_walker_step(toy);
        toy_linker_step(toy);
        for (uint32_t i = 0; i < toy->parser_count; i++)
            toy_parser_step(toy, i);
        for (int i = 0; i < DESTINATION_COUNT; i++)
            toy_destination_step(toy, (destination)i);
        if (chance(toy, 600))
            toy_coordinator_step(toy);
    }
}

static void
add_entry(tally *totals, uint32_t unit, destination to)
{
    ledger_entry entry = entry_of(unit, to);
    for (unsigned i = 0; to != DESTINATION_LINKER && i < relation_infos[to].family_count; i++)
        tally_add(&totals[relation_infos[to].first + i], entry.families[i]);
}

static void
check_file(const struct toy *toy, uint32_t file, tally *totals)
{
    enum toy_kind kind = toy->kinds[file];
    bool is_void = toy->void_count[file] != 0;
    assert_true(toy->void_count[file] <= 1);
    assert_int_equal(toy->voided_count[file], toy->void_count[file]);
    if (kind == TOY_KILLS || kind == TOY_HANGS || kind == TOY_GIVES_UP)
        assert_true(is_void);
    for (int i = 0; i < 4; i++) {
        bool has = toy->destinations[file_destinations[i]].has[STREAM_FILES][file];
        assert_int_equal(has, !is_void && kind != TOY_SKIPPED);
        if (has)
            add_entry(totals, file, file_destinations[i]);
    }
}

static void
toy_check(struct toy *toy)
{
    tally totals[FAMILY_COUNT] = {0};
    uint32_t void_count = 0, skipped_count = 0;
    for (uint32_t file = 0; file < TOY_FILES; file++) {
        check_file(toy, file, totals);
        void_count += toy->void_count[file];
        skipped_count += toy->kinds[file] == TOY_SKIPPED;
    }
    for (uint32_t i = 0; i < toy->ignored_count; i++) {
        assert_int_equal(toy->chunk_settled_count[STREAM_IGNORED][i], 1);
        add_entry(totals, i, DESTINATION_IGNORED_FILES);
    }
    for (uint32_t i = 0; i < TOY_CHUNKS; i++) {
        assert_int_equal(toy->chunk_settled_count[STREAM_LINKED][i], 1);
        add_entry(totals, i, linked_destination(i));
    }
    for (int i = 0; i < FAMILY_COUNT; i++)
        assert_true(tally_equal(totals[i], ledger_totals(toy->ledger)[i]));
    ledger_counts counts = ledger_counts_now(toy->ledger);
    assert_int_equal(counts.files_void, void_count);
    assert_int_equal(counts.files_void, toy->ignored_count);
    assert_int_equal(counts.files_skipped, skipped_count);
    assert_int_equal(counts.files_settled, TOY_FILES - void_count - skipped_count);
}

static void
toy_finish(struct toy *toy)
{
    ledger_destroy(&toy->ledger);
    struct queue *queues[] = {&toy->to_issue, &toy->walker_inbox, &toy->walker_words, &toy->linker_inbox,
                              &toy->linker_words};
    for (size_t i = 0; i < sizeof queues / sizeof queues[0]; i++)
        free(queues[i]->items);
    for (uint32_t i = 0; i < toy->parser_count; i++) {
        free(toy->parsers[i].tasks.items);
        free(toy->parsers[i].words.items);
    }
    for (int i = 0; i < DESTINATION_COUNT; i++) {
        free(toy->destinations[i].data.items);
        free(toy->destinations[i].inbox.items);
        free(toy->destinations[i].words.items);
    }
    free(toy);
}

static uint64_t toy_seed; // the last one, so that a failure can be had again

static int
toy_tear_down(void **state)
{
    print_message("SLUICE_TEST_SEED=%llu\n", (unsigned long long)toy_seed);
    return tear_down(state);
}

// SLUICE_TEST_SEED=N runs that one seed; SLUICE_TEST_SECONDS=N goes on for longer.
static void
whatever_is_lost_repeated_or_killed_each_file_ends_settled_or_void_exactly_once(void **state)
{
    const char *wanted = getenv("SLUICE_TEST_SEED"), *seconds = getenv("SLUICE_TEST_SECONDS");
    uint64_t seed = wanted ? strtoull(wanted, NULL, 10) : (uint64_t)time(NULL) << 20;
    clock_t end = clock() + (seconds ? strtol(seconds, NULL, 10) : 1) * CLOCKS_PER_SEC;
    uint32_t runs = 0;
    do {
        struct toy *toy = calloc(1, sizeof *toy);
        assert_non_null(toy);
        seed += !wanted;
        toy_seed = seed;
        toy_start(toy, seed | 1ull << 63);
        toy_run(toy);
        toy_check(toy);
        toy_finish(toy);
        runs++;
    } while (!wanted && clock() < end);
    print_message("%u seeds up to ", runs); // toy_tear_down() says which
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_file_settles_when_done_and_every_took_agree),
        TEST(words_may_come_in_any_order),
        TEST(words_said_twice_count_once),
        TEST(a_chunk_settles_when_made_and_took_agree_in_either_order),
        TEST(rule_1_a_second_announcement_of_batch_and_attempt_is_a_retry),
        TEST(rule_1_the_order_of_files_in_an_announcement_does_not_matter),
        TEST(rule_1_a_batch_announced_with_other_files_is_a_conflict),
        TEST(rule_1_a_file_in_two_live_batches_is_a_conflict),
        TEST(rule_1_a_batch_without_files_is_invalid),
        TEST(rule_1_a_batch_announced_to_a_parser_that_is_not_here_is_issued_again),
        TEST(rule_2_words_of_an_older_attempt_are_late),
        TEST(rule_2_words_of_a_parser_that_does_not_hold_the_batch_are_late),
        TEST(rule_2_done_of_a_parser_that_is_gone_is_late),
        TEST(rule_2_words_about_a_settled_batch_are_late),
        TEST(rule_2_words_ahead_of_the_announcement_are_kept_until_it_comes),
        TEST(rule_2_words_kept_for_a_parser_that_is_gone_are_late),
        TEST(rule_2_an_early_done_that_does_not_fit_its_batch_fails_the_run),
        TEST(rule_2_done_must_name_exactly_the_files_of_the_batch),
        TEST(rule_2_done_must_speak_of_the_four_destinations),
        TEST(rule_3_two_tooks_that_disagree_fail_the_run),
        TEST(rule_3_a_took_that_disagrees_with_done_fails_the_run),
        TEST(rule_3_a_done_that_disagrees_with_an_earlier_took_fails_the_run),
        TEST(rule_3_a_done_that_disagrees_with_the_last_attempts_done_fails_the_run),
        TEST(rule_3_a_file_parsed_once_and_given_up_once_fails_the_run),
        TEST(rule_3_a_late_took_that_disagrees_with_a_settled_unit_fails_the_run),
        TEST(rule_3_a_settled_file_is_compared_with_the_next_attempts_done),
        TEST(rule_3_chunks_that_disagree_fail_the_run),
        TEST(rule_3_a_settled_chunk_made_otherwise_fails_the_run),
        TEST(rule_3_a_chunk_taken_by_another_destination_fails_the_run),
        TEST(rule_3_families_that_a_destination_does_not_have_are_not_compared),
        TEST(a_failed_run_says_so_once_and_asks_for_nothing_else),
        TEST(rule_4_a_destination_idle_for_idle_ms_that_lacks_a_done_file_lost_it),
        TEST(rule_4_more_than_idle_ms_is_a_loss_too),
        TEST(rule_4_the_wait_begins_with_the_promise_when_idleness_was_there_before),
        TEST(rule_4_busy_is_not_lost),
        TEST(rule_4_who_says_nothing_is_not_idle_any_longer),
        TEST(rule_4_an_idle_destination_did_not_lose_what_is_not_done),
        TEST(rule_4_a_loss_is_sent_again_at_most_resends_max_times),
        TEST(rule_4_what_comes_with_the_last_resend_settles),
        TEST(rule_4_a_reissue_is_asked_for_once_and_waited_for),
        TEST(rule_4_a_reissue_is_dropped_when_the_word_comes_after_all),
        TEST(rule_4_a_gap_sends_again_what_that_parser_had_done_for_that_destination),
        TEST(rule_4_a_gap_is_found_also_when_the_parser_is_gone),
        TEST(rule_4_a_gap_that_makes_no_sense_is_ignored),
        TEST(rule_4_a_batch_that_an_idle_parser_does_not_start_is_lost),
        TEST(rule_4_a_batch_that_waits_at_a_busy_parser_is_not_lost),
        TEST(rule_4_a_start_that_comes_after_all_takes_the_reissue_back),
        TEST(rule_4_a_batch_lost_on_the_way_to_parsers_too_often_fails_the_run),
        TEST(rule_4_a_lost_chunk_is_sent_again),
        TEST(rule_4_a_gap_sends_chunks_again_at_once),
        TEST(rule_4_a_chunk_taken_after_all_is_not_sent_again),
        TEST(rule_4_the_wait_for_a_resent_chunk_doubles_until_it_is_made_again),
        TEST(rule_4_a_chunk_lost_too_often_fails_the_run),
        TEST(rule_5_a_parser_that_is_gone_gives_back_what_it_held),
        TEST(rule_5_a_batch_that_was_done_is_waited_for),
        TEST(rule_5_what_was_lost_with_a_parser_is_found_when_the_destination_is_idle),
        TEST(rule_5_batches_that_were_not_started_are_never_suspect),
        TEST(rule_5_a_parser_that_nobody_knows_may_be_gone),
        TEST(rule_5_a_parser_may_come_back_under_its_number_with_nothing),
        TEST(rule_6_a_started_batch_without_progress_past_its_deadline_ends_the_parser),
        TEST(rule_6_progress_starts_the_deadline_anew),
        TEST(rule_6_a_batch_that_is_done_has_no_deadline),
        TEST(rule_6_a_parser_past_its_deadline_is_gone_with_reason_timeout),
        TEST(rule_6_a_parser_that_went_by_itself_need_not_be_ended),
        TEST(rule_6_a_parser_that_starts_nothing_and_is_not_idle_is_ended),
        TEST(rule_6_a_parser_that_stops_saying_that_it_is_idle_is_ended),
        TEST(rule_6_a_batch_waiting_behind_a_started_one_has_no_deadline_of_its_own),
        TEST(rule_7_a_batch_below_deaths_max_is_issued_again_whole),
        TEST(rule_7_a_suspect_batch_is_split_after_deaths_max),
        TEST(rule_7_what_was_taken_before_a_split_stays_taken),
        TEST(rule_7_a_file_that_settled_before_its_own_batch_came_settles_that_batch),
        TEST(rule_7_a_file_alone_at_deaths_max_deaths_is_void),
        TEST(rule_7_a_file_alone_below_deaths_max_deaths_is_issued_again),
        TEST(rule_7_a_file_that_a_parser_gave_up_is_void_and_the_others_settle),
        TEST(rule_7_deaths_are_no_resends),
        TEST(rule_8_a_void_file_counts_once_all_four_have_confirmed),
        TEST(rule_8_tooks_of_a_void_file_are_late),
        TEST(rule_8_nothing_is_sent_again_for_a_void_file),
        TEST(rule_8_the_next_attempt_of_a_batch_does_not_revive_a_void_file),
        TEST(rule_8_a_file_that_is_void_before_its_own_batch_came_settles_that_batch),
        TEST(rule_8_only_a_void_file_can_be_confirmed_and_only_by_the_four),
        TEST(rule_8_who_joins_later_is_told_what_it_has_not_confirmed),
        TEST(rule_9_a_skipped_file_is_settled_without_rows),
        TEST(rule_9_a_file_that_was_announced_cannot_be_skipped_nor_the_other_way_round),
        TEST(rule_9_a_skipped_file_that_somebody_took_is_a_conflict),
        TEST(rule_10_files_are_complete_when_listed_and_each_is_settled_void_or_skipped),
        TEST(rule_10_a_run_without_files_is_complete_once_listed),
        TEST(rule_10_listed_is_told_once),
        TEST(rule_10_files_past_the_list_are_unknown),
        TEST(rule_10_a_chunk_stream_is_complete_when_ended_and_each_chunk_is_settled),
        TEST(rule_10_ended_is_told_once),
        TEST(rule_11_totals_count_each_settled_unit_once),
        TEST(numbers_below_the_bound_are_kept_and_others_are_too_large),
        TEST(chunk_numbers_below_the_bound_are_kept_and_others_are_too_large),
        TEST(early_words_are_kept_up_to_a_bound),
        TEST(streams_and_destinations_that_do_not_go_together_are_unknown),
        TEST(the_report_names_what_a_file_waits_for),
        TEST(the_report_names_the_oldest_batch_first),
        TEST(the_report_names_void_and_split_files),
        TEST(the_report_names_what_chunks_wait_for),
        TEST(the_report_is_cut_to_its_room),
        TEST(a_tree_as_large_as_the_linux_kernel_takes_no_time_per_tick),
        cmocka_unit_test_setup_teardown(
            whatever_is_lost_repeated_or_killed_each_file_ends_settled_or_void_exactly_once, set_up,
            toy_tear_down),
    };
#undef TEST
    return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
