#include "stages/parser/tree_walk.h"

#include <assert.h>
#include <stdlib.h>

#include "language.h" // tree-sitter's
#include "subtree.h"  // likewise
#include "tree.h"     // likewise

// One level of subtrees: the children of a node, or of a hidden part of one.
struct level {
    const Subtree *children;
    const TSSymbol *aliases; // of the production, or NULL
    Length position;         // where the next child's padding starts; of the first child: where it starts itself
    uint32_t child_count;
    uint32_t child_index;
    uint32_t structural_index; // children that are no extras so far: what aliases count
    bool is_hidden;            // its parent is no node: leaving it is no step
};

struct tree_walk {
    struct level *levels;
    uint32_t level_count, level_capacity;
    const TSTree *tree;
    const TSLanguage *language;
    TSNode root;
    Subtree entered; // the node of the last TREE_ENTER
    Length entered_at;
    bool is_at_root, is_entered;
};

tree_walk *
tree_walk_new(void)
{
    tree_walk *self = calloc(1, sizeof *self);
    assert(self);
    return self;
}

void
tree_walk_destroy(tree_walk **self_p)
{
    if (!*self_p)
        return;
    free((*self_p)->levels);
    free(*self_p);
    *self_p = NULL;
}

void
tree_walk_begin(tree_walk *self, TSNode root)
{
    self->level_count = 0;
    self->tree = root.tree;
    self->language = root.tree->language;
    self->root = root;
    self->is_at_root = true;
    self->is_entered = false;
}

static void
push(tree_walk *self, Subtree subtree, Length position, bool is_hidden)
{
    if (self->level_count == self->level_capacity) {
        self->level_capacity = self->level_capacity ? self->level_capacity * 2 : 128;
        self->levels = realloc(self->levels, self->level_capacity * sizeof *self->levels);
        assert(self->levels);
    }
    struct level *level = &self->levels[self->level_count++];
    *level = (struct level){.position = position, .is_hidden = is_hidden};
    level->child_count = ts_subtree_child_count(subtree);
    if (!level->child_count)
        return;
    level->children = ts_subtree_children(subtree);
    level->aliases = ts_language_alias_sequence(self->language, subtree.ptr->production_id);
}

static TSNode
node_at(const TSTree *tree, const Subtree *subtree, Length position, TSSymbol alias)
{
    return (TSNode){
        .context = {position.bytes, position.extent.row, position.extent.column, alias},
        .id = subtree,
        .tree = tree,
    };
}

static tree_step
enter(tree_walk *self, const Subtree *subtree, Length position, TSSymbol alias, TSNode *node, TSSymbol *symbol)
{
    *node = node_at(self->tree, subtree, position, alias);
    TSSymbol own = alias ? alias : ts_subtree_symbol(*subtree);
    *symbol = own < self->language->symbol_count ? self->language->public_symbol_map[own]
                                                 : ts_language_public_symbol(self->language, own);
    if (!ts_subtree_child_count(*subtree) && self->level_count)
        return TREE_LEAF;
    self->entered = *subtree;
    self->entered_at = position;
    self->is_entered = true;
    return TREE_ENTER;
}

static tree_step
enter_root(tree_walk *self, TSNode *node, TSSymbol *symbol)
{
    self->is_at_root = false;
    Length position = {ts_node_start_byte(self->root), ts_node_start_point(self->root)};
    return enter(self, self->root.id, position, 0, node, symbol);
}

// Goes on to the level's next child. True when that is a node; hidden parts that hold nodes become a level.
static bool
next_child(tree_walk *self, struct level *level, const Subtree **child, Length *position, TSSymbol *alias)
{
    *child = &level->children[level->child_index];
    *position = level->child_index ? length_add(level->position, ts_subtree_padding(**child)) : level->position;
    level->position = length_add(*position, ts_subtree_size(**child));
    level->child_index++;
    *alias = 0;
    if (!ts_subtree_extra(**child)) {
        *alias = level->aliases ? level->aliases[level->structural_index] : 0;
        level->structural_index++;
    }
    if (*alias || ts_subtree_visible(**child))
        return true;
    if (ts_subtree_visible_child_count(**child) > 0)
        push(self, **child, *position, true); // moves the levels: `level` is no more
    return false;
}

