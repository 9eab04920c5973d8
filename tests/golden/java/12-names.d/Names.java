class Names {
    private int size;
    private Names next;

    int size() {
        return size;
    }

    Names next() {
        return next;
    }

    void use(Names names, int size) {
        int use = size();
        Names next = next();
        next.size();
        next().next.size();
        names.use(next, size());
        use(names, use);
    }
}
