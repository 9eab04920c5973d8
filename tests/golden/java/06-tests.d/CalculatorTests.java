import org.junit.jupiter.api.Test;

class CalculatorTests {
    @Test
    void adds() {
        new Calculator().add(1);
    }
}
