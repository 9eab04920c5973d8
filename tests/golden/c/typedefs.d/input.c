typedef unsigned long size;
typedef struct { int x; } point;
typedef struct node { struct node *next; } node_t;
typedef struct same { int a; } same;
typedef struct forward forward;
typedef union { int i; float f; } number, *number_p;
typedef enum { LOW, HIGH } level;
typedef int (*handler)(int code, void *data);
typedef struct { int z; } *only_pointer;
typedef int matrix[4][4];

size length(node_t *node, handler on_end)
{
    typedef int local_type;
    local_type n = 0;
    for (; node; node = node->next)
        n++;
    on_end(n, node);
    return n;
}
