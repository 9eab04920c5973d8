enum API {
    struct Request {
        enum Method: String { case get, post }
        let method: Method
        func send() -> Response { return Response(request: self) }
        class Builder { func build() -> Request { return Request(method: .get) } }
    }
    struct Response { let request: Request; func status() -> Int { return 200 } }
    static func fetch() { Request.Builder().build().send().status() }
}
extension API.Request { func retry() -> API.Response { return send() } }
let request: API.Request = API.Request.Builder().build()
request.send()
