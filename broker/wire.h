// wire - messages as frames: a fixed header, then a protobuf (records.proto, control.proto).
//
//   bytes  0..3   "SLC1": magic and version of the frame
//          4..7   producer: the member number of who made it (0: not welcomed yet)
//          8..15  run epoch
//         16..23  sequence number: per producer and socket, from 1; control messages carry theirs inside, and 0 here
//         24..31  size of the payload
//         32..39  XXH3-64 of the payload, seeded with the XXH3-64 of the bytes before
// All little-endian.
#ifndef SLUICE_BROKER_WIRE_H
#define SLUICE_BROKER_WIRE_H

#include <protobuf-c/protobuf-c.h>
#include <stdint.h>

#include "base/span.h"
#include "base/status.h"

enum { WIRE_HEADER_BYTES = 40, WIRE_PROTOCOL = 1 };

typedef struct wire_header {
    uint64_t run;
    uint32_t producer;
    uint64_t sequence;
} wire_header;

// Packs a message into a new frame; the caller frees *bytes, or hands it to endpoint_send().
void wire_pack(wire_header header, const ProtobufCMessage *message, uint8_t **bytes, size_t *size);

// Reads a frame; *payload points into it.
//   STATUS_CORRUPT  not a frame: too short, another magic, a wrong size or checksum
//   STATUS_VERSION  a frame of another run than `run` (0: any)
status wire_open(span frame, uint64_t run, wire_header *header, span *payload);

#endif
