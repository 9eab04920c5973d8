extern "C" {
int c_function(int a) { return a; }
void declared(void);
struct c_struct { int a; };
}

extern "C" int single(void) { return c_function(1); }

#ifdef __cplusplus
extern "C" {
#endif
int guarded(void) { return 2; }
#ifdef __cplusplus
}
#endif

int after() { return guarded(); }
