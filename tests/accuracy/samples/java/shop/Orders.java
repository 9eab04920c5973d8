package shop;

import static shop.Prices.round;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Calls that are easy to get wrong: overloads, inherited and nested members, generics, lambdas, unnamed classes. */
public class Orders extends Store<Orders.Line> {
    enum State {
        OPEN(1) {
            @Override
            boolean isDone() {
                return known();
            }
        },
        CLOSED {
            @Override
            boolean isDone() {
                return !known();
            }
        };

        State(int level) {
        }

        State() {
            this(0);
        }

        abstract boolean isDone();

        boolean known() {
            return true;
        }
    }

    record Line(String name, int count) {
        Line {
            check(count);
        }

        static void check(int count) {
        }

        void check(String name) {
        }

        Line twice() {
            return new Line(name, count * 2);
        }
    }

    private final List<Line> lines = new ArrayList<>();

    Orders(String name) {
        super(name.trim());
        add(new Line(name, 1));
    }

    @Override
    void add(Line line) {
        super.add(line);
        lines.add(line);
        line.check(line.name());
    }

    int total(State state) {
        for (Line line : lines)
            line.twice().twice();
        each(line -> line.twice());
        Function<Line, Line> twice = Line::twice;
        first().twice();
        if (state.isDone())
            return round(1.5);
        return round(1);
    }

    Runnable later() {
        return new Runnable() {
            @Override
            public void run() {
                print();
                total(State.OPEN);
            }

            void print() {
            }
        };
    }

    void print() {
        Other other = new Other();
        other.print();
        Prices.round(2L);
    }

    class Other {
        void print() {
            Orders.this.print();
            later().run();
        }
    }
}
