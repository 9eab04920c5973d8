// DESIGN. One thread: it reads control messages into the ledger, carries out what the ledger says (act_on), and moves the run from
// state to state when the ledger says that a stream is complete. A local process's death is seen through its pidfd, at
// once and for certain, so a busy machine never looks like a dead parser. What a run waits for is always bounded: when
// no counter has moved for stall_ms, it fails and says what it waited for.
#include "broker/coordinator.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "broker/batches.h"
#include "broker/endpoint.h"
#include "broker/ledger.h"
#include "broker/members.h"
#include "broker/report.h"
#include "broker/runfile.h"
#include "broker/wire.h"
#include "schema/generation.h"

enum {
    TICK_MS = 20,
    BEAT_MS = 1000,
    PROGRESS_MS = 1000,
    TERMINAL_PROGRESS_MS = 200,
    LEAVE_MS = 5000, // a slow disk, and a sink that was opening its store
    LEAVE_INTERRUPTED_MS = 1500, // who interrupts a run does not wait
    DISK_IS_FULL_BYTES = 1 << 20,
    EARLY_SPILL_BYTES_MIN = 16 << 20, // of settled files
};

typedef enum run_state { RUN_FILLING, RUN_LINKING, RUN_SEALED, RUN_PUBLISHED, RUN_FAILED } run_state;

struct coordinator {
    const params *params;
    char db[STORE_PATH_MAX];
    char generation_path[STORE_PATH_MAX];
    runfile run;
    int lock_fd;
    zsock_t *router;
    ledger *ledger;
    batches *batches;
    member *members[MEMBERS_MAX];
    uint32_t member_count;
    run_state state;
    report report;
    uint64_t started_ms, moved_ms, told_ms, beat_ms;
    uint64_t entered_us;
    usage usage; // its own
    uint64_t last_progress; // sum of all counters
    bool has_spilled; // sinks were told to, before all files are settled
    bool has_stored[RELATION_COUNT];
    uint32_t expected_stored;
};

static volatile sig_atomic_t signal_caught;

static void
on_signal(int number)
{
    signal_caught = number;
}

static const char *const roles[] = {"stage", "walker", "parser", "linker", "sink"};

void
member_describe(const member *self, char *text, size_t size)
{
    if (self->role == SLUICE__ROLE__ROLE_SINK)
        snprintf(text, size, "sink %s (pid %d)", relation_infos[self->relation].name, (int)self->pid);
    else if (self->role == SLUICE__ROLE__ROLE_PARSER)
        snprintf(text, size, "parser %u (pid %d)", self->number, (int)self->pid);
    else
        snprintf(text, size, "%s (pid %d)", roles[self->role], (int)self->pid);
}

// ---- failing

static void
fail_run(struct coordinator *self, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (self->state == RUN_FAILED || self->state == RUN_PUBLISHED) {
        self->report.further_failures++;
        return;
    }
    self->state = RUN_FAILED;
    snprintf(self->report.failure, sizeof self->report.failure, "%s", text);
    log_error("FAILED", "why=\"%s\"", text);
}

// ---- talking

static void
send_to(void *context, const uint8_t *bytes, size_t size)
{
    const member *member = context;
    if (member->is_gone)
        return;
    // A ROUTER drops what it cannot queue; the channel repeats it.
    if (zmq_send(member->router, member->identity, member->identity_size, ZMQ_DONTWAIT | ZMQ_SNDMORE) >= 0)
        zmq_send(member->router, bytes, size, ZMQ_DONTWAIT);
}

static void
say(struct coordinator *self, member *to, Sluice__Control message)
{
    if (!to || to->is_gone)
        return;
    if (channel_say(to->channel, clock_now_ms(), &message) != STATUS_OK) {
        char who[64];
        member_describe(to, who, sizeof who);
        fail_run(self, "%s does not answer", who);
    }
}

#define MESSAGE(CASE, field, body)                                                                                       \
    ((Sluice__Control){.base = PROTOBUF_C_MESSAGE_INIT(&sluice__control__descriptor),                                    \
                       .body_case = SLUICE__CONTROL__BODY_##CASE,                                                        \
                       .field = (body)})

static member *
member_of_role(struct coordinator *self, Sluice__Role role)
{
    for (uint32_t i = 0; i < self->member_count; i++) {
        if (self->members[i]->role == role && self->members[i]->is_welcome && !self->members[i]->is_gone)
            return self->members[i];
    }
    return NULL;
}

static member *
member_at(struct coordinator *self, destination destination)
{
    if (destination == DESTINATION_LINKER)
        return member_of_role(self, SLUICE__ROLE__ROLE_LINKER);
    for (uint32_t i = 0; i < self->member_count; i++) {
        member *member = self->members[i];
        if (member->role == SLUICE__ROLE__ROLE_SINK && member->is_welcome && !member->is_gone &&
            member->relation == (relation)destination)
            return member;
    }
    return NULL;
}

static destination
destination_of(const member *member)
{
    return member->role == SLUICE__ROLE__ROLE_LINKER ? DESTINATION_LINKER : (destination)member->relation;
}

static bool
is_destination(const member *member)
{
    return member->role == SLUICE__ROLE__ROLE_LINKER || member->role == SLUICE__ROLE__ROLE_SINK;
}

static const destination file_destinations[] = {DESTINATION_CODE_GRAPH, DESTINATION_TEST_ENTITIES,
                                                DESTINATION_WORD_COVERAGE, DESTINATION_LINKER};
enum { FILE_DESTINATIONS = sizeof file_destinations / sizeof *file_destinations };

// ---- what the ledger wants done

static member *
producer_of(struct coordinator *self, ledger_stream stream)
{
    return member_of_role(self, stream == STREAM_LINKED ? SLUICE__ROLE__ROLE_LINKER : SLUICE__ROLE__ROLE_WALKER);
}

