#include "broker/wire.h"

#include <assert.h>
#include <stdlib.h>

#include <xxhash.h>

static const char magic[4] = {'S', 'L', 'C', '1'};

static void
store_le(uint8_t *at, uint64_t value, int size)
{
    for (int i = 0; i < size; i++, value >>= 8)
        at[i] = (uint8_t)value;
}

static uint64_t
load_le(const uint8_t *at, int size)
{
    uint64_t value = 0;
    for (int i = size - 1; i >= 0; i--)
        value = value << 8 | at[i];
    return value;
}

static uint64_t
checksum(const uint8_t *frame, size_t payload_size)
{
    uint64_t seed = XXH3_64bits(frame, WIRE_HEADER_BYTES - 8);
    return XXH3_64bits_withSeed(frame + WIRE_HEADER_BYTES, payload_size, seed);
}

void
wire_pack(wire_header header, const ProtobufCMessage *message, uint8_t **bytes, size_t *size)
{
    size_t payload_size = protobuf_c_message_get_packed_size(message);
    uint8_t *frame = malloc(WIRE_HEADER_BYTES + payload_size);
    assert(frame);
    memcpy(frame, magic, sizeof magic);
    store_le(frame + 4, header.producer, 4);
    store_le(frame + 8, header.run, 8);
    store_le(frame + 16, header.sequence, 8);
    store_le(frame + 24, payload_size, 8);
    size_t packed = protobuf_c_message_pack(message, frame + WIRE_HEADER_BYTES);
    assert(packed == payload_size);
    store_le(frame + 32, checksum(frame, payload_size), 8);
    *bytes = frame;
    *size = WIRE_HEADER_BYTES + payload_size;
}

status
wire_open(span frame, uint64_t run, wire_header *header, span *payload)
{
    const uint8_t *at = (const uint8_t *)frame.data;
    if (frame.size < WIRE_HEADER_BYTES || memcmp(at, magic, sizeof magic) != 0 ||
        load_le(at + 24, 8) != frame.size - WIRE_HEADER_BYTES ||
        load_le(at + 32, 8) != checksum(at, frame.size - WIRE_HEADER_BYTES))
        return STATUS_CORRUPT;
    *header = (wire_header){
        .run = load_le(at + 8, 8), .producer = (uint32_t)load_le(at + 4, 4), .sequence = load_le(at + 16, 8)};
    if (run && header->run != run)
        return STATUS_VERSION;
    *payload = span_slice(frame, WIRE_HEADER_BYTES, frame.size);
    return STATUS_OK;
}
