@Component({ selector: "app", styles: [STYLE] })
export class App {
    @Input() name: string;
    @Output("changed") @Trace readonly change = new Emitter();
    constructor(@Inject(TOKEN) private service: Service) {}

    @Trace
    @Listen("click", { passive: true })
    handle(@Arg event: Event): void { this.service.run(); }
}
const STYLE = "x", TOKEN = "t";
function Component(options: object) { return (c: unknown) => c; }
function Input() { return () => {}; }
function Trace(target: unknown) {}
function Listen(name: string, options: object) { return () => {}; }
function Inject(token: string) { return () => {}; }
function Arg() {}
class Service { run() {} }
class Emitter {}