static void
tell_settled(struct coordinator *self, uint32_t batch)
{
    Sluice__Settled settled = SLUICE__SETTLED__INIT;
    uint32_t *files;
    settled.batch = batch;
    settled.n_files = batches_files(self->batches, batch, &files);
    settled.files = files;
    for (int i = 0; i < FILE_DESTINATIONS; i++)
        if (file_destinations[i] != DESTINATION_LINKER)
            say(self, member_at(self, file_destinations[i]), MESSAGE(SETTLED, settled, &settled));
    settled.n_files = 0;
    say(self, member_of_role(self, SLUICE__ROLE__ROLE_WALKER), MESSAGE(SETTLED, settled, &settled));
    batches_forget(self->batches, batch);
}

static void
tell_void(struct coordinator *self, uint32_t file, ignore_reason reason, bool is_confirmed)
{
    Sluice__Void body = SLUICE__VOID__INIT;
    body.file = file;
    body.reason = reason;
    if (is_confirmed) {
        say(self, member_of_role(self, SLUICE__ROLE__ROLE_WALKER), MESSAGE(VOID_FILE, void_file, &body));
        log_warn("QUARANTINED", "file=%u reason=%s", file, ignore_reason_texts[reason]);
        return;
    }
    for (int i = 0; i < FILE_DESTINATIONS; i++)
        say(self, member_at(self, file_destinations[i]), MESSAGE(VOID_FILE, void_file, &body));
}

static void
tell_reissue(struct coordinator *self, uint32_t batch, bool split)
{
    Sluice__Reissue body = SLUICE__REISSUE__INIT;
    body.batch = batch;
    body.split = split;
    log_warn(split ? "SPLIT" : "REISSUE", "batch=%u", batch);
    say(self, member_of_role(self, SLUICE__ROLE__ROLE_WALKER), MESSAGE(REISSUE, reissue, &body));
}

static void
tell_chunk(struct coordinator *self, const ledger_action *action)
{
    member *producer = producer_of(self, action->stream);
    if (action->kind == ACTION_CHUNK_SETTLED) {
        Sluice__ChunkSettled body = SLUICE__CHUNK_SETTLED__INIT;
        body.unit = action->unit;
        say(self, producer, MESSAGE(CHUNK_SETTLED, chunk_settled, &body));
        return;
    }
    Sluice__ResendChunk body = SLUICE__RESEND_CHUNK__INIT;
    body.unit = action->unit;
    log_warn("RESEND", "stream=%d chunk=%u", action->stream, action->unit);
    say(self, producer, MESSAGE(RESEND_CHUNK, resend_chunk, &body));
}

static void
kill_parser(struct coordinator *self, uint32_t number)
{
    if (number == 0 || number > self->member_count)
        return;
    member *member = self->members[number - 1];
    log_warn("DEADLINE", "parser=%u pid=%d action=kill", number, (int)member->pid);
    if (member->pid_fd < 0 || syscall(SYS_pidfd_send_signal, member->pid_fd, SIGKILL, NULL, 0) != 0)
        ledger_parser_gone(self->ledger, clock_now_ms(), number, REASON_PARSER_TIMEOUT);
}

static void
act_on_ledger(struct coordinator *self)
{
    ledger_action action;
    while (ledger_next(self->ledger, &action)) {
        switch (action.kind) {
        case ACTION_SETTLED:
            tell_settled(self, action.batch);
            break;
        case ACTION_REISSUE:
        case ACTION_SPLIT:
            tell_reissue(self, action.batch, action.kind == ACTION_SPLIT);
            break;
        case ACTION_RESEND_CHUNK:
        case ACTION_CHUNK_SETTLED:
            tell_chunk(self, &action);
            break;
        case ACTION_VOID:
        case ACTION_VOIDED:
            tell_void(self, action.unit, action.reason, action.kind == ACTION_VOIDED);
            break;
        case ACTION_KILL:
            kill_parser(self, action.parser);
            break;
        case ACTION_FAIL:
            fail_run(self, "%s", action.why);
            break;
        case ACTION_NONE:
            break;
        }
    }
}

// ---- what stages say

static void
note(struct coordinator *self, const member *from, status result, const char *what)
{
    if (result == STATUS_OK)
        return;
    char who[64];
    member_describe(from, who, sizeof who);
    act_on_ledger(self); // the ledger names units better
    fail_run(self, "%s said %s: %s", who, what, status_text(result));
}

static void
copy_tallies(tally out[FAMILIES_PER_DESTINATION_MAX], Sluice__Tally **tallies, size_t count)
{
    for (size_t i = 0; i < count && i < FAMILIES_PER_DESTINATION_MAX; i++)
        out[i] = (tally){tallies[i]->rows, tallies[i]->digest};
}

static ledger_entry
entry_of(uint32_t destination_number, Sluice__Tally **tallies, size_t count)
{
    ledger_entry entry = {.destination = (destination)destination_number};
    copy_tallies(entry.families, tallies, count);
    return entry;
}

static status
hear_done(struct coordinator *self, const member *from, const Sluice__Done *done)
{
    ledger_file *files = calloc(done->n_files + 1, sizeof *files);
    assert(files);
    status result = STATUS_OK;
    for (size_t i = 0; i < done->n_files && result == STATUS_OK; i++) {
        const Sluice__DoneFile *file = done->files[i];
        files[i].file = file->file;
        files[i].outcome = file->gave_up ? OUTCOME_GAVE_UP : OUTCOME_PARSED;
        result = file->n_entries == FILE_DESTINATIONS ? STATUS_OK : STATUS_INVALID;
        for (size_t e = 0; e < file->n_entries && result == STATUS_OK; e++)
            files[i].entries[e] =
                entry_of(file->entries[e]->destination, file->entries[e]->families, file->entries[e]->n_families);
    }
    if (result == STATUS_OK)
        result = ledger_done(self->ledger, clock_now_ms(), from->number, done->batch, done->attempt, files,
                             (uint32_t)done->n_files);
    for (size_t i = 0; i < done->n_files; i++)
        report_errors(&self->report, done->files[i]->file, done->files[i]->errors);
    free(files);
    return result;
}

