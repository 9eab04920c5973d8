package app;

import java.util.List;
import util.Gone;
import util.TextKt;
import static util.NumbersKt.half;
import static util.wordsKt.*;

// Frame is Kotlin's, of the same package: no import. A function outside of classes is not to be had that way.
public class Engine {
    int run(Frame frame) {
        measure(frame);
        Gone.away();
        return half(frame.grow().grow().hashCode()) + TextKt.trim("x").length() + spell();
    }
}
