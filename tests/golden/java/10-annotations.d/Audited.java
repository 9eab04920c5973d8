package audit;

import java.lang.annotation.Retention;

@Retention(RetentionPolicy.RUNTIME)
public @interface Audited {
    String value() default "none";

    int[] levels() default {1, 2};

    int MAX = 3;
}