static status
hear_took(struct coordinator *self, const member *from, const Sluice__Took *took)
{
    if (took->stream >= STREAM_COUNT || !is_destination(from))
        return STATUS_INVALID;
    self->report.duplicates += took->dropped;
    status result = STATUS_OK;
    for (size_t i = 0; i < took->n_sections && result == STATUS_OK; i++) {
        const Sluice__Section *section = took->sections[i];
        ledger_entry entry = entry_of(destination_of(from), section->families, section->n_families);
        result = ledger_took(self->ledger, clock_now_ms(), (ledger_stream)took->stream, section->unit, &entry);
    }
    return result;
}

static status
hear_made(struct coordinator *self, const Sluice__Made *made)
{
    if (made->stream >= STREAM_COUNT || !made->entry || made->entry->destination >= DESTINATION_COUNT)
        return STATUS_INVALID;
    ledger_entry entry = entry_of(made->entry->destination, made->entry->families, made->entry->n_families);
    return ledger_made(self->ledger, clock_now_ms(), (ledger_stream)made->stream, made->unit, &entry);
}

static status
hear_announce(struct coordinator *self, const Sluice__Announce *announce)
{
    batches_note(self->batches, announce->batch, announce->files, announce->n_files);
    return ledger_announce(self->ledger, clock_now_ms(), announce->batch, announce->attempt, announce->parser,
                           announce->alone, announce->files, (uint32_t)announce->n_files, announce->bytes);
}

static status
hear_listed(struct coordinator *self, const Sluice__Listed *listed)
{
    self->report.files_listed = listed->files;
    self->report.bytes_listed = listed->bytes;
    snprintf(self->report.commit, sizeof self->report.commit, "%s", listed->commit);
    log_info("LISTED", "files=%u bytes=%" PRIu64, listed->files, listed->bytes);
    return ledger_listed(self->ledger, listed->files);
}

static status
hear_ended(struct coordinator *self, const Sluice__Ended *ended)
{
    if (ended->stream >= STREAM_COUNT)
        return STATUS_INVALID;
    for (size_t i = 0; i < ended->n_counts; i++) {
        if (ended->stream == STREAM_IGNORED && i < REASON_COUNT)
            self->report.ignored[i] = ended->counts[i];
        else if (ended->stream == STREAM_LINKED && i < RESOLUTION_COUNT)
            self->report.resolutions[i] = ended->counts[i];
    }
    return ledger_ended(self->ledger, (ledger_stream)ended->stream, ended->units);
}

static void
hear_quarantined(struct coordinator *self, const Sluice__Quarantined *file)
{
    ignore_reason reason = file->reason < REASON_COUNT ? (ignore_reason)file->reason : REASON_PARSER_CRASH;
    report_quarantine(&self->report, (span){(const char *)file->path.data, file->path.len}, reason);
}

// A sink's ack: what it counted after a close and a read-only open must be what was promised.
static void
hear_stored(struct coordinator *self, const member *from, const Sluice__Stored *stored)
{
    const relation_info *info = &relation_infos[from->relation];
    const tally *totals = ledger_totals(self->ledger);
    self->report.late_rows += stored->late;
    if (stored->n_families != info->family_count || self->has_stored[from->relation]) {
        fail_run(self, "sink %s acked %zu families", info->name, stored->n_families);
        return;
    }
    for (unsigned f = 0; f < info->family_count; f++) {
        tally sent = totals[info->first + f], kept = {stored->families[f]->rows, stored->families[f]->digest};
        self->report.stored[info->first + f] = kept;
        if (!tally_equal(sent, kept))
            fail_run(self,
                     "%s.%s: sent %" PRIu64 " rows (digest %016" PRIx64 "), stored %" PRIu64 " (digest %016" PRIx64 ")",
                     info->name, family_infos[info->first + f].name, sent.rows, sent.digest, kept.rows, kept.digest);
    }
    self->has_stored[from->relation] = true;
    self->expected_stored--;
    log_info("STORED", "relation=%s rows=%" PRIu64, info->name, stored->families[0]->rows);
}

static void
hear_beat(struct coordinator *self, member *from, const Sluice__Beat *beat)
{
    uint64_t now = clock_now_ms();
    if (beat->usage)
        from->usage = (usage){
            .present_us = beat->usage->present_us,
            .user_us = beat->usage->user_us,
            .system_us = beat->usage->system_us,
            .peak_kib = beat->usage->peak_kib,
            .send_us = beat->usage->send_us,
            .receive_us = beat->usage->receive_us,
        };
    if (beat->progress != from->progress) {
        from->progress = beat->progress;
        if (from->role == SLUICE__ROLE__ROLE_PARSER)
            ledger_parser_progress(self->ledger, now, from->number);
    }
    if (beat->blocked && from->role == SLUICE__ROLE__ROLE_PARSER)
        ledger_parser_progress(self->ledger, now, from->number); // it waits for a slow destination: not its fault
    from->rejected = beat->rejected;
    from->is_idle = beat->idle;
    if (from->role == SLUICE__ROLE__ROLE_PARSER)
        ledger_parser_idle(self->ledger, now, from->number, beat->idle);
    else if (is_destination(from))
        ledger_destination_idle(self->ledger, now, destination_of(from), beat->idle);
}

