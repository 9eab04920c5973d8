class Handlers {
    Runnable field = new Runnable() {
        @Override
        public void run() {
            helper();
        }
    };

    void start() {
        int count = 1;
        Thread t = new Thread(new Runnable() {
            int count = 2;

            public void run() {
                helper();
                stop();
            }

            void stop() {
                this.run();
            }
        });
        Runnable r = () -> helper();
        use((a, b) -> { helper(); });
        use(Handlers::helper);
    }

    static void helper() {
    }

    void use(Object o) {
    }

    void stop(int code) {
    }
}
