#ifndef PROTO_H
#define PROTO_H
#if defined(__STDC__) || defined(__cplusplus)
#  define PROTO_STDC
#endif
#ifdef PROTO_STDC
#  define OF(args) args
#endif
int twice OF((int x));
#endif
