// ecmascript - what JavaScript, TypeScript and TSX share: one table of rules for the three grammars.
// ecmascript.c
#ifndef SLUICE_STAGES_PARSER_LANGUAGES_ECMASCRIPT_H
#define SLUICE_STAGES_PARSER_LANGUAGES_ECMASCRIPT_H

#include "stages/parser/extract.h"

enum { ECMASCRIPT_FLAGS = LANGUAGE_HOISTS | LANGUAGE_MEMBERS_HIDDEN };

extern const rule ecmascript_rules[];

// ecmascript_mask.c: what the grammars cannot read (language.mask), in JavaScript and in TypeScript.
void ecmascript_mask(span source, char *copy);
void typescript_mask(span source, char *copy);

// What these generic types of the library have, their first argument has (TypeScript handbook, "Utility Types"); maps are
// seen as containers of their values, and lists of what is in them.
#define ECMASCRIPT_SAME_TYPES                                                                                \
    " Promise PromiseLike Awaited Readonly Partial Required NonNullable ThisType Pick Omit Exclude NoInfer " \
    "InstanceType ThisParameterType OmitThisParameter "
#define ECMASCRIPT_MAP_TYPES " Map ReadonlyMap WeakMap Record "
#define ECMASCRIPT_LIST_TYPES                                                                                \
    " Array ReadonlyArray Set ReadonlySet Iterable IterableIterator Iterator Generator AsyncIterable "       \
    "AsyncGenerator ArrayLike "

// ecmascript_jsdoc.c: what comments say, in JavaScript. A type, or FACT_NONE, by the tag "type" or "returns" of the comment above
// `at`, which is where a type's names are looked up from.
uint32_t jsdoc_type(extraction *x, TSNode at, const char *tag);

struct jsdoc_parameter {
    span name;
    uint32_t type; // an expression, or FACT_NONE
};

// The parameters of which the comment above `at` speaks, at most `max`; returns how many.
uint32_t jsdoc_parameters(extraction *x, TSNode at, struct jsdoc_parameter *out, uint32_t max);
// Declares the types that the comments of a file do (language.begin).
void jsdoc_begin(extraction *x, TSNode root);

// Objects and functions that every host has, as a literal to be joined with a language's own.
#define ECMASCRIPT_DECISIONS                                                                                 \
    "if_statement for_statement for_in_statement while_statement do_statement switch_case catch_clause "     \
    "ternary_expression binary_expression/&& binary_expression/||"

#define ECMASCRIPT_BUILTINS                                                                                  \
    "AbortController AbortSignal AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array "             \
    "BigUint64Array Blob "                                                                                   \
    "Boolean Buffer DataView Date Error EvalError Event EventTarget FinalizationRegistry Float32Array "      \
    "Float64Array "                                                                                          \
    "FormData Function Headers Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN "    \
    "Number Object "                                                                                         \
    "Promise Proxy RangeError ReferenceError Reflect RegExp Request Response Set SharedArrayBuffer String "  \
    "Symbol "                                                                                                \
    "SyntaxError TextDecoder TextEncoder TypeError URIError URL URLSearchParams Uint16Array Uint32Array "    \
    "Uint8Array "                                                                                            \
    "Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly XMLHttpRequest __dirname __filename alert "       \
    "arguments atob "                                                                                        \
    "btoa cancelAnimationFrame clearImmediate clearInterval clearTimeout console decodeURI "                 \
    "decodeURIComponent define "                                                                             \
    "document encodeURI encodeURIComponent escape eval exports fetch global globalThis isFinite isNaN "      \
    "localStorage "                                                                                          \
    "location module navigator parseFloat parseInt performance process queueMicrotask "                      \
    "requestAnimationFrame require "                                                                         \
    "self sessionStorage setImmediate setInterval setTimeout structuredClone undefined unescape window"

#endif
