// queries - what the query core's answers cost: bench_queries DB [THREADS]
//
// Opens the index (once building its image, if that is not there yet), then asks the same questions of many
// entities and prints the median and the 99th percentile of each in microseconds, and the memory that is
// held. Keys and locations are rendered as a face would.
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "stages/server/query_find.h"
#include "stages/server/query_graph.h"
#include "stages/server/query_report.h"
#include "stages/server/query_source.h"

enum { ROUNDS = 1000, THREADS_MAX = 64, HOPS = 3, SEARCH_LIMIT = 20 };

struct asker {
    query *query;
    query_snapshot *snapshot;
    buffer out;
    query_source source;
    query_entities entities;
    query_hits hits;
    query_reach reach;
    uint64_t items; // answered
};

typedef void question(struct asker *self, query_entity entity);

static double
now_us(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static void
put_edges(struct asker *self, query_edges edges)
{
    query_edge edge;
    while (query_edges_next(&edges, &edge)) {
        query_put_key(self->snapshot, edge.from, &self->out);
        query_put_key(self->snapshot, edge.to, &self->out);
        query_put_location(self->snapshot, &edge, &self->out);
        self->items++;
    }
}

static void
ask_callers(struct asker *self, query_entity entity)
{
    put_edges(self, query_edges_in(self->snapshot, entity, QUERY_EDGES_DEPENDS));
}

static void
ask_callees(struct asker *self, query_entity entity)
{
    put_edges(self, query_edges_out(self->snapshot, entity, QUERY_EDGES_DEPENDS));
}

static void
ask_key(struct asker *self, query_entity entity)
{
    query_put_key(self->snapshot, entity, &self->out);
    query_entity found = query_entity_of_key(self->snapshot, buffer_span(&self->out));
    self->items += found == entity;
}

static void
ask_name(struct asker *self, query_entity entity)
{
    uint64_t total;
    query_find(self->snapshot, query_name(self->snapshot, entity), (query_scope){0}, &self->entities, &total);
    self->items += total;
}

static void
ask_reach(struct asker *self, query_entity entity)
{
    query_reach_options options = {.is_reverse = true, .hops_max = HOPS};
    query_reach_from(self->snapshot, entity, &options, &self->reach);
    for (size_t i = 0; i < self->reach.count; i++)
        query_put_key(self->snapshot, self->reach.items[i].entity, &self->out);
    self->items += self->reach.count;
}

static void
ask_tests(struct asker *self, query_entity entity)
{
    query_tests_of(self->snapshot, entity, 0, 100, (query_scope){0}, &self->reach);
    self->items += self->reach.count;
}

static void
search(struct asker *self, span text)
{
    query_filter filter = {0};
    query_search(self->snapshot, text, &filter, 0, SEARCH_LIMIT, &self->hits);
    for (size_t i = 0; i < self->hits.count; i++)
        query_put_key(self->snapshot, self->hits.items[i].entity, &self->out);
    self->items += self->hits.count;
}

static void
ask_search(struct asker *self, query_entity entity)
{
    search(self, query_name(self->snapshot, entity));
}

static void
ask_prefix(struct asker *self, query_entity entity)
{
    span name = query_name(self->snapshot, entity);
    search(self, span_slice(name, 0, name.size < 3 ? name.size : 3));
}

// The name with its middle letter missing.
static void
ask_typo(struct asker *self, query_entity entity)
{
    span name = query_name(self->snapshot, entity);
    buffer text = {0};
    buffer_put_span(&text, span_slice(name, 0, name.size / 2));
    buffer_put_span(&text, span_slice(name, name.size / 2 + 1, name.size));
    search(self, buffer_span(&text));
    buffer_fini(&text);
}

static void
ask_source(struct asker *self, query_entity entity)
{
    char failure[STORE_FAILURE_BYTES];
    if (query_source_load(&self->source, self->snapshot, entity, failure) == STATUS_OK)
        self->items += self->source.code.size > 0;
}

static void
ask_acquire(struct asker *self, query_entity entity)
{
    (void)entity;
    query_snapshot *snapshot = query_acquire(self->query);
    self->items++;
    query_release(&snapshot);
}

static void
ask_list(struct asker *self, query_entity entity)
{
    query_filter filter = {0};
    self->items += query_list(self->snapshot, &filter, entity, 100, &self->entities) > 0;
}

struct task {
    question *ask;
    query *query;
    const query_entity *entities;
    unsigned first, step;
    double *times; // of all rounds
    uint64_t items;
};

static void *
run(void *context)
{
    struct task *task = context;
    struct asker self = {.query = task->query, .snapshot = query_acquire(task->query)};
    for (unsigned i = task->first; i < ROUNDS; i += task->step) {
        buffer_clear(&self.out);
        double start = now_us();
        task->ask(&self, task->entities[i]);
        task->times[i] = now_us() - start;
    }
    task->items = self.items;
    query_source_fini(&self.source);
    query_entities_fini(&self.entities);
    query_hits_fini(&self.hits);
    query_reach_fini(&self.reach);
    buffer_fini(&self.out);
    query_release(&self.snapshot);
    return NULL;
}

static int
compare_times(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void
measure(const char *name, question *ask, query *query, const query_entity *entities, unsigned threads)
{
    static double times[ROUNDS];
    pthread_t ids[THREADS_MAX];
    struct task tasks[THREADS_MAX];
    uint64_t items = 0;
    for (unsigned i = 0; i < threads; i++) {
        tasks[i] = (struct task){ask, query, entities, i, threads, times, 0};
        pthread_create(&ids[i], NULL, run, &tasks[i]);
    }
    for (unsigned i = 0; i < threads; i++) {
        pthread_join(ids[i], NULL);
        items += tasks[i].items;
    }
    qsort(times, ROUNDS, sizeof times[0], compare_times);
    printf("  %-34s %10.1f %10.1f %10.1f %12.1f\n", name, times[ROUNDS / 2], times[ROUNDS * 99 / 100],
           times[ROUNDS - 1], (double)items / ROUNDS);
}

static unsigned long
resident_kib(const char *field)
{
    char line[256];
    unsigned long kib = 0;
    FILE *file = fopen("/proc/self/smaps_rollup", "r");
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, field, strlen(field)) == 0)
            kib = strtoul(line + strlen(field), NULL, 10);
    }
    if (file)
        fclose(file);
    return kib;
}

