class Locals {
    Locals other;

    Locals make() throws Failure {
        return this;
    }

    void run(Object o, Locals... many) {
        if (o instanceof Locals found && found.make() != null) {
            found.close();
        }
        for (var each : many) {
            each.close();
        }
        try (Locals resource = new Locals(); var second = make()) {
            resource.close();
            second.close();
        } catch (Failure | RuntimeException failure) {
            failure.report();
        }
        switch (o) {
            case Locals l -> l.close();
            default -> { }
        }
        var chained = make().other;
        chained.other.close();
        Locals[] array = {make()};
        array[0].close();
        var inferred = (Locals) o;
        inferred.close();
    }

    void close() {
    }
}

class Failure extends Exception {
    void report() {
    }
}
