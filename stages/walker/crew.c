#include "stages/walker/crew.h"

#include <assert.h>
#include <stdlib.h>

struct member {
    bool is_here, has_left;
    bool has_alone; // the last batch pushed is there alone
    void *output;
    uint64_t granted;  // how many at a time
    uint64_t credited; // done, by its own word
    uint64_t lost;
    uint64_t proven; // the highest push known to be done
    uint64_t pushed;
    uint64_t turn; // when it was last given something
};

struct crew {
    uint64_t turn;
    uint32_t member_count; // of members[], one above the highest number seen
    struct member members[CREW_PARSERS_MAX];
};

crew *
crew_new(void)
{
    crew *self = calloc(1, sizeof *self);
    assert(self);
    return self;
}

void
crew_destroy(crew **self_p)
{
    free(*self_p);
    *self_p = NULL;
}

static uint64_t
finished(const struct member *member)
{
    uint64_t counted = member->credited + member->lost;
    uint64_t known = counted > member->proven ? counted : member->proven;
    return known < member->pushed ? known : member->pushed;
}

static uint64_t
in_hand(const struct member *member)
{
    return member->pushed - finished(member);
}

static struct member *
find(crew *self, uint32_t parser)
{
    return parser < self->member_count && self->members[parser].is_here ? &self->members[parser] : NULL;
}

bool
crew_has(const crew *self, uint32_t parser)
{
    return parser < self->member_count && self->members[parser].is_here;
}

crew_news
crew_credit(crew *self, uint32_t parser, uint32_t count)
{
    if (parser >= CREW_PARSERS_MAX || count == 0)
        return CREW_IGNORED;
    struct member *member = &self->members[parser];
    if (member->has_left)
        return CREW_IGNORED;
    if (member->is_here) {
        member->credited += count;
        return CREW_KNOWN;
    }
    *member = (struct member){.is_here = true, .granted = count};
    if (parser >= self->member_count)
        self->member_count = parser + 1;
    return CREW_NEW;
}

void
crew_set_output(crew *self, uint32_t parser, void *output)
{
    struct member *member = find(self, parser);
    assert(member);
    member->output = output;
}

void *
crew_output(const crew *self, uint32_t parser)
{
    assert(parser < self->member_count);
    return self->members[parser].output;
}

static bool
may_take(const struct member *member, bool is_alone)
{
    uint64_t hand = in_hand(member);
    if (!member->is_here || hand >= member->granted)
        return false;
    return hand == 0 || (!is_alone && !member->has_alone);
}

uint32_t
crew_choose(const crew *self, bool is_alone)
{
    uint32_t best = CREW_NOBODY;
    for (uint32_t i = 0; i < self->member_count; i++) {
        const struct member *member = &self->members[i];
        if (!may_take(member, is_alone))
            continue;
        const struct member *other = best == CREW_NOBODY ? NULL : &self->members[best];
        if (!other || in_hand(member) < in_hand(other) ||
            (in_hand(member) == in_hand(other) && member->turn < other->turn))
            best = i;
    }
    return best;
}

uint64_t
crew_push(crew *self, uint32_t parser, bool is_alone)
{
    struct member *member = find(self, parser);
    assert(member);
    assert(may_take(member, is_alone));
    member->has_alone = is_alone;
    member->turn = ++self->turn;
    return ++member->pushed;
}

void
crew_done(crew *self, uint32_t parser, uint64_t push)
{
    struct member *member = find(self, parser);
    if (member && push > member->proven)
        member->proven = push;
}

void
crew_reissue(crew *self, uint32_t parser, uint64_t push)
{
    struct member *member = find(self, parser);
    if (member && finished(member) < push)
        member->lost++;
}

void *
crew_leave(crew *self, uint32_t parser)
{
    if (parser >= CREW_PARSERS_MAX)
        return NULL;
    struct member *member = &self->members[parser];
    void *output = member->is_here ? member->output : NULL;
    *member = (struct member){.has_left = true};
    return output;
}
