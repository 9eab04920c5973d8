first() { second; }

if true; then
second() { first; }