static status
hear_gap(struct coordinator *self, const member *from, const Sluice__Gap *gap)
{
    if (gap->parser == 0 || gap->parser > self->member_count || !is_destination(from))
        return STATUS_OK; // a hole in tasks or credits: idle parsers find those
    const member *producer = self->members[gap->parser - 1];
    ledger_stream stream = producer->role == SLUICE__ROLE__ROLE_PARSER   ? STREAM_FILES
                           : producer->role == SLUICE__ROLE__ROLE_LINKER ? STREAM_LINKED
                                                                         : STREAM_IGNORED;
    self->report.gaps++;
    ledger_gap(self->ledger, clock_now_ms(), destination_of(from), stream, gap->parser);
    return STATUS_OK;
}

static void
hear(struct coordinator *self, member *from, const Sluice__Control *message)
{
    uint64_t now = clock_now_ms();
    switch (message->body_case) {
    case SLUICE__CONTROL__BODY_BEAT:
        hear_beat(self, from, message->beat);
        break;
    case SLUICE__CONTROL__BODY_ANNOUNCE:
        note(self, from, hear_announce(self, message->announce), "announce");
        break;
    case SLUICE__CONTROL__BODY_SKIP:
        note(self, from, ledger_skip(self->ledger, message->skip->file), "skip");
        break;
    case SLUICE__CONTROL__BODY_LISTED:
        note(self, from, hear_listed(self, message->listed), "listed");
        break;
    case SLUICE__CONTROL__BODY_START:
        note(self, from,
             ledger_start(self->ledger, now, from->number, message->start->batch, message->start->attempt), "start");
        break;
    case SLUICE__CONTROL__BODY_DONE:
        note(self, from, hear_done(self, from, message->done), "done");
        break;
    case SLUICE__CONTROL__BODY_TOOK:
        note(self, from, hear_took(self, from, message->took), "took");
        break;
    case SLUICE__CONTROL__BODY_GAP:
        note(self, from, hear_gap(self, from, message->gap), "gap");
        break;
    case SLUICE__CONTROL__BODY_VOIDED:
        note(self, from, ledger_voided(self->ledger, message->voided->file, destination_of(from)), "voided");
        break;
    case SLUICE__CONTROL__BODY_MADE:
        note(self, from, hear_made(self, message->made), "made");
        break;
    case SLUICE__CONTROL__BODY_ENDED:
        note(self, from, hear_ended(self, message->ended), "ended");
        break;
    case SLUICE__CONTROL__BODY_QUARANTINED:
        hear_quarantined(self, message->quarantined);
        break;
    case SLUICE__CONTROL__BODY_STORED:
        hear_stored(self, from, message->stored);
        break;
    case SLUICE__CONTROL__BODY_FAILURE:
        fail_run(self, "%s", message->failure->text);
        break;
    default:
        break;
    }
    self->moved_ms = message->body_case == SLUICE__CONTROL__BODY_BEAT ? self->moved_ms : now;
}

// ---- who comes and goes

static void
refuse(struct coordinator *self, member *member, const char *why)
{
    Sluice__Refused body = SLUICE__REFUSED__INIT;
    char text[128];
    snprintf(text, sizeof text, "%s", why);
    body.why = text;
    log_warn("REFUSED", "pid=%d why=\"%s\"", (int)member->pid, why);
    say(self, member, MESSAGE(REFUSED, refused, &body));
}

// RocksDB aborts at some errors of its files instead of telling them.
static bool
disk_is_full(const struct coordinator *self)
{
    struct statvfs info;
    return statvfs(self->db, &info) == 0 && info.f_bavail * info.f_frsize < DISK_IS_FULL_BYTES;
}

static void
member_left(struct coordinator *self, member *member)
{
    char who[64];
    member_describe(member, who, sizeof who);
    member->is_gone = true;
    if (member->pid_fd >= 0)
        close(member->pid_fd);
    member->pid_fd = -1;
    if (self->state == RUN_PUBLISHED || self->state == RUN_FAILED)
        return;
    if (member->role != SLUICE__ROLE__ROLE_PARSER) {
        fail_run(self, "%s died%s", who, disk_is_full(self) ? ": No space left on device" : "");
        return;
    }
    log_warn("PARSER-GONE", "who=\"%s\"", who);
    ledger_parser_gone(self->ledger, clock_now_ms(), member->number, REASON_PARSER_CRASH);
    Sluice__ParserGone body = SLUICE__PARSER_GONE__INIT;
    body.parser = member->number;
    say(self, member_of_role(self, SLUICE__ROLE__ROLE_WALKER), MESSAGE(PARSER_GONE, parser_gone, &body));
}

static void
say_end_to(struct coordinator *self, member *member)
{
    Sluice__End body = SLUICE__END__INIT;
    body.failed = self->state == RUN_FAILED;
    say(self, member, MESSAGE(END, end, &body));
}

static const char *
reason_to_refuse(struct coordinator *self, const Sluice__Hello *hello)
{
    if (hello->run != self->run.run)
        return "another run";
    if (hello->protocol != WIRE_PROTOCOL || strcmp(hello->build, SLUICE_VERSION) != 0)
        return "another version of sluice";
    if (hello->role <= SLUICE__ROLE__ROLE_NONE || hello->role > SLUICE__ROLE__ROLE_SINK)
        return "no such role";
    if (hello->role == SLUICE__ROLE__ROLE_SINK && hello->relation >= RELATION_COUNT)
        return "no such relation";
    bool is_taken = hello->role == SLUICE__ROLE__ROLE_SINK     ? member_at(self, (destination)hello->relation) != NULL
                    : hello->role == SLUICE__ROLE__ROLE_PARSER ? false
                                                               : member_of_role(self, hello->role) != NULL;
    return is_taken ? "the run has one already" : NULL;
}

