// Two channels over a pipe in memory that loses, doubles and reorders, with a clock of its own: what is said
// on one side is acted on once and in order on the other.
#include "tests/support.h"

#include "broker/channel.h"
#include "broker/wire.h"

enum { RUN = 42, FLIGHT_MAX = 1 << 17, HEARD_MAX = 4096 };

struct flight {
    uint8_t *bytes;
    size_t size;
};

// One direction: frames on their way, in order.
struct way {
    struct flight *flights;
    uint32_t count;
    uint32_t sent; // ever
};

struct world {
    uint64_t now_ms;
    channel *left, *right;
    struct way to_right, to_left;
    uint32_t heard[HEARD_MAX]; // what the right side acted on
    uint32_t heard_count;
    uint32_t random;
};

static void
put_on_way(void *context, const uint8_t *bytes, size_t size)
{
    struct way *way = context;
    assert_true(way->count < FLIGHT_MAX);
    uint8_t *copy = malloc(size);
    memcpy(copy, bytes, size);
    way->flights[way->count++] = (struct flight){copy, size};
    way->sent++;
}

static int
setup(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    world->to_right.flights = calloc(FLIGHT_MAX, sizeof *world->to_right.flights);
    world->to_left.flights = calloc(FLIGHT_MAX, sizeof *world->to_left.flights);
    world->left = channel_new(RUN, put_on_way, &world->to_right);
    world->right = channel_new(RUN, put_on_way, &world->to_left);
    world->now_ms = 1000;
    world->random = 12345;
    *state = world;
    return 0;
}

static void
lose_all(struct way *way)
{
    for (uint32_t i = 0; i < way->count; i++)
        free(way->flights[i].bytes);
    way->count = 0;
}

static int
teardown(void **state)
{
    struct world *world = *state;
    channel_destroy(&world->left);
    channel_destroy(&world->right);
    lose_all(&world->to_right);
    lose_all(&world->to_left);
    free(world->to_right.flights);
    free(world->to_left.flights);
    free(world);
    return 0;
}

static uint32_t
next_random(struct world *world)
{
    world->random ^= world->random << 13;
    world->random ^= world->random >> 17;
    return world->random ^= world->random << 5;
}

static status
say(struct world *world, uint32_t number)
{
    Sluice__Skip skip = SLUICE__SKIP__INIT;
    skip.file = number;
    Sluice__Control message = SLUICE__CONTROL__INIT;
    message.body_case = SLUICE__CONTROL__BODY_SKIP;
    message.skip = &skip;
    return channel_say(world->left, world->now_ms, &message);
}

static void
beat(channel *from)
{
    Sluice__Beat body = SLUICE__BEAT__INIT;
    Sluice__Control message = SLUICE__CONTROL__INIT;
    message.body_case = SLUICE__CONTROL__BODY_BEAT;
    message.beat = &body;
    channel_beat(from, &message);
}

static void
hear_frame(struct world *world, channel *to, const struct flight *flight)
{
    wire_header header;
    span payload;
    assert_int_equal(wire_open((span){(const char *)flight->bytes, flight->size}, RUN, &header, &payload),
                     STATUS_OK);
    Sluice__Control *message = sluice__control__unpack(NULL, payload.size, (const uint8_t *)payload.data);
    assert_non_null(message);
    bool is_new = channel_hear(to, message);
    if (is_new && message->body_case == SLUICE__CONTROL__BODY_SKIP) {
        assert_ptr_equal(to, world->right);
        assert_true(world->heard_count < HEARD_MAX);
        world->heard[world->heard_count++] = message->skip->file;
    }
    sluice__control__free_unpacked(message, NULL);
}

// Brings all frames of a way to their end.
static void
deliver(struct world *world, struct way *way, channel *to)
{
    for (uint32_t i = 0; i < way->count; i++)
        hear_frame(world, to, &way->flights[i]);
    lose_all(way);
}

