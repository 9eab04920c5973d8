#include "broker/report.h"

#include <assert.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "schema/json.h"

static char *
absolute(const char *path)
{
    char resolved[PATH_MAX];
    char *copy = strdup(realpath(path, resolved) ? resolved : path);
    assert(copy);
    return copy;
}

void
report_begin(report *self, const params *params, const runfile *run, const char *db)
{
    self->run = *run;
    self->source = absolute(params->source);
    self->db = absolute(db);
    self->started_at = (int64_t)time(NULL);
}

void
report_fini(report *self)
{
    free(self->source);
    free(self->db);
    for (uint32_t i = 0; i < self->quarantined; i++)
        free(self->quarantines[i].path);
    free(self->quarantines);
    free(self->processes);
    free(self->errors_of_file);
}

void
report_count(report *self, const ledger *ledger)
{
    self->counts = ledger_counts_now(ledger);
    memcpy(self->sent, ledger_totals(ledger), sizeof self->sent);
}

void
report_errors(report *self, uint32_t file, uint32_t error_ranges)
{
    if (!error_ranges || file >= LEDGER_UNITS_MAX)
        return;
    if (file >= self->errors_capacity) {
        uint32_t capacity = self->errors_capacity ? self->errors_capacity : 1024;
        while (capacity <= file)
            capacity *= 2;
        self->errors_of_file = realloc(self->errors_of_file, capacity * sizeof *self->errors_of_file);
        assert(self->errors_of_file);
        memset(self->errors_of_file + self->errors_capacity, 0,
               (capacity - self->errors_capacity) * sizeof *self->errors_of_file);
        self->errors_capacity = capacity;
    }
    if (self->errors_of_file[file])
        return;
    self->errors_of_file[file] = error_ranges < UINT16_MAX ? (uint16_t)error_ranges : UINT16_MAX;
    self->files_with_errors++;
    self->error_ranges += error_ranges;
}

void
report_quarantine(report *self, span path, ignore_reason reason)
{
    self->quarantines = realloc(self->quarantines, (self->quarantined + 1) * sizeof *self->quarantines);
    assert(self->quarantines);
    self->quarantines[self->quarantined].path = strndup(path.data, path.size);
    self->quarantines[self->quarantined++].reason = reason;
}

void
report_process(report *self, process_report process)
{
    self->processes = realloc(self->processes, (self->process_count + 1) * sizeof *self->processes);
    assert(self->processes);
    self->processes[self->process_count++] = process;
}

// ---- JSON

static void
put_number(buffer *out, const char *name, uint64_t value)
{
    json_put_name(out, name);
    buffer_printf(out, "%" PRIu64, value);
}

static void
put_ms(buffer *out, const char *name, uint64_t us)
{
    json_put_name(out, name);
    buffer_printf(out, "%" PRIu64 ".%" PRIu64, us / 1000, us % 1000 / 100);
}

static void
put_text(buffer *out, const char *name, const char *value)
{
    json_put_name(out, name);
    json_put_string(out, span_of(value));
}

static void
put_families(buffer *out, const char *name, const tally *families)
{
    json_put_name(out, name);
    buffer_put_byte(out, '{');
    for (int f = 0; f < FAMILY_COUNT; f++) {
        json_put_name(out, family_infos[f].name);
        buffer_printf(out, "{\"rows\":%" PRIu64 ",\"digest\":\"%016" PRIx64 "\"}", families[f].rows,
                      families[f].digest);
    }
    buffer_put_byte(out, '}');
}

static void
put_counts(buffer *out, const char *name, const uint64_t *values, const char *const *texts, int count)
{
    json_put_name(out, name);
    buffer_put_byte(out, '{');
    for (int i = 0; i < count; i++) {
        if (values[i])
            put_number(out, texts[i], values[i]);
    }
    buffer_put_byte(out, '}');
}

static void
put_run(const report *self, buffer *out)
{
    char run[24];
    snprintf(run, sizeof run, "%016" PRIx64, self->run.run);
    put_text(out, "run", run);
    put_number(out, "generation", self->generation);
    put_text(out, "sluice", SLUICE_VERSION);
    put_text(out, "source", self->source);
    put_text(out, "commit", self->commit);
    put_number(out, "started_at", (uint64_t)self->started_at);
    put_number(out, "elapsed_ms", self->elapsed_ms);
    put_number(out, "parsed_ms", self->parsed_ms);
    put_number(out, "linked_ms", self->linked_ms);
    put_number(out, "parsed_files", self->counts.files_settled);
    put_number(out, "parsed_bytes", self->counts.bytes_settled);
}

void
report_seal_fields(const report *self, buffer *out)
{
    buffer fields = {0};
    buffer_put_byte(&fields, '{'); // so that the first name gets no comma
    put_run(self, &fields);
    put_counts(&fields, "resolutions", self->resolutions, resolution_texts, RESOLUTION_COUNT);
    put_counts(&fields, "ignored", self->ignored, ignore_reason_texts, REASON_COUNT);
    put_families(&fields, "families", self->sent);
    buffer_put(out, fields.data + 1, fields.size - 1);
    buffer_fini(&fields);
}

