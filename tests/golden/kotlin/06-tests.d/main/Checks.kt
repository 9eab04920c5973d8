import io.kotest.core.spec.style.StringSpec

class Checks : StringSpec({
    "adds" { Calculator().add(1, 1) }
})

class Plain {
    @BeforeTest fun setUp() {}
    fun helper() {}
}
