#define READ_OLD(name) old_read(name)