static void
put_relations(const report *self, buffer *out)
{
    json_put_name(out, "relations");
    buffer_put_byte(out, '{');
    for (int r = 0; r < RELATION_COUNT; r++) {
        family first = relation_infos[r].first;
        json_put_name(out, relation_infos[r].name);
        buffer_printf(out,
                      "{\"sent\":%" PRIu64 ",\"stored\":%" PRIu64 ",\"sent_digest\":\"%016" PRIx64
                      "\",\"stored_digest\":\"%016" PRIx64 "\"}",
                      self->sent[first].rows, self->stored[first].rows, self->sent[first].digest,
                      self->stored[first].digest);
    }
    buffer_put_byte(out, '}');
}

static void
put_quarantines(const report *self, buffer *out)
{
    json_put_name(out, "quarantined");
    buffer_put_byte(out, '[');
    for (uint32_t i = 0; i < self->quarantined; i++) {
        buffer_put_span(out, span_of(i ? ",{" : "{"));
        put_text(out, "path", self->quarantines[i].path);
        put_text(out, "reason", ignore_reason_texts[self->quarantines[i].reason]);
        buffer_put_byte(out, '}');
    }
    buffer_put_byte(out, ']');
}

static void
put_process(const process_report *process, buffer *out)
{
    put_text(out, "stage", process->stage);
    if (process->relation < RELATION_COUNT)
        put_text(out, "relation", relation_infos[process->relation].name);
    put_number(out, "member", process->number);
    put_number(out, "pid", process->pid);
    put_ms(out, "present_ms", process->usage.present_us);
    put_ms(out, "user_ms", process->usage.user_us);
    put_ms(out, "sys_ms", process->usage.system_us);
    put_ms(out, "send_wait_ms", process->usage.send_us);
    put_ms(out, "receive_wait_ms", process->usage.receive_us);
    put_number(out, "peak_rss_kib", process->usage.peak_kib);
}

static void
put_processes(const report *self, buffer *out)
{
    json_put_name(out, "processes");
    buffer_put_byte(out, '[');
    for (uint32_t i = 0; i < self->process_count; i++) {
        buffer_put_span(out, span_of(i ? ",{" : "{"));
        put_process(&self->processes[i], out);
        buffer_put_byte(out, '}');
    }
    buffer_put_byte(out, ']');
}

void
report_json(const report *self, buffer *out)
{
    buffer_put_byte(out, '{');
    put_text(out, "status", *self->failure ? "failed" : "published");
    put_number(out, "exit_status", (uint64_t)self->exit_status);
    if (*self->failure) {
        put_text(out, "failure", self->failure);
        put_number(out, "further_failures", self->further_failures);
    }
    put_run(self, out);
    put_text(out, "db", self->db);
    put_relations(self, out);
    put_families(out, "sent", self->sent);
    put_families(out, "stored", self->stored);
    put_counts(out, "ignored", self->ignored, ignore_reason_texts, REASON_COUNT);
    put_counts(out, "resolutions", self->resolutions, resolution_texts, RESOLUTION_COUNT);
    put_quarantines(self, out);
    put_number(out, "files_with_errors", self->files_with_errors);
    put_number(out, "error_ranges", self->error_ranges);
    put_number(out, "parsers", self->parsers);
    put_number(out, "parsers_gone", self->counts.parsers_gone);
    put_number(out, "batches_resent", self->counts.batches_resent);
    put_number(out, "batches_suspect", self->counts.batches_suspect);
    put_number(out, "chunks_resent", self->counts.chunks_resent);
    put_number(out, "duplicates_dropped", self->duplicates);
    put_number(out, "gaps", self->gaps);
    put_number(out, "frames_rejected", self->rejected);
    put_number(out, "late", self->counts.late + self->late_rows);
    put_processes(self, out);
    buffer_put_span(out, SPAN_LITERAL("}\n"));
}

// ---- text

static double
megabytes(uint64_t bytes)
{
    return (double)bytes / 1e6;
}

static double
seconds(uint64_t ms)
{
    return ms ? (double)ms / 1000 : 0.001;
}