struct newcomer {
    struct coordinator *coordinator;
    member *member;
};

static void
tell_unconfirmed(void *context, uint32_t file, ignore_reason reason)
{
    struct newcomer *newcomer = context;
    Sluice__Void body = SLUICE__VOID__INIT;
    body.file = file;
    body.reason = reason;
    say(newcomer->coordinator, newcomer->member, MESSAGE(VOID_FILE, void_file, &body));
}

// Others may have been told already that a file is void.
static void
catch_up(struct coordinator *self, member *member)
{
    struct newcomer newcomer = {self, member};
    destination at = member->role == SLUICE__ROLE__ROLE_LINKER ? DESTINATION_LINKER : (destination)member->relation;
    if (member->role == SLUICE__ROLE__ROLE_LINKER || member->role == SLUICE__ROLE__ROLE_SINK)
        ledger_each_unconfirmed(self->ledger, at, tell_unconfirmed, &newcomer);
}

static void
hear_hello(struct coordinator *self, member *member, const Sluice__Hello *hello)
{
    if (member->is_welcome)
        return; // it has had its answer
    const char *why = reason_to_refuse(self, hello);
    member->role = why ? SLUICE__ROLE__ROLE_NONE : hello->role;
    member->relation = hello->role == SLUICE__ROLE__ROLE_SINK && !why ? (relation)hello->relation : RELATION_COUNT;
    member->pid = (pid_t)hello->pid;
    if (why) {
        refuse(self, member, why);
        return;
    }
    if (self->state == RUN_PUBLISHED || self->state == RUN_FAILED) {
        say_end_to(self, member);
        return;
    }
    member->pid_fd = (int)syscall(SYS_pidfd_open, member->pid, 0);
    bool is_dead = member->pid_fd < 0 && errno == ESRCH; // since it said hello
    member->is_welcome = true;
    if (member->role == SLUICE__ROLE__ROLE_PARSER) {
        ledger_parser_joined(self->ledger, member->number);
        self->report.parsers++;
    }
    Sluice__Welcome welcome = SLUICE__WELCOME__INIT;
    welcome.member = member->number;
    welcome.generation = self->report.generation;
    welcome.generation_path = self->generation_path;
    welcome.parsers = (uint32_t)self->params->parsers;
    say(self, member, MESSAGE(WELCOME, welcome, &welcome));
    catch_up(self, member);
    char who[64];
    member_describe(member, who, sizeof who);
    log_debug("JOINED", "who=\"%s\"", who);
    self->moved_ms = clock_now_ms();
    if (is_dead)
        member_left(self, member);
}

static member *
member_with_identity(struct coordinator *self, const uint8_t *identity, size_t size)
{
    for (uint32_t i = 0; i < self->member_count; i++) {
        member *member = self->members[i];
        if (!member->is_gone && member->identity_size == size && memcmp(member->identity, identity, size) == 0)
            return member;
    }
    if (self->member_count == MEMBERS_MAX || size > IDENTITY_MAX)
        return NULL;
    member *member = calloc(1, sizeof *member);
    assert(member);
    member->number = self->member_count + 1;
    memcpy(member->identity, identity, size);
    member->identity_size = size;
    member->pid_fd = -1;
    member->router = zsock_resolve(self->router);
    member->channel = channel_new(self->run.run, send_to, member);
    self->members[self->member_count++] = member;
    return member;
}

// ---- the socket

static void
hear_frame(struct coordinator *self, const uint8_t *identity, size_t identity_size, span frame)
{
    wire_header header;
    span payload;
    Sluice__Control *message = NULL;
    member *from = NULL;
    if (wire_open(frame, self->run.run, &header, &payload) == STATUS_OK)
        message = sluice__control__unpack(NULL, payload.size, (const uint8_t *)payload.data);
    if (message)
        from = member_with_identity(self, identity, identity_size);
    if (!from) {
        self->report.rejected++;
        if (message)
            sluice__control__free_unpacked(message, NULL);
        return;
    }
    if (channel_hear(from->channel, message)) {
        if (message->body_case == SLUICE__CONTROL__BODY_HELLO)
            hear_hello(self, from, message->hello);
        else if (from->is_welcome)
            hear(self, from, message);
    }
    sluice__control__free_unpacked(message, NULL);
}

// Takes what is there, at most so much that deadlines are looked at in between.
static void
read_socket(struct coordinator *self)
{
    enum { FRAMES_MAX = 256 };
    void *socket = zsock_resolve(self->router);
    zmq_msg_t identity, frame;
    zmq_msg_init(&identity);
    zmq_msg_init(&frame);
    for (int i = 0; i < FRAMES_MAX && zmq_msg_recv(&identity, socket, ZMQ_DONTWAIT) >= 0; i++) {
        if (!zmq_msg_more(&identity) || zmq_msg_recv(&frame, socket, ZMQ_DONTWAIT) < 0)
            continue;
        hear_frame(self, zmq_msg_data(&identity), zmq_msg_size(&identity),
                   (span){zmq_msg_data(&frame), zmq_msg_size(&frame)});
        while (zmq_msg_more(&frame) && zmq_msg_recv(&frame, socket, ZMQ_DONTWAIT) >= 0)
            ; // a message of ours has two parts; the rest of another one is thrown away
    }
    zmq_msg_close(&identity);
    zmq_msg_close(&frame);
}

