# Zählt.
zähle() {
    echo "größer 😀"
}
plain() {
    zähle
}