tree_step
tree_walk_next(tree_walk *self, TSNode *node, TSSymbol *symbol)
{
    if (self->is_at_root)
        return enter_root(self, node, symbol);
    if (self->is_entered) {
        self->is_entered = false;
        push(self, self->entered, self->entered_at, false);
    }
    while (self->level_count) {
        struct level *level = &self->levels[self->level_count - 1];
        if (level->child_index == level->child_count) {
            self->level_count--;
            if (!level->is_hidden)
                return TREE_LEAVE;
            continue;
        }
        const Subtree *child;
        Length position;
        TSSymbol alias;
        if (next_child(self, level, &child, &position, &alias))
            return enter(self, child, position, alias, node, symbol);
    }
    return TREE_END;
}

void
tree_walk_skip(tree_walk *self)
{
    if (!self->is_entered)
        return;
    self->is_entered = false;
    push(self, (Subtree){.data = {.is_inline = true}}, self->entered_at, false);
}

// ---- named children

static struct named_part *
part_at(named_children *self, uint32_t depth)
{
    return depth < NAMED_CHILDREN_DEEP ? &self->parts[depth] : &self->deeper[depth - NAMED_CHILDREN_DEEP];
}

static void
push_part(named_children *self, Subtree subtree, Length position)
{
    uint32_t beyond = self->depth < NAMED_CHILDREN_DEEP ? 0 : self->depth - NAMED_CHILDREN_DEEP + 1;
    if (beyond > self->deeper_capacity) {
        self->deeper_capacity = beyond * 2;
        self->deeper = realloc(self->deeper, self->deeper_capacity * sizeof *self->deeper);
        assert(self->deeper);
    }
    *part_at(self, self->depth++) = (struct named_part){
        .children = ts_subtree_children(subtree),
        .aliases = ts_language_alias_sequence(self->tree->language, subtree.ptr->production_id),
        .byte = position.bytes,
        .row = position.extent.row,
        .column = position.extent.column,
        .count = ts_subtree_child_count(subtree),
    };
}

void
named_children_begin(named_children *self, TSNode parent)
{
    self->depth = self->deeper_capacity = 0;
    self->deeper = NULL;
    self->tree = parent.tree;
    const Subtree *subtree = parent.id;
    if (subtree && ts_subtree_child_count(*subtree) && subtree->ptr->named_child_count)
        push_part(self, *subtree, (Length){ts_node_start_byte(parent), ts_node_start_point(parent)});
}

// Goes on to a part's next child: its place and alias.
static const Subtree *
next_of_part(struct named_part *part, Length *position, TSSymbol *alias)
{
    const Subtree *child = (const Subtree *)part->children + part->index;
    *position = (Length){part->byte, {part->row, part->column}};
    if (part->index++)
        *position = length_add(*position, ts_subtree_padding(*child));
    Length end = length_add(*position, ts_subtree_size(*child));
    part->byte = end.bytes;
    part->row = end.extent.row;
    part->column = end.extent.column;
    *alias = 0;
    if (!ts_subtree_extra(*child))
        *alias = part->aliases ? part->aliases[part->structural_index++] : 0;
    return child;
}

bool
named_children_next(named_children *self, TSNode *child)
{
    while (self->depth) {
        struct named_part *part = part_at(self, self->depth - 1);
        if (part->index == part->count) {
            self->depth--;
            continue;
        }
        Length position;
        TSSymbol alias;
        const Subtree *subtree = next_of_part(part, &position, &alias);
        bool is_named = alias ? ts_language_symbol_metadata(self->tree->language, alias).named
                              : ts_subtree_visible(*subtree) && ts_subtree_named(*subtree);
        if (is_named) {
            *child = node_at(self->tree, subtree, position, alias);
            return true;
        }
        if (ts_subtree_child_count(*subtree) && subtree->ptr->named_child_count)
            push_part(self, *subtree, position);
    }
    named_children_end(self);
    return false;
}

void
named_children_end(named_children *self)
{
    free(self->deeper);
    self->deeper = NULL;
    self->depth = self->deeper_capacity = 0;
}
