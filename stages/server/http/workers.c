#include "stages/server/http/workers.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

struct task {
    void (*run)(void *context);
    void *context;
};

struct workers {
    pthread_mutex_t lock;
    pthread_cond_t given;
    struct task waiting[WORKERS_WAITING_MAX]; // a ring
    unsigned first, count;
    bool is_closing;
    pthread_t threads[WORKERS_COUNT];
    unsigned thread_count;
};

static void *
work(void *context)
{
    workers *self = context;
    pthread_mutex_lock(&self->lock);
    for (;;) {
        while (!self->count && !self->is_closing)
            pthread_cond_wait(&self->given, &self->lock);
        if (self->is_closing)
            break;
        struct task task = self->waiting[self->first];
        self->first = (self->first + 1) % WORKERS_WAITING_MAX;
        self->count--;
        pthread_mutex_unlock(&self->lock);
        task.run(task.context);
        pthread_mutex_lock(&self->lock);
    }
    pthread_mutex_unlock(&self->lock);
    return NULL;
}

status
workers_new(workers **out)
{
    workers *self = calloc(1, sizeof *self);
    assert(self);
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->given, NULL);
    while (self->thread_count < WORKERS_COUNT) {
        if (pthread_create(&self->threads[self->thread_count], NULL, work, self) != 0) {
            workers_destroy(&self);
            return STATUS_FAILED;
        }
        self->thread_count++;
    }
    *out = self;
    return STATUS_OK;
}

void
workers_destroy(workers **self_p)
{
    workers *self = *self_p;
    if (!self)
        return;
    pthread_mutex_lock(&self->lock);
    self->is_closing = true;
    pthread_cond_broadcast(&self->given);
    pthread_mutex_unlock(&self->lock);
    for (unsigned i = 0; i < self->thread_count; i++)
        pthread_join(self->threads[i], NULL);
    pthread_cond_destroy(&self->given);
    pthread_mutex_destroy(&self->lock);
    free(self);
    *self_p = NULL;
}

bool
workers_give(workers *self, void (*task)(void *context), void *context)
{
    pthread_mutex_lock(&self->lock);
    bool has_room = self->count < WORKERS_WAITING_MAX;
    if (has_room) {
        self->waiting[(self->first + self->count) % WORKERS_WAITING_MAX] = (struct task){task, context};
        self->count++;
        pthread_cond_signal(&self->given);
    }
    pthread_mutex_unlock(&self->lock);
    return has_room;
}
