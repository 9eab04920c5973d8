import org.junit.jupiter.api.Test

class CalculatorTest {
    @Test
    fun `adds two numbers`() {
        Calculator().add(1, 2)
    }
}