// Puts those whose processes have ended into `dead`; returns how many they are.
static uint32_t
find_dead(const struct coordinator *self, member *dead[MEMBERS_MAX])
{
    struct pollfd items[MEMBERS_MAX];
    uint32_t count = 0;
    for (uint32_t i = 0; i < self->member_count; i++)
        items[i] = (struct pollfd){.fd = self->members[i]->pid_fd, .events = POLLIN}; // one below 0 is not looked at
    if (poll(items, self->member_count, 0) <= 0)
        return 0;
    for (uint32_t i = 0; i < self->member_count; i++) {
        if (items[i].revents)
            dead[count++] = self->members[i];
    }
    return count;
}

// What the dead said last is heard first.
static void
look_for_the_dead(struct coordinator *self)
{
    member *dead[MEMBERS_MAX];
    uint32_t count = find_dead(self, dead);
    if (count)
        read_socket(self);
    for (uint32_t i = 0; i < count; i++) {
        if (!dead[i]->is_gone)
            member_left(self, dead[i]);
    }
}

static void
keep_channels(struct coordinator *self, uint64_t now)
{
    for (uint32_t i = 0; i < self->member_count; i++) {
        member *member = self->members[i];
        if (member->is_gone)
            continue;
        channel_tick(member->channel, now);
        if (channel_owes_answer(member->channel)) {
            Sluice__Beat body = SLUICE__BEAT__INIT;
            Sluice__Control message = MESSAGE(BEAT, beat, &body);
            channel_beat(member->channel, &message);
        }
    }
}

// Beats of its own, so that stages know that it lives.
static void
beat_all(struct coordinator *self, uint64_t now)
{
    if (now < self->beat_ms + BEAT_MS)
        return;
    self->beat_ms = now;
    for (uint32_t i = 0; i < self->member_count; i++) {
        Sluice__Beat body = SLUICE__BEAT__INIT;
        Sluice__Control message = MESSAGE(BEAT, beat, &body);
        if (!self->members[i]->is_gone)
            channel_beat(self->members[i]->channel, &message);
    }
}

// ---- from state to state

static void
seal(struct coordinator *self, member *member, relation relation)
{
    Sluice__Seal body = SLUICE__SEAL__INIT;
    Sluice__Tally tallies[FAMILIES_PER_DESTINATION_MAX], *pointers[FAMILIES_PER_DESTINATION_MAX];
    body.files = (uint32_t)ledger_counts_now(self->ledger).files_known;
    if (relation < RELATION_COUNT) {
        const relation_info *info = &relation_infos[relation];
        for (unsigned f = 0; f < info->family_count; f++) {
            sluice__tally__init(&tallies[f]);
            tallies[f].rows = ledger_totals(self->ledger)[info->first + f].rows;
            tallies[f].digest = ledger_totals(self->ledger)[info->first + f].digest;
            pointers[f] = &tallies[f];
        }
        body.families = pointers;
        body.n_families = info->family_count;
    }
    say(self, member, MESSAGE(SEAL, seal, &body));
}

static void
spill_sinks(struct coordinator *self)
{
    Sluice__Spill spill = SLUICE__SPILL__INIT;
    for (int i = 0; i < FILE_DESTINATIONS; i++)
        if (file_destinations[i] != DESTINATION_LINKER)
            say(self, member_at(self, file_destinations[i]), MESSAGE(SPILL, spill, &spill));
}

// While the linker is at work there is no processor left for sinks that still hold most of a tree.
static void
spill_early(struct coordinator *self)
{
    ledger_counts counts = ledger_counts_now(self->ledger);
    self->has_spilled = counts.is_listed && counts.bytes_settled >= EARLY_SPILL_BYTES_MIN &&
                        (counts.files_settled + counts.files_void + counts.files_skipped) * 8 >= counts.files_known * 7;
    if (self->has_spilled)
        spill_sinks(self);
}

static void
begin_linking(struct coordinator *self)
{
    self->state = RUN_LINKING;
    self->report.parsed_ms = clock_now_ms() - self->started_ms;
    log_info("LINKING", "files=%" PRIu64 " elapsed_ms=%" PRIu64, ledger_counts_now(self->ledger).files_settled,
             self->report.parsed_ms);
    seal(self, member_of_role(self, SLUICE__ROLE__ROLE_LINKER), RELATION_COUNT);
    seal(self, member_of_role(self, SLUICE__ROLE__ROLE_WALKER), RELATION_COUNT);
    for (uint32_t i = 0; i < self->member_count; i++) // what they answer has their last figures
        if (self->members[i]->role == SLUICE__ROLE__ROLE_PARSER)
            seal(self, self->members[i], RELATION_COUNT);
    spill_sinks(self);
}

static void
begin_sealing(struct coordinator *self)
{
    fault_at("coordinator.seal");
    self->state = RUN_SEALED;
    self->report.linked_ms = clock_now_ms() - self->started_ms;
    log_info("SEALING", "elapsed_ms=%" PRIu64, self->report.linked_ms);
    self->expected_stored = RELATION_COUNT;
    for (int i = 0; i < RELATION_COUNT; i++)
        seal(self, member_at(self, (destination)i), (relation)i);
}

static void
publish(struct coordinator *self)
{
    char failure[STORE_FAILURE_BYTES] = "";
    report_count(&self->report, self->ledger);
    self->report.elapsed_ms = clock_now_ms() - self->started_ms;
    if (self->params->strict && self->report.quarantined) {
        fail_run(self, "%u files were quarantined and --strict was given", self->report.quarantined);
        return;
    }
    buffer fields = {0};
    report_seal_fields(&self->report, &fields);
    buffer_put_byte(&fields, '\0');
    status result = store_seal_write(self->generation_path, fields.data, failure);
    buffer_fini(&fields);
    fault_at("coordinator.sealed");
    fault_at("coordinator.publish");
    if (result == STATUS_OK)
        result = store_publish(self->db, self->report.generation, failure);
    if (result != STATUS_OK) {
        fail_run(self, "generation %u cannot be published: %s", self->report.generation,
                 *failure ? failure : status_text(result));
        return;
    }
    self->state = RUN_PUBLISHED;
    fault_at("coordinator.published");
    log_info("PUBLISHED", "generation=%u elapsed_ms=%" PRIu64, self->report.generation, self->report.elapsed_ms);
}

