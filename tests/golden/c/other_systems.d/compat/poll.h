#define poll(a, b, c) windows_poll(a, b, c)