// The same, but each frame may be lost, come twice, or change places with the next.
static void
deliver_badly(struct world *world, struct way *way, channel *to)
{
    for (uint32_t i = 0; i < way->count; i++) {
        if (i + 1 < way->count && next_random(world) % 4 == 0) {
            struct flight first = way->flights[i];
            way->flights[i] = way->flights[i + 1];
            way->flights[i + 1] = first;
        }
        if (next_random(world) % 3 == 0)
            continue;
        hear_frame(world, to, &way->flights[i]);
        if (next_random(world) % 4 == 0)
            hear_frame(world, to, &way->flights[i]);
    }
    lose_all(way);
}

static void
assert_heard(const struct world *world, uint32_t count)
{
    assert_int_equal(world->heard_count, count);
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(world->heard[i], i);
}

static void
messages_arrive_in_order(void **state)
{
    struct world *world = *state;
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(say(world, i), STATUS_OK);
    deliver(world, &world->to_right, world->right);
    assert_heard(world, 3);
}

static void
nothing_is_lost_twice_or_out_of_order_on_a_bad_line(void **state)
{
    struct world *world = *state;
    uint32_t said = 0;
    for (int turn = 0; turn < 20000 && !(said == 300 && channel_is_settled(world->left)); turn++) {
        for (uint32_t i = next_random(world) % 4; i > 0 && said < 300; i--)
            assert_int_equal(say(world, said++), STATUS_OK);
        deliver_badly(world, &world->to_right, world->right);
        if (channel_owes_answer(world->right))
            beat(world->right);
        deliver_badly(world, &world->to_left, world->left);
        world->now_ms += 250;
        channel_tick(world->left, world->now_ms);
    }
    assert_true(channel_is_settled(world->left));
    assert_heard(world, 300);
}

static void
what_is_unanswered_is_sent_again_after_the_repeat_time(void **state)
{
    struct world *world = *state;
    say(world, 0);
    say(world, 1);
    lose_all(&world->to_right);
    channel_tick(world->left, world->now_ms + CHANNEL_REPEAT_MS - 1);
    assert_int_equal(world->to_right.count, 0);
    channel_tick(world->left, world->now_ms + CHANNEL_REPEAT_MS);
    assert_int_equal(world->to_right.count, 2);
    deliver(world, &world->to_right, world->right);
    assert_heard(world, 2);
}

static void
what_is_answered_is_not_sent_again(void **state)
{
    struct world *world = *state;
    say(world, 0);
    deliver(world, &world->to_right, world->right);
    assert_true(channel_owes_answer(world->right));
    beat(world->right);
    assert_false(channel_owes_answer(world->right));
    deliver(world, &world->to_left, world->left);
    assert_true(channel_is_settled(world->left));
    channel_tick(world->left, world->now_ms + 10 * CHANNEL_REPEAT_MS);
    assert_int_equal(world->to_right.count, 0);
}

static void
a_late_answer_settles_what_was_sent_again(void **state)
{
    struct world *world = *state;
    say(world, 0);
    deliver(world, &world->to_right, world->right);
    beat(world->right); // its answer is on the way for long
    channel_tick(world->left, world->now_ms + CHANNEL_REPEAT_MS);
    assert_int_equal(world->to_right.count, 1);
    deliver(world, &world->to_left, world->left);
    assert_true(channel_is_settled(world->left));
    deliver(world, &world->to_right, world->right);
    assert_heard(world, 1);
}

static void
an_answer_to_a_part_leaves_the_rest_waiting(void **state)
{
    struct world *world = *state;
    say(world, 0);
    deliver(world, &world->to_right, world->right);
    beat(world->right);
    say(world, 1);
    lose_all(&world->to_right);
    deliver(world, &world->to_left, world->left);
    assert_false(channel_is_settled(world->left));
    channel_tick(world->left, world->now_ms + 1); // progress: the repeat time starts anew
    channel_tick(world->left, world->now_ms + CHANNEL_REPEAT_MS);
    assert_int_equal(world->to_right.count, 0);
    channel_tick(world->left, world->now_ms + CHANNEL_REPEAT_MS + 1);
    assert_int_equal(world->to_right.count, 1);
}