static void
advance(struct coordinator *self)
{
    bool files = ledger_is_complete(self->ledger, STREAM_FILES);
    if (self->state == RUN_FILLING && !files && !self->has_spilled)
        spill_early(self);
    if (self->state == RUN_FILLING && files && member_of_role(self, SLUICE__ROLE__ROLE_LINKER))
        begin_linking(self);
    bool chunks = ledger_is_complete(self->ledger, STREAM_LINKED) && ledger_is_complete(self->ledger, STREAM_IGNORED);
    bool has_sinks = true;
    for (int i = 0; i < RELATION_COUNT; i++)
        has_sinks &= member_at(self, (destination)i) != NULL;
    if (self->state == RUN_LINKING && chunks && has_sinks)
        begin_sealing(self);
    if (self->state == RUN_SEALED && self->expected_stored == 0)
        publish(self);
}

static uint64_t
sum_progress(const struct coordinator *self)
{
    uint64_t sum = self->member_count;
    for (uint32_t i = 0; i < self->member_count; i++)
        sum += self->members[i]->progress;
    return sum;
}

// Fails a run in which nothing moves, and says what it waits for.
static void
look_for_a_stall(struct coordinator *self, uint64_t now)
{
    uint64_t progress = sum_progress(self);
    if (progress != self->last_progress) {
        self->last_progress = progress;
        self->moved_ms = now;
    }
    if (now < self->moved_ms + self->params->stall_ms)
        return;
    char wait[512] = "";
    buffer missing = {0};
    if (!member_of_role(self, SLUICE__ROLE__ROLE_WALKER))
        buffer_printf(&missing, " walker");
    if (!member_of_role(self, SLUICE__ROLE__ROLE_PARSER))
        buffer_printf(&missing, " parser");
    if (!member_of_role(self, SLUICE__ROLE__ROLE_LINKER))
        buffer_printf(&missing, " linker");
    for (int i = 0; i < RELATION_COUNT; i++) {
        if (!member_at(self, (destination)i))
            buffer_printf(&missing, " sink %s", relation_infos[i].name);
    }
    for (int i = 0; self->state == RUN_SEALED && i < RELATION_COUNT; i++) {
        if (!self->has_stored[i])
            buffer_printf(&missing, " ack of sink %s", relation_infos[i].name);
    }
    ledger_describe_wait(self->ledger, wait, sizeof wait);
    fail_run(self, "nothing moved for %" PRIu64 " ms; waiting for%.*s%s%s", self->params->stall_ms, (int)missing.size,
             missing.data ? missing.data : "", missing.size && *wait ? "; " : *wait ? " " : "", wait);
    buffer_fini(&missing);
}

static void
tell_progress(struct coordinator *self, uint64_t now)
{
    bool is_terminal = isatty(STDERR_FILENO);
    if (self->params->quiet || now < self->told_ms + (is_terminal ? TERMINAL_PROGRESS_MS : PROGRESS_MS))
        return;
    self->told_ms = now;
    report_count(&self->report, self->ledger);
    self->report.elapsed_ms = now - self->started_ms;
    report_progress(&self->report, is_terminal, self->state == RUN_FILLING    ? "parsing"
                                                : self->state == RUN_LINKING ? "linking"
                                                                             : "storing");
}

static void
run_loop(struct coordinator *self)
{
    while (self->state != RUN_PUBLISHED && self->state != RUN_FAILED) {
        zmq_pollitem_t item = {zsock_resolve(self->router), 0, ZMQ_POLLIN, 0};
        uint64_t start_us = clock_now_us();
        zmq_poll(&item, 1, TICK_MS);
        self->usage.receive_us += clock_now_us() - start_us;
        if (signal_caught) {
            fail_run(self, "interrupted by signal %d", (int)signal_caught);
            break;
        }
        read_socket(self);
        look_for_the_dead(self);
        uint64_t now = clock_now_ms();
        ledger_tick(self->ledger, now);
        act_on_ledger(self);
        advance(self);
        keep_channels(self, now);
        beat_all(self, now);
        look_for_a_stall(self, now);
        tell_progress(self, now);
    }
}

// ---- begin and end

static uint64_t
new_run_id(void)
{
    const char *given = getenv("SLUICE_RUN");
    uint64_t run = given ? strtoull(given, NULL, 16) : 0;
    while (!run) {
        if (getrandom(&run, sizeof run, 0) != sizeof run)
            run = (uint64_t)time(NULL) << 32 | (uint64_t)getpid();
    }
    return run;
}

static int
complain(const struct coordinator *self, status result, const char *what, const char *remedy)
{
    log_text("sluice: %s: %s: %s%s%s", self->db, what, status_text(result), *remedy ? "; " : "", remedy);
    return EXIT_RUN_FAILED;
}

