# Grüßt 😀.
grüße() {
    echo "größer 😀"
}
plain() {
    grüße "ü"
}
