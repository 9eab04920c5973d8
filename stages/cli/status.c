#include "stages/cli/status.h"

#include <inttypes.h>
#include <sys/stat.h>

#include "base/status.h"
#include "schema/edge_rows.h"
#include "schema/json.h"
#include "schema/render.h"
#include "schema/store.h"

struct summary {
    const generation *generation;
    uint64_t edge_count;
    uint64_t resolutions[RESOLUTION_COUNT];
    buffer published; // when, as text
};

static status
count_resolutions(struct summary *self, char *failure)
{
    store_reader *stored = self->generation->relations[RELATION_DEPENDENCY_EDGES];
    store_iterator *rows = store_iterator_new(stored, FAMILY_BY_SOURCE, (span){0});
    span key, value;
    edge_reader edges;
    edge_row edge;
    status result = STATUS_OK;
    while (!result && store_iterator_next(rows, &key, &value, &result, failure)) {
        bool is_sound = edge_reader_open(&edges, FAMILY_BY_SOURCE, key, value) == STATUS_OK;
        while (is_sound && edge_reader_next(&edges, &edge)) {
            self->resolutions[edge.resolution]++;
            self->edge_count++;
        }
        if (!is_sound || !edges.in.ok)
            result = store_failure(failure, STATUS_CORRUPT,
                                   "DependencyEdges holds a corrupt row; run `sluice check`");
    }
    store_iterator_destroy(&rows);
    return result;
}

// A generation is published right after its seal was written.
static void
read_time(struct summary *self)
{
    char path[STORE_PATH_MAX + 16];
    struct stat info;
    snprintf(path, sizeof path, "%s/seal.json", self->generation->path);
    if (stat(path, &info) == 0)
        render_time(&self->published, (int64_t)info.st_mtim.tv_sec * 1000000000);
    buffer_put_byte(&self->published, 0);
}

static void
print_text(const struct summary *self, FILE *out)
{
    const store_seal *seal = &self->generation->seal;
    fprintf(out,
            "generation %" PRIu32 ", published %s by run %016" PRIx64 "\nsource     %s\nfolder     %s\n\n",
            self->generation->number, self->published.data, seal->run, seal->source, self->generation->path);
    fprintf(out, "%-22s %-10s %12s %13s  %s\n", "relation", "family", "rows", "bytes", "digest");
    for (unsigned i = 0; i < FAMILY_COUNT; i++) {
        const relation_info *info = &relation_infos[family_infos[i].relation];
        store_reader *stored = self->generation->relations[family_infos[i].relation];
        fprintf(out, "%-22s %-10s %12" PRIu64 " %13" PRIu64 "  %016" PRIx64 "\n", info->first == i ? info->name : "",
                family_infos[i].name, seal->families[i].rows, store_reader_bytes(stored, (family)i),
                seal->families[i].digest);
    }
    fprintf(out, "\nedges by how they were bound\n");
    for (unsigned i = 0; i < RESOLUTION_COUNT; i++) {
        buffer share = {0};
        render_percent(&share, self->resolutions[i], self->edge_count);
        buffer_put_byte(&share, 0);
        fprintf(out, "%-22s %10s %12" PRIu64 "  %6s %%\n", resolution_texts[i], "", self->resolutions[i],
                share.data);
        buffer_fini(&share);
    }
}

static void
put_relation(const struct summary *self, relation which, buffer *text)
{
    const relation_info *info = &relation_infos[which];
    json_put_name(text, info->name);
    buffer_printf(text, "{\"rows\":%" PRIu64 ",\"families\":{",
                  self->generation->seal.families[info->first].rows);
    for (unsigned i = info->first; i < info->first + info->family_count; i++) {
        tally sealed = self->generation->seal.families[i];
        json_put_name(text, family_infos[i].name);
        uint64_t bytes = store_reader_bytes(self->generation->relations[which], (family)i);
        buffer_printf(text, "{\"rows\":%" PRIu64 ",\"digest\":\"%016" PRIx64 "\",\"bytes\":%" PRIu64 "}",
                      sealed.rows, sealed.digest, bytes);
    }
    buffer_put_span(text, SPAN_LITERAL("}}"));
}

static void
print_json(const struct summary *self, FILE *out)
{
    buffer text = {0};
    const store_seal *seal = &self->generation->seal;
    buffer_printf(&text, "{\"generation\":%" PRIu32 ",\"published\":\"%s\",\"run\":\"%016" PRIx64 "\"",
                  self->generation->number, self->published.data, seal->run);
    json_put_name(&text, "source");
    json_put_string(&text, span_of(seal->source));
    json_put_name(&text, "folder");
    json_put_string(&text, span_of(self->generation->path));
    json_put_name(&text, "relations");
    buffer_put_byte(&text, '{');
    for (unsigned i = 0; i < RELATION_COUNT; i++)
        put_relation(self, (relation)i, &text);
    buffer_put_byte(&text, '}');
    json_put_name(&text, "resolutions");
    buffer_put_byte(&text, '{');
    for (unsigned i = 0; i < RESOLUTION_COUNT; i++) {
        json_put_name(&text, resolution_texts[i]);
        buffer_printf(&text, "%" PRIu64, self->resolutions[i]);
    }
    buffer_put_span(&text, SPAN_LITERAL("}}\n"));
    fwrite(text.data, 1, text.size, out);
    buffer_fini(&text);
}

static int
fail(const char *failure, bool json, FILE *out)
{
    fprintf(stderr, "sluice: %s\n", failure);
    if (json) {
        buffer text = {0};
        buffer_put_byte(&text, '{');
        json_put_name(&text, "error");
        json_put_string(&text, span_of(failure));
        buffer_put_span(&text, SPAN_LITERAL("}\n"));
        fwrite(text.data, 1, text.size, out);
        buffer_fini(&text);
    }
    return EXIT_RUN_FAILED;
}

int
status_run(const char *db, bool json, FILE *out)
{
    char failure[STORE_FAILURE_BYTES];
    generation *opened = NULL;
    if (generation_open(db, &opened, failure))
        return fail(failure, json, out);
    struct summary summary = {.generation = opened};
    int code = EXIT_DONE;
    read_time(&summary);
    if (count_resolutions(&summary, failure))
        code = fail(failure, json, out);
    else if (json)
        print_json(&summary, out);
    else
        print_text(&summary, out);
    if (fflush(out) != 0)
        code = EXIT_RUN_FAILED;
    buffer_fini(&summary.published);
    generation_close(&opened);
    return code;
}