void
report_progress(const report *self, bool is_terminal, const char *doing)
{
    const ledger_counts *counts = &self->counts;
    double rate = megabytes(counts->bytes_settled) / seconds(self->elapsed_ms);
    uint64_t left = self->bytes_listed > counts->bytes_settled ? self->bytes_listed - counts->bytes_settled : 0;
    double eta = rate > 0 ? megabytes(left) / rate : 0;
    uint64_t rows[RELATION_COUNT];
    for (int r = 0; r < RELATION_COUNT; r++)
        rows[r] = self->sent[relation_infos[r].first].rows;
    if (!is_terminal) {
        log_info("PROGRESS",
                 "doing=%s files=%" PRIu64 "/%" PRIu64 " mb=%.1f/%.1f entities=%" PRIu64 " edges=%" PRIu64 " tests=%" PRIu64
                 " mb_per_s=%.1f eta_s=%.0f resent=%" PRIu64,
                 doing, counts->files_settled, self->files_listed, megabytes(counts->bytes_settled),
                 megabytes(self->bytes_listed), rows[RELATION_CODE_GRAPH], rows[RELATION_DEPENDENCY_EDGES],
                 rows[RELATION_TEST_ENTITIES], rate, eta, counts->batches_resent);
        return;
    }
    char line[256];
    int size = snprintf(line, sizeof line,
                        "\r\033[K%s  %" PRIu64 "/%" PRIu64 " files  %.1f/%.1f MB  %.1f MB/s  entities %" PRIu64
                        "  tests %" PRIu64 "  edges %" PRIu64 "  ETA %.0f s",
                        doing, counts->files_settled, self->files_listed, megabytes(counts->bytes_settled),
                        megabytes(self->bytes_listed), rate, rows[RELATION_CODE_GRAPH], rows[RELATION_TEST_ENTITIES],
                        rows[RELATION_DEPENDENCY_EDGES], eta);
    if (size > 0 && write(STDERR_FILENO, line, (size_t)size < sizeof line ? (size_t)size : sizeof line - 1) < 0)
        return; // a terminal that went away
}

static void
print_rows(const report *self)
{
    printf("  %-22s %12s %12s  %s\n", "relation", "sent", "stored", "digest");
    for (int r = 0; r < RELATION_COUNT; r++) {
        family first = relation_infos[r].first;
        bool same = tally_equal(self->sent[first], self->stored[first]);
        printf("  %-22s %12" PRIu64 " %12" PRIu64 "  %016" PRIx64 " %s\n", relation_infos[r].name,
               self->sent[first].rows, self->stored[first].rows, self->stored[first].digest, same ? "=" : "DIFFERS");
    }
}

static void
print_ignored(const report *self)
{
    uint64_t total = 0;
    for (int i = 0; i < REASON_COUNT; i++)
        total += self->ignored[i];
    if (!total)
        return;
    printf("  not parsed: %" PRIu64 " (", total);
    const char *separator = "";
    for (int i = 0; i < REASON_COUNT; i++) {
        if (self->ignored[i])
            printf("%s%s %" PRIu64, separator, ignore_reason_texts[i], self->ignored[i]);
        separator = self->ignored[i] ? ", " : separator;
    }
    printf(")\n");
    if (self->ignored[REASON_NO_PARSER])
        printf("  %" PRIu64 " files ignored (no parser available)\n", self->ignored[REASON_NO_PARSER]);
}

static void
print_trouble(const report *self)
{
    const ledger_counts *counts = &self->counts;
    if (self->files_with_errors)
        printf("  files with parts that did not parse: %" PRIu64 " (%" PRIu64 " ranges); what could be recovered is in\n",
               self->files_with_errors, self->error_ranges);
    for (uint32_t i = 0; i < self->quarantined; i++) {
        buffer path = {0};
        json_put_string(&path, span_of(self->quarantines[i].path));
        printf("  quarantined: %.*s (%s)\n", (int)path.size, path.data,
               ignore_reason_texts[self->quarantines[i].reason]);
        buffer_fini(&path);
    }
    if (counts->parsers_gone || counts->batches_resent || counts->chunks_resent)
        printf("  recovered: %" PRIu64 " parsers died, %" PRIu64 " batches and %" PRIu64 " chunks sent again, %" PRIu64
               " duplicate copies dropped\n",
               counts->parsers_gone, counts->batches_resent, counts->chunks_resent, self->duplicates);
    if (self->rejected)
        printf("  frames rejected: %" PRIu64 "\n", self->rejected);
}

static void
print_text(const report *self)
{
    if (*self->failure) {
        printf("sluice: the run failed: %s\n", self->failure);
        if (self->further_failures)
            printf("  and %" PRIu64 " more failures after it\n", self->further_failures);
        printf("  nothing was published; %s\n",
               self->generation > 1 ? "the previous generation is as it was" : "there is no generation yet");
        return;
    }
    printf("sluice: generation %u of %s\n", self->generation, self->source);
    printf("  %" PRIu64 " files, %.1f MB in %.2f s: %.1f MB/s (parsed at %.2f s, linked at %.2f s)\n",
           self->counts.files_settled, megabytes(self->counts.bytes_settled), seconds(self->elapsed_ms),
           megabytes(self->counts.bytes_settled) / seconds(self->elapsed_ms), seconds(self->parsed_ms), seconds(self->linked_ms));
    print_rows(self);
    print_ignored(self);
    print_trouble(self);
    printf("  index: %s\n", self->db);
}

void
report_print(const report *self, const params *params)
{
    if (isatty(STDERR_FILENO) && !params->quiet)
        fprintf(stderr, "\r\033[K");
    if (params->json) {
        buffer json = {0};
        report_json(self, &json);
        fwrite(json.data, 1, json.size, stdout);
        buffer_fini(&json);
    } else if (!params->quiet || *self->failure) {
        print_text(self);
    }
    fflush(stdout);
}
