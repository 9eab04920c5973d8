package app;

import static lib.Util.half;
import static lib.Consts.*;

import java.util.*;
import lib.Util;
import lib.inner.Deep;

public class Main {
    public static void main(String[] args) {
        Util util = new Util(1);
        util.run();
        Util.half(2);
        Deep.dive();
        new Helper().help();
        lib.Util.half(3);
    }
}