// Functions and methods, evenly over the whole index.
static void
choose(const query_snapshot *snapshot, query_entity *chosen)
{
    query_entities all = {0};
    query_filter filter = {.kinds = 1u << ENTITY_FUNCTION | 1u << ENTITY_METHOD};
    query_list(snapshot, &filter, 0, 0, &all);
    for (unsigned i = 0; i < ROUNDS; i++)
        chosen[i] = all.count ? all.items[(uint64_t)i * all.count / ROUNDS] : 0;
    query_entities_fini(&all);
}

int
main(int argc, char **argv)
{
    static query_entity chosen[ROUNDS];
    static const struct {
        const char *name;
        question *ask;
    } questions[] = {
        {"acquire and release", ask_acquire},
        {"entity by key", ask_key},
        {"entity by name", ask_name},
        {"callers", ask_callers},
        {"callees", ask_callees},
        {"reach against edges, 3 hops", ask_reach},
        {"tests that reach it, 100", ask_tests},
        {"search: its name", ask_search},
        {"search: three letters", ask_prefix},
        {"search: a letter missing", ask_typo},
        {"code, signature, documentation", ask_source},
        {"100 entities from the n-th", ask_list},
    };
    char failure[STORE_FAILURE_BYTES];
    unsigned threads = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1;
    query *query = NULL;
    if (argc < 2 || !threads || threads > THREADS_MAX) {
        fprintf(stderr, "usage: bench_queries DB [THREADS]\n");
        return 2;
    }
    log_open("bench", LOG_LEVEL_WARN);
    double start = now_us();
    if (query_open(argv[1], 200, &query, failure)) {
        fprintf(stderr, "%s\n", failure);
        return 1;
    }
    query_snapshot *snapshot = query_acquire(query);
    query_about about = query_snapshot_about(snapshot);
    printf("%s, generation %" PRIu32 ": %" PRIu32 " entities, %" PRIu64 " edges\n", argv[1], about.generation,
           query_entity_count(snapshot), query_statistics_of(snapshot)->edges);
    printf("  open: %.1f ms; image: %.1f MB\n", (now_us() - start) / 1000, (double)about.memory_bytes / 1e6);
    choose(snapshot, chosen);
    printf("  %-34s %10s %10s %10s %12s   (us, %u threads, %d entities)\n", "", "p50", "p99", "max",
           "items each", threads, ROUNDS);
    for (unsigned i = 0; i < sizeof questions / sizeof questions[0]; i++)
        measure(questions[i].name, questions[i].ask, query, chosen, threads);
    start = now_us();
    const query_components *components = query_components_of(snapshot);
    printf("  components: %" PRIu32 " of two and more, %.1f ms\n", components->count,
           (now_us() - start) / 1000);
    printf("  memory: resident %.1f MB, of which not the image %.1f MB\n",
           (double)resident_kib("Rss:") / 1024, (double)resident_kib("Anonymous:") / 1024);
    query_release(&snapshot);
    query_close(&query);
    return 0;
}
