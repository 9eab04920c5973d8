#include "values.hpp"

void take(Item &&item) {}
void put(unsigned number) {}
void put(double number) {}
void put(bool yes) {}

void copied(Item &one) { take(one); }
void moved(Item &one) { take(static_cast<Item &&>(one)); }
void made() { take(Item(1)); }
void promoted(char letter) { put(letter); }
void exact(unsigned number) { put(number); }
void real() { put(1.5f); }
void negative() { put(-1); }
void compared(int a) { put(a < 3); }
void text() { put("text"); }
void changed(Shelf &shelf) { shelf.top().touch(); }
void looked_at(const Shelf &shelf) { shelf.top().look(); }
