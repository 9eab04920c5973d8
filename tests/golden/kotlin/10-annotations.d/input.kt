@file:JvmName("Tools")
package tools

annotation class Route(val path: String)

// Above the annotation.
@Route("/a")
@Deprecated("old")
public class Controller @Inject constructor(private val service: Service) {
    @Route("/b") fun get(@Param id: Int) = service.find(id)
}

class Service {
    fun find(id: Int) = id
}
