// batches - which files each unsettled batch holds, so that destinations can be told which files are settled.
#ifndef SLUICE_BROKER_BATCHES_H
#define SLUICE_BROKER_BATCHES_H

#include <stddef.h>
#include <stdint.h>

typedef struct batches batches;

batches *batches_new(void);
void batches_destroy(batches **self_p);

// Notes the files of a batch; a batch that is known stays as it is (it is a new attempt).
void batches_note(batches *self, uint32_t batch, const uint32_t *files, size_t count);

// Lends the files of a batch until it is forgotten; 0 when it is not known.
size_t batches_files(const batches *self, uint32_t batch, uint32_t **files);

void batches_forget(batches *self, uint32_t batch);

#endif
