import java.util.function.Supplier;

class Pipeline {
    static int count(String s) {
        return 0;
    }

    int size(String s) {
        return 1;
    }

    Pipeline() {
    }

    void run(Stream stream) {
        stream.map(Pipeline::count).map(this::size);
        Supplier<Pipeline> make = Pipeline::new;
        Class<?> type = Pipeline.class;
        int casted = (int) 3.0;
        Object[] list = new Object[count("a")];
    }
}

interface Stream {
    Stream map(Object f);
}
