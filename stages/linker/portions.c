// What is kept while references are bound (names, overriding methods, orders of bases) has bounds, and what is past a bound may
// depend on what was kept. So each portion begins with nothing kept, and portions do not depend on the number of threads: the
// edges are the same whoever binds which.
#include "stages/linker/ahead.h"
#include "stages/linker/edges.h"

#include <assert.h>
#include <stdlib.h>

#include "stages/linker/crates.h"
#include "stages/linker/python.h"

enum {
    PORTION_EDGES = 32768, // of references and definitions; at least, but in the last
    PORTIONS_AHEAD = 8,
    EDGES_KEPT = 4 * PORTION_EDGES, // room that a slot keeps for its next portion
};

struct portions {
    struct linker *linker;
    const uint32_t *files;
    struct raw_edges strays;
    struct portion *items;
    uint32_t count, next;
    struct raw_edges slots[PORTIONS_AHEAD];   // of those at hand, by number modulo PORTIONS_AHEAD
    struct linker *views[AHEAD_WORKERS_MAX]; // the first is the linker itself
    ahead *ahead;
};

// A linker of the same tables with a memory of its own, to be used beside the first.
static struct linker *
view_new(const struct linker *linker)
{
    struct linker *view = malloc(sizeof *view);
    assert(view);
    *view = *linker;
    view->pulse = NULL;
    view->workspace = arena_new(SCRATCH_BYTES_MAX);
    view->includes = (struct include_set){.file = LINK_NONE};
    view->override_keys = intern_new();
    view->override_ranges = view->override_targets = (buffer){0};
    view->known_names = NULL;
    view->use_memory = NULL;
    view->missing = NULL;
    view->core_names = NULL;
    view->python = NULL;
    memset(view->resolutions, 0, sizeof view->resolutions);
    return view;
}

static void
forget(struct linker *view)
{
    free(view->known_names);
    crates_forget(view);
    view->known_names = NULL;
    python_free(view);
    overrides_forget(view);
}

static void
view_destroy(struct linker *view)
{
    forget(view);
    members_forget(view);
    free(view->core_names);
    arena_destroy(&view->workspace);
    include_set_fini(&view->includes);
    intern_destroy(&view->override_keys);
    buffer_fini(&view->override_ranges);
    buffer_fini(&view->override_targets);
    free(view);
}

// Job number `number`: binds a portion.
static void
bind_portion(void *context, uint32_t worker, uint32_t number)
{
    portions *self = context;
    const struct portion *portion = &self->items[number];
    struct raw_edges *edges = &self->slots[number % PORTIONS_AHEAD];
    struct linker *view = self->views[worker];
    if (edges->capacity > EDGES_KEPT)
        raw_edges_fini(edges);
    edges->count = edges->external_count = 0;
    forget(view);
    for (uint32_t i = portion->first; i < portion->end; i++) {
        edges_take_strays(&self->strays, self->files[i], edges);
        edges_of_file(view, self->files[i], edges);
    }
}

// Portions end where clusters do.
static void
cut(portions *self, uint32_t file_count)
{
    uint64_t edges = 0;
    self->items = malloc((file_count + 1) * sizeof *self->items);
    assert(self->items);
    for (uint32_t i = 0, first = 0; i < file_count; i++) {
        const struct linked_file *file = &self->linker->files[self->files[i]];
        edges += (uint64_t)file->reference_count + file->symbol_count;
        bool is_last = i + 1 == file_count;
        if (!is_last && (edges < PORTION_EDGES || cluster_of_file(self->linker, self->files[i]) ==
                                                                cluster_of_file(self->linker, self->files[i + 1])))
            continue;
        self->items[self->count++] = (struct portion){.first = first, .end = i + 1};
        first = i + 1;
        edges = 0;
    }
}

portions *
portions_start(struct linker *linker, const uint32_t *files, uint32_t count)
{
    portions *self = calloc(1, sizeof *self);
    assert(self);
    self->linker = linker;
    self->files = files;
    self->strays = edges_find_strays(linker);
    cut(self, count);
    self->views[0] = linker;
    for (uint32_t i = 1; i < AHEAD_WORKERS_MAX && i < self->count; i++)
        self->views[i] = view_new(linker);
    self->ahead = ahead_start(self->count, PORTIONS_AHEAD, bind_portion, self);
    return self;
}

const struct portion *
portions_next(portions *self)
{
    if (self->next == self->count)
        return NULL;
    uint32_t number = self->next++;
    ahead_take(self->ahead, number);
    self->items[number].edges = self->slots[number % PORTIONS_AHEAD];
    if (self->linker->pulse)
        self->linker->pulse(self->linker->context);
    return &self->items[number];
}

void
portions_stop(portions **self_p)
{
    portions *self = *self_p;
    ahead_stop(&self->ahead);
    for (uint32_t i = 1; i < AHEAD_WORKERS_MAX && self->views[i]; i++) {
        for (int how = 0; how < RESOLUTION_COUNT; how++)
            self->linker->resolutions[how] += self->views[i]->resolutions[how];
        view_destroy(self->views[i]);
    }
    for (uint32_t i = 0; i < PORTIONS_AHEAD; i++)
        raw_edges_fini(&self->slots[i]);
    raw_edges_fini(&self->strays);
    free(self->items);
    free(self);
    *self_p = NULL;
}
