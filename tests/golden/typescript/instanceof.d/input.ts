class Failure extends Error {
    label(): void {}
}
class Deep extends Failure {
    more(): void {}
}
function report(error: unknown, other: Deep, ready: boolean) {
    if (error instanceof Failure && ready) {
        error.label();
    } else {
        error.label();
    }
    if (other instanceof Failure) {
        other.more();
    }
    try {
        report(error, other, ready);
    } catch (caught) {
        if (caught instanceof Deep) {
            caught.more();
        }
    }
}
