#define getenv windows_getenv
char *windows_getenv(const char *name);
