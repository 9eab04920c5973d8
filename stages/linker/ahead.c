#include "stages/linker/ahead.h"

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

struct worker {
    struct ahead *ahead;
    uint32_t number;
    pthread_t thread;
};

struct ahead {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    ahead_job *job;
    void *context;
    uint32_t count, window;
    uint32_t next, taken; // the first job that nobody has begun; the one that is being taken
    bool *is_done;        // by job
    bool is_stopping;
    struct worker workers[AHEAD_WORKERS_MAX]; // the first stands for the caller's thread
    uint32_t worker_count;
};

static bool
may_begin(const ahead *self)
{
    return self->next < self->count && self->next - self->taken < self->window;
}

// Does the next job; called with the lock, and returns with it.
static void
do_next(ahead *self, uint32_t worker)
{
    uint32_t number = self->next++;
    pthread_mutex_unlock(&self->lock);
    self->job(self->context, worker, number);
    pthread_mutex_lock(&self->lock);
    self->is_done[number] = true;
    pthread_cond_broadcast(&self->changed);
}

static void *
work(void *argument)
{
    struct worker *worker = argument;
    ahead *self = worker->ahead;
    pthread_mutex_lock(&self->lock);
    while (!self->is_stopping && self->next < self->count) {
        if (may_begin(self))
            do_next(self, worker->number);
        else
            pthread_cond_wait(&self->changed, &self->lock);
    }
    pthread_mutex_unlock(&self->lock);
    return NULL;
}

static uint32_t
processor_count(void)
{
    cpu_set_t processors;
    return sched_getaffinity(0, sizeof processors, &processors) == 0 ? (uint32_t)CPU_COUNT(&processors) : 1;
}

// Signals are for the caller's thread.
static void
start_workers(ahead *self, uint32_t wanted)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    for (; self->worker_count < wanted; self->worker_count++) {
        struct worker *worker = &self->workers[self->worker_count];
        *worker = (struct worker){.ahead = self, .number = self->worker_count};
        if (pthread_create(&worker->thread, NULL, work, worker) != 0)
            break;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

ahead *
ahead_start(uint32_t count, uint32_t window, ahead_job *job, void *context)
{
    assert(window > 0);
    ahead *self = calloc(1, sizeof *self);
    assert(self);
    *self = (ahead){.job = job, .context = context, .count = count, .window = window, .worker_count = 1};
    self->is_done = calloc(count + 1, sizeof *self->is_done);
    assert(self->is_done);
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->changed, NULL);
    uint32_t processors = processor_count(), wanted = processors < AHEAD_WORKERS_MAX ? processors : AHEAD_WORKERS_MAX;
    start_workers(self, wanted < count ? wanted : count);
    return self;
}

void
ahead_take(ahead *self, uint32_t number)
{
    pthread_mutex_lock(&self->lock);
    assert(number < self->count && number >= self->taken);
    self->taken = number;
    pthread_cond_broadcast(&self->changed);
    while (!self->is_done[number]) {
        if (may_begin(self))
            do_next(self, 0);
        else
            pthread_cond_wait(&self->changed, &self->lock);
    }
    pthread_mutex_unlock(&self->lock);
}

void
ahead_stop(ahead **self_p)
{
    ahead *self = *self_p;
    if (!self)
        return;
    pthread_mutex_lock(&self->lock);
    self->is_stopping = true;
    pthread_cond_broadcast(&self->changed);
    pthread_mutex_unlock(&self->lock);
    for (uint32_t i = 1; i < self->worker_count; i++)
        pthread_join(self->workers[i].thread, NULL);
    pthread_cond_destroy(&self->changed);
    pthread_mutex_destroy(&self->lock);
    free(self->is_done);
    free(self);
    *self_p = NULL;
}
