// crew - the parsers at work, and who of them may be given the next batch.
//
// A parser's first credit says how many batches it takes at a time; each later one that it has done with one.
// It works in the order in which it is given, so what it has in hand is known from counts alone: pushed, less
// done, less lost on the way. Two things mend the counts when messages get lost: a batch that has settled was
// done, and so were all before it; a batch that is to be issued again although the parser has not done it
// never came, and its credit is good again. A parser that has left never comes back under its number: what it
// still says is ignored.
#ifndef SLUICE_STAGES_WALKER_CREW_H
#define SLUICE_STAGES_WALKER_CREW_H

#include <stdbool.h>
#include <stdint.h>

typedef struct crew crew;

enum { CREW_NOBODY = UINT32_MAX, CREW_PARSERS_MAX = 4096 };

typedef enum crew_news {
    CREW_KNOWN,   // the credit was entered
    CREW_NEW,     // and it was the parser's first: crew_set_output() is due
    CREW_IGNORED, // the parser has left, or its number or count is none
} crew_news;

// Returns an empty crew; the caller owns it. The outputs are not the crew's.
crew *crew_new(void);
void crew_destroy(crew **self_p);

// Enters a credit.
crew_news crew_credit(crew *self, uint32_t parser, uint32_t count);

// True for a parser whose first credit came and that has not left.
bool crew_has(const crew *self, uint32_t parser);

// What the parser is reached by; the caller's.
void crew_set_output(crew *self, uint32_t parser, void *output);
void *crew_output(const crew *self, uint32_t parser);

// Returns the parser that should get the next batch, or CREW_NOBODY: of those with credit the one with the
// least in hand, then the one that has waited longest. A batch `alone` goes only to one that has nothing in
// hand; while it is there, that parser is given nothing else.
uint32_t crew_choose(const crew *self, bool is_alone);

// Notes that a batch is pushed; returns its number among those of this parser, which the next two take.
uint64_t crew_push(crew *self, uint32_t parser, bool is_alone);

// The batch with that number was done, as is now known from elsewhere. Unknown parsers are ignored, as in all
// that follow.
void crew_done(crew *self, uint32_t parser, uint64_t push);

// The batch with that number is to be issued again.
void crew_reissue(crew *self, uint32_t parser, uint64_t push);

// The parser has left; returns its output, or NULL.
void *crew_leave(crew *self, uint32_t parser);

#endif
