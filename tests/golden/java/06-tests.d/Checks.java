import org.junit.jupiter.api.*;

class Checks {
    Calculator c;

    @BeforeEach
    void setUp() {
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void each(int n) {
        c.add(n);
        new Runnable() {
            public void run() {
            }
        };
    }

    int helper() {
        return 1;
    }

    @Nested
    class Inner {
        void inside() {
        }
    }
}

class Old extends TestCase {
    public void testOld() {
    }
}
