class Pick extends Base {
    void put(int i) { asInt(); }
    void put(long l) { asLong(); }
    void put(String s) { asText(); }
    void put(Object o) { asObject(); }
    void put(int... many) { asMany(); }

    void asInt() { put(1L); }
    void asLong() { put("" + 1); }
    void asText() { put(new Pick()); }
    void asObject() { put(1, 2, 3); }
    void asMany() { put('c'); }

    void inherited(int i) { inherited("x"); }
    static void unsure(Unseen u) { one(u); }
    static void one(Pick p) { }
    static void one(Base b) { }
}

class Base {
    void inherited(String s) { }
}
