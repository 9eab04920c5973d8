outer() {
    inner() { helper; }
    inner
    (
        sub() { inner; }
        sub
    )
}
if [ -n "$X" ]; then
    helper() { echo a; }
else
    helper() { echo b; }
fi
while read -r line; do outer "$line"; done
