// rogue - a stranger at a socket of a live run: pipeline_rogue SOCKET RUN (hexadecimal)
//
// Sends what nobody should believe: garbage, cut and damaged frames, frames of another run, messages of many parts,
// huge announcements of sizes, and to the control socket hellos of another run and version.
#include <czmq.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "broker/wire.h"
#include "control.pb-c.h"

static zsock_t *stranger;

static void
send_part(const void *bytes, size_t size, bool more)
{
    zframe_t *frame = zframe_new(bytes, size);
    if (zframe_send(&frame, stranger, more ? ZFRAME_MORE : 0) != 0) {
        fprintf(stderr, "a frame of %zu bytes could not be sent: %s\n", size, zmq_strerror(errno));
        exit(EXIT_FAILURE);
    }
}

static void
send_bytes(const void *bytes, size_t size)
{
    send_part(bytes, size, false);
}

static void
send_hello(uint64_t frame_run, uint64_t hello_run, uint32_t protocol, const char *build, int role, uint32_t relation)
{
    char text[64];
    snprintf(text, sizeof text, "%s", build);
    Sluice__Hello hello = SLUICE__HELLO__INIT;
    hello.role = (Sluice__Role)role;
    hello.relation = relation;
    hello.pid = (uint32_t)getpid();
    hello.run = hello_run;
    hello.protocol = protocol;
    hello.build = text;
    Sluice__Control message = SLUICE__CONTROL__INIT;
    message.body_case = SLUICE__CONTROL__BODY_HELLO;
    message.hello = &hello;
    message.sequence = 1;
    uint8_t *bytes;
    size_t size;
    wire_pack((wire_header){.run = frame_run}, &message.base, &bytes, &size);
    send_bytes(bytes, size);
    free(bytes);
}

// A well-formed frame of `run` around a message, then every way to spoil it.
static void
send_spoiled(uint64_t run)
{
    Sluice__Credit credit = SLUICE__CREDIT__INIT;
    credit.parser = 1;
    credit.count = 1000000;
    uint8_t *bytes;
    size_t size;
    wire_pack((wire_header){.run = run ^ 1, .producer = 1, .sequence = 1}, &credit.base, &bytes, &size);
    send_bytes(bytes, size); // of another run
    free(bytes);
    wire_pack((wire_header){.run = run, .producer = 1, .sequence = 1}, &credit.base, &bytes, &size);
    for (size_t cut = 0; cut < size; cut += 7)
        send_bytes(bytes, cut);
    for (size_t i = 0; i < size; i += 5) {
        bytes[i] ^= 0x41;
        send_bytes(bytes, size);
        bytes[i] ^= 0x41;
    }
    memset(bytes + 24, 0xff, 8); // a payload of 2^64 - 1 bytes
    send_bytes(bytes, size);
    free(bytes);
}

int
main(int argc, char **argv)
{
    if (argc != 3)
        return EXIT_FAILURE;
    uint64_t run = strtoull(argv[2], NULL, 16);
    const char *name = strrchr(argv[1], '/');
    bool is_control = name && strcmp(name, "/control") == 0;
    stranger = zsock_new(is_control ? ZMQ_DEALER : ZMQ_PUSH);
    zsock_set_linger(stranger, 2000);
    zsock_set_sndhwm(stranger, 0);
    if (zsock_connect(stranger, "ipc://%s", argv[1]) != 0)
        return EXIT_FAILURE;
    char garbage[4096];
    for (size_t i = 0; i < sizeof garbage; i++)
        garbage[i] = (char)(i * 167 + i / 256);
    send_bytes("", 0);
    send_bytes("hello?", 6);
    send_bytes(garbage, sizeof garbage);
    send_bytes("SLC1", 4);
    for (int part = 0; part < 5; part++)
        send_part(garbage, 100, part < 4);
    send_spoiled(run);
    if (is_control) {
        send_hello(run, run ^ 2, WIRE_PROTOCOL, SLUICE_VERSION, SLUICE__ROLE__ROLE_PARSER, 0);
        send_hello(run ^ 2, run, WIRE_PROTOCOL, SLUICE_VERSION, SLUICE__ROLE__ROLE_PARSER, 0);
    }
    printf("%s: sent\n", argv[1]);
    zsock_destroy(&stranger);
    if (is_control) { // one stranger says one thing: each gets a connection of its own
        static const struct {
            uint32_t protocol;
            const char *build;
            int role;
            uint32_t relation;
        } hellos[] = {
            {WIRE_PROTOCOL + 1, SLUICE_VERSION, SLUICE__ROLE__ROLE_PARSER, 0},
            {WIRE_PROTOCOL, "9.9.9", SLUICE__ROLE__ROLE_PARSER, 0},
            {WIRE_PROTOCOL, SLUICE_VERSION, SLUICE__ROLE__ROLE_WALKER, 0},
            {WIRE_PROTOCOL, SLUICE_VERSION, SLUICE__ROLE__ROLE_SINK, 0},
            {WIRE_PROTOCOL, SLUICE_VERSION, SLUICE__ROLE__ROLE_SINK, 99},
            {WIRE_PROTOCOL, SLUICE_VERSION, 77, 0},
            {WIRE_PROTOCOL, SLUICE_VERSION, SLUICE__ROLE__ROLE_NONE, 0},
        };
        for (size_t i = 0; i < sizeof hellos / sizeof *hellos; i++) {
            stranger = zsock_new_dealer(NULL);
            zsock_set_linger(stranger, 2000);
            if (zsock_connect(stranger, "ipc://%s", argv[1]) != 0)
                return EXIT_FAILURE;
            send_hello(run, run, hellos[i].protocol, hellos[i].build, hellos[i].role, hellos[i].relation);
            zsock_destroy(&stranger);
        }
    }
    zsys_shutdown();
    return EXIT_SUCCESS;
}