// Takes the lock, cleans up after crashed runs, makes the generation's folder and the socket folder, and says where it is.
static int
begin(struct coordinator *self)
{
    status result = store_lock(self->db, &self->lock_fd);
    if (result == STATUS_LOCKED)
        return complain(self, result, "another run is at work here", "wait for it, or give another --db");
    if (result != STATUS_OK)
        return complain(self, result, "the index folder cannot be used", "give another --db");
    runfile_remove_stale(self->db);
    result = store_clean(self->db);
    if (result == STATUS_OK)
        result = store_generation_new(self->db, &self->report.generation, self->generation_path);
    if (result != STATUS_OK)
        return complain(self, result, "a new generation cannot be made", "");
    const char *folder = getenv("XDG_RUNTIME_DIR");
    bool is_short = folder && *folder && strlen(folder) < 30 && access(folder, W_OK) == 0;
    snprintf(self->run.folder, sizeof self->run.folder, "%s/sluice-XXXXXX", is_short ? folder : "/tmp");
    umask(077);
    if (!mkdtemp(self->run.folder))
        return complain(self, status_of_errno(errno), self->run.folder, "it must be writable");
    result = endpoint_open(ENDPOINT_CONTROL_SERVER, self->run.folder, "control", INT32_MAX, &self->router);
    if (result == STATUS_OK)
        result = runfile_write(self->db, &self->run);
    return result == STATUS_OK ? EXIT_DONE : complain(self, result, "the run cannot be announced", "");
}

static bool
somebody_is_left(const struct coordinator *self)
{
    for (uint32_t i = 0; i < self->member_count; i++) {
        const member *member = self->members[i];
        if (member->is_welcome && !member->is_gone && !channel_is_settled(member->channel))
            return true;
    }
    return false;
}

// Tells everybody that it is over, and waits until they know, but not long.
static void
say_end(struct coordinator *self)
{
    for (uint32_t i = 0; i < self->member_count; i++)
        say_end_to(self, self->members[i]);
    uint64_t deadline = clock_now_ms() + (signal_caught ? LEAVE_INTERRUPTED_MS : LEAVE_MS);
    while (somebody_is_left(self) && clock_now_ms() < deadline) {
        zmq_pollitem_t item = {zsock_resolve(self->router), 0, ZMQ_POLLIN, 0};
        zmq_poll(&item, 1, TICK_MS);
        read_socket(self);
        look_for_the_dead(self);
        keep_channels(self, clock_now_ms());
    }
}

static void
finish(struct coordinator *self)
{
    for (uint32_t i = 0; i < self->member_count; i++) {
        if (self->members[i]->pid_fd >= 0)
            close(self->members[i]->pid_fd);
        channel_destroy(&self->members[i]->channel);
        free(self->members[i]);
    }
    if (self->router)
        zsock_destroy(&self->router);
    zsys_shutdown();
    if (*self->run.folder)
        runfile_remove_folder(self->run.folder);
    ledger_destroy(&self->ledger);
    batches_destroy(&self->batches);
    report_fini(&self->report);
}

static int
exit_status(const struct coordinator *self)
{
    if (signal_caught && self->state == RUN_FAILED)
        return signal_caught == SIGINT ? EXIT_INTERRUPTED : EXIT_TERMINATED;
    if (self->state == RUN_FAILED)
        return EXIT_RUN_FAILED;
    return self->report.quarantined ? EXIT_QUARANTINED : EXIT_DONE;
}

static void
report_processes(struct coordinator *self)
{
    usage_measure(&self->usage, self->entered_us);
    report_process(&self->report, (process_report){.stage = "coordinator",
                                                   .relation = RELATION_COUNT,
                                                   .pid = self->run.pid,
                                                   .usage = self->usage});
    for (uint32_t i = 0; i < self->member_count; i++) {
        const member *member = self->members[i];
        if (member->is_welcome)
            report_process(&self->report, (process_report){.stage = roles[member->role],
                                                           .relation = member->relation,
                                                           .number = member->number,
                                                           .pid = (uint32_t)member->pid,
                                                           .usage = member->usage});
    }
}

// The report is on disk before anybody leaves.
static void
report_end(struct coordinator *self)
{
    report_processes(self);
    report_count(&self->report, self->ledger);
    for (uint32_t i = 0; i < self->member_count; i++)
        self->report.rejected += self->members[i]->rejected;
    self->report.elapsed_ms = clock_now_ms() - self->started_ms;
    self->report.exit_status = exit_status(self);
    buffer json = {0};
    report_json(&self->report, &json);
    char path[STORE_PATH_MAX + 32];
    snprintf(path, sizeof path, "%s/last-run.json", self->db);
    if (store_write_file(path, buffer_span(&json)) != STATUS_OK)
        log_warn("REPORT", "path=%s why=\"cannot be written\"", path);
    buffer_fini(&json);
}

int
coordinator_run(const params *params)
{
    struct coordinator self = {.params = params, .lock_fd = -1, .entered_us = clock_now_us()};
    runfile_database(params->db, params->source, self.db, sizeof self.db);
    self.run.run = new_run_id();
    self.run.pid = (uint32_t)getpid();
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    endpoint_start();

    int code = begin(&self);
    if (code != EXIT_DONE && *self.generation_path)
        store_clean(self.db);
    if (code == EXIT_DONE) {
        ledger_limits limits = {
            .idle_ms = (uint32_t)params->idle_ms, // more than CHANNEL_REPEAT_MS: a word that was lost is said again first
            .resends_max = 3,
            .deaths_max = 2,
            .deadline_ms = (uint32_t)params->deadline_ms,
            .deadline_ms_per_mb = (uint32_t)params->deadline_ms_per_mb,
        };
        self.ledger = ledger_new(&limits);
        self.batches = batches_new();
        self.started_ms = self.moved_ms = self.told_ms = clock_now_ms();
        report_begin(&self.report, params, &self.run, self.db);
        log_info("STARTED", "run=%016" PRIx64 " db=%s generation=%u", self.run.run, self.db, self.report.generation);
        run_loop(&self);
        report_end(&self);
        runfile_remove(self.db);
        report_print(&self.report, params);
        say_end(&self);
        store_clean(self.db); // what a failed run wrote is nobody's; after a good one two generations are kept
        code = exit_status(&self);
    }
    finish(&self);
    return code;
}