static void
a_lost_answer_is_owed_again_when_the_copy_comes(void **state)
{
    struct world *world = *state;
    say(world, 0);
    deliver(world, &world->to_right, world->right);
    beat(world->right);
    lose_all(&world->to_left);
    assert_false(channel_owes_answer(world->right));
    channel_tick(world->left, world->now_ms + CHANNEL_REPEAT_MS);
    deliver(world, &world->to_right, world->right);
    assert_true(channel_owes_answer(world->right));
    assert_heard(world, 1);
}

static void
a_message_after_a_hole_waits_for_the_hole(void **state)
{
    struct world *world = *state;
    say(world, 0);
    lose_all(&world->to_right);
    say(world, 1);
    deliver(world, &world->to_right, world->right);
    assert_int_equal(world->heard_count, 0);
    channel_tick(world->left, world->now_ms + CHANNEL_REPEAT_MS);
    deliver(world, &world->to_right, world->right);
    assert_heard(world, 2);
}

static void
beats_have_no_number_and_are_not_repeated(void **state)
{
    struct world *world = *state;
    beat(world->left);
    lose_all(&world->to_right);
    channel_tick(world->left, world->now_ms + 10 * CHANNEL_REPEAT_MS);
    assert_int_equal(world->to_right.count, 0);
    assert_true(channel_is_settled(world->left));
}

static void
an_answer_to_what_was_never_said_is_ignored(void **state)
{
    struct world *world = *state;
    say(world, 0);
    Sluice__Control strange = SLUICE__CONTROL__INIT;
    strange.received = 99;
    assert_true(channel_hear(world->left, &strange));
    assert_false(channel_is_settled(world->left));
}

static void
a_full_queue_is_too_large(void **state)
{
    struct world *world = *state;
    for (uint32_t i = 0; i < CHANNEL_KEPT_MAX; i++)
        assert_int_equal(say(world, i), STATUS_OK);
    assert_int_equal(say(world, CHANNEL_KEPT_MAX), STATUS_TOO_LARGE);
    Sluice__Control answer = SLUICE__CONTROL__INIT;
    answer.received = 1;
    channel_hear(world->left, &answer);
    assert_int_equal(say(world, CHANNEL_KEPT_MAX), STATUS_OK);
    assert_int_equal(say(world, CHANNEL_KEPT_MAX), STATUS_TOO_LARGE);
}

static void
frames_carry_run_and_producer(void **state)
{
    struct world *world = *state;
    channel_set_producer(world->left, 17);
    say(world, 0);
    wire_header header;
    span payload;
    const struct flight *flight = &world->to_right.flights[0];
    assert_int_equal(wire_open((span){(const char *)flight->bytes, flight->size}, RUN, &header, &payload),
                     STATUS_OK);
    assert_int_equal(header.producer, 17);
    assert_int_equal(header.run, RUN);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(messages_arrive_in_order),
        TEST(nothing_is_lost_twice_or_out_of_order_on_a_bad_line),
        TEST(what_is_unanswered_is_sent_again_after_the_repeat_time),
        TEST(what_is_answered_is_not_sent_again),
        TEST(a_late_answer_settles_what_was_sent_again),
        TEST(an_answer_to_a_part_leaves_the_rest_waiting),
        TEST(a_lost_answer_is_owed_again_when_the_copy_comes),
        TEST(a_message_after_a_hole_waits_for_the_hole),
        TEST(beats_have_no_number_and_are_not_repeated),
        TEST(an_answer_to_what_was_never_said_is_ignored),
        TEST(a_full_queue_is_too_large),
        TEST(frames_carry_run_and_producer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
